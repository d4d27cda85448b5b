"""What is installed is what was tested: the lock files cover every dependency of the project, with hashes."""

from __future__ import annotations

import re
import tomllib
from importlib import metadata
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parent.parent
TABLE = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
PROJECT = TABLE["project"]
NEEDED = [*PROJECT["dependencies"], *TABLE["build-system"]["requires"]]
WANTED = {
    "requirements.lock": NEEDED,
    "requirements-dev.lock": [*NEEDED, *PROJECT["optional-dependencies"]["dev"]],
}
SYSTEMS = [
    ("linux", "Linux", "x86_64", "posix"),
    ("darwin", "Darwin", "arm64", "posix"),
    ("win32", "Windows", "AMD64", "nt"),
]


def pins(name: str) -> list[tuple[Requirement, int]]:
    """Each pinned requirement of a lock file, with how many hashes it has."""
    text = (ROOT / "scripts" / name).read_text(encoding="utf-8").replace("\\\n", " ")
    lines = [line for line in text.splitlines() if line.strip() and not line.startswith("#")]
    return [(Requirement(line.split("--hash")[0].strip()), line.count("--hash=sha256:")) for line in lines]


@pytest.mark.parametrize("name", WANTED)
@pytest.mark.parametrize("python", ["3.11", "3.12", "3.13"])
@pytest.mark.parametrize("system", SYSTEMS, ids=[row[0] for row in SYSTEMS])
def test_every_dependency_is_pinned_once(name: str, python: str, system: tuple[str, ...]) -> None:
    """On each Python and system one version, which `pyproject.toml` allows; otherwise run `python scripts/lock.py`."""
    platform, plain, machine, os_name = system
    here = {
        "python_version": python,
        "python_full_version": f"{python}.4",
        "sys_platform": platform,
        "platform_system": plain,
        "platform_machine": machine,
        "platform_release": "24.5",
        "os_name": os_name,
        "implementation_name": "cpython",
        "platform_python_implementation": "CPython",
    }
    pinned: dict[str, list[str]] = {}
    for pin, _ in pins(name):
        if pin.marker is None or pin.marker.evaluate(here):
            pinned.setdefault(canonicalize_name(pin.name), []).append(next(iter(pin.specifier)).version)
    assert {key: versions for key, versions in pinned.items() if len(versions) != 1} == {}
    for text in WANTED[name]:
        wanted = Requirement(text)
        if wanted.marker is None or wanted.marker.evaluate(here):
            versions = pinned.get(canonicalize_name(wanted.name), [])
            assert versions and wanted.specifier.contains(versions[0], prereleases=True), f"{text}: {versions}"


@pytest.mark.parametrize("name", WANTED)
def test_every_pin_has_hashes_and_no_address(name: str) -> None:
    """Exact versions, at least one hash each, and no index of anybody's in the file."""
    text = (ROOT / "scripts" / name).read_text(encoding="utf-8")
    assert not re.search(r"://|--index|--extra-index|--find-links", text)
    for pin, hashes in pins(name):
        assert hashes > 0 and [spec.operator for spec in pin.specifier] == ["=="], pin


@pytest.mark.parametrize("name", WANTED)
def test_what_is_asked_for_with_an_extra_is_pinned_with_it(name: str) -> None:
    """`coverage[toml]` is not pinned by `coverage==…`: once a newer one is out, pip takes that, without a hash."""
    pinned = {canonicalize_name(pin.name): pin for pin, _ in pins(name)}
    for key in pinned:
        try:
            asked = [Requirement(text) for text in metadata.requires(key) or []]
        except metadata.PackageNotFoundError:
            continue  # for another system
        for one in asked:
            if one.extras and (one.marker is None or one.marker.evaluate({"extra": ""})):
                assert one.extras <= pinned[canonicalize_name(one.name)].extras, f"{key} asks for {one}"
