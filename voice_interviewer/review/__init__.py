"""Recordings and transcripts made elsewhere: read, split into answers, judged like a session."""
