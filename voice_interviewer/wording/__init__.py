"""Other words for a follow-up that was already chosen, from a language model on this computer. Off unless asked for."""
