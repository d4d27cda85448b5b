"""JSON of recognisers and services, in the shapes they are known for."""

from __future__ import annotations

import json

import pytest

from voice_interviewer.errors import InputFileError
from voice_interviewer.review.formats.made_json import read

ASK, SAY = "What came first?", "The alarm, since nobody looked."
GLUED = [
    ("What", 1.0),
    ("came", 1.4),
    ("first?", 1.8),
    ("The", 4.0),
    ("alarm,", 4.3),
    ("since", 4.8),
    ("nobody", 5.2),
    ("looked.", 5.7),
]
WORDS = [(w, t, t + 0.3, 0 if i < 3 else 1) for i, (w, t) in enumerate(GLUED)]


def bare(word: str) -> str:
    return word.strip("?,.")


def marks(word: str) -> str:
    return word[len(bare(word)) :]


def rev() -> object:
    turns: list[dict[str, object]] = []
    for speaker in (0, 1):
        elements: list[dict[str, object]] = []
        for w, a, b, who in WORDS:
            if who == speaker:
                elements.append({"type": "text", "value": bare(w), "ts": a, "end_ts": b, "confidence": 0.9})
                elements.append({"type": "punct", "value": marks(w) + " "})
        turns.append({"speaker": speaker, "elements": elements})
    return {"monologues": turns}


def aws(inline: bool) -> object:
    items: list[dict[str, object]] = []
    for w, a, b, who in WORDS:
        item = {"type": "pronunciation", "start_time": str(a), "end_time": str(b)}
        if inline:
            item["speaker_label"] = f"spk_{who}"
        items.append({**item, "alternatives": [{"confidence": "0.98", "content": bare(w)}]})
        if marks(w):
            items.append({"type": "punctuation", "alternatives": [{"confidence": "0.0", "content": marks(w)}]})
    labels = [{"start_time": str(a), "speaker_label": f"spk_{who}"} for _, a, _, who in WORDS]
    made = {"transcripts": [{"transcript": f"{ASK} {SAY}"}], "items": items}
    if not inline:
        made["speaker_labels"] = {"segments": [{"speaker_label": "spk_0", "items": labels}]}  # type: ignore[assignment]
    return {"jobName": "x", "results": made}


def google() -> object:
    plain = [{"alternatives": [{"transcript": f"{ASK} {SAY}", "words": [{"word": w} for w, *_ in WORDS]}]}]
    tagged = [{"startTime": f"{a}s", "endTime": f"{b}s", "word": w, "speakerTag": who + 1} for w, a, b, who in WORDS]
    return {"results": [*plain, {"alternatives": [{"words": tagged}]}]}


def deepgram(utterances: bool) -> object:
    words = [
        {"word": bare(w).lower(), "punctuated_word": w, "start": a, "end": b, "confidence": 0.9, "speaker": who}
        for w, a, b, who in WORDS
    ]
    made: dict[str, object] = {"channels": [{"alternatives": [{"transcript": "x", "words": words}]}]}
    if utterances:
        made["utterances"] = [
            {"start": 1.0, "end": 2.1, "transcript": ASK, "speaker": 0, "channel": 0, "words": words[:3]},
            {"start": 4.0, "end": 6.0, "transcript": SAY, "speaker": 1, "channel": 0, "words": words[3:]},
        ]
    return {"metadata": {}, "results": made}


def segments(unit: float = 1.0) -> list[dict[str, object]]:
    return [
        {"speaker": "A", "text": ASK, "start": 1.0 * unit, "end": 2.1 * unit},
        {"speaker": "B", "text": SAY, "start": 4.0 * unit, "end": 6.0 * unit},
    ]


def whisperx() -> object:
    words = [{"word": w, "start": a, "end": b, "score": 0.8, "speaker": f"SPEAKER_0{who}"} for w, a, b, who in WORDS]
    return {"segments": [{"start": 1.0, "end": 6.0, "text": f"{ASK} {SAY}", "words": words}], "word_segments": []}


def speechmatics() -> object:
    rows: list[dict[str, object]] = []
    for w, a, b, who in WORDS:
        best = {"content": bare(w), "confidence": 1.0, "speaker": f"S{who}"}
        rows.append({"type": "word", "start_time": a, "end_time": b, "alternatives": [best]})
        if marks(w):
            best = {"content": marks(w), "speaker": f"S{who}"}
            rows.append({"type": "punctuation", "start_time": b, "end_time": b, "alternatives": [best]})
    return {"results": rows}


