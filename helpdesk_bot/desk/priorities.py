"""How urgent is it, in people's own words? Pure.

`read_priority` is for the answer to "How urgent is it?". `read_urgency` is for a sentence in which nobody asked, where
"low" and "critical" mostly belong to something else: a low battery, a critical update.
"""

import re

from .incident import Priority

_FILLERS = r"(?:(?:a|an|any|the|of|in|that|so|all|very|really|too|super|particularly|especially|exactly|longer|be)\s+)*"
_NEGATION = rf"\b(?:not|no|isn't|isnt|wasn't|doesn't|ain't|don't|never|nothing|hardly|less|non|without)[\s-]+{_FILLERS}"

_URGENT = r"(?:urgent(?:ly)?|urgency|critical|important|pressing|emergency|rush|hurry|asap|immediate(?:ly)?)\b"
_LEVEL = r"(?:low|lowest|minor|medium|normal|moderate|high|highest|top|major|severe|p[1-5])\b"

_NOT_URGENT = re.compile(_NEGATION + _URGENT)
_NOT_THIS_LEVEL = re.compile(_NEGATION + _LEVEL)

_WORDS = {
    Priority.LOW: re.compile(
        r"\b(?:low|lowest|minor|trivial|whenever|can wait|no worries|unimportant|p[45]|prio(?:rity)? [45])\b"
    ),
    Priority.MEDIUM: re.compile(r"\b(?:medium|normal|moderate|average|standard|middle|mid|p3|prio(?:rity)? 3)\b"),
    Priority.HIGH: re.compile(
        r"\b(?:high|highest|top|urgent(?:ly)?|asap|as soon as possible|critical|emergency|immediate(?:ly)?"
        r"|right away|right now|major|severe|very important|p[12]|prio(?:rity)? [12])\b"
    ),
}

# What may stand before and after a word of urgency that is about the request itself.
_STARTS = r"(?:^|(?<=[,.;:!?()/\n-])|(?<=[,.;:!?()/\n-] ))"
_REQUEST = (
    r"(?:ticket|incident|issue|problem|request|matter|case|one|thing|situation|question|support|help|assistance|fix)s?"
)
_STOPS = (
    rf"(?= ?(?:$|[,.;:!?()/-])| (?:{_REQUEST}|please|pls|plz|thanks|thank you|thx|because|since|as|and|but|so"
    r"|for (?:me|us|our|my)|with (?:it|this|that)|i|i'm|i've|we|we're|my|our|the|it|it's|this|that|there|there's|nobody"
    r"|can|could|can't|cannot|need|now|today|too|here|again|to fix|to solve|to me|to us|though|tho|although|at all"
    r"|whatsoever|any ?more|any longer|yet|after all|for now|right now|on (?:this|that|it)|about (?:this|that|it)"
    r"|from (?:me|us|my side)|if (?:you|possible))\b)"
)
_IT_IS = (
    r"\b(?:it|this|that|which|matter|problem|issue|ticket|incident|request|case)(?:'s| is|s)?"
    r"(?: (?:a|an|really|very|so|quite|pretty|rather|extremely|super|most|kind of|all))*"
)
_CANNOT = r"(?:can't|cannot|cant|can not|unable to)"
_WORK = r"work\b(?! with| on| in| from| out| around)"  # "I can't work with this file" is about the file
_REALLY = r"(?: really| just| simply| now| am| are)?"


def _any_of(*patterns: str) -> re.Pattern[str]:
    return re.compile("|".join(patterns))


def _priority_is(adjectives: str, digits: str) -> tuple[str, ...]:
    """Patterns for "high priority", "priority: high", "prio 1" and "P1"."""
    called = r"prio(?:rity)?"
    return (
        rf"\b(?:{adjectives})[ -]{called}\b{_STOPS}",
        rf"\b{called}(?: is| as|:| to)? ?:? (?:{adjectives})\b{_STOPS}",
        rf"\b{called}(?: is|:)? [{digits}]\b{_STOPS}",
        rf"(?:{_STARTS}|\b(?:a|is|as|it's|{called}) )p[{digits}]\b{_STOPS}",
    )


