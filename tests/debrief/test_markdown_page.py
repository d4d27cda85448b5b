"""The renderers show everything, escape everything, and need nothing from outside."""

from __future__ import annotations

import html as htmllib
import re
import time
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path

import pytest
from debrief_kit import debrief, row, spoken

from voice_interviewer.debrief.data.build import build
from voice_interviewer.debrief.data.schema import Debrief, FollowUp
from voice_interviewer.debrief.paint import html, markdown
from voice_interviewer.debrief.view.lanes import clock
from voice_interviewer.debrief.view.view import view

HOSTILE = (
    '<script>document.title="owned"</script> <img src=x onerror=alert(1)> [x](javascript:alert(1)) `a` |b| '
    "\u202eevil\u202c &amp; {{7*7}} \x00\x07"
)


class Text(HTMLParser):
    """Collects visible text, tags, ids, links and attributes."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.text: list[str] = []
        self.ids: list[str] = []
        self.refs: list[tuple[str, str, str]] = []
        self.tags: list[str] = []
        self.skip = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.skip += tag in ("script", "style")
        for name, value in attrs:
            if name == "id":
                self.ids.append(value or "")
            if name in ("href", "src", "action", "srcset", "data", "poster"):
                self.refs.append((tag, name, value or ""))

    def handle_endtag(self, tag: str) -> None:
        self.skip -= tag in ("script", "style")

    def handle_data(self, data: str) -> None:
        if not self.skip:
            self.text.append(data)


def parsed(page: str) -> Text:
    parser = Text()
    parser.feed(page)
    return parser


def squeezed(text: str) -> str:
    return " ".join(text.split())


def test_every_word_of_the_debrief_is_on_the_page() -> None:
    """Verdict, priorities, answers, findings, signals, follow-ups and claims all stand in the page's text."""
    made = debrief()
    page = squeezed("".join(parsed(html.render(made)).text))
    wanted = [made.debrief.verdict, "Labels are late.", "Whose call was that?", "It was told as “we”."]
    for p in made.debrief.priorities:
        wanted += [p.title, p.cost, p.reframe, p.drill, p.quote]
    wanted += [s.why for s in made.debrief.strengths] + [r.suggestion for r in made.debrief.reframes]
    for r in made.answers:
        wanted += [r.question, *(f.why for f in r.findings), *(c.you_may_say for c in r.claims)]
    for text in wanted:
        assert squeezed(text) in page, text
    for sentence in ("because nothing was watched", "It went quiet first", "It was fine."):
        assert sentence in page


def test_nothing_is_loaded_from_outside() -> None:
    """The page's references are anchors of its own and audio beside it; ids are unique and every anchor exists."""
    page = parsed(html.render(debrief()))
    assert len(set(page.ids)) == len(page.ids)
    for tag, name, value in page.refs:
        assert value.startswith("#") or (tag == "audio" and value == "audio/01.flac"), (tag, name, value)
        if value.startswith("#"):
            assert value[1:] in page.ids, value
    source = html.render(debrief())
    assert not re.search(r"https?://|//[a-z]+\.|@import|url\(", source)
    assert "link" not in page.tags and "iframe" not in page.tags and "img" not in page.tags


def test_markup_in_what_was_said_stays_text() -> None:
    """Scripts, markup, templates and control characters in text, question, id and why are shown, never run."""
    made = row(
        HOSTILE,
        question=HOSTILE,
        id=HOSTILE,
        source=HOSTILE,
        asked_next=[FollowUp(target=HOSTILE, text=HOSTILE, why=HOSTILE)],
    )
    made.notes.append(HOSTILE)
    page = html.render(build([made], session=HOSTILE, flow=HOSTILE, notes=[HOSTILE]))
    tags = parsed(page).tags
    assert tags.count("script") == 1 and "img" not in tags
    assert "<script>document" not in page and htmllib.escape('<script>document.title="owned"', quote=False)[:20] in page
    assert "{{7*7}}" in page and "\x00" not in page and "\x07" not in page
    text = markdown.render(build([made]))
    assert "<script" not in text and not re.search(r"(?<!\\)\]\(javascript", text) and "\x00" not in text


def test_structure_for_those_who_do_not_see_it() -> None:
    """One h1, headings without a jump, landmarks, a language, labels on every picture."""
    page = html.render(debrief())
    levels = [int(x) for x in re.findall(r"<h([1-6])", page)]
    assert levels.count(1) == 1
    assert all(b - a <= 1 for a, b in pairwise(levels))
    assert '<html lang="en">' in page and page.count("<main") == 1 and "<nav aria-label" in page and "<footer" in page
    assert all('aria-label="' in svg for svg in re.findall(r"<svg[^>]*>", page))
    assert 'href="#main">Skip' in page


def test_both_traps_are_always_shown_together() -> None:
    """Underselling never stands without overselling, on page and in Markdown."""
    for text in (html.render(debrief()), markdown.render(debrief())):
        assert "underselling" in text.casefold() and "overselling" in text.casefold()


