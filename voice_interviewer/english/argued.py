"""What shows that somebody took part in deciding: the verbs of it, for a pattern that goes on from `I`."""

from __future__ import annotations

ARGUED = r"(?:recommended|proposed|suggested|argued|pushed|insisted|convinced|persuaded|wanted|pitched|voted|decided)"
"What one does who argues for a decision or takes it, in the past."
OWNED = r"(?:suggestion|idea|call|recommendation|decision|proposal|advice)"
"What a decision is called by the one whose it was: `my idea`."
