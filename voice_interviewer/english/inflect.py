"""English verb forms, so that a lexicon can list each verb once."""

from __future__ import annotations

_IRREGULAR: dict[str, tuple[str, str]] = {
    "be": ("was", "been"), "become": ("became", "become"), "begin": ("began", "begun"), "bet": ("bet", "bet"),
    "break": ("broke", "broken"), "bring": ("brought", "brought"), "build": ("built", "built"), "buy": ("bought", "bought"),
    "catch": ("caught", "caught"), "choose": ("chose", "chosen"), "come": ("came", "come"), "cost": ("cost", "cost"),
    "cut": ("cut", "cut"), "deal": ("dealt", "dealt"), "do": ("did", "done"), "draw": ("drew", "drawn"),
    "drive": ("drove", "driven"), "eat": ("ate", "eaten"), "fall": ("fell", "fallen"), "feel": ("felt", "felt"),
    "fight": ("fought", "fought"), "find": ("found", "found"), "forget": ("forgot", "forgotten"),
    "freeze": ("froze", "frozen"), "get": ("got", "got"), "give": ("gave", "given"), "go": ("went", "gone"),
    "grow": ("grew", "grown"), "have": ("had", "had"), "hear": ("heard", "heard"), "hide": ("hid", "hidden"),
    "hit": ("hit", "hit"), "hold": ("held", "held"), "hurt": ("hurt", "hurt"), "keep": ("kept", "kept"),
    "know": ("knew", "known"), "lead": ("led", "led"), "leave": ("left", "left"), "lend": ("lent", "lent"),
    "let": ("let", "let"), "lie": ("lied", "lied"), "lose": ("lost", "lost"), "make": ("made", "made"),
    "mean": ("meant", "meant"), "meet": ("met", "met"), "overrule": ("overruled", "overruled"),
    "override": ("overrode", "overridden"), "pay": ("paid", "paid"), "put": ("put", "put"), "quit": ("quit", "quit"),
    "read": ("read", "read"), "rebuild": ("rebuilt", "rebuilt"), "rerun": ("reran", "rerun"), "rise": ("rose", "risen"),
    "roll": ("rolled", "rolled"), "rewrite": ("rewrote", "rewritten"), "run": ("ran", "run"), "say": ("said", "said"),
    "see": ("saw", "seen"), "sell": ("sold", "sold"), "send": ("sent", "sent"), "set": ("set", "set"),
    "shut": ("shut", "shut"), "shrink": ("shrank", "shrunk"), "sit": ("sat", "sat"), "slip": ("slipped", "slipped"),
    "speak": ("spoke", "spoken"), "spend": ("spent", "spent"), "split": ("split", "split"), "stand": ("stood", "stood"),
    "stick": ("stuck", "stuck"), "strike": ("struck", "struck"), "swap": ("swapped", "swapped"),
    "take": ("took", "taken"), "teach": ("taught", "taught"), "tell": ("told", "told"), "think": ("thought", "thought"),
    "throw": ("threw", "thrown"), "understand": ("understood", "understood"), "win": ("won", "won"),
    "withdraw": ("withdrew", "withdrawn"), "withhold": ("withheld", "withheld"), "write": ("wrote", "written"),
}  # fmt: skip
"Past tense and participle of the irregular verbs that occur in the lexicon."

_DOUBLING = frozenset(
    "cap bin trim stop plan drop scrap swap slip ship trim cap pin flag bar ban tag log map skip scrub dig nag grab cram dim "
    "refer defer commit admit permit omit rip strip step clip chop crop tap pop mop hop flip rig rub scan".split()
)
_VOWELS = "aeiou"


PRESENT_IN_ED = r"(?:need|indeed|feed|speed|seed|weed|bleed|breed|heed|proceed|succeed|exceed)\b"
"A pattern of words that end in -ed and are no past."


def third(verb: str) -> str:
    """`he …s`: the present-tense form of the third person."""
    if verb in ("be", "have", "do", "go"):
        return {"be": "is", "have": "has", "do": "does", "go": "goes"}[verb]
    if verb.endswith(("s", "x", "z", "ch", "sh")):
        return verb + "es"
    if verb.endswith("y") and verb[-2] not in _VOWELS:
        return verb[:-1] + "ies"
    return verb + "s"


def past(verb: str) -> tuple[str, ...]:
    """Past tense and participle, without doubles."""
    if verb in _IRREGULAR:
        return tuple(dict.fromkeys(_IRREGULAR[verb]))
    if verb.endswith("e"):
        return (verb + "d",)
    if verb.endswith("y") and verb[-2] not in _VOWELS:
        return (verb[:-1] + "ied",)
    if verb in _DOUBLING:
        return (verb + verb[-1] + "ed",)
    return (verb + "ed",)


def gerund(verb: str) -> str:
    """The `-ing` form."""
    if verb in _DOUBLING or verb in ("cut", "set", "put", "let", "get", "run", "hit", "shut", "split", "begin", "sit"):
        return verb + verb[-1] + "ing"
    if verb.endswith("e") and not verb.endswith(("ee", "be")):
        return verb[:-1] + "ing"
    return verb + "ing"


def with_verb(phrase: str, forms: tuple[str, ...]) -> tuple[str, ...]:
    """`phrase` with its first word replaced by each of `forms`."""
    _, _, rest = phrase.partition(" ")
    return tuple(f"{form} {rest}".rstrip() for form in forms)


def participles(*, alike: bool = True) -> tuple[str, ...]:
    """Participles of the irregular verbs above; `alike=False`: those apart that look like their present."""
    return tuple(done for verb, (_, done) in _IRREGULAR.items() if alike or done != verb)


def past_forms() -> tuple[str, ...]:
    """Past tense of the irregular verbs above, those apart that look like their present."""
    return tuple(past for verb, (past, _) in _IRREGULAR.items() if past != verb and past not in ("was", "had", "did"))
