"""Text of meetings and notes: whoever speaks is told in whatever form, and nothing that was said is lost."""

from __future__ import annotations

import pytest

from voice_interviewer.review.formats.meeting import read
from voice_interviewer.review.labels import is_name, key_of, speakers_in, split_label
from voice_interviewer.review.sides import sides_of
from voice_interviewer.review.split import by_speakers

ASK = ("How would you notice that the feed is stale?", "Describe the step you would leave out.")
SAY = (
    "I compare its age with the hour of the day. Everything else comes too late.",
    "The nightly copy: it cost us two hours and nobody read it.",
)


def talk(form: str, names: tuple[str, str] = ("Ines Roth", "Karl Moe"), between: str = "\n") -> str:
    """Two questions and answers, each turn in `form` with {name}, {clock}, {words} and {n} (seconds)."""
    turns = [(names[0], ASK[0]), (names[1], SAY[0]), (names[0], ASK[1]), (names[1], SAY[1])]
    rows = []
    for number, (name, words) in enumerate(turns):
        rows.append(form.format(name=name, words=words, clock=f"0:{7 + 9 * number:02}", n=7 + 9 * number))
    return between.join(rows)


FORMS = {
    "name: words": talk("{name}: {words}"),
    "lower case": talk("{name}: {words}", ("ines", "karl moe")),
    "capitals": talk("{name}: {words}", ("INES", "KARL")),
    "another script": talk("{name}: {words}", ("Инес", "Карл")),
    "Chinese colon": talk("{name}：{words}", ("伊内斯", "卡尔")),
    "brackets": talk("[{name}]: {words}", ("SPEAKER_00", "SPEAKER_01")),
    "brackets without a colon": talk("[{name}] {words}", ("SPEAKER_00", "SPEAKER_01")),
    "speaker numbers": talk("{name}: {words}", ("Speaker 1", "Speaker 2")),
    "clock before": talk("[{clock}] {name}: {words}"),
    "bare clock before": talk("{clock} {name}: {words}"),
    "clock behind": talk("{name} ({clock}): {words}"),
    "words below the label": talk("{name}:\n{words}"),
    "name and clock above": talk("{name}  {clock}  \n{words}", between="\n\n"),
    "surname first": talk("{name}   {clock}\n{words}", ("Roth, Ines", "Moe, Karl"), "\n\n"),
    "clock and name above": talk("{clock} - {name}\n{words}", between="\n\n"),
    "name and clock in brackets": talk("{name} ({clock}):\n{words}", ("Speaker 1", "Speaker 2"), "\n\n"),
    "bracketed name and clock": talk("[{name}] {clock}\n{words}"),
    "name over spelt time": talk("{name}\n0 minutes {n} seconds\n{words}"),
    "name over clock": talk("{name}\n{clock}\n{words}", between="\n\n"),
    "clock over name": talk("{clock}\n{name}\n{words}", between="\n\n"),
    "name and spelt time": talk("{name} 0 minutes {n} seconds\n{words}"),
    "titles and initials": talk("{name}: {words}", ("Dr. Roth", "A. van der Moe")),
    "angles": talk("<{name}> {words}"),
    "parentheses": talk("({name}) {words}"),
    "dashes": talk("{name} — {words}"),
    "list marks": talk("- {name}: {words}"),
    "names alone": talk("{name}\n{words}", between="\n\n"),
    "bold": talk("**{name}:** {words}", between="\n\n"),
    "headings": talk("### {name}\n{words}", between="\n\n"),
    "numbered": "\n".join(f"Q{n}: {q}\nA{n}: {a}\n" for n, (q, a) in enumerate(zip(ASK, SAY, strict=True), start=1)),
    "with full stops": "\n".join(f"Q. {q}\nA. {a}\n" for q, a in zip(ASK, SAY, strict=True)),
    "only questions marked": "\n\n".join(f"Q: {q}\n\n{a}" for q, a in zip(ASK, SAY, strict=True)),
    "roles": talk("{name}: {words}", ("Interviewer", "Candidate")),
    "head, clock rows and foot": (
        "Trial talk (2025-03-02 09:00 CET) - Transcript\nAttendees\nInes Roth, Karl Moe\nTranscript\n00:00:00\n"
        + talk("{name}: {words}").replace("\nInes Roth: Describe", "\n00:05:00\nInes Roth: Describe")
        + "\nTranscription ended after 00:09:30"
    ),
    "a program's rows": "Ines Roth started transcription\n"
    + talk("{name}   {clock}\n{words}")
    + "\n\nKarl Moe stopped transcription",
}