def channels() -> object:
    sides = [[w for w in WORDS if w[3] == side] for side in (0, 1)]
    return {
        "results": {
            "channels": [
                {"alternatives": [{"words": [{"punctuated_word": w, "start": a, "end": b} for w, a, b, _ in side]}]}
                for side in sides
            ]
        }
    }


TWO = {
    "Rev.ai": rev(),
    "AWS, speakers in the items": aws(True),
    "AWS, speakers beside them": aws(False),
    "Google": google(),
    "Google, in an envelope": {"response": google()},
    "Deepgram": deepgram(False),
    "Deepgram, utterances": deepgram(True),
    "Deepgram, channels": channels(),
    "AssemblyAI": {"text": "x", "words": [], "utterances": [{**s, "words": 5} for s in segments(1000)]},
    "whisperX": whisperx(),
    "Speechmatics": speechmatics(),
    "words only": {"words": [{"text": w, "start": a, "end": b, "speaker": str(who)} for w, a, b, who in WORDS]},
    "lines": segments(),
    "named keys": [
        {"speaker_name": s["speaker"], "sentence": s["text"], "start_time": s["start"], "end_time": s["end"]}
        for s in segments()
    ],
    "Azure": {
        "recognizedPhrases": [
            {"speaker": n, "offsetInTicks": a * 1e7, "durationInTicks": 2e7, "nBest": [{"display": t}]}
            for n, a, t in [(1, 1.0, ASK), (2, 4.0, SAY)]
        ]
    },
}


@pytest.mark.parametrize("maker", TWO)
def test_two_people_of_every_maker(maker: str) -> None:
    """Words, speakers and times come out alike."""
    made = read(json.dumps(TWO[maker]), "x.json")
    assert [line.text for line in made.lines] == [ASK, SAY]
    assert len(made.speakers) == 2
    assert made.lines[1].start == pytest.approx(4.0)
    assert made.lines[1].end == pytest.approx(6.0, abs=0.1)


ONE = {
    "Whisper": {"text": SAY, "segments": [{"start": 0, "end": 2.5, "text": f" {SAY}", "words": 7}]},
    "whisper.cpp": {
        "result": {"language": "en"},
        "transcription": [
            {
                "timestamps": {"from": "00:00:00,000", "to": "00:00:02,500"},
                "offsets": {"from": 0, "to": 2500},
                "text": f" {SAY}",
            }
        ],
    },
    "whisper.cpp, clocks only": {
        "transcription": [{"timestamps": {"from": "00:00:00,000", "to": "00:00:02,500"}, "text": SAY}]
    },
    "a video's captions": [
        {"text": "The alarm, since", "start": 0.0, "duration": 1.2},
        {"text": "nobody looked.", "start": 1.2, "duration": 1.3},
    ],
    "nanoseconds": [{"text": SAY, "start": 0, "end": 2_500_000_000}],
}


@pytest.mark.parametrize("maker", ONE)
def test_one_person_of_every_maker(maker: str) -> None:
    """Two and a half seconds, in whatever unit they stand."""
    made = read(json.dumps(ONE[maker]), "x.json")
    assert str(made) == SAY
    assert (made.lines[0].start, made.lines[-1].end) == (0.0, pytest.approx(2.5))


def test_times_in_no_unit_are_withheld() -> None:
    """Where a word would last minutes in any unit, the words stay and the times go, with a note."""
    made = read(json.dumps([{"text": SAY, "start": 0.5, "end": 800.5}]), "x.json")
    assert str(made) == SAY and made.lines[0].start is None and "pace" in made.notes[0]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("{nothing", "not valid JSON"),
        ("[" * 100_000, "not valid JSON"),
        ('{"colour": 1}', "no transcript"),
        ("7", "no transcript"),
        ('{"segments": [7]}', "no transcript"),
    ],
)
def test_what_is_no_transcript_is_refused_with_its_place(text: str, says: str) -> None:
    """One line, with the file."""
    with pytest.raises(InputFileError, match=says) as error:
        read(text, "x.json")
    assert error.value.where.startswith("x.json")


def test_odd_values_do_not_stand_in_the_way_of_words() -> None:
    """Numbers that are none, half an emoji, huge ones: the text is read."""
    rows = [{"text": "Fine so far.", "start": float("nan"), "end": 10**400, "words": {"a": 1}, "speaker": [1]}]
    assert str(read(json.dumps(rows), "x.json")) == "Fine so far."


def test_a_chat_with_roles() -> None:
    """A log of a written mock interview names who speaks by role."""
    rows = [{"role": "assistant", "content": ASK}, {"role": "user", "content": SAY}]
    assert [(line.speaker, line.text) for line in read(json.dumps(rows), "x.json").lines] == [
        ("assistant", ASK),
        ("user", SAY),
    ]
