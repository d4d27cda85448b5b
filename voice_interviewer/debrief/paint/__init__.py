"""The debrief in its formats."""