@pytest.mark.parametrize("form", FORMS)
def test_every_form_gives_two_answers_with_their_questions(form: str) -> None:
    """Names, clocks, heads and feet are no speech; the words are all there, each on its side."""
    parts = by_speakers(read(FORMS[form]))
    assert [(p.question, p.heard.text) for p in parts] == list(zip(ASK, SAY, strict=True))


@pytest.mark.parametrize(
    "notes",
    [
        "Two ways were open: buy or build.\nThe price: a month either way.\nMy choice: buy, since nobody had the time.",
        "Situation: the feed broke.\nTask: find out why.\nAction: I read the log.\nResult: it was the clock.\n"
        "Situation: it broke again.\nTask: make it loud.\nAction: I set an alarm.\nResult: quiet since.",
        "Reason: it was cheap.\nReason: it was there.\nWhat I would say: it was mine.",
        "Monday: I read.\nTuesday: I wrote.\nWednesday: what was left? Nothing.\nSo in short: done.",
        "We met at 10:30\nand left at 11:45\nsince it was done.",
        "Context: 3:1 in favour, see https://example.org: nothing to add.",
        "No colon here at all. Just words.",
    ],
)
def test_colons_in_notes_are_no_speakers(notes: str) -> None:
    """Headings, phrases and weekdays stay in the text, to the last word."""
    made = read(notes)
    assert made.speakers == ()
    assert str(made).split() == notes.split()


def test_an_answer_keeps_its_own_colons_and_wrapped_rows() -> None:
    """Rows without a speaker's label go on with whoever spoke; a heading inside an answer is part of it."""
    made = read(
        "Q: How would you\nnotice it?\nA: By its age.\nTwo things count: age and size.\nNote: size alone is nothing.\n"
        "Effect: one alarm a month."
    )
    (part,) = by_speakers(made)
    assert part.question == "How would you notice it?"
    assert part.heard.text == (
        "By its age. Two things count: age and size. Note: size alone is nothing. Effect: one alarm a month."
    )


def test_what_was_taken_for_a_heading_is_told() -> None:
    """Rows above the first speaker are left out, and quoted in a note."""
    made = read("Second try on a Tuesday\n" + FORMS["name: words"])
    assert "Second try on a Tuesday" in made.notes[0]


def test_times_in_front_of_rows_are_times() -> None:
    """Whisper's own output and a video's transcript: times are no words."""
    made = read("[00:00.000 --> 00:04.000]   I counted the rows.\n[00:04.000 --> 00:07.500]  Then I left.")
    assert [(x.text, x.start, x.end) for x in made.lines] == [
        ("I counted the rows.", 0.0, 4.0),
        ("Then I left.", 4.0, 7.5),
    ]
    assert str(read("0:00\nI counted the rows\n0:04\nand then I left")) == "I counted the rows and then I left"
    assert str(read("0:00 I counted the rows\n0:04 and then I left")) == "I counted the rows and then I left"


def test_one_question_and_one_answer_are_enough() -> None:
    """Two names that occur once each: only where the file begins with a question and the other does not ask."""
    (part,) = by_speakers(read(f"Ines: {ASK[0]}\nKarl: {SAY[0]}"))
    assert part.heard.text == SAY[0]
    assert read("Redis: fast, and we knew it.\nPostgres: slower, but was it? No.").speakers == ()


def test_a_person_who_says_who_they_are_is_believed() -> None:
    """`me` makes a recurring name a speaker, even where nobody asks anything."""
    text = "Ines: Go on.\nKarl: I stopped the copy in May.\nInes: Right.\nKarl: It was never missed."
    assert read(text).speakers == ()
    assert read(text, "Karl").speakers == ("Ines", "Karl")


