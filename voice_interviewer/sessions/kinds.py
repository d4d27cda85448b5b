"""The words of the journal that come from a fixed list, as types: what is not here cannot be written."""

from __future__ import annotations

from typing import Literal

ReplyKind = Literal["question", "follow_up", "constraint"]
"What an answer replies to."
TurnKind = Literal["question", "follow_up", "constraint", "reprompt"]
"What an answer replied to as the debrief tells it; a `reprompt` asked one of the others once more, in other words."
SayKind = Literal[
    "greeting",
    "question",
    "follow_up",
    "constraint",
    "reprompt",
    "acknowledgement",
    "repeat",
    "clarification",
    "nudge",
    "closing",
]
"Everything the interviewer says by itself."
BreakKind = Literal["constraint", "wrap_up"]
"Why a candidate is interrupted; a request to wrap up changes nothing."
EndReason = Literal["finished", "out_of_time", "asked_to_finish", "no_answers"]
"How a session comes to its end."
BrokenOff = Literal["interrupted", "microphone_lost"]
"How a session stops without an end; it can be taken up again."
CommandName = Literal["repeat", "skip", "pause", "resume", "finish", "wait", "clarify"]
"What a candidate may ask for by key or button."
NoteKind = Literal["notice", "broken off", "waterfall"]
"`notice`: a line for the debrief; `broken off`: why there is no end; `waterfall`: the stages of one turn in time."
RecordKind = Literal[
    "meta", "event", "action", "heard", "again", "note", "correction", "label", "remark", "own", "retake", "end"
]
"The kinds of journal records."

ASKING: frozenset[SayKind] = frozenset({"question", "follow_up", "constraint", "reprompt"})
"What a candidate is asked with."
