"""Facts that a reframe invents or loses, counted over real answers: words not said, numbers, names and negations gone.

    python -m scripts.lab.invented ANSWERS.jsonl [--least 1000]    # {"id", "question", "text"} a line

Every sentence of every answer is put to every cost, as if it had been heard there: far more reframes than findings
give, and worse ones. `faults` is pure. Exit 1 when anything was found, or fewer than `--least` reframes were made.
"""

from __future__ import annotations

import argparse
import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from voice_interviewer.debrief.data.reframes import invented_words, quoted, reframe
from voice_interviewer.english.sentences import sentences
from voice_interviewer.rubric.keys import COSTS

_BRACKETED = re.compile(r"\s*[^.!]*\[[^\]]*\][^.!]*[.!]")
_WORD = re.compile(r"[\w'’-]+")
_NEGATION = re.compile(r"(?:not|never|no|nobody|nothing|none|without|cannot)|.*n't", re.IGNORECASE)
_NUMBER = re.compile(
    r"\d[\d.,]*\w*|two|three|four|five|six|seven|eight|nine|ten|twelve|twenty|thirty|forty|fifty|hundred|thousand|million",
    re.IGNORECASE,
)


def faults(text: str, quote: str, suggestion: str) -> list[str]:
    """A line `KIND: words` for each fact of `suggestion` that `text` does not hold, or of its sentence that it lost."""
    found = [f"invented: {word}" for word in sorted(invented_words(text, suggestion))]
    own = _BRACKETED.sub("", suggestion).strip()
    source = max([quote, *(text[a:b] for a, b in sentences(text))], key=lambda s: _shared(own, s))
    for kind, facts in (("number", _numbers), ("name", _names), ("negation", _negations)):
        lost = Counter(facts(_from_first(source, own))) - Counter(facts(own))
        found += [f"{kind} lost: {word}" for word in lost]
        new = Counter(facts(own)) - Counter(facts(source)) if kind == "negation" else Counter[str]()
        found += [f"{kind} new: {word}" for word in new]
    return found


def _shared(own: str, sentence: str) -> tuple[int, int]:
    said = _words(sentence)
    return len(set(_words(own)) & set(said)), -len(said)


def _words(said: str) -> list[str]:
    return [w.replace("’", "'").casefold() for w in _WORD.findall(said)]


def _from_first(source: str, own: str) -> str:
    """What of the source stands between the first and the last kept word: the shortest stretch with them in order."""
    wanted, said, places = _words(own), _words(source), list(_WORD.finditer(source))
    best = ""
    for first in (i for i, word in enumerate(said) if wanted and word == wanted[0]):
        at = first
        for want in wanted:
            at = next((i for i in range(at, len(said)) if said[i] == want or {said[i], want} == {"a", "an"}), -2) + 1
            if at < 0:
                break
        stretch = source[places[first].start() : places[at - 1].end()] if at > 0 else ""
        if stretch and (not best or len(stretch) < len(best)):
            best = stretch
    return best


def _numbers(said: str) -> list[str]:
    return [w.rstrip(".,") for w in re.findall(r"[\w.,']+", said.casefold()) if _NUMBER.fullmatch(w.rstrip(".,"))]


def _names(said: str) -> set[str]:
    words = _WORD.findall(said)[1:]
    return {w.casefold() for w in words if w[0].isupper() and not re.match(r"I\b|I['’]", w)} - _OPENERS


_OPENERS = {
    "so",
    "and",
    "but",
    "yeah",
    "well",
    "ok",
    "okay",
    "like",
    "oh",
    "or",
    "it",
    "it's",
    "we",
    "the",
    "that",
    "this",
}


def _negations(said: str) -> list[str]:
    return [w for w in _words(said) if _NEGATION.fullmatch(w)]


def made(answers: Iterable[dict[str, Any]]) -> Iterator[tuple[str, str, str]]:
    """Answer, quote and reframe of every sentence under every cost; each reframe of an answer once."""
    for answer in answers:
        text, seen = answer["text"], set[str]()
        for start, end in sentences(text):
            for label in COSTS:
                suggestion = reframe(label, text, start, end)
                if suggestion and suggestion not in seen:
                    seen.add(suggestion)
                    yield text, text[slice(*quoted(label, text, start, end))], suggestion


def main(argv: Sequence[str] | None = None) -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("answers", type=Path)
    parser.add_argument("--least", type=int, default=1000)
    parser.add_argument("--most", type=int, default=1_000_000)
    args = parser.parse_args(argv)
    lines = args.answers.read_text(encoding="utf-8").splitlines()
    read, kinds = 0, Counter[str]()
    for text, quote, suggestion in made(json.loads(line) for line in lines):
        read += 1
        for line in faults(text, quote, suggestion):
            kinds[line.split(":")[0]] += 1
            print(f"{line} | {quote} | {suggestion}")
        if read >= args.most:
            break
    print(f"{read} reframes, {sum(kinds.values())} facts invented or lost {dict(kinds)}")
    raise SystemExit(1 if kinds or read < args.least else 0)


if __name__ == "__main__":
    main()