_URGENCY = {
    Priority.HIGH: _any_of(
        *_priority_is("high|highest|top|urgent|critical", "12"),
        rf"\burgent(?:ly)?\b{_STOPS}",
        r"\basap\b",
        r"\bas (?:soon|quickly|fast) as possible\b",
        rf"(?:{_STARTS}|{_IT_IS} |\ban? (?:real |absolute |true )?)emergency\b{_STOPS}",
        rf"(?:{_STARTS}|{_IT_IS} )critical(?: for (?:me|us|my|our|the)\b|{_STOPS})",
        rf"\bcritical (?:for (?:me|us|my|our)\b|{_REQUEST}\b)",
        rf"{_IT_IS} important\b{_STOPS}",
        rf"(?:{_STARTS}|\b(?:i|we|team|colleagues|department|everybody|office){_REALLY} ){_CANNOT} {_WORK}",
        rf"\b(?:nobody|no one|noone)(?: here| in \w+)? can {_WORK}",
        r"\b(?:stop|keep|prevent)(?:s|ping|ing)? (?:me|us) from working\b",
        r"\b(?:need|want) (?:it|this|that|help|a fix|somebody|someone)(?: \w+)? "
        r"(?:immediately|right now|right away|at once)\b",
        r"\bin a (?:big |great |real )?(?:hurry|rush)\b",
        rf"(?:{_STARTS}|\b(?:please|pls|plz|must|should) )hurry(?: up)?\b(?! of\b)",
        rf"\b(?:it|this|that) {_CANNOT} wait\b",
    ),
    Priority.MEDIUM: _any_of(*_priority_is("medium|normal|moderate|average|standard", "3")),
    Priority.LOW: _any_of(
        *_priority_is("low|lowest", "45"),
        r"\bwhen(?:ever)? (?:you|somebody|someone|anyone|anybody)(?: \w+)? (?:time|a moment|a minute|can|get to it)\b",
        r"\bwhenever (?:you|somebody|someone) (?:can|like)\b",
        rf"(?:{_STARTS}|\b(?:it|this|that) )can wait\b",
        r"\btake your time\b",
        r"\bno need to (?:rush|hurry)\b",
    ),
}
_UNHURRIED = re.compile(_NEGATION + _URGENT + _STOPS)
_NO_LEVEL = re.compile(rf"{_NEGATION}(?:(?:low|lowest|medium|normal|high|highest|top)[ -]prio(?:rity)?|p[1-5])\b")

# Words of urgency in the name of something: "mails marked as urgent", "the subject is URGENT".
_NAMES = re.compile(
    r"\b(?:mark(?:ed|ing|s)?|flag(?:ged|s|ging)?|set|label(?:led|ed|s)?|called|named|titled|subject|folder|says|said"
    r"|saying"
    r"|categor(?:y|ized|ised))(?: \w+){0,3}? (?:urgent(?:ly)?|asap|critical|emergency|(?:high|low|normal) priority)\b"
)
_QUOTED = re.compile(r"[\"“„«][^\"“”„«»]{0,200}[\"”“»]")
_DRAWN_OUT = re.compile(r"([a-z])\1{2,}")  # "urgeeent", "asaaap"
_MISTYPED = re.compile(
    r"\bu(?:rgnet|rgnt|gent|gnet|rent|rgetn|regnt|grent|rgant|rgemt|rgebt|rgend|rgert|rgenr|rrgent|rgennt"
    r"|rgentt)(ly)?\b"
)
_COMPOUND = re.compile(r"\b(?:low|medium|mid|high|top)-(?!prio)[a-z]+")  # "high-resolution"
_SPELT = re.compile(r"\ba\.s\.a\.p\b|\ba s a p\b")


def read_priority(text: str) -> Priority | None:
    """Return the priority that `text` names in any case: "High", "asap", "not urgent", "no rush", "normal", "P1".

    None when it names none, or more than one. "Not high" alone names none: it may be medium or low.
    """
    plain = _COMPOUND.sub(" _ ", _plain(text))
    without_urgency = _NOT_URGENT.sub(" ; ", plain)
    remaining = _NOT_THIS_LEVEL.sub(" ; ", without_urgency)
    return _the_one(remaining, _WORDS, relaxed=without_urgency != plain)


def read_urgency(text: str) -> Priority | None:
    """Return the priority of the request in a sentence in which nobody asked for it: "URGENT: no mail", "no rush".

    Only words count that speak of urgency itself, and of this request. None when there are none, or they disagree.
    """
    plain = _NAMES.sub(" _ ", _QUOTED.sub(" _ ", _plain(text)))
    without_urgency = _UNHURRIED.sub(" ; ", plain)
    remaining = _NO_LEVEL.sub(" _ ", without_urgency)
    return _the_one(remaining, _URGENCY, relaxed=without_urgency != plain)


def _plain(text: str) -> str:
    """In lower case, with plain apostrophes, single spaces and urgency spelt as it should be."""
    folded = text.casefold().replace("’", "'").replace("–", "-").replace("—", "-").replace("#", " ")
    plain = _DRAWN_OUT.sub(r"\1", " ".join(folded.split()))
    return _SPELT.sub("asap", _MISTYPED.sub(r"urgent\1", plain))


def _the_one(text: str, words: dict[Priority, re.Pattern[str]], *, relaxed: bool) -> Priority | None:
    named = {priority for priority, pattern in words.items() if pattern.search(text)}
    if relaxed and not named:
        return Priority.LOW
    if len(named) != 1 or (relaxed and Priority.HIGH in named):
        return None
    return named.pop()
