"""Many students' recordings reviewed as one piece of work that can be stopped, and what came of each."""
