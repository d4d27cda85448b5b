"""From one session to the next: history, stories, labels of the candidate, drills, plan, retakes."""
