"""Make the pictures of the documentation: debriefs of simulated candidates, photographed in a real browser.

    python -m scripts.lab.make_pictures [--data FOLDER] [--out docs/pictures]

Plays a whole session for each of six personas and a second one of the first persona, who has practised meanwhile (real
voices, real Whisper, an in-memory room), makes debriefs, history and a retake, and takes screenshots with headless
Chromium: light, dark, phone and print. Needs `chromium` and, for print, `pdftoppm`. With `--data`, sessions that are
there already are not played again; only their debriefs are made anew.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path

from scripts.lab import ROOT
from voice_interviewer.debrief.paint import pdf
from voice_interviewer.paths import models_dir
from voice_interviewer.sessions.journal import list_sessions

PERSONAS = ("apologetic", "inflated", "team_hider", "ready", "generic", "freezer")
PRACTISED = ROOT / "scripts" / "lab" / "pictures" / "apologetic.yaml"
"The first persona three weeks later, as a persona of the user's own."
FLOW = "first-five-minutes"
PAGE = ROOT / "docs" / "debrief.md"
DARK = "--blink-settings=preferredColorScheme=0"
COLOURS = 96
"A page has few colours; so many keep its letters smooth at a third of the size."


def command(data: Path, *words: str) -> str:
    """What a command of the program prints, with its data in `data`."""
    env = {**os.environ, "VOICE_INTERVIEWER_DATA": str(data)}
    done = subprocess.run(
        [sys.executable, "-m", "voice_interviewer", *words], env=env, cwd=ROOT, stdout=subprocess.PIPE
    )
    if done.returncode:
        raise SystemExit(f"`{' '.join(words)}` failed")
    return done.stdout.decode("utf-8")


def played(data: Path, persona: str) -> list[Path]:
    """Session folders of a persona, oldest first, without retakes."""
    listed = [s for s in list_sessions(data / "sessions") if s.candidate == persona and s.finished and not s.retake]
    return [s.path for s in listed]


def play(data: Path, persona: str, times: int) -> Path:
    """The `times`-th session of a persona, played if there are not so many yet; its debrief is made anew."""
    while len(played(data, persona)) < times:
        command(data, "practice", FLOW, "--candidate", persona, "--seed", "1")
    session = played(data, persona)[times - 1]
    command(data, "debrief", session.name)
    return session


# ---- pictures ----


def shoot(
    page: Path, picture: Path, *, only: str = "", size: tuple[int, int] = (1000, 1150), dark: bool = False
) -> None:
    """One screenshot of a local page; `only` shows nothing but one section or answer, at its full height."""
    browser = pdf.browser()
    if browser is None:
        raise SystemExit("Chromium is needed, for example: sudo apt-get install chromium")
    with tempfile.TemporaryDirectory() as scratch:
        shown = page
        if only:
            style = "header.top, main > section, footer, .answer, #answers > h2, #more > h2, #more > details, .tools "
            style += f"{{ display: none !important }} main > section:has({only}), details:has({only}), {only} "
            style += "{ display: block !important; border: 0 !important; padding-top: 1rem }"
            shown = Path(scratch) / "part.html"
            whole = page.read_text(encoding="utf-8").replace("</style>", f"{style}</style>")
            whole = re.sub(
                r"<meta http-equiv=\"Content-Security-Policy\"[^>]*>", "", whole
            )  # it knows its own style only
            shown.write_text(whole.replace("<details", "<details open"), encoding="utf-8")
        if size[0] < 500:  # a window has at least so many pixels, so a phone is a frame in it
            frame = Path(scratch) / "phone.html"
            frame.write_text(
                f'<body style="margin:0"><iframe src="{shown.resolve().as_uri()}" width="{size[0]}" height="{size[1]}" '
                'style="border:0"></iframe>'
            )
            shown = frame
        raw = Path(scratch) / "raw.png"
        flags = [*pdf.QUIET, "--no-sandbox", "--hide-scrollbars", "--force-prefers-reduced-motion"]
        flags += [DARK] if dark else []
        flags += [f"--user-data-dir={scratch}/profile", f"--window-size={max(500, size[0])},{size[1]}"]
        subprocess.run(
            [browser, *flags, f"--screenshot={raw}", shown.resolve().as_uri()],
            check=True,
            capture_output=True,
            timeout=120,
        )
        keep(raw, picture, width=size[0], trim=bool(only))


def print_page(page: Path, picture: Path) -> None:
    """The first printed page."""
    if not shutil.which("pdftoppm"):
        raise SystemExit("pdftoppm is needed, for example: sudo apt-get install poppler-utils")
    with tempfile.TemporaryDirectory() as scratch:
        printed = pdf.print_page(page, Path(scratch) / "page.pdf")
        first = ["pdftoppm", "-r", "90", "-png", "-f", "1", "-l", "1", "-singlefile"]
        subprocess.run([*first, str(printed), str(Path(scratch) / "page")], check=True)
        keep(Path(scratch) / "page.png", picture)


def keep(raw: Path, picture: Path, *, width: int = 0, trim: bool = False) -> None:
    """Cut a picture to `width`, take empty rows off its end, and write it with a palette."""
    import av
    import numpy as np

    with av.open(str(raw)) as source:
        pixels = np.asarray(next(source.decode(video=0)).to_ndarray(format="rgb24"), np.uint8)
    pixels = pixels[:, : width or None]
    if trim:
        drawn = np.flatnonzero((pixels != pixels[:, :1]).any(axis=(1, 2)))
        pixels = pixels[: int(drawn[-1]) + 32] if len(drawn) else pixels
    frame = av.VideoFrame.from_ndarray(np.ascontiguousarray(pixels), format="rgb24")
    graph = av.filter.Graph()
    begin = graph.add_buffer(width=frame.width, height=frame.height, format=frame.format, time_base=Fraction(1))
    split, palette = graph.add("split"), graph.add("palettegen", f"max_colors={COLOURS}")
    use, end = graph.add("paletteuse", "dither=none"), graph.add("buffersink")
    begin.link_to(split)
    split.link_to(use, 0, 0)
    split.link_to(palette, 1, 0)
    palette.link_to(use, 0, 1)
    use.link_to(end)
    graph.configure()
    begin.push(frame)
    begin.push(None)
    small = end.pull()
    assert isinstance(small, av.VideoFrame)
    with av.open(str(picture), "w", format="image2", options={"update": "1"}) as target:
        stream = target.add_stream("png", rate=1)
        stream.width, stream.height, stream.pix_fmt = small.width, small.height, "pal8"
        stream.options = {"compression_level": "9", "pred": "none"}
        for packet in (*stream.encode(small), *stream.encode(None)):
            target.mux(packet)
    print(f"{picture.name}: {picture.stat().st_size / 1000:.0f} kB")


# ---- what is on them ----


def interrupted(session: Path) -> str:
    """The anchor of the answer with a constraint in it that has most findings; the first answer where there is none."""
    answers = json.loads((session / "debrief.json").read_text(encoding="utf-8"))["answers"]
    worth = [bool(a["interruption"]) * (1 + len(a["findings"])) for a in answers]
    return f"#answer-{worth.index(max(worth)) + 1}"


def first_to_change(session: Path) -> str:
    """The answer that the first priority quotes."""
    debrief = json.loads((session / "debrief.json").read_text(encoding="utf-8"))["debrief"]
    return str(debrief["priorities"][0]["answer"])


def quote_history(text: str) -> None:
    """Put the table of the history into the page about the debrief, between its marks."""
    page = PAGE.read_text(encoding="utf-8")
    block = f"<!-- history -->\n```\n{text.rstrip()}\n```\n<!-- end -->"
    page = re.sub(r"<!-- history -->.*?<!-- end -->", lambda _: block, page, flags=re.S)
    PAGE.write_text(page, encoding="utf-8")


def main(argv: Sequence[str] | None = None) -> int:
    """Play, photograph."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--out", type=Path, default=ROOT / "docs" / "pictures")
    parser.add_argument("--data", type=Path, help="keep the sessions here, and use those that are here")
    args = parser.parse_args(argv)
    args.out.mkdir(parents=True, exist_ok=True)
    data = args.data or Path(tempfile.mkdtemp(prefix="pictures-"))
    data.mkdir(parents=True, exist_ok=True)
    if not (data / "models").exists():
        (data / "models").symlink_to(models_dir())

    own = data / "personas" / PRACTISED.name
    own.unlink(missing_ok=True)
    for persona in PERSONAS:
        session = play(data, persona, 1)
        shoot(session / "debrief.html", args.out / f"{persona}.png")
    shutil.copy(args.out / f"{PERSONAS[0]}.png", args.out / "debrief.png")  # the one on the front page
    first = played(data, PERSONAS[0])[0]
    page, answer = first / "debrief.html", f"#answer-{first_to_change(first)}"
    shoot(page, args.out / "top-dark.png", dark=True)
    shoot(page, args.out / "top-phone.png", size=(390, 1150))
    print_page(page, args.out / "top-print.png")
    shoot(page, args.out / "timeline.png", only="#timeline", size=(1000, 1500))
    shoot(page, args.out / "timeline-dark.png", only="#timeline", size=(1000, 1500), dark=True)
    shoot(page, args.out / "timeline-phone.png", only="#timeline", size=(390, 2000))
    shoot(page, args.out / "answer.png", only=answer, size=(1000, 3000))
    shoot(page, args.out / "answer-dark.png", only=answer, size=(1000, 3000), dark=True)
    shoot(page, args.out / "answer-phone.png", only=answer, size=(390, 4000))
    shoot(page, args.out / "interrupted.png", only=interrupted(first), size=(1000, 3000))

    own.parent.mkdir(exist_ok=True)
    shutil.copy(PRACTISED, own)
    again = play(data, PERSONAS[0], 2)
    shoot(again / "debrief.html", args.out / "apologetic-again.png")
    history = first.parent / "history.html"
    quote_history(command(data, "history", "--candidate", PERSONAS[0], "--html", str(history)).rsplit("Written:", 1)[0])
    shoot(history, args.out / "history.png", size=(1000, 1080))
    if not list(first.parent.glob("*/takes.html")):
        place = f"{first.name}/{first_to_change(first)}"
        command(data, "practice", "--retake", place, "--candidate", PERSONAS[0], "--seed", "2")
    shoot(next(first.parent.glob("*/takes.html")), args.out / "takes.png", size=(1000, 1100))
    return 0


if __name__ == "__main__":
    sys.exit(main())
