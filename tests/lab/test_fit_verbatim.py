"""How it is fitted which sentences can be said again as they were: what is left out, printed and written."""

from __future__ import annotations

import gzip
import json
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from scripts.lab import fit_verbatim as fitting
from scripts.lab.assessor import labels
from voice_interviewer.debrief.data.sayable import ONE, Sayable, weighed
from voice_interviewer.debrief.data.verbatim import NAMES
from voice_interviewer.language.assessor import Chances, Way
from voice_interviewer.tables import Table

TEXT = "The depot was late. So we decided to count the lists by hand for a week. That cost us two evenings."
FIRST, LAST = TEXT.index("So"), TEXT.index(" That")
OWN = "We decided to count the lists by hand for a week."


class Judge:
    """An assessor of one mind; None: it knows nothing."""

    def __init__(self, odds: float | None) -> None:
        self.odds = odds

    def after(self, text: str, question: str) -> Chances:
        """Nothing is known of questions."""
        return {}

    def sayable(self, ways: Sequence[Way]) -> Sequence[tuple[float, float]]:
        """The same of all."""
        return [] if self.odds is None else [(self.odds, self.odds)] * len(ways)


def again(letters: str, why: str = "", own: str = OWN, id: str = "a") -> labels.Again:
    return labels.Again(id, FIRST, LAST, labels.digest(own), letters, why)


def some(count: int = 400) -> fitting.Sentences:
    """Whole sentences can be said, and of the others those that are surely heard; a tenth breaks the rule."""
    source = np.random.default_rng(5)
    x = source.normal(size=(count, len(NAMES)))
    x[:, NAMES.index("whole")] = np.arange(count) % 2
    sure = source.uniform(0.3, 0.99, count)
    said = ((x[:, NAMES.index("whole")] > 0) | (sure > 0.7)) ^ (source.random(count) < 0.1)
    twice = np.arange(count) % 5 > 0
    kept = np.arange(count) % 9 > 0
    x[~kept] = 0
    return fitting.Sentences(x, kept, said.astype(float), twice, np.where(twice, sure, 0.0), np.arange(count) // 2 % 10)


def rows(*ids: str) -> dict[str, dict[str, str]]:
    return {id: {"id": id, "text": TEXT, "question": "", "episode": f"e{id}"} for id in ids}


def test_sentences_are_taken_with_their_numbers_and_letters(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is about the decision, or said otherwise by now, is passed over; findings are sought where two judged."""
    monkeypatch.setattr(fitting, "_confidence", lambda row, one: 0.8)
    judged = [again("yn"), again("y"), again("n", "d"), again("n", "o"), again("n", "f"), again("yy", own="We left.")]
    given = fitting.collect(rows("a"), judged, Judge(2.0))
    assert given.said.tolist() == [0.5, 1, 0] and given.twice.tolist() == [True, False, False]
    assert (
        given.confidence.tolist() == [0.8, 0, 0] and given.kept.all() and given.heard.tolist() == [True, False, False]
    )
    assert given.x[:, 0].tolist() == [2.0] * 3 and given.x[0, NAMES.index("words")] == 1.1
    assert given.right.tolist() == [False, True, False]


def test_a_refused_sentence_is_counted_and_not_learnt_from() -> None:
    """Its numbers are nothing; of what is offered it is none."""
    asked = {"a": {**rows("a")["a"], "text": TEXT.replace("week.", "week?")}}
    given = fitting.collect(asked, [again("yn"), again("nn", own="We left.")], Judge(2.0))
    assert given.kept.tolist() == [False] and not given.x.any()
    found = some()
    assert (fitting.offered(found)[~found.kept] == 0).all()
    changed = replace(found, said=np.where(found.kept, found.said, 1 - found.said))
    every = np.ones(len(found.fold), bool)
    assert fitting.form(changed, every).tolist() == fitting.form(found, every).tolist()
    assert fitting.second(changed, every).tolist() == fitting.second(found, every).tolist()


def test_without_an_assessor_nothing_is_fitted() -> None:
    """It is said what is missing."""
    with pytest.raises(ValueError, match="the assessor is missing"):
        fitting.collect(rows("a"), [again("yy")], Judge(None))


def test_the_finding_is_the_one_that_is_heard_in_the_sentence() -> None:
    """The reader that ships hears this decision in its place, and none in the sentence behind it."""
    row = rows("a")["a"]
    assert fitting._confidence(row, again("yy")) > 0.5
    assert fitting._confidence(row, replace(again("yy"), first=LAST, last=len(TEXT))) == 0


def test_chances_come_from_other_episodes() -> None:
    """What is known of some episodes changes the chances of all others, and not their own."""
    given = some()
    own = given.fold == 3
    changed = replace(given, said=np.where(own, 1 - given.said, given.said))
    moved = fitting.offered(changed) != fitting.offered(given)
    counted = given.heard & given.kept
    assert not moved[own].any() and moved[~own & counted].all()


def test_both_what_was_planted_in_words_and_in_findings_is_found() -> None:
    """The weights say so, and a report tells what is offered from each bar on, of what is heard."""
    given = some()
    found = fitting.weights(given, 0.8)
    assert found.weights["whole"] > 1 and found.heard and found.heard.form > 0.3 and found.heard.finding > 0.3
    assert found.heard.middle == pytest.approx(np.median(given.confidence[given.heard]))
    head, heard, *lines = fitting.report(given, 0.8)
    assert head.startswith("320 sentences of two readers") and head.endswith("80 of one; 45 refused by rules")
    assert heard.startswith("heard now: 320,") and len(lines) == len(fitting.BARS)
    assert [line for line in lines if line.startswith(" *")] == [line for line in lines if "from 0.80:" in line]
    shares = [float(line.split("(")[1].split(")")[0]) for line in lines]
    assert shares == sorted(shares, reverse=True) and 0 < shares[-1] < shares[0] < 1


def test_it_reports_and_then_writes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """`--check` writes nothing; what is written can be read, and leaves the other labels as they were."""
    monkeypatch.setattr(fitting, "SAYABLE", tmp_path / "sayable.yaml")
    monkeypatch.setattr(fitting, "collect", lambda rows, judged: some())
    with gzip.open(tmp_path / "pool.jsonl.gz", "wt", encoding="utf-8") as lines:
        lines.write(json.dumps({**rows("a")["a"], "part": "train"}) + "\n")
    asked = ["--real", str(tmp_path), "--bar", ".8"]
    assert fitting.main([*asked, "--check"]) == 0 and not fitting.SAYABLE.exists()
    assert " *from 0.80: " in capsys.readouterr().out
    assert fitting.main(asked) == 0
    found = Table("sayable.yaml", fitting.SAYABLE.read_text(encoding="utf-8")).read(Sayable).root
    assert {str(label) for label in found} == set(weighed())
    assert list(found["team_voice"].weights) == [*NAMES, ONE] and found["team_voice"].offered == 0.8
    assert all(found[label] == weighed()[label] for label in found if label != "team_voice")
    with pytest.raises(SystemExit):
        fitting.main(["--real", str(tmp_path), "--bar", "8"])


def test_the_labels_hold_no_text() -> None:
    """Ids, offsets, digests and letters; those of a single reader say why not."""
    found = labels.verbatim()
    assert len(found) == len({(one.id, one.first, one.digest) for one in found}) > 900
    assert all(0 <= one.first < one.last and len(one.digest) == 12 for one in found)
    assert {letter for one in found for letter in one.letters} == {"y", "n"}
    assert all(bool(one.why) == (one.letters == "n") and one.why in ("", *"fgmdo") for one in found)
