"""Measures, priorities, reframes, and the renderers that paint them from `debrief.json`."""
