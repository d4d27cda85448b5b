"""Who a stretch of speech is about, decided in one place."""

from __future__ import annotations

import pytest

from voice_interviewer.language.cues.about import Who, quoted, who
from voice_interviewer.language.rules import rules
from voice_interviewer.language.rules.passage import prepare


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("I moved the cut-off to nine.", Who.SELF),
        ("We moved the cut-off to nine.", Who.TEAM),
        ("They moved the cut-off to nine.", Who.OTHERS),
        ("The tide table moves every year.", Who.WORLD),
        ("I think people moved the cut-off.", Who.OTHERS),
        ("That is a good question for the depot.", Who.TALK),
    ],
)
def test_the_first_one_named_is_meant(text: str, expected: Who):
    """The subject decides, past a frame such as "I think"."""
    passage = prepare(text, rules.codes())
    assert who(passage, 0, len(passage.tokens)) is expected


def _voice(text: str, word: str) -> bool:
    passage = prepare(text, rules.codes())
    return quoted(passage, next(n for n, token in enumerate(passage.tokens) if token.norm == word))


@pytest.mark.parametrize(
    "text",
    [
        'She said, "I guess it was never my idea", and left.',
        "And the skipper goes, I guess nobody checked it.",
        "People tell me I guess it was luck.",
        "They were like, I guess we broke it.",
        "It replies with, I guess the tide is late, and the crew laughs.",
    ],
)
def test_another_voice_is_heard_as_another(text: str):
    """Quotation marks behind somebody's verb of saying, or that verb alone."""
    assert _voice(text, "guess")


@pytest.mark.parametrize(
    "text",
    [
        "I guess I decided it.",
        "I was like, I guess I decide now.",
        'I said, "I guess we stop here."',
        "We went to the harbour and I guess I decided it there.",
    ],
)
def test_what_the_speaker_said_then_is_the_speakers(text: str):
    """One's own words of then are one's own; moving is no saying."""
    assert not _voice(text, "guess")
