"""Sessions on disk: the append-only journal, audio, resume, history, stories, deletion. Knows nothing else."""
