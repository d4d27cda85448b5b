"""The words and set phrases that `tail` looks for, in a small readable notation.

In a phrase, `[a|b]` is one of several, `(a|b)` may be left out, `_` is any one word. Each may have several words.
"""

from __future__ import annotations

import re


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


def phrases(*lines: str) -> str:
    """Phrases in the notation above → one regular expression (a group without number), for lower-case text."""
    return "(?:" + "|".join(_compiled(line) for line in lines) + ")"


def _compiled(line: str) -> str:
    out = ""
    for part in re.findall(r"\[[^\]]*\]|\([^)]*\)|[^\s\[\]()]+", line):
        words = part[1:-1] if part[0] in "[(" else part
        options = "|".join(" ".join(_word(w) for w in option.split()) for option in words.split("|"))
        gap = " " if out and not out.endswith(" )?") else ""
        if part[0] == "(":
            # An optional word brings the space between it and its neighbour.
            out += f"(?: (?:{options}))?" if gap else f"(?:(?:{options}) )?"
        else:
            out += f"{gap}(?:{options})"
    return rf"\b{out}\b"


def _word(word: str) -> str:
    return r"[\w']+" if word == "_" else re.escape(word)


FILLERS = _set("um uh umm uhm er erm uhh hm hmm mm mmm ah eh")
BACK_CHANNELS = _set("mm-hm mhm uh-huh okay ok right hmm mm sure")
"Said alone, these show attention; they are no answer."

STRONG = _set(
    "a an the my our their your its every each because and or but if although though unless until whether than "
    "whereas while plus nor of into onto between without through during toward towards per via among across "
    "despite upon within including versus beyond against under i we they he she i'm we're they're you're he's "
    "she's i'd we'd they'd i'll we'll they'll i've we've they've you've am gonna wanna let's very "
    "especially particularly almost and/or such another several whose 'cause "
    "cuz"
)
"Words that nobody ends an answer with."
STRONG_EXCEPT = re.compile(
    phrases(
        "very much",
        "[it|that|them|him|her|me|us|all|you] [through|across|despite|under|against|within|without]",
        "[done|go|went|gone|going|do|live|lived|work|worked|without|be] without",
        "[one|ten|a hundred|cent|dollar|euro|each|piece] each",
        "[and|as] such",
        "[or|one|each] another",
        "[a|little|long|short|whole] while",
        "[not|only|or] whether",
        "[it's|is|was|were|that's] [mine|all|ours]",
        "[good|bad|well|fine|hard|slow|small|risky|strange|odd|long|late|easy|big|much|new|wrong|it|that|did|do|"
        "work|worked] though",
    )
    + "$"
)
STRANDED = _set("to for with about on at by from in as over around like")
"Prepositions, strong unless the clause has already named what they belong to (`what we waited for`)."
PARTICLES = _set("on over around in about by")
"Of these, the ones that verbs take along (`moved on`, `came in`): weak at most."
STRANDED_AFTER = re.compile(
    phrases(
        "[the one|the ones|the thing|the part|the number|the people|what|who|whom|which|where|nothing|"
        "something|anything|everything|someone|somebody|nobody|that i|that we|"
        "that they|how]",
        "[have|had|want|wanted|need|needed|used|like|liked|going|able|supposed|meant|allowed|got|has] to",
        "[taken care|heard|thought|aware|know|knew|think|sure|afraid|proud|ashamed|made|sort|kind] of",
        "[waited|waiting|asked|asking|looked|looking|paid|cared|care|responsible|signed|hoped] for",
        "[dealt|deal|live|lived|work|worked|happy|fine|okay|agree|agreed|start|started|begin] with",
        "[talked|talking|worry|worried|care|cared|forgot|forgotten|think|thought|knew|know] about",
        "[looked|look|looking|good|bad|better] at",
        "[come|came|coming|start|started|recover|recovered|learn|learned|hear|heard] from",
    )
)
WEAK = _set(
    "really basically actually mostly roughly is are was were be been being has had have having will would could "
    "should can may might must do does did it's that's there's what's wasn't weren't isn't aren't couldn't "
    "wouldn't shouldn't didn't don't doesn't can't won't haven't hadn't so that which who when where what why how "
    "then once yet since after before as make made making use using need needed want wanted take taking took "
    "called gave give giving get got put keep kept build built said say means meant became just only also even "
    "maybe probably usually always never one two three four five some any both this those these other same own "
    "big large small single high low new main biggest more most less few many certain "
    "different specific whole trying going able supposed tends seems decided realised realized turned "
    "ended started managed tried let letting no quite pretty too "
)
"Words that seldom end an answer; not proof, so they only make the wait longer."
WEAK_EXCEPT = re.compile(
    phrases(
        "[think|thought|guess|hope|believe|said|say|says|saying|do|did|it|them|that|even|or|if|quite|more|just] so",
        "[like|do|did|doing|done|about|for|with|of|than|before|after|on|to|at|by|from|in|all|just|not|want|need|"
        "love|hate|"
        "saw|know|knew|say|said|change|changed|stop|stopped|use|used|fix|fixed|try|tried|catch|caught|see] [that|"
        "this|those|these|one|some|both]",
        "[not|yes|no|i do|we did|it did|it is|it was|we do|they do|i did|it does|yeah|nothing|it] [really|"
        "actually|mostly|basically]",
        "[that|it|which] [is|was|does|did|has|had|would|will|could|can|should]",
        "[we|i|they|you|he|she] [do|did|can|could|would|have|had|should|was|were|are|am|will|don't|didn't|can't|"
        "couldn't|wouldn't]",
        "[ever|never|always|the|it|we|i|they|not] [used|needed|wanted|built|made|kept|started|tried|noticed|decided]",
        "[right|back|just|even|only|by|since|until|before|or|and|now and|every now and|but] then",
        "[at|for|from|the|a|each|every|very|came|come|went|go|comes|goes|me|that|it|us|stop|started] first",
        "[a|each|the|per|every|another|one|last|next|half a|this] second",
        "[ever|long|years|months|weeks|days|week|month|year|hours|it|that|us] [since|before|after]",
        "[the|that|each|any|every|this|which|no|just|only|a|by|for|of|to|from|number|version|day|zero|is|was|page|"
        "us|them] "
        "[one|two|three|four|five|ones]",
        "[not|is|was|are|were|what|any|no|nothing|the|little|much|far|even|once|any|some|ten percent|a bit|"
        "something|twice as] [more|less|most|many|few|new|different]",
        "[the|each|any|every|no|an|some|of|on my|of our|on our|its|their] [other|same|own|whole|single|main]",
        "[too|too|very|so|quite|pretty|was|were|is|are|stayed|got|it|went|how|that|be|still|ran|looked] [high|low|"
        "big|small|large|certain|different|specific|able|new]",
        "[not|or|better than|almost|than|if|as] [never|always|usually|probably|maybe|yet|most|any]",
        "[me|it|us|them|him|her|that|is|was|i|we|people|nobody|anyone] too",
        "[said|say|a|was|is|answer|means|meant] no",
        "[do|did|know|knew|see|saw|asked|ask|tell|told|explain|understood|matter|matters|that's|is|was|exactly|"
        "remember|me] [what|why|how|when|where|who|which]",
        "[and|or|so] such",
        "[it|that|them|us|the result|this] [makes|made|means|meant|took|takes|said|says]",
        "[is|was|i|we|they|what it|that it|it] [means|meant|said|says|became|took|takes|made|need|needed|want|"
        "wanted|get|got|gave|built|build|keep|kept|use|used]",
    )
    + "$"
)

