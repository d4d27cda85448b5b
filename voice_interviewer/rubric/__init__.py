"""The rubric in one place: labels, question patterns, what a question asks for, topics. Knows nothing else of the project."""
