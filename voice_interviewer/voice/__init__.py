"""Text to PCM: engines behind one small protocol, and the prompt cache."""
