"""Written text → text a voice reads as a person would: no markup, no symbols, letters where letters are said.

Pure. Made for English prompts about machine-learning work; both engines read the result alike, which they do not for
the written form (`A/B`, `200ms`, `AUC`, `10x`).
"""

from __future__ import annotations

import re
import unicodedata

_QUOTES = str.maketrans({"‘": "'", "’": "'", "“": '"', "”": '"', "«": '"', "»": '"', "\u00a0": " ", "\u202f": " "})


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


# Capitals that are said as a word; all others of two to five letters are spelled.
_WORDS = _set(
    "BERT CAPTCHA COVID CRUD DAG FAQ GAN GANS GIF GLUE JSON LAN LASER LASSO LIME LOESS NASA OLAP OLTP RAG RAID RAM "
    "REST ROC ROUGE SARIMA ARIMA SAAS SAFE SCRUM SCUBA SHAP SIM SMOTE SOTA SQL SWAT TOML UMAP WAN YAML ZIP"
)
# Ordinary words in capitals for stress: said as words.
_SHOUTED = _set(
    "A ALL ALWAYS AM AN AND ANY ARE AS AT BE BEST BOTH BUT BY CAN DID DO DOES EACH EVER FIRST FOR FROM HAD HAS HAVE "
    "HOW I IF IN INTO IS ITS JUST KNOW LAST LESS MAY MORE MOST MUST MY NEED NEVER NEW NO NOT NOW OF OFF ON ONE ONLY "
    "OR OUR OUT OWN SAID SAME SHE SHOULD SO SOME STOP THAN THAT THE THEIR THEM THEN THERE THESE THEY THIS TO TOO TWO "
    "UP VERY WAS WE WERE WHAT WHEN WHERE WHICH WHO WHY WILL WITH YES YET YOU YOUR"
)

