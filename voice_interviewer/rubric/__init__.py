"""The rubric in one place: labels, question patterns, what a question asks for, and how all of it hangs together.

`keys` names everything, `patterns` (with `patterns.yaml`) knows the questions, `asked` reads a question's own words,
`relations` says what belongs to what. Knows nothing else of the project; no other module keeps such a list.
"""
