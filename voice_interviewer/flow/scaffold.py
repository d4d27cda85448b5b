"""The start of a new flow: a commented file that already passes the check."""

from __future__ import annotations

import re

_TEMPLATE = """\
# A question flow. Check it:      voice-interviewer flows check {file}
# See it:                        voice-interviewer flows show {file}
# Let candidates play it:        voice-interviewer flows simulate {file} -n 200
# Practise it:                   voice-interviewer practice {file}
# Every key is explained in docs/flow-format.md.
schema: 1
id: {id}
title: {title}
summary: Three questions to begin with. Say here what a session of this flow is good for.
minutes: 8                      # time budget; the interviewer closes when it is used up
style: neutral                  # neutral, warm or tough
interruptions: some             # how often a constraint breaks into an answer: never, some, always

include:
  - includes/probes.yaml        # follow-ups for every weakness, used where a question has none of its own

start: opening

questions:
  opening:
    pattern: break_first        # what kind of question it is; may be left out
    title: The weak part
    ask:                        # one of these is spoken; each fewer than 25 words, one question
      - Think of something you built and know well. Which part of it worries you most?
      - Pick a system you own. What in it would fail first?
      - Where is the weak spot in the last thing you shipped?
      - Which part of your last project would you not want to be called about at night?
    listens_for: [failure_anticipation, systems_thinking]
    wants: [context]
    limits: {{seconds: 120, words: 300, follow_ups: 2}}
    vocabulary: [alert, on call, drift]      # words the recogniser should expect
    clarify: I mean the part that you trust least, for whatever reason.
    constraints: [half_budget]
    follow_ups:
      - id: without_alarm
        when: missing(failure_anticipation)  # conditions look at what was said to this question so far
        target: failure_anticipation
        ask:
          - What could go wrong there without any alarm?
          - "You said: {{quote}}. What would go wrong there without anyone noticing?"
      - id: own_part
        when: heard(team_voice) and missing(ownership)
        target: team_voice
        ask:
          - Which part of that did you decide yourself?
          - "You said: {{quote}}. Whose call was that?"
    next:                       # the first edge whose condition holds is taken
      - when: reaction == freeze
        to: learned
    to: undo                    # otherwise

  undo:
    pattern: rollback
    title: Taking it back
    ask:
      - When would you take back something you have released?
      - Tell me about a change you would undo. What would make you do it?
      - How do you decide that a new version has to go back?
      - What would have to happen for you to return to the old version?
    listens_for: [systems_thinking, decision_ownership]
    follow_ups:
      - id: trigger
        when: missing(rollback)
        target: rollback
        ask: Which number would make you go back?
    to: learned

  learned:
    pattern: hindsight
    title: Looking back
    ask:
      - What would you do differently if you built it again?
      - Looking back, which decision would you change?
      - What did that project teach you that you use today?
      - What do you know now that would have helped you then?
    listens_for: [learning_loop]
    to: END                     # END is always written out

constraints:
  half_budget:
    text:
      - Your budget has just been cut in half. What changes?
      - From today you have half the money for this. What do you do first?
    after: {{seconds: 20}}        # or clause: 5, or heard: [words, "stem*"], or claim: scale
"""


def scaffold(name: str) -> str:
    """The text of a new flow called `name` (usually a file's stem)."""
    ident = re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")
    if not ident or not ident[0].isalpha():
        ident = f"flow-{ident}".rstrip("-")
    ident = ident[:64].rstrip("-")
    title = ident.replace("-", " ").capitalize()
    return _TEMPLATE.format(id=ident, title=title, file=f"{ident}.yaml")
