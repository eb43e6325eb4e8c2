"""Reading the name of a new payee out of a sentence. Pure."""

from __future__ import annotations

import re

_PAYEE = (
    r"(?:payees?|recipients?|beneficiary|contacts?|list(?:\ of\ payees)?|people\ i\ (?:can\ )?(?:pay|send\ money\ to))"
)
_SENTENCES = tuple(
    re.compile(pattern, re.IGNORECASE | re.VERBOSE)
    for pattern in (
        # "a payee called Zoe Chen", "new payee: Zoe Chen"
        rf"""\b{_PAYEE}\b[^\w]*(?:(?:who\ is\ |that\ is\ |is\ )?(?:called|named)|by\ the\ name\ of|with\ the\ name|
            (?:the|her|his|their)\ name\ is|:|is|,)\s*(?P<name>.+)""",
        # "add Zoe Chen as a payee", "put Zoe on my list"
        rf"""\b(?:add|save|include|put|register|set\ up|create|make|enter)\s+
            (?!(?:an?|another|new|someone|somebody|one)\b)
            (?P<name>.+?)\s+(?:as|to|in|into|on|among|a)\s+
            (?:(?:an?|my|the|your|our)\ )*(?:new\ |list\ of\ )*{_PAYEE}\b""",
        rf"\bnew\ {_PAYEE}\b\W*(?P<name>.+)",
        r"^\W*(?:(?:please|can\ you|could\ you|i\ want\ to|i'd\ like\ to)\ )*add\ (?P<name>.+)",
    )
)
_LEADS_IN = re.compile(
    r"""^\W*(?:(?:no|nope|sorry|wait|actually|oops|well|um|uh|oh)\b[\s,.]*)*
    (?:(?:(?:the|her|his|their)\ )?(?:it|that|this|he|she|they|name|payee)(?:'s|\ is|\ should\ be|\ are)\b
    |(?:called|named|add|please)\b|with\ the\ name\b|:|make\ (?:it|that)\b|change\ (?:it|that|the\ name)\ to\b
    |call\ (?:him|her|them|it)\b|i\ (?:meant|mean|want\ to\ add|would\ like\ to\ add)\b)*\s*""",
    re.IGNORECASE | re.VERBOSE,
)
_TRAILS = re.compile(
    r"""(?:\s*,)?\s+(?:please|pls|thanks|thank\ you|instead|then|now|as\ (?:a|my|the)\ (?:new\ )?payee
    |to\ my\ (?:list|payees))\W*$""",
    re.IGNORECASE | re.VERBOSE,
)
_CORRECTS = re.compile(
    r"\bmake (?:it|that)\b|\bmeant?\b|\bshould be\b|\bcall(?:ed)?\b|\bname\b|\binstead\b|\bchange\b|\bspell",
    re.IGNORECASE,
)
_NO_BUT_A_NAME = re.compile(
    r"^\W*(?:no|nope|not quite|sorry)\b[\s,.]*(?:it's |it is )?[A-ZÀ-Þ][\w'’-]*(?: [\w'’-]+){0,3}\W*$"
)
_RELATION = re.compile(r"^(?:my|our) [^\W\d_]+(?:\s+|$)", re.IGNORECASE)  # "my landlord Mr Stone"
_NOBODY = frozenset(
    """a an another new someone somebody one person payee payees recipient beneficiary contact friend him her them it me
    my to i want need like would can could please add change the name spelling""".split()
)


def name_to_add(text: str) -> str | None:
    """The name in a sentence like "add Zoe Chen as a payee"; None when it has none."""
    for sentence in _SENTENCES:
        found = sentence.search(text)
        if found:
            return plain_name(found["name"])
    return None


def corrected_name(text: str) -> str | None:
    """The name in "no, it should be Zoë Chen"; None when the text corrects none."""
    return plain_name(text) if _CORRECTS.search(text) or _NO_BUT_A_NAME.match(text) else None


def plain_name(text: str) -> str | None:
    """The name in an answer to "What is the name?"; None when there are only other words."""
    name = _TRAILS.sub("", _LEADS_IN.sub("", text, count=1)).strip(" \t\n,.;:!?\"'“”()")
    name = _RELATION.sub("", name)
    words = name.casefold().split()
    return None if not words or set(words) <= _NOBODY else name
