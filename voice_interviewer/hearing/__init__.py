"""Voice activity, turn taking and Whisper transcription: PCM blocks in, `HearingEvent`s out."""