def test_labels_are_told_from_phrases() -> None:
    """A few words with a colon behind them; addresses, clocks and sentences are none."""
    assert split_label("Karl Moe (he/him): yes").label == "Karl Moe (he/him)"
    assert split_label("https://example.org is it") is None
    assert split_label("at 10:30 we left") is None or key_of(split_label("at 10:30 we left").label) not in speakers_in(
        ["at 10:30 we left"] * 3
    )
    assert key_of("Karl Moe (Acme)") == key_of("karl  moe") and key_of("Q12") == "q"
    assert is_name("Karl Moe") and is_name("卡尔") and not is_name("the reason") and not is_name("Result")


def test_sides_are_told_with_their_reason() -> None:
    """Who asks is said in a note; a name that tells needs none, and no asker at all is called a guess."""
    told = sides_of(read(FORMS["name: words"]))
    assert told.candidate == "Karl Moe" and told.askers == {"Ines Roth"} and "2 of 2" in told.note
    assert "guess" not in told.note and "--me" in told.note
    assert sides_of(read(FORMS["roles"])).note == ""
    flat = read("Speaker 1: The copy went away.\nSpeaker 2: It was mine to stop, and so I did.")
    assert "guess" in sides_of(flat).note
    assert sides_of(flat, me="Speaker 1").candidate == "Speaker 1"


def test_two_interviewers_and_one_candidate() -> None:
    """A panel: everybody who asks is an interviewer, and one person is judged."""
    text = f"Ines: {ASK[0]}\nKarl: {SAY[0]}\nLena: {ASK[1]}\nKarl: {SAY[1]}\nInes: Why?\nKarl: Because it was late."
    told = sides_of(read(text))
    assert told.candidate == "Karl" and told.askers == {"Ines", "Lena"}


@pytest.mark.parametrize(
    "text",
    [
        f"# Practice\n\n## {ASK[0]}\n\n{SAY[0]}\n\n## {ASK[1]}\n\n{SAY[1]}\n",
        f"**{ASK[0]}**\n{SAY[0]}\n\n**{ASK[1]}**\n{SAY[1]}",
        f"1. {ASK[0]}\n   {SAY[0]}\n2. {ASK[1]}\n   {SAY[1]}",
        f"## {ASK[0]}\n\n{SAY[0]}\n\n## {ASK[1]}\n\n{SAY[1]}\n\n## What came next?\n",
    ],
)
def test_questions_as_headings_are_no_answer(text: str) -> None:
    """Headings, lines in bold, numbered ones: each asks, and what is below answers; the last may have stayed open."""
    parts = by_speakers(read(text))
    assert [part.question for part in parts] == list(ASK)
    assert [part.heard.text for part in parts] == list(SAY)


def test_a_heading_above_notes_is_said_with_them() -> None:
    """Lists and headings that do not ask are somebody's notes, and so is one question in the middle of them."""
    for text in (
        f"## The feed\n{SAY[0]}\n## The copy\n{SAY[1]}",
        f"{SAY[0]}\n1. {ASK[0]}\n2. By its age.\n3. By hand.",
    ):
        made = read(text)
        assert made.speakers == () and len(str(made).split()) == len(text.split())


@pytest.mark.parametrize(
    "names", [("Ines Roth", "Ann Hostetler"), ("Judith Guest", "Karl Moe"), ("Guest, Ines", "Moe, Karl")]
)
def test_a_surname_is_no_role(names: tuple[str, str]) -> None:
    """Hostetler is no host, and Judith Guest may ask."""
    assert sides_of(read(talk("{name}: {words}", names))).candidate == names[1]
    for host in ("Host Ann", "Podcast Host", "Hiring Panel"):
        assert sides_of(read(talk("{name}: {words}", ("Karl (guest)", host)))).candidate == "Karl (guest)"
        assert sides_of(read(talk("{name}: {words}", ("Karl Moe", host)))).candidate == "Karl Moe"
    assert sides_of(read(talk("{name}: {words}", ("Special Guest", "Ann Moe")))).candidate == "Special Guest"
