"""Rule files are read under a schema: each kind of mistake is one line with file, line and what."""

from __future__ import annotations

import pytest

from voice_interviewer.language.rules import lexicon, rules
from voice_interviewer.language.rules.schema import LexiconFile
from voice_interviewer.tables import Table, TableError

GOOD = """\
macros:
  me: i | me
rules:
  hedge:
    - id: one
      any:
        - "%me guess"
        - "( sort of | kind of ) <hedge>?"
      why: It is about yourself.
"""


def _said(text: str) -> str:
    """What is said of a file with a mistake."""
    with pytest.raises(TableError) as caught:
        rules.parse(Table("doubt.yaml", text))
    return str(caught.value)


def test_a_good_file_is_read() -> None:
    """Its macros are put in, and what is left out has its default."""
    (rule,) = rules.parse(Table("doubt.yaml", GOOD.replace(" <hedge>?", "")))
    assert (rule.id, rule.label, rule.confidence, len(rule.any)) == ("one", "hedge", 0.9, 2)


@pytest.mark.parametrize(
    ("old", "new", "line", "says"),
    [
        # the file
        ("rules:", "rules", 4, "no YAML"),
        ("rules:\n", "rules: {}\nrulez:\n", 4, "rulez: there is no such field"),
        ("  hedge:\n", "  hegde:\n", 4, "'hegde' is no label; a cue of ours begins with an underscore"),
        ("  hedge:\n", "  _:\n", 4, "'_' is no label"),
        # a rule
        ("      why:", "      wy:", 9, "rules.hedge.0.wy: there is no such field"),
        ("    - id: one\n      any:", "    - any:", 5, "rules.hedge.0.id: this is missing"),
        ("      why: It", "      confidence: 1.5\n      why: It", 9, "less than or equal to 1"),
        ("      why: It", "      when: closing\n      why: It", 9, "'closing' is no key known here"),
        ("      why: It", "      label: hegde\n      why: It", 9, "'hegde' is no label"),
        ("      why: It", "      any: x\n      why: It", 9, "any is given twice"),
        ("      why: It", '      needs: ["x", " "]\n      why: It', 9, "these words are blank"),
        (
            "      why: It is about yourself.\n",
            "    - id: one\n      any: x\n",
            9,
            "another rule has the id 'one' already",
        ),
        # a pattern
        ("%me guess", "%you guess", 7, "there is no macro %you"),
        ("<hedge>?", "<hegde>?", 8, "unknown class <hegde>"),
        ("<hedge>?", "<hedge", 8, "the class <hedge is not closed"),
        ("kind of )", "kind of", 8, "bracket opened but not closed"),
        ("( sort", "sort", 8, "bracket closed but not opened"),
        ("sort of |", "|", 8, "an alternative is empty"),
        ("| kind of )", "| )", 8, "an alternative is empty"),
        ("%me guess", "{ %me guess", 7, "{ is not closed"),
        ("%me guess", "%me } guess", 7, "} closes nothing"),
        ("%me guess", "{ %me } { guess }", 7, "{ stands twice"),
        ("%me guess", "%me ..few guess", 7, "..few needs a number of words"),
        ("%me guess", "%me --x guess", 7, "--x needs a number of words"),
        ("%me guess", "%me >> guess", 7, ">> stands at the very end only"),
        ("%me guess", "%me << guess", 7, "<< stands at the very beginning only"),
        ("%me guess", "%me ^ guess", 7, "something is in front of it"),
        ("%me guess", "I guess", 7, "I never matches: words of a text are in small letters"),
        ("%me guess", "don’t know", 7, "apostrophes are written '"),
        ("%me guess", "don't know", 7, "don't never matches: a text has it as do not"),
        ("%me guess", "( cannot | could not )", 7, "cannot never matches: a text has it as can not"),
        ("%me guess", "gu*ss", 7, "gu*ss holds * where it has no meaning"),
        ("%me guess", "%me * guess", 7, "would match any word; that is written _"),
        ("( sort of | kind of ) <hedge>?", "( sort of | Kind of )", 8, "Kind never matches"),
    ],
)
def test_each_kind_of_mistake_is_one_clear_line(old: str, new: str, line: int, says: str) -> None:
    """The file's name, the line on which it stands, and what is wrong."""
    good = GOOD.replace(" <hedge>?", "") if "<" not in old else GOOD
    assert old in good
    said = _said(good.replace(old, new, 1))
    assert "\n" not in said and said.startswith(f"doubt.yaml:{line}: ") and says in said, said


def test_all_mistakes_of_the_schema_are_told_at_once() -> None:
    """One line each, so that a file is mended in one go."""
    said = _said(GOOD.replace("      why:", "      wy:").replace("  hedge:", "  hegde:"))
    assert len(said.splitlines()) == 2


@pytest.mark.parametrize("text", ["", "   \n", "- a\n- b\n", "just words\n"])
def test_what_is_no_rule_file_is_refused(text: str) -> None:
    """An empty file, a list, a sentence: one line."""
    assert _said(text).startswith("doubt.yaml:1: ")


@pytest.mark.parametrize("family", [*rules.FAMILIES, "answers"])
def test_every_pattern_that_ships_compiles(family: str) -> None:
    """Patterns compile on first use; here each does, so none can fail in the middle of an answer."""
    for rule in rules.load(family):
        for group in (rule.any, rule.unless, rule.before_not, rule.after_not, rule.needs):
            assert all(pattern.phrases or pattern.compiled() for pattern in group)


def test_the_lexicon_has_a_schema_too() -> None:
    """A class that holds nothing is an error with its line."""
    assert lexicon.load().classes
    with pytest.raises(TableError, match=r"lexicon\.yaml:2: classes\.doubt"):
        Table("lexicon.yaml", "classes:\n  doubt: ''\nverbs: {}\n").read(LexiconFile)
