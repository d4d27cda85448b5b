"""English as it is spoken: tokens, numbers, inflection, fluency, which language a text is in."""
