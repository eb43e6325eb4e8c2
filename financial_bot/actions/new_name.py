"""Reading the name of a new payee out of a sentence. Pure.

The name is kept as it was typed, marks and all: the bank judges it. What is no name is left to asking again.
"""

from __future__ import annotations

import re

from .name_words import is_everyday, speaks

_NOUN = r"(?:payees?|recipients?|beneficiary|contacts?)"
_PAYEE = rf"(?:{_NOUN}|list(?:\ of\ payees)?|people\ i\ (?:can\ )?(?:pay|send\ money\ to))"
_ADD = r"(?:add|save|include|put|register|set\ up|create|make|enter)"
_SENTENCES = tuple(
    re.compile(pattern, re.IGNORECASE | re.VERBOSE)
    for pattern in (
        # "a payee called Zoe Chen", "new payee: Zoe Chen"
        rf"""\b{_PAYEE}\b[\s,.:-]*(?:(?:who\ is\ |that\ is\ |is\ )?(?:called|named)|by\ the\ name\ of|with\ the\ name|
            (?:the|her|his|their)\ name\ is|:|is|,)\s*(?P<name>.+)""",
        # "add Zoe Chen as a payee", "put Zoe on my list"
        rf"""\b{_ADD}\s+
            (?!(?:an?|another|new|someone|somebody|one)\b)
            (?P<name>.+?)\s+(?:as|to|in|into|on|among|a)\s+
            (?:(?:an?|my|the|your|our)\ )*(?:new\ |list\ of\ )*{_PAYEE}\b""",
        # "add payee Zoe Chen", "add the new contact Zoe Chen"
        rf"\b{_ADD}\s+(?:(?:an?|the|my|one|another|more|new)\s+)*{_NOUN}\b[\s,.:-]*(?P<name>.+)",
        rf"\bnew\ {_PAYEE}\b[\s,.:-]*(?P<name>.+)",
        r"^\W*(?:(?:please|can\ you|could\ you|i\ want\ to|i'd\ like\ to)\ )*add\ (?P<name>.+)",
    )
)
_LEADS_IN = re.compile(
    r"""^[\s,.:;!-]*(?:(?:no|nope|sorry|wait|actually|oops|well|um|uh|oh)\b[\s,.]*)*
    (?:(?:(?:the|her|his|their)\ )?(?:it|that|this|he|she|they|name|payee)(?:['’]s|\ is|\ should\ be|\ are)\b
    |(?:called|named|spelled|spelt|written|add|please)\b|with\ the\ name\b|:|make\ (?:it|that)\b
    |(?:change|correct)\ (?:it|that|the\ name)\ to\b
    |call\ (?:him|her|them|it)\b|i\ (?:meant|mean|want\ to\ add|would\ like\ to\ add)\b|[\s,]+)*[\s,.:-]*""",
    re.IGNORECASE | re.VERBOSE,
)
_TRAILS = re.compile(
    r"""(?:\s*,)?\s+(?:please|pls|thanks|thank\ you|instead|then|now|as\ (?:a|my|the)\ (?:new\ )?payee
    |to\ my\ (?:list|payees))\W*$""",
    re.IGNORECASE | re.VERBOSE,
)
# what is said of the person behind the name
_BEHIND = re.compile(
    r"""(?:\s*,)?\s+(?:
    (?:with|using|under|at|and)\s+(?:(?:the|an?|his|her|their|my)\s+)?(?:account|iban|number|sort\ code|bank)\b.*
    |(?:account|iban)\b[\s:]*(?:number\b.*|\w*\d.*)
    |and\s+(?:then\s+)?(?:send|pay|transfer|give|wire|move)\b.*
    )$ | \s*,\s*(?:my|our|who|she|he|they)\b.*$""",
    re.IGNORECASE | re.VERBOSE | re.DOTALL,
)
_CORRECTS = re.compile(
    r"\bmake (?:it|that)\b|\bmeant?\b|\bshould be\b|\bcall(?:ed)?\b|\bname\b|\binstead\b|\bchange\b|\bspel"
    r"|\bcorrect (?:it|that|the name) to\b",
    re.IGNORECASE,
)
_BEFORE_CORRECTION = re.compile(
    r"^\W*(?:(?:no|nope|not quite|sorry|actually|wait|oops|i mean)\b[\s,.]*)*(?:(?:it|that)(?:['’]s| is)\s+)?", re.I
)
_RELATION = re.compile(r"^(?:for )?(?:my|our) [^\W\d_]+(?:\s+|$)", re.IGNORECASE)  # "my landlord Mr Stone"
_TWO_PEOPLE = re.compile(r"\s*(?:,|\band\b|&)\s*", re.IGNORECASE)
_NOT_TWO = re.compile(r"\b(?:an?|the|sons?|co|ltd|inc|company|partners|associates)\b", re.IGNORECASE)
_DIGIT_IN_WORD = re.compile(r"[^\W\d_]\d|\d[^\W\d_]")
_QUOTES = ("''", '""', "“”", "‘’", "()")
_LONGEST = 500  # characters, of the whole message
_MOST_WORDS = 5
_FULL_NAME = range(2, 4)  # words


def name_to_add(text: str) -> str | None:
    """The name in a sentence like "add Zoe Chen as a payee"; None when it has none."""
    for sentence in _SENTENCES if len(text) <= _LONGEST else ():
        found = sentence.search(text)
        if found:
            return plain_name(found["name"].rstrip(" ?!."))
    return None


def corrected_name(text: str) -> str | None:
    """The name in "no, it should be Zoë Chen"; None when the text corrects none."""
    if len(text) > _LONGEST:
        return None
    if _CORRECTS.search(text):
        return plain_name(text)
    begun = _BEFORE_CORRECTION.match(text)
    name = plain_name(text[begun.end() :] if begun else text)
    if name is None or any(is_everyday(word) for word in name.split()):
        return None
    words = name.split()
    in_full = len(words) in _FULL_NAME and all(word[0].isupper() for word in words)
    led_in = bool(begun and begun[0].strip(" ,.!")) and name[0].isupper()
    return name if in_full or led_in else None


def plain_name(text: str) -> str | None:
    """The name in an answer to "What is the name?"; None for other words, questions and requests."""
    if len(text) > _LONGEST:
        return None
    told = _BEHIND.sub("", _TRAILS.sub("", _LEADS_IN.sub("", text, count=1)))
    name = _RELATION.sub("", _without_quotes(told.strip(" \t\n,.;:!?")))
    words = name.split()
    if not words or len(words) > _MOST_WORDS or _DIGIT_IN_WORD.search(name) or all(is_everyday(word) for word in words):
        return None
    written_as_name = all(word[0].isupper() or not word[0].isalpha() for word in words)
    if "?" in told and not written_as_name:
        return None
    return None if speaks(words, written_as_name=written_as_name) else name


def names_several(name: str) -> bool:
    """Whether it is two people's full names: "Iris Vale and Kit Moss", but not "Smith and Sons"."""
    people = [each.split() for each in _TWO_PEOPLE.split(name)]
    return len(people) > 1 and all(len(each) > 1 for each in people) and not _NOT_TWO.search(name)


def _without_quotes(name: str) -> str:
    return name[1:-1].strip() if len(name) > 1 and name[0] + name[-1] in _QUOTES else name
