"""The debrief arranged for reading, before any format."""
