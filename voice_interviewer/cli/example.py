"""`example`: a strong answer of somebody else to a question you were asked, written and spoken."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Annotated

import typer

from ..disk import private_folder, write_output
from ..errors import NotFoundError, UsageError
from .doctor import with_devices
from .plain import echo, prose

if TYPE_CHECKING:
    from ..audio.protocols import Pcm


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command()(example)


def example(
    session: Annotated[str, typer.Argument(help="Session id, its beginning, or `last`.")] = "last",
    answer: Annotated[str, typer.Argument(help="Number of the answer; see the debrief.")] = "1",
    voice: Annotated[str, typer.Option(metavar="NAME", help="Who speaks it; see `voices list`.")] = "",
    no_voice: Annotated[bool, typer.Option("--no-voice", help="Only write it.")] = False,
    keep: Annotated[bool, typer.Option("--keep", help="Keep its sound in the debrief's page instead.")] = False,
) -> None:
    """Hear how somebody else answered the same question: an example, not the answer. It is an invented person's.

    Example: `voice-interviewer example last 1`

    Example: `voice-interviewer example last 1 --keep`
    """
    from ..audio.compact import encoded
    from ..debrief import examples
    from ..debrief.write import make, write_debrief
    from ..progress.retake import find
    from ..sessions.journal import Session

    if keep and no_voice:
        raise UsageError("its sound cannot be kept without a voice.", where="--keep", fix="Leave out --no-voice.")
    with Session.open(session) as opened:
        made = make(opened)
        row = find(made, answer)
        found = examples.of(row)
        if found is None:
            having = [each.id for each in made.answers if examples.of(each) is not None]
            fix = f"Answers with one: {', '.join(having)}." if having else "None of this session's questions has one."
            raise NotFoundError("there is no example for this question", where=f"{opened.id}/{answer}", fix=fix)
        prose(f"Asked: {row.question}")
        echo()
        prose(found.text)
        echo()
        prose(f"An example, not the answer. {found.who} Listen for how it is built, and tell your own.")
        if no_voice:
            return
        sound = _spoken(found.speech, voice)
        if not keep:
            _play(sound)
            return
        target = opened.path / examples.sound_of(row)
        private_folder(target.parent)
        write_output(target, encoded(sound))
        echo(f"Kept in the debrief: {write_debrief(opened).html}")


def _spoken(speech: str, voice: str) -> Pcm:
    """The example as sound, mono float32 at 16 kHz, in a voice that is not the interviewer's."""
    from ..audio.playout import resample
    from ..audio.protocols import RATE_HZ
    from ..interview.live.candidate import spoken
    from ..voice.choose import candidate_voice, make_voice

    speaking = make_voice(voice) if voice else candidate_voice("auto")

    def speak(text: str) -> Pcm:
        clip = speaking.say(text)
        return resample(clip.pcm, clip.rate_hz, RATE_HZ)

    return spoken(speech, speak)


def _play(pcm: Pcm) -> None:
    """Over the loudspeaker, to its end. Raises DeviceError without one."""
    from ..audio.devices import open_speaker
    from ..audio.protocols import RATE_HZ

    how = "Connect headphones or a loudspeaker; `--no-voice` only writes it."
    with with_devices(how), open_speaker() as speaker:
        number = speaker.play(pcm, RATE_HZ)
        deadline = time.monotonic() + len(pcm) / RATE_HZ + 2
        while speaker.status(number).state not in ("done", "dropped") and time.monotonic() < deadline:
            time.sleep(0.02)
