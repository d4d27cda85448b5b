"""What a debrief says, as data."""
