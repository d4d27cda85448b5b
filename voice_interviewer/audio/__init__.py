"""PCM in and out: devices, files of any format, and an in-memory pair with a virtual clock. Knows numpy only."""
