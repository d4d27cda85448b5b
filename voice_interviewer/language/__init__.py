"""Words to findings: pure functions over text, with spans and reasons. Knows nothing of sound, files or sessions."""