ASKED_TIME = re.compile(
    phrases(
        "[let me|lemme|let me just|let me quickly] [think|consider|see|recall|remember|gather|collect|reflect|ponder]",
        "[give me|gimme] (just) [a|one|some|two|half] (short|quick|little) [second|sec|moment|minute|time|seconds|bit]",
        "[one|just a|half a|just one] [second|sec|moment|minute]",
        "[i need|i'd need|i'd like|i'll need|i'll take|i want|can i have|could i have|can i take|could i take|"
        "can i get|may i have|let me take|let me have|i'm going to take|i'm taking|i would like] "
        "(just) [a|one|some|a few|a couple of|a little|a quick|a short|a bit of] [second|seconds|sec|moment|"
        "moments|minute|time]",
        "[i need|i'd need|i have|i'd have|i want|i'd like|need|have] to [think|remember|recall] (about|for|back|of)",
        "[hang on|hold on|bear with me|wait a second|wait a moment|wait a minute|wait a sec]",
        "[i'm|i am] (just|still) thinking",
        "trying to [think|remember|recall]",
        "[that's a|that is a|good|it's a|oh that's a] (really|very) [good|great|tough|hard|difficult|tricky|"
        "interesting] [question|one]",
        "good question",
    )
)
ASKED_REST = re.compile(
    r"(?:\s|"
    + phrases(
        "[a|an|one|some|the|just|few|about|of|for|over|through|how|what|where|which|when|why|to|that|this|it|here|"
        "on|best|right|good]",
        "[second|seconds|sec|moment|moments|minute|minutes|bit|little|while|time|think|thinking|thought|thoughts|"
        "my|me|question]",
        "[example|examples|there|please|back|carefully|properly|out|loud|aloud|i|should|would|can|could|put|say|"
        "start|begin|answer]",
        "[describe|explain|order|with|so|um|uh|er|hmm|hm|okay|ok|yeah|yes|well|now|and|then|really|again|was|were|"
        "is|had|most]",
        "[recent|case|project|before|if|need|want|have|do|did|get|got|let|recall|remember|actually|sorry|thanks|"
        "thank|you|first|i'd|it's]",
    )
    + r")*$"
)
"Words that may follow a request for time without taking it back."
BRIEFLY = re.compile(
    phrases("[for|get me|give me|just|take|need|me] [a|one] (little|short) [second|sec|moment|minute|while|bit]") + "$"
)
"In a few words at the start, a request for time even where the words before it were misheard."
CLOSED = re.compile(
    phrases(
        "[that's|that is|that was|that would be|that'd be] (really|pretty much|basically|about|probably|just|"
        "more or less|all) "
        "[it|all|everything|about it|my answer|the answer|the story|the whole story|the gist|the short version|"
        "the main thing|the main point|"
        "how i'd do it|how i would do it|how i did it|how i'd approach it|how i'd handle it|how i see it|"
        "how i think about it|"
        "what i'd do|what i would do|what i did|what i'd say|what i would say|what i'd change|what i would change|"
        "it from me|it for me|it for now|all from me|all from my side|all for me|all for now|my example|my take|"
        "my view]",
        "[that's|that is] all i [have|had|can think of|wanted to say|got|would say|would add|know|remember]",
        "that's (really|about|basically) it",
        "[i'm|i am] [done|finished]",
        "nothing [else|more] (to add|to say|from me|comes to mind)",
        "[i'd|i'll|i will|i would] (just) [stop|leave it|end|finish] [there|here|at that|it there|it here]",
        "[over to you|end of story|does that answer your question|does that answer the question|"
        "does that make sense|that's that|i have nothing to add]",
        "[i hope that|hope that|if that] [helps|answers your question|answers it|makes sense]",
    )
    + r"(?:\s|"
    + phrases(
        "[really|basically|i think|i guess|for now|then|so far|on that|from me|thanks|thank you|yeah|honestly|"
        "actually|to say]"
    )
    + r")*$"
)
BACK = re.compile(
    phrases(
        "[can|could|would|will|do|did|are|may|should|shall] [you|i|we] (please|just|maybe|also|quickly) "
        "[repeat|rephrase|clarify|explain|mean|say|ask|asking|asking about|want|looking|talking|referring|"
        "elaborate|give|like|interested|expect|hear|talk|use|answer|take|pick|choose|assume|tell]",
        "what (exactly) [do|did|does|would] (exactly) [you|that|it] (exactly) mean",
        "[what was the question|what was that|what was your question|say that again|come again|in what sense|"
        "in which sense|how do you mean|"
        "does that count|is that okay|is that what you mean|is that allowed|is that enough|which one do you mean|"
        "repeat the question|repeat that|repeat it]",
        "[i don't|i do not|i didn't|i did not] (quite|really) [understand|follow|catch|get|hear] (the|your|that|"
        "all of) [question|that|you|it]",
        "[i'm|i am] not sure [i understand|i follow|i got|what you mean|what you're asking|what you want]",
        "[sorry|pardon] [what|could you|can you|i missed|say that]",
        "pardon",
    )
    + r"(?: [\w']+){0,9}$"
)
OPEN = re.compile(
    phrases(
        "[the|my|one|another|a|our] (main|first|second|third|other|next|biggest|real|key|only|last|big) "
        "[reason|thing|problem|point|issue|part|idea|trick|challenge|trade-off|lesson|difference|step|example|fact|"
        "assumption|constraint|risk|goal|worry|plan|question|result|way] "
        "(here|there|for me|for us) (i'd do|i would do|i did|i'd check|i'd say|i noticed|i learned|that worried me|"
        "i'd worry about|that breaks|we did) [is|was|are|were|would be|being]",
        "[for example|for instance|such as|as well as|in order to|so that|rather than|because of|in terms of|"
        "depending on|based on|instead of|out of]",
        "[a lot of|a couple of|a bunch of|a number of|a set of|a kind of|a sort of|one of|some of|most of|all of|"
        "many of|part of|the one]",
        "[first of all|firstly|secondly|thirdly|first off|to begin with|on the one hand|on one hand|"
        "on the other hand|not only|either|neither]",
        "[the|my|our] [first|second|third]",
        "[in addition|in other words|that is to say|i'd say|i would say|i think|i guess|i suppose|i believe|"
        "let's say|namely|which means|meaning|as i said|like i said]",
        "[i'd|i would|we'd|we would|i|we|they|it|you|he|she|who|and] [like|have|had|has|want|wanted|need|needed|"
        "try|tried|decided|used|started|began|ended up|turned out|have got] to",
        "[going|trying|able|supposed|likely|hard|easy|ready|right|enough|time|way|chance|ability] to",
        "[it turned out|it turns out|what i did|what we did|what happened|what i mean|what i'd do|"
        "what i would do] (is|was)",
        "[at the time|at that point|at some point|back then|in the end|as soon as|as long as|even though|even if|"
        "given that|when it comes to|so far]",
        "in my (last|previous|current|first) [job|role|team|project|company|position]",
    )
    + "$"
)
OPEN_EXCEPT = re.compile(
    phrases(
        "[that's|so|yes|yeah|no|not|is|was|or|but|exactly|know|see|say|of|than|ago|late|done|then|and|place|me] "
        "[what i did|what we did|what happened|what i'd do|what i would do|i think|i guess|i suppose|i believe|"
        "i'd say|i would say|what i mean|for example|for instance|either|neither|at the time|"
        "at that point|back then|in the end|so far]",
        "[it|that|one|them|us|me|so|yes|no|fine|true|good|fair|enough|small|big|hard|wrong|right|well|days|weeks|"
        "hours|year|month|people] "
        "[i think|i guess|i suppose|i believe|i'd say|i would say|at the time|back then|in the end|so far|either|"
        "for example|for instance|at that point]",
        "[didn't|don't|doesn't|not|never|wouldn't|than i|than we|as i|as we|if i|if we|if they|if you|all i|what i|"
        "what we] "
        "[want|wanted|had|have|need|needed|used|going|able|supposed|tried|like] to",
    )
    + "$"
)
FILLER_PHRASE = re.compile(
    phrases("[you know|i mean|you see|how do i say|what's the word|let's see|like|well|so|kind of|sort of]") + "$"
)
TRAILING = frozenset({"so", "you know"})
"Of these, the ones that people also end with: behind a whole sentence they are weak, no hold."
FILLER_EXCEPT = re.compile(
    phrases(
        "[do|did|don't|didn't|let|as|if|would|what|never|to|before|and|when|once|until] (not) [you know|i mean|"
        "you see]",
        "[look|looks|looked|feel|feels|felt|sound|sounds|sounded|was|is|it's|be|something|things|not|stuff|"
        "what it's|would|i'd] like",
        "[as|very|went|go|works|worked|work|pretty|did|do|quite|really|doing|reasonably|perfectly|that|so|fairly|"
        "ran|it] well",
        "[think|thought|guess|hope|believe|said|say|says|saying|do|did|even|or|if|more|just|is|not|it|them|that] so",
        "[some|any|a|this|that|the|what|same|of this|one] [kind of|sort of]",
        "[yes|yeah|no|probably|definitely|maybe|well] [kind of|sort of]",
    )
    + "$"
)

