"""What shows that somebody took part in deciding: the verbs of it, for a pattern that goes on from `I`."""

from __future__ import annotations

ARGUED = r"(?:recommended|proposed|suggested|argued|pushed|insisted|convinced|persuaded|wanted|pitched|voted|decided)"
"What one does who argues for a decision or takes it, in the past."
OWNED = r"(?:suggestion|idea|call|recommendation|decision|proposal|advice|choice|plan|initiative|preference|pitch|vote)"
"What a decision is called by the one whose it was: `my idea`."
_WORK = (
    r"(?:design|prototype|draft|sketch|patch|experiment|benchmark|analysis|numbers|figures|findings|measurements?|doing"
    r"|evaluation|report|review|research|tests?)"
)
_VOICE = r"(?:arguments?|reasoning|objections?|concerns?|warnings?|veto|push|input|insight)"
"What one says for or against a decision."
_DUTY = r"(?:job|role|part|task|responsibility)"
OWN = (
    rf"my (?:(?:very )?(?:own|first|original|initial|personal|main|only|final|gut) )?(?:{OWNED}|{_WORK}|{_VOICE}"
    rf"|{_DUTY}(?: (?:in (?:it|that|this|the \w+)|there|then|here))? (?:was|is|were|as)|request|insistence)\b|on my (?:part|own|watch)\b"
    rf"|under my (?:lead|leadership|guidance)\b|(?:was|is) my {_DUTY}\b|(?<!in )my view\b|mine to \w+"
)
"""`My` with what is one's own act or call. Not `my company`, `my boss` or `in my opinion`: whoever says these may hide all
the same."""
