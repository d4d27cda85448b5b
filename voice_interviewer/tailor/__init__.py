"""An interview of one's own: from a list of questions, a posting and notes to a question flow. Text in, text out."""
