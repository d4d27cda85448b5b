"""Long work that a page asks for: one child process at a time, so that neither the server nor an interview waits."""
