"""Times and conditions in an order that nobody reads: "if it rains", "after the meeting". Pure.

In doubt one was said, so that the day is asked: a payment that should wait never goes at once.
"""

from __future__ import annotations

import re

_ARTICLE = r"(?:(?:my|your|his|her|their|our|the|this|that|a|an|one|each|both)\s+)*"
_ACCOUNT = (
    r"(?:account|card|bank|wallet|fund|pocket|hand|balance|bill|statement|visa|mastercard|amex|discover|debt)s?\b"
)
# In masked text a "|" stands for a name, an amount or a day.
_OF_SOMEBODY = r"(?:[\w|'’]+\s+){0,2}"

_WAYS_TO_PAY = (
    rf"{_ARTICLE}{_OF_SOMEBODY}{_ACCOUNT}|{_ARTICLE}\||{_ARTICLE}(?:credit|debit)\b|(?:it|that|there|top|behalf|credit|me|paying)\b"
    r"|what\b|all\b|everything\b|second\s+thought|(?:the\s+)?way\b"
)
_HARMLESS = {
    "on": rf"{_WAYS_TO_PAY}|(?:to|and|please|now|then)\b",
    "at": rf"{_WAYS_TO_PAY}|once\b|all\b|zero\b|least\b|most\b|(?:the|this)\s+(?:moment|time)\b"
    r"|(?:your|my)\s+(?:earliest\s+)?convenience\b",
    "in": rf"{_WAYS_TO_PAY}|full\b|cash\b|total\b|advance\b|dollars?\b|usd\b|us\b|euros?\b|pounds?\b|cents?\b|case\b"
    r"|order\b|addition\b|return\b|exchange\b|(?:an?|the)\s+(?:amount|sum|total|name)\b|(?:one|a\s+single|two)\s+(?:go|payment)"
    r"|need\b|(?:a\s+)?hurry\b|(?:my|his|her|their|your)\s+name\b|to\b|and\b|please\b|now\b",
    "if": r"you\b(?!\s+(?:have|receive|get|hear|see|find|notice|know)\b)|(?:at\s+all\s+)?possible"
    r"|(?:that|it)(?:['’]?s|\s+is)?\s+(?:ok|okay|alright|all\s+right|possible|fine|not\s+too|no\s+(?:trouble|problem|bother))"
    r"|(?:i|we)\s+(?:can|could|may|might)\b|need\s+be\b|so\b|not\b",
    "when": r"(?:you\b|possible|convenient|will\b|can\b|do(?:es)?\b|did\b|is\b)",
    "until": r"\||now\b",
    "after": r"all\b|\|",
    "once": r"more\b|again\b|only\b|and\b|please\b|now\b|for\b|to\b|\||in\b",
    "unless": r"\Z(?!)",
}
_AS_ALSO_SAID = {"till": "until", "whenever": "when", "provided": "unless", "upon": "after"}
# "It would be nice if you", "look after the bill", "hop on"
_HARMLESS_BEFORE = {
    "if": r"\b(?:nice|great|good|lovely|kind|appreciate(?:\s+it)?|happy|glad|grateful|thankful|wonderful|awesome"
    r"|see|know|check|ask|wonder(?:ing)?|whether)\s+$",
    "after": r"\b(?:look|looks|looking)\s+$",
    "once": r"\b(?:at|just|only|for|than|not)\s+$",
    "in": r"\b(?:log|logged|come|put|check|fill)\s+$",
    "on": r"\b(?:go|come|hold|hang|later|and|so|carry|move)\s+$",
    "at": r"\blook\s+$",
    "when": r"\b(?:know|ask|tell|remember|say)\s+$",
}
_WORD = re.compile(rf"\b({'|'.join([*_HARMLESS, *_AS_ALSO_SAID])})\s+(?=[\w|])", re.IGNORECASE)
# "Kofi drove me home in his car, so I want to give him 15 dollars" tells a story first.
_STORY = re.compile(r"^.*,\s*(?:so|and\s+so|therefore)\b", re.IGNORECASE | re.DOTALL)
_CONDITIONS = frozenset({"if", "unless"})


def says_when(text: str) -> bool:
    """Whether words in `text` can tell a time or a condition. Names, amounts and days in it are replaced by "|"."""
    return any(_words_that_may_say_when(text))


def makes_a_condition(text: str) -> bool:
    """Whether it is a condition, which a day beside it does not settle: "on friday if it rains"."""
    return any(word in _CONDITIONS for word in _words_that_may_say_when(text))


def _words_that_may_say_when(text: str) -> list[str]:
    text = _STORY.sub(lambda story: " " * len(story[0]), text)
    found = ((_AS_ALSO_SAID.get(said[1].lower(), said[1].lower()), said) for said in _WORD.finditer(text))
    return [word for word, said in found if not _is_harmless(word, text[: said.start()], text[said.end() :])]


def _is_harmless(word: str, before: str, after: str) -> bool:
    if re.match(rf"(?:{_HARMLESS[word]})", after, re.IGNORECASE):
        return True
    return word in _HARMLESS_BEFORE and re.search(_HARMLESS_BEFORE[word], before, re.IGNORECASE) is not None