NUMBERS = {"two": 2, "three": 3, "four": 4, "five": 5, "2": 2, "3": 3, "4": 4, "5": 5, "a couple of": 2}
_ITEMS = (
    "reasons things problems points parts steps ways issues options choices signals signs factors "
    "changes risks metrics "
    "approaches lessons assumptions questions causes checks concerns aspects ideas mistakes constraints goals layers"
)
_COUNT = "(" + "|".join(NUMBERS) + ")"
LIST = re.compile(
    r"(?:^|[.?!,]\s+|\b(?:there are|there were|there's|for|have|had|see|at|are|do|did|give|gave|say|well|"
    r"so|um|uh|yes|yeah|and|"
    rf"mainly|basically|watch|check|name|mention)\s+){_COUNT} (?:(?:main|big|different|other|small|clear|"
    rf"simple|more) )?"
    rf"(?:{_ITEMS.replace(' ', '|')})\b"
    rf"|\bthere are (?:really |basically |mainly |usually |only )?{_COUNT} [a-z]+s\b"
)
"A list announced: `for two reasons`, `three things`, `there are two sides`."
ORDINALS = tuple(
    re.compile(phrases(words))
    for words in (
        "[first|firstly|one is|one was|one of them|number one|to begin with|to start with|for one|"
        "on the one hand|the one]",
        "[second|secondly|number two|the other|another|on the other hand|then there's|then there is|two is|also|next]",
        "[third|thirdly|number three|lastly|finally|the last|three is]",
        "[fourth|fourthly|number four|finally|lastly|the last]",
        "[fifth|number five|finally|lastly|the last]",
    )
)
SUBORDINATOR = re.compile(
    r"^(?:(?:and|but|so|or|well|um|uh|yeah|then|also) )*(if|when|whenever|while|although|though|unless|"
    r"once|since(?! then)|after|"
    r"before|as soon as|given that|as long as|even though|even if|by the time|instead of|rather than|despite)\b"
)
SUBJECT = re.compile(
    r"\b(?:i|we|you|they|he|she|it|that|this|there|nobody|someone|everyone|people|somebody)(?:'\w+)?\b"
)
