"""A spoken mock interviewer that runs entirely on the user's own computer.

The names in `__all__` are the public library; each is imported when it is first used, so that `import
voice_interviewer` costs nothing. `docs/python.md` shows them at work.
"""

from importlib import import_module

from . import offline

__version__ = "0.1.0"

_WHERE = {
    "Analyser": "language.analyze",
    "Analysis": "language.model",
    "Choices": "sessions.choices",
    "Context": "language.model",
    "Debrief": "debrief.data.schema",
    "Finding": "language.model",
    "Finished": "interview.live.session",
    "Flow": "flow.model",
    "Given": "interview.live.given",
    "Interruption": "language.model",
    "Interview": "interview.live.session",
    "InterviewerError": "errors",
    "Outcome": "interview.live.session",
    "Screen": "interview.live.screen",
    "Session": "sessions.journal",
    "Simulation": "interview.rehearsal.simulate",
    "Wish": "interview.live.screen",
    "analyze": "language.analyze",
    "check_flow": "flow.catalog",
    "list_flows": "flow.catalog",
    "list_sessions": "sessions.journal",
    "load_flow": "flow.catalog",
    "practise": "interview.live.session",
    "read_cohort": "cohort.tables",
    "read_debrief": "library",
    "review_cohort": "library",
    "review_files": "library",
    "rows_of": "cohort.tables",
    "simulate": "library",
}
"Public name to the module it lives in; `__init__.pyi` tells type checkers the same."

__all__ = [*_WHERE, "__version__"]

offline.forbid()


def __getattr__(name: str) -> object:
    if name not in _WHERE:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value: object = getattr(import_module(f".{_WHERE[name]}", __name__), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *_WHERE})
