"""The command `voice-interviewer`: wires the groups together and turns errors into one clear line and an exit code."""

from __future__ import annotations

import errno
import os
import sys
from typing import Annotated

import typer

from .. import __version__
from ..errors import InterviewerError
from .plain import visible
from .process import leave, mend_streams, plain_text_everywhere
from .usage import meant, tidied

ClickError: type[Exception] = next(
    cls for cls in typer.BadParameter.__mro__ if cls.__name__ in ("ClickException", "TyperException")
)
"Base of all usage errors, wherever this typer keeps it (some releases carry click inside)."

_UNWRITABLE = (errno.ENOSPC, errno.EBADF, errno.EIO)
"What a write to standard output fails with, besides a closed pipe."

_REFUSED = (errno.EACCES, errno.EPERM, errno.ENAMETOOLONG, errno.ELOOP, errno.ENOTDIR)
"What the system says to a path that a user may have named, wherever it is first looked at."

STOPPED = 130
"Exit code after Ctrl-C."

app = typer.Typer(
    name="voice-interviewer",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,  # in 80 columns its boxes leave 17 for what an option does
    context_settings={"help_option_names": ["-h", "--help"]},
    help="A spoken mock interviewer that runs entirely on your own computer.\n\n"
    "Start with `voice-interviewer practice`. Nothing you say leaves this machine; "
    "only `models fetch` uses the network.",
)


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"voice-interviewer {__version__}")
        raise typer.Exit


@app.callback()
def _root(
    version: Annotated[bool, typer.Option("--version", callback=_version, is_eager=True, help="Show it.")] = False,
    debug: Annotated[bool, typer.Option("--debug", help="Show tracebacks instead of one line.")] = False,
) -> None:
    pass


def _register() -> None:
    """Each module adds its commands, once; importing them is cheap: what is heavy is imported inside the commands."""
    if app.registered_commands:
        return
    from . import (
        analyze,
        bench,
        cohort_results,
        doctor,
        example,
        flows,
        models,
        practice,
        progress,
        review,
        sessions,
        web,
    )

    for module in (
        practice,
        web,
        review,
        analyze,
        sessions,
        example,
        progress,
        cohort_results,
        flows,
        models,
        doctor,
        bench,
    ):
        module.register(app)


def main(argv: list[str] | None = None) -> None:
    """Run the command line and exit: 0 success, 2 bad usage or input, 1 anything else, 130 after Ctrl-C."""
    mend_streams()
    leave(run(sys.argv[1:] if argv is None else argv))


def run(argv: list[str]) -> int:
    """Like `main`, but return the exit code."""
    debug = "--debug" in argv
    argv = [word for word in argv if word != "--debug"]
    _register()
    plain_text_everywhere()
    command = tidied(typer.main.get_command(app))
    try:
        code = command.main(args=argv, prog_name="voice-interviewer", standalone_mode=False)
        sys.stdout.flush()
        if code == STOPPED:  # what typer makes of Ctrl-C, without a word
            _one_line("stopped.")
        return code if isinstance(code, int) else 0
    except ClickError as err:
        message = err.format_message() if hasattr(err, "format_message") else str(err)
        if type(err).__name__ == "NoArgsIsHelpError":  # nothing was asked for, and the message is the whole help
            typer.echo(message)
        else:
            _one_line(f"{_sentence(message)} See `{meant(command, argv)} --help`.")
        return 2
    except (typer.Abort, KeyboardInterrupt):
        _one_line("stopped.")
        return STOPPED
    except BrokenPipeError:
        return _reader_left()
    except SystemExit as err:
        if isinstance(err.__context__, BrokenPipeError):  # typer's own end of a command whose reader left
            return _reader_left()
        raise
    except InterviewerError as err:
        if debug:
            raise
        _one_line(str(err))
        return err.exit_code
    except Exception as err:
        if debug:
            raise
        if isinstance(err, OSError) and err.errno in _UNWRITABLE and err.filename is None:
            sys.stdout = None
            _one_line(f"the output cannot be written ({err.strerror}). Free some space, or send it elsewhere.")
            return 1
        if isinstance(err, OSError) and err.errno in _REFUSED and err.filename is not None:
            said = f"{_name(err.filename)}: cannot be used ({err.strerror})."
            _one_line(f"{said} Check the path and its permissions.")
            return 2
        _one_line(f"unexpected {type(err).__name__}: {err}. This is a defect of ours; `--debug` shows where.")
        return 1


def _name(path: str | bytes | int) -> str:
    return f"descriptor {path}" if isinstance(path, int) else os.fsdecode(path)


def _reader_left() -> int:
    """The reader (head, less) went away: not our error; keep Python from complaining at exit."""
    sys.stdout = None
    return 0


def _sentence(message: str) -> str:
    return message if message.endswith((".", "?", "!")) else f"{message}."


def _one_line(text: str) -> None:
    print(f"voice-interviewer: {visible(' '.join(text.split()))}", file=sys.stderr)
