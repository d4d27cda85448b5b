"""What a program would otherwise have to put together itself; the other public names are the rooms' own.

`voice_interviewer.__init__` says where each public name lives and imports it when it is first used.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from .debrief.data.schema import Debrief
from .flow.model import Flow
from .hearing.protocols import SpeechToText
from .interview.rehearsal.simulate import Player, Simulation
from .language.analyze import Analyser
from .language.model import Analysis, Context

if TYPE_CHECKING:
    from .cohort.job import Outcome
    from .cohort.run import Told

Analyse = Callable[[str, Context], Analysis]


def review_files(
    files: Iterable[Path | str],
    *,
    question: str = "",
    node: str = "",
    model: str | SpeechToText = "base",
    split: bool = False,
    analyse: Analyse = Analyser(),
    progress: Callable[[str, float, float], None] = lambda *_: None,
) -> Debrief:
    """Hear recorded answers, or read written ones, and make their debrief: what `voice-interviewer review` does.

    Args:
        files: audio, video, transcripts, text, `.jsonl` (one answer a line), or folders of those.
        question: what was asked; or
        node: the same as `FLOW/NODE` of a shipped flow.
        model: a recogniser (loaded only when there is something to listen to): its name, or one at hand.
        split: cut recordings into answers.
        analyse: reads the words.
        progress: called with (file, seconds done, seconds in all; 0 when unknown).

    Nothing is remembered on disk. Files that cannot be used are left out; which and why stands in the debrief's notes.
    Raises InputFileError where none can be used, before any long work;
    NotFoundError for an unknown node or model; ModelError when the weights are missing, with the mend.
    """
    from .hearing.choose import make_recogniser
    from .review.review import asked_by, gather, review

    found = gather([Path(file) for file in files], asked_by(question, node))

    def recogniser() -> SpeechToText:
        return make_recogniser(model) if isinstance(model, str) else model

    return review(found.items, recogniser, progress, split=split, left_out=found.left_out, analyse=analyse)


def review_cohort(
    folder: Path | str,
    out: Path | str,
    *,
    question: str = "",
    node: str = "",
    model: str = "base",
    workers: int = 1,
    questions: Path | str | None = None,
    pseudonyms: Path | str | None = None,
    scrub: bool = False,
    names: Iterable[str] = (),
    criteria: Path | str | None = None,
    came: Callable[[Outcome], None] = lambda _: None,
) -> Told:
    """Review the recordings of many students, and write records, table and pages: `review FOLDER --cohort --out OUT`.

    Args:
        folder: holds a folder a student, recordings and transcripts inside.
        out: takes the results; what an earlier run has done there is not done again.
        question: what was asked, where the files do not say so; or
        node: the same as `FLOW/NODE` of a shipped flow.
        model: a recogniser by its name.
        workers: files at a time; more than one needs Dask.
        questions: a table that says which recordings answer what.
        pseudonyms: the key file, for students under other names.
        scrub: take out names that somebody introduces, and the student's own.
        names: take out these, too.
        criteria: a file that says which labels the pages show.
        came: called with what came of each file.

    `read_cohort(out)` reads the results. Raises InputFileError or UsageError for what cannot be one cohort,
    InterviewerError where going on is no use; what is done is kept.
    """
    from .cohort import cluster, pages, sheet
    from .cohort.criteria import ALL
    from .cohort.criteria import read as read_criteria
    from .cohort.job import Settings
    from .cohort.pseudonyms import Pseudonyms
    from .cohort.questions import Questions
    from .cohort.questions import read as read_questions
    from .cohort.run import Quiet, run
    from .cohort.team import Alone, Team
    from .errors import UsageError

    if workers < 1:
        raise UsageError(f"{workers} is no number of workers.", where="workers", fix="Give 1 or more.")
    recordings, results = Path(folder), Path(out)
    chosen = ALL if criteria is None else read_criteria(Path(criteria))
    asked = Questions() if questions is None else read_questions(Path(questions))
    key = None if pseudonyms is None else Pseudonyms.open(Path(pseudonyms), results)
    settings = Settings(question=question, node=node, model=model, scrub=scrub, names=tuple(names))
    scrubbed = bool(scrub or settings.names or key)

    def team(_: object) -> Team:
        return Alone() if workers == 1 else cluster.local(workers)

    def finish(there: Path) -> None:
        sheet.write(there)
        pages.write(there, criteria=chosen, recordings=None if key else recordings, scrubbed=scrubbed)

    return run(recordings, results, settings, team, Quiet(came), key=key, questions=asked, finish=finish)


def simulate(
    flow: Flow | str | Path,
    candidates: Sequence[str | Player] = (),
    *,
    times: int = 1000,
    seed: int = 1,
    minutes: float | None = None,
    analyse: Analyse | None = None,
) -> Simulation:
    """Let simulated candidates play a flow without sound: what is reached, how long it takes, what never happens.

    Args:
        flow: a loaded flow, a name of `flows list`, or a file.
        candidates: names of shipped personas, or your own; all shipped ones when left out. They take turns.
        times: sessions to play, some tens a second.
        seed: the same seed plays the same sessions.
        minutes: time budget; the flow's own when left out.
        analyse: reads the answers; what it said is remembered for this call only.

    Raises NotFoundError or FlowError for a flow, NotFoundError for a persona.
    """
    from .flow.catalog import load_flow
    from .interview.rehearsal.personas import list_personas, load_persona
    from .interview.rehearsal.simulate import remembering
    from .interview.rehearsal.simulate import simulate as play

    loaded = flow if isinstance(flow, Flow) else load_flow(str(flow))
    players = [load_persona(who) if isinstance(who, str) else who for who in candidates or list_personas()]
    return play(loaded, players, times=times, seed=seed, minutes=minutes, analyse=remembering(analyse))


def read_debrief(which: str | Path = "last", root: Path | None = None) -> Debrief:
    """The debrief of a session: its id, the beginning of it, `last`, its folder, or a `debrief.json` anywhere.

    A session without one (broken off, or its debrief deleted) is read anew; nothing is written then. `root` is the
    folder that sessions are kept in (default: the user's own). Raises NotFoundError, or InputFileError for a file
    that is no debrief.
    """
    from .debrief.data.from_journal import debrief_of
    from .debrief.write import load
    from .sessions.journal import Session

    path = Path(which)
    if path.suffix == ".json":
        return load(path)
    with Session.open(which, root) as session:
        written = session.path / "debrief.json"
        return load(written) if written.is_file() else debrief_of(session, Analyser())