_MARKUP = (
    (re.compile(r"```.*?```", re.DOTALL), " "),
    (re.compile(r"<!--.*?-->", re.DOTALL), " "),
    (re.compile(r"</?[A-Za-z][^<>\n]{0,200}>"), " "),
    (re.compile(r"!?\[([^\]\n]*)\]\([^)\s]*\)"), r"\1"),
    (re.compile(r"\b(?:https?://|www\.)\S+?(?=[.,;:!?)\"]*(?:\s|$))", re.IGNORECASE), "a link"),
    (re.compile(r"^[ \t]*(?:#{1,6}|[-*•‣]|>)[ \t]+", re.MULTILINE), ""),
    (re.compile(r"(\*\*|__|~~)(?=\S)(.+?)(?<=\S)\1"), r"\2"),
    (re.compile(r"(?<![\w*])[*_](?=\S)([^*_\n]+?)(?<=\S)[*_](?![\w*])"), r"\1"),
    (re.compile(r"`+"), ""),
)
_NUMBER = r"\d+(?:[,.]\d+)*"
_UNITS = {
    "ns": "nanosecond",
    "µs": "microsecond",
    "μs": "microsecond",
    "us": "microsecond",
    "ms": "millisecond",
    "s": "second",
    "sec": "second",
    "min": "minute",
    "h": "hour",
    "hr": "hour",
    "d": "day",
    "KB": "kilobyte",
    "kB": "kilobyte",
    "MB": "megabyte",
    "GB": "gigabyte",
    "TB": "terabyte",
    "PB": "petabyte",
    "Hz": "hertz",
    "kHz": "kilohertz",
    "GHz": "gigahertz",
    "dB": "decibel",
    "pp": "percentage point",
    "bps": "basis point",
}
_PER = {"s": "second", "sec": "second", "min": "minute", "h": "hour", "hr": "hour", "d": "day", "day": "day"}
_BIG = {"k": "thousand", "K": "thousand", "M": "million", "m": "million", "B": "billion", "bn": "billion"}
_MONEY = {"$": "dollars", "£": "pounds", "€": "euros"}
_SHORT = {
    "e.g.": "for example",
    "eg.": "for example",
    "i.e.": "that is",
    "etc.": "and so on",
    "vs.": "versus",
    "vs": "versus",
    "approx.": "approximately",
    "w/o": "without",
    "w/": "with",
    "24/7": "around the clock",
    "k8s": "Kubernetes",
    "OK": "okay",
    "A/B": "A.B",
    "I/O": "I.O",
    "and/or": "and or",
    "C++": "C plus plus",
    "C#": "C sharp",
    "MLOps": "M.L ops",
    "PhD": "P.H.D",
}
_UNIT = re.compile(
    rf"(?<![\w.])({_NUMBER})\s?({'|'.join(sorted(map(re.escape, _UNITS), key=len, reverse=True))})(?![\w])"
)
_RATE = re.compile(rf"(?<=\w)\s?/\s?({'|'.join(sorted(_PER, key=len, reverse=True))})(?!\w)")
_TIMES = re.compile(rf"(?<![\w.])({_NUMBER})\s?[x×X](?!\w)")
_AMOUNT = re.compile(rf"([$£€])\s?({_NUMBER})\s?(k|K|M|m|B|bn)?(?!\w)")
_SCALE = re.compile(rf"(?<![\w.$£€])({_NUMBER})(k|K|M|B|bn)(?!\w)")
_RANGE = re.compile(rf"(?<![\w.,-])({_NUMBER}%?)\s?[–-]\s?({_NUMBER})(?![\w-])")
_POWER = re.compile(r"(?<![\w.])(\d+(?:\.\d+)?)e(-?)(\d+)(?!\w)")
_PLUS = re.compile(rf"(?<!\w)({_NUMBER}%?)\+(?!\w)")
_PERCENTILE = re.compile(r"(?<!\w)[pP](\d{2,3})(?!\w)")
_VERSION = re.compile(r"(?<!\w)v(\d+(?:\.\d+)*)(?!\w)")
_SNAKE = re.compile(r"(?<=[A-Za-z0-9])_+(?=[A-Za-z0-9])")
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z][a-z])")
_CAPITALS = re.compile(r"(?<![A-Za-z.'])([A-Z]{2,5})(s|'s)?(?![A-Za-z]|\.[A-Z])")
_SLASH = re.compile(r"(?<=[A-Za-z])\s?/\s?(?=[A-Za-z])")
_SYMBOLS = (
    (re.compile(r"\s*(?:->|=>|→|⇒|⟶)\s*"), " to "),
    (re.compile(r"\s*(?:>=|≥)\s*(?=\S)"), " at least "),
    (re.compile(r"\s*(?:<=|≤)\s*(?=\S)"), " at most "),
    (re.compile(r"\s*(?:!=|≠)\s*"), " is not "),
    (re.compile(r"(?<=\S)\s*==?\s*(?=\S)"), " equals "),
    (re.compile(r"\s*±\s*"), " plus or minus "),
    (re.compile(r"(?<=\d)\s*[×*]\s*(?=\d)"), " times "),
    (re.compile(r"(?:^|(?<=\s))>\s*(?=\S)"), "more than "),
    (re.compile(r"(?:^|(?<=\s))<\s*(?=\S)"), "less than "),
    (re.compile(r"(?<!\w)[~≈]\s*(?=[$£€]?\d)"), "about "),
    (re.compile(r"(?<=\S)\s*@\s*(?=\S)"), " at "),
    (re.compile(r"(?<!\w)#(?=\d)"), "number "),
    (re.compile(r"(?<=\S)\s*&\s*(?=\S)"), " and "),
    (re.compile(r"(?<=\w)\s*\+\s*(?=\w)"), " plus "),
    (re.compile(r"(?<=\d)\s?%"), " percent"),
)
_LEFT = re.compile(r"[\[\]{}<>|\\^~*_=#@+`/]")


def speakable(text: str) -> str:
    """The text as it should be said. May be empty: then there is nothing to say."""
    text = _plain(text)
    for written, said in _SHORT.items():
        text = re.sub(rf"(?<![\w/]){re.escape(written)}(?![\w/])", said, text)
    text = _AMOUNT.sub(_amount, text)
    text = _RATE.sub(lambda m: f" per {_PER[m[1]]}", text)
    text = _TIMES.sub(r"\1 times", text)
    text = _RANGE.sub(r"\1 to \2", text)
    text = _UNIT.sub(_unit, text)
    text = _SCALE.sub(lambda m: f"{m[1]} {_BIG[m[2]]}", text)
    text = _POWER.sub(lambda m: f"{m[1]} times ten to the {'minus ' if m[2] else ''}{m[3]}", text)
    text = _PLUS.sub(r"more than \1", text)
    text = _PERCENTILE.sub(r"p \1", text)
    text = _VERSION.sub(r"version \1", text)
    for pattern, said in _SYMBOLS:
        text = pattern.sub(said, text)
    text = _CAMEL.sub(" ", _SNAKE.sub(" ", text))
    text = _SLASH.sub(_slash, text)
    text = _capitals(text)
    text = _LEFT.sub(" ", text)
    text = re.sub(r"\s+", " ", text)
    text = re.sub(r"\s+([,.;:!?])", r"\1", text).strip(" -–—,;:")
    return text if any(c.isalnum() for c in text) else ""


