"""The page in the user's own browser: microphone, loudspeaker and screen for the same sessions as the terminal.

How to add a page is told in docs/web.md.
"""
