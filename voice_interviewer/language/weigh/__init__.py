"""How cues and the reader are weighed into findings."""