def _plain(text: str) -> str:
    """Without control characters, pictures and markup."""
    text = unicodedata.normalize("NFC", text).translate(_QUOTES)
    for pattern, said in _MARKUP:
        text = pattern.sub(said, text)
    kept = (
        " " if character.isspace() else character
        for character in text
        if character.isspace() or unicodedata.category(character) not in ("Cc", "Cf", "Co", "Cs", "Cn", "So", "Sk")
    )
    return "".join(kept)


def _amount(match: re.Match[str]) -> str:
    scale = f" {_BIG[match[3]]}" if match[3] else ""
    return f"{match[2]}{scale} {_MONEY[match[1]]}"


def _unit(match: re.Match[str]) -> str:
    before = match.string[: match.start()].rstrip().lower()
    if (
        match[2] == "s"
        and len(match[1]) in (2, 4)
        and match[1].endswith("0")
        and before.endswith(("the", "mid", "late"))
    ):
        return match[0]  # the 90s
    name = _UNITS[match[2]]
    return f"{match[1]} {name}" if match[1] == "1" or name.endswith("hertz") else f"{match[1]} {name}s"


def _slash(match: re.Match[str]) -> str:
    """Between capitals a slash is a pause (CI/CD), else it means or (read/write)."""
    text, at = match.string, match.start()
    return " " if text[at - 1].isupper() and text[match.end()].isupper() else " or "


def _capitals(text: str) -> str:
    """Spell abbreviations with dots, which both engines read letter by letter; leave words in capitals words."""
    letters = [c for c in text if c.isalpha()]
    if len(letters) > 12 and all(c.isupper() for c in letters):
        return text.lower()  # a whole line in capitals is a style, not a row of abbreviations

    def spell(match: re.Match[str]) -> str:
        word, ending = match[1], match[2] or ""
        if word in _SHOUTED:
            return word.lower() + ending
        if word in _WORDS:
            return word + ending
        after = " " if match.string[match.end() : match.end() + 1].isdigit() else ""
        return ".".join(word) + ("'s" if ending else after)

    return _CAPITALS.sub(spell, text)


def unspeakable(text: str) -> list[str]:
    """What a voice cannot say as it stands, one reason each, for authors of flows; empty when all can be said."""
    reasons = []
    if any(unicodedata.category(c) in ("Cc", "Cf", "Co", "Cs", "Cn") and c not in "\n\t\r" for c in text):
        reasons.append("control characters are dropped")
    if pictures := sorted({c for c in text if unicodedata.category(c) == "So"}):
        reasons.append(f"pictures are dropped: {' '.join(pictures)}")
    if re.search(r"\b(?:https?://|www\.)\S", text, re.IGNORECASE):
        reasons.append("an address is said as “a link”")
    if any(pattern.search(text) for pattern, _ in _MARKUP[:4] + _MARKUP[5:]):
        reasons.append("markup is dropped")
    if left := sorted(set(_LEFT.findall(_symbols_said(text)))):
        reasons.append(f"no voice says {' '.join(left)}")
    if foreign := sorted({c for c in text if c.isalpha() and not unicodedata.name(c, "LATIN").startswith("LATIN")}):
        reasons.append(f"letters an English voice cannot read: {' '.join(foreign[:8])}")
    if not speakable(text):
        reasons.append("nothing is left to say")
    return reasons


def _symbols_said(text: str) -> str:
    """The text with every symbol replaced that has a reading."""
    text = _plain(text)
    text = _SNAKE.sub(" ", re.sub(r"(?<![\w/])(?:w/o?|24/7|[AI]/[BO]|and/or|C\+\+|C#)(?![\w/])", " ", text))
    for pattern in (_RATE, _RANGE, _PLUS, _SLASH):
        text = pattern.sub(" ", text)
    for pattern, _ in _SYMBOLS:
        text = pattern.sub(" ", text)
    return text
