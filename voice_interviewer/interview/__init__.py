"""The interviewer: a pure state machine (events in, actions out), its policy, and the runner that gives it sound."""
