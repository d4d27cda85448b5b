"""A passage made ready for rules: fluent words (fillers and repeats removed), classes, sentences, and spans back to the text."""

from __future__ import annotations

import re
from dataclasses import dataclass

from ...english import fluency
from ...english.fluency import Disfluency
from ...english.tokens import Sentence, Text, Token, tokenise
from . import lexicon
from .pattern import render, token_at

REACH = 32
"How many words to either side still belong to the same thought when speech recognition gives no sentence marks."


@dataclass(slots=True)
class Passage:
    """What every rule sees."""

    text: Text
    tokens: list[Token]
    "The fluent words."
    sentences: list[Sentence]
    "Over `tokens`."
    sentence_of: list[int]
    line: str
    "The marked-up line that patterns search."
    starts: list[int]
    "Where each token begins in `line`."
    vocabulary: frozenset[str]
    "Words present, and `<class>` for each class present."
    disfluencies: list[Disfluency]

    def span(self, first: int, last: int) -> tuple[int, int]:
        """Character span of tokens `first` to behind `last`."""
        return self.tokens[first].start, self.tokens[last - 1].end

    def index_at(self, position: int) -> int:
        """Token index for a position in `line`."""
        return token_at(self.starts, position)

    def bounds(self, index: int) -> tuple[int, int]:
        """The sentence around token `index`, cut to `REACH` words either side."""
        sentence = self.sentences[self.sentence_of[index]]
        return max(sentence.first, index - REACH), min(sentence.last, index + REACH)

    def slice(self, first: int, last: int) -> str:
        """The marked-up line of tokens `first` to behind `last`."""
        if first >= last:
            return ""
        end = self.starts[last] if last < len(self.starts) else len(self.line)
        return self.line[self.starts[first] : end]

    def norms(self, first: int, last: int) -> list[str]:
        """The plain words of a range."""
        return [token.norm for token in self.tokens[max(0, first) : last]]

    def words(self) -> int:
        """How many words were said, contractions counted once, fillers included."""
        return len({token.start for token in self.text.tokens})

    def index_from_char(self, position: int) -> int:
        """Index of the first fluent token at or after a character offset."""
        low, high = 0, len(self.tokens)
        while low < high:
            middle = (low + high) // 2
            if self.tokens[middle].start < position:
                low = middle + 1
            else:
                high = middle
        return low


@dataclass(frozen=True, slots=True)
class Codes:
    """One character for each word class."""

    of: dict[str, str]

    @classmethod
    def for_classes(cls, names: frozenset[str]) -> Codes:
        """Assign characters from a private range, so that they never meet a spoken word."""
        return cls({name: chr(0xE000 + i) for i, name in enumerate(["~", *sorted(names)])})


def prepare(raw: str, codes: Codes) -> Passage:
    """Tokenise, drop disfluencies, mark classes and render; offsets stay those of `raw`. Linear in its length."""
    text = tokenise(raw)
    words = lexicon.load()
    for token in text.tokens:
        if lexicon.is_number(token.norm):
            token.tags.add("num")
    disfluencies = fluency.find(text)
    dropped = {index for d in disfluencies for index in range(*d.drop)}
    tokens: list[Token] = []
    sentences: list[Sentence] = []
    sentence_of: list[int] = []
    for sentence in text.sentences:
        first = len(tokens)
        for index in range(sentence.first, sentence.last):
            if index in dropped:
                if len(tokens) > first and text.tokens[index].comma:
                    tokens[-1].comma = True
                continue
            sentence_of.append(len(sentences))
            tokens.append(text.tokens[index])
        if len(tokens) > first:
            sentences.append(Sentence(first, len(tokens), sentence.question))
    lexicon.mark(tokens, words)
    edges = {sentence.first for sentence in sentences[1:]}
    line, starts = render(tokens, edges, codes.of)
    vocabulary = {token.norm for token in tokens}
    for token in tokens:
        vocabulary.update(f"<{tag}>" for tag in token.tags)
    return Passage(text, tokens, sentences, sentence_of, line, starts, frozenset(vocabulary), disfluencies)


def blank_markup(raw: str) -> str:
    """`raw` with tags and control characters replaced by spaces, so that every offset stays the same."""
    if "<" in raw:
        raw = re.sub(r"<[^<>\n]{1,300}>", lambda m: " " * len(m.group()), raw)
    return "".join(c if c.isprintable() or c in "\n\t" else " " for c in raw) if not raw.isprintable() else raw