def test_rendering_twice_gives_the_same() -> None:
    """The page and the Markdown follow from the debrief alone, also after a way through JSON."""
    made = debrief()
    again = Debrief.model_validate_json(made.model_dump_json())
    assert html.render(made) == html.render(again) and markdown.render(made) == markdown.render(again)


@pytest.mark.parametrize("text", ["", "yes", "a" * 100_000])
def test_empty_tiny_and_endless_answers_have_a_page(text: str) -> None:
    """No answer, one word or a word of 100 KB render to page and Markdown that hold it."""
    for made in (build([]), build([row(text)])):
        assert "<main" in html.render(made) and markdown.render(made).startswith("# Debrief")
    assert text in html.render(build([row(text)]))


def test_a_session_of_45_minutes_is_small_and_quick() -> None:
    """Thirty answers of 220 words with 15 findings each: under 600 KB and under 1.5 s."""
    sentence = "I decided to keep the gate because we guess that nothing else would have told us about it. "
    text = sentence * 13
    found = [("ownership", "I decided"), ("hedge", "we guess"), ("decision_ownership", "I decided to keep the gate")]
    rows = [row(text, *found * 5, heard=spoken(text), id=str(i), question="What would break first?") for i in range(30)]
    made = build(rows, session="s")
    began = time.process_time()
    page = html.render(made)
    assert time.process_time() - began < 1.5
    assert len(page.encode()) < 600_000


def test_lanes_fit_their_box() -> None:
    """Everything on the timeline lies within its lane, in order."""
    for lane in view(debrief()).lanes:
        assert all(0 <= x <= 1000 and x + w <= 1001 for x, w in lane.voiced)
        assert all(0 <= t.x <= 1000 for t in lane.ticks)
        assert [x for x, _ in lane.voiced] == sorted(x for x, _ in lane.voiced)


@pytest.mark.parametrize(
    ("seconds", "text"), [(None, ""), (0.0, "0:00"), (61.9, "1:01"), (3725.0, "1:02:05"), (-1.0, "0:00")]
)
def test_clock(seconds: float | None, text: str) -> None:
    """Seconds read as on a clock."""
    assert clock(seconds) == text


def test_templates_are_packed() -> None:
    """Templates and wording lie inside the package, so that a wheel has them."""
    folder = Path(html.__file__).parents[1]
    assert (folder / "templates" / "debrief.html.j2").is_file() and (folder / "wording.yaml").is_file()


def test_a_change_without_a_quote_names_its_place_and_quotes_nothing() -> None:
    """An empty quotation would be nobody's words."""
    made = debrief()
    (first, *rest) = made.debrief.priorities
    made.debrief.priorities = [first.model_copy(update={"quote": "", "reframe": ""}), *rest]
    said = markdown.render(made).split("## Change")[1].split("### 2.")[0]
    assert ">" not in said and f"\n\nSee answer {first.answer}" in said, "a sentence, not a place alone"
    assert f'<p class="where">See <a href="#answer-{first.answer}">' in html.render(made)


def test_an_answer_that_has_a_name_is_called_by_it() -> None:
    """A reviewed answer.m4a is no “answer answer”."""
    made = debrief()
    (first, *rest) = made.debrief.priorities
    made.debrief.priorities = [first.model_copy(update={"answer": "answer", "quote": "We shipped it."}), *rest]
    assert "> — answer, " in markdown.render(made) and "<bdi>answer</bdi>" in html.render(made)
    assert not re.search("answer (<bdi>)?answer", markdown.render(made) + html.render(made))


@pytest.mark.parametrize("render", [html.render, markdown.render])
def test_a_page_of_an_own_flow_names_its_title_and_no_folder(render) -> None:
    """The page may be sent to somebody: the folders of a home are not their business."""
    made = build([row("We shipped it.")], session="s", flow="/home/ada/talks/mine.yaml", title="My own questions")
    page = render(made)
    assert "My own questions" in page and "flow mine.yaml" in page and "/home/ada" not in page


@pytest.mark.parametrize("render", [html.render, markdown.render])
def test_what_is_not_english_is_not_called_in_order(render) -> None:
    """Nothing was looked for in it: the page neither says that nothing stood out nor counts what it cannot see."""
    page = render(build([row("Ich habe das entschieden.", language="other"), row("Nein.", language="other")]))
    assert "stood out enough" not in page and "does not seem to be in English" in squeezed(page)
    assert "once more, in English" in page and "1 word" in page and "1 words" not in page


@pytest.mark.parametrize("render", [html.render, markdown.render])
def test_an_english_answer_about_something_personal_is_not_called_foreign(render) -> None:
    """Beside answers in another language: no sentence of the page is about both."""
    personal = row("I had cancer and was away for a year. " * 3, personal=True)
    page = squeezed(render(build([personal, row("Ich habe das entschieden.", language="other", id="2")])))
    assert "Apart from something personal, what was said does not seem to be in English" in page
    assert "what was said, apart from something personal, does not seem to be in English" in page
    assert "once more, in English" in page and "stood out enough" not in page
