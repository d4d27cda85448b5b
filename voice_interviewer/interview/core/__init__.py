"""The interviewer itself, pure: events in, actions out."""
