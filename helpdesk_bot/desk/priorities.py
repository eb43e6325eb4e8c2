"""How urgent is it, in people's own words? Pure."""

import re

from .incident import Priority

_FILLERS = r"(?:(?:a|an|any|the|of|in|that|so|all|very|really|too|super|particularly|especially|exactly|longer|be)\s+)*"
_NEGATION = rf"\b(?:not|no|isn't|isnt|wasn't|doesn't|ain't|don't|never|nothing|hardly|less|non|without)[\s-]+{_FILLERS}"

_URGENT = r"(?:urgent(?:ly)?|urgency|critical|important|pressing|emergency|rush|hurry|asap|immediate(?:ly)?)\b"
_LEVEL = r"(?:low|lowest|minor|medium|normal|moderate|high|highest|top|major|severe)\b"

_NOT_URGENT = re.compile(_NEGATION + _URGENT)
_NOT_THIS_LEVEL = re.compile(_NEGATION + _LEVEL)

_WORDS = {
    Priority.LOW: re.compile(r"\b(?:low|lowest|minor|trivial|whenever|can wait|no worries|unimportant)\b"),
    Priority.MEDIUM: re.compile(r"\b(?:medium|normal|moderate|average|standard|middle|mid)\b"),
    Priority.HIGH: re.compile(
        r"\b(?:high|highest|top|urgent(?:ly)?|asap|a\.s\.a\.p|as soon as possible|critical|emergency|immediate(?:ly)?"
        r"|right away|right now|major|severe|very important)\b"
    ),
}


def read_priority(text: str) -> Priority | None:
    """Return the priority that `text` names in any case: "High", "asap", "not urgent", "no rush", "normal".

    None when it names none, or more than one. "Not high" alone names none: it may be medium or low.
    """
    plain = " ".join(text.casefold().replace("’", "'").split())  # the typographic apostrophe is meant
    without_urgency = _NOT_URGENT.sub(" ; ", plain)
    relaxed = without_urgency != plain
    remaining = _NOT_THIS_LEVEL.sub(" ; ", without_urgency)
    named = {priority for priority, words in _WORDS.items() if words.search(remaining)}
    if relaxed and not named:
        return Priority.LOW
    if len(named) != 1 or (relaxed and Priority.HIGH in named):
        return None
    return named.pop()
