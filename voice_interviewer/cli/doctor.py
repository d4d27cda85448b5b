"""`doctor`, `devices` and `voices list`: what works here, and the mend for what does not."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Any

import typer

from ..availability import Missing, Ready
from ..checkup import checks
from ..errors import DeviceError, MissingPartError, UsageError
from .plain import console, echo

voices = typer.Typer(no_args_is_help=True, help="The voices the interviewer can speak with.")
_CALIBRATION_TEXT = "This is the interviewer's voice. I am checking whether your microphone can hear me."


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.command()(doctor)
    app.command()(devices)
    app.add_typer(voices, name="voices")


def doctor(
    calibrate: Annotated[
        bool, typer.Option("--calibrate", help="Speak and listen: headphones or loudspeakers? Remembered.")
    ] = False,
    seconds: Annotated[
        float, typer.Option(min=0.5, max=20, metavar="SECONDS", help="How long to listen to the microphone.")
    ] = 2.0,
) -> None:
    """Check microphone, loudspeaker, voices, models and folders, and say how to mend what is missing.

    Example: `voice-interviewer doctor --calibrate`
    """
    from rich.markup import escape

    out = console(soft_wrap=True)
    bad = False
    for check in checks(seconds):
        match check.found:
            case Ready(detail):
                out.print(f"[green]✓[/] {escape(check.part)}: {escape(detail or 'works')}")
            case Missing(reason, fix):
                bad = bad or check.needed
                out.print(f"[red]✗[/] {escape(check.part)}: {escape(reason)}")
                out.print(f"    → {escape(fix)}")
    if calibrate:
        out.print(_calibrate())
    out.print(
        "Something that every session needs is missing." if bad else "Ready: start with `voice-interviewer practice`.",
        markup=False,
    )
    if bad:
        raise typer.Exit(1)


@contextmanager
def with_devices(how: str) -> Iterator[None]:
    """Where a device is missing, the mend is one that can be done here (`how`), not an interview's."""
    try:
        yield
    except DeviceError as err:
        raise DeviceError(err.what, where=err.where, fix=how) from err


def _calibrate() -> str:
    """Speak a sentence, listen to what comes back, and remember which duplex is safe."""
    import numpy as np

    from ..audio.devices import open_microphone, open_speaker
    from ..hearing.echo import judge_echo
    from ..sessions.settings import load_settings, save_settings
    from ..voice.choose import make_voice

    clip = make_voice().say(_CALIBRATION_TEXT)
    devices = with_devices("Connect a microphone and a loudspeaker or headphones, and allow their use.")
    with devices, open_microphone() as microphone, open_speaker() as speaker:
        before = _record(microphone, 1.0)
        number = speaker.play(clip.pcm, clip.rate_hz)
        during: list[Any] = []
        while speaker.status(number).state not in ("done", "dropped") and len(during) < 600:
            during.append(_record(microphone, 0.032))
    echo = judge_echo(before, np.concatenate(during) if during else before)
    save_settings({**load_settings(), "headphones": echo.headphones})
    if echo.headphones:
        return (
            "The microphone does not hear the loudspeaker: you may interrupt the interviewer (headphones). Remembered."
        )
    return (
        f"The microphone hears the loudspeaker ({echo.rise_db:.0f} dB above the room): "
        "the interviewer does not listen while it speaks (loudspeakers). Remembered."
    )


def _record(microphone: Any, seconds: float) -> Any:
    import numpy as np

    from ..audio.protocols import BLOCK_S

    blocks = []
    for _ in range(max(1, round(seconds / BLOCK_S))):
        block = microphone.read(2.0)
        if block is None:
            raise MissingPartError("the microphone delivers no sound.", where=microphone.name)
        blocks.append(block.samples)
    return np.concatenate(blocks)


def devices() -> None:
    """List microphones and loudspeakers; `*` marks the defaults.

    Example: `voice-interviewer devices`
    """
    from ..audio.portaudio import list_devices

    rows = list_devices()
    if not rows:
        echo("No sound devices here. Practice then interviews a simulated candidate; see `voice-interviewer doctor`.")
    for row in rows:
        echo(str(row))


@voices.command("list")
def list_all(
    every: Annotated[bool, typer.Option("--all", help="Voices of other languages too.")] = False,
) -> None:
    """List the English voices that work here, and what is missing for the others.

    Example: `voice-interviewer voices list --all`
    """
    from ..voice.choose import availability, list_voices

    for voice in list_voices():
        if not (every or voice.language.lower().startswith("en")):
            continue
        echo(f"{voice.id:<28} {voice.name} ({voice.language}{', ' + voice.gender if voice.gender else ''})")
    for name, state in availability().items():
        if isinstance(state, Missing):
            echo(f"{name}: {state.reason} {state.fix}")


@voices.command("say")
def say(
    text: Annotated[str, typer.Argument(help="What to say.")],
    voice: Annotated[str, typer.Option(metavar="NAME", help="A voice of `voices list`.")] = "auto",
    rate: Annotated[
        float, typer.Option(min=0.5, max=2.0, metavar="FACTOR", help="Its pace; 1 is the voice as it is.")
    ] = 1.0,
    out: Annotated[
        str | None, typer.Option(metavar="PATH", help="Write a WAV or FLAC file instead of playing.")
    ] = None,
) -> None:
    """Hear a voice.

    Example: `voice-interviewer voices say "What would break first?" --voice hibari`
    """
    import time

    from ..disk import check_outputs, write_output
    from ..voice.choose import make_voice

    check_outputs([Path(out) if out is not None else None])
    clip = make_voice(voice, rate).say(text)
    if out is not None:
        import io

        import soundfile

        sound = io.BytesIO()
        kind = Path(out).suffix.lstrip(".").upper()
        if kind not in soundfile.available_formats():
            raise UsageError("this is no kind of sound file.", where=out, fix="End it in .wav or .flac.")
        soundfile.write(sound, clip.pcm, clip.rate_hz, format=kind)
        write_output(Path(out), sound.getvalue())
        echo(f"{out}: {clip.seconds:.1f} s")
        return
    from ..audio.devices import open_speaker

    how = "Connect headphones or a loudspeaker, or write it to a file with `--out voice.wav`."
    with with_devices(how), open_speaker() as speaker:
        number = speaker.play(clip.pcm, clip.rate_hz)
        deadline = time.monotonic() + clip.seconds + 2
        while speaker.status(number).state not in ("done", "dropped") and time.monotonic() < deadline:
            time.sleep(0.02)
