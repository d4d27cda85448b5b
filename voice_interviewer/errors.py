"""Every error a user can meet, in one tree; each says what happened, where, and what to do.

    InterviewerError                 exit code 1
    ├── UsageError                   exit code 2   the user's input or files are at fault
    │   ├── InputFileError                         an audio, text or JSON file cannot be used
    │   ├── FlowError                              a question flow has errors (carries diagnostics)
    │   └── NotFoundError                          unknown session, flow, node, persona, voice or model
    ├── MissingPartError             exit code 1   a model, voice engine, device or library is absent
    │   ├── DeviceError                            microphone or loudspeaker
    │   └── ModelError                             weights missing or damaged
    ├── StorageError                 exit code 1   a folder is unwritable
    │   └── DiskFullError                          there is no space left
    ├── Declined                     exit code 1   the user was asked, and said no
    └── Stopped                      exit code 130 Ctrl-C; says what is kept

A bare Python exception that reaches the command line is a defect of ours, and is reported as one.
"""

from __future__ import annotations


class InterviewerError(Exception):
    """Base of all expected errors: one line of what and where, and one of what to do."""

    exit_code = 1

    def __init__(self, what: str, *, where: str = "", fix: str = "") -> None:
        super().__init__(what)
        self.what = what
        "What went wrong, without the place."
        self.where = where
        "File, device, node or option concerned; empty when there is no place."
        self.fix = fix
        "What the user can do about it, as an imperative sentence."

    @property
    def sentence(self) -> str:
        """What went wrong, as a sentence that can stand beside others."""
        return f"{self.what[:1].upper()}{self.what[1:]}{'' if self.what[-1:] in (*'.!?', '') else '.'}"

    @property
    def line(self) -> str:
        """Where and what; a whole sentence when what to do follows."""
        line = f"{self.where}: {self.what}" if self.where else self.what
        return f"{line}." if self.fix and line[-1:] not in (*".!?:;", "") else line

    def __str__(self) -> str:
        return f"{self.line} {self.fix}".rstrip() if self.fix else self.line


class UsageError(InterviewerError):
    """The command was called wrongly or given unusable input."""

    exit_code = 2


class InputFileError(UsageError):
    """A file given by the user cannot be read as what it should be."""


class FlowError(UsageError):
    """A question flow has errors."""


class NotFoundError(UsageError):
    """A name the user gave is unknown."""


class MissingPartError(InterviewerError):
    """A part of the program's surroundings is absent."""


class DeviceError(MissingPartError):
    """A sound device is absent or stopped working."""


class ModelError(MissingPartError):
    """Model weights are missing or damaged."""


class StorageError(InterviewerError):
    """Files cannot be written."""


class DiskFullError(StorageError):
    """There is no space left; what was written before is safe."""


class Declined(InterviewerError):
    """The user was asked whether to go on, and said no or nothing; what was asked about is as it was."""


class Stopped(InterviewerError):
    """The user pressed Ctrl-C; says what is kept and how it goes on."""

    exit_code = 130
