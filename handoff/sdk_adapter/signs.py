"""What the words of a message show of its intention, before any field reads them. Pure."""

from __future__ import annotations

import re

from handoff.answers import is_question, read_answer
from handoff.sdk_adapter.fields import Field
from handoff.sdk_adapter.turn import Turn

# "the door squeaks" and "please close this soon" are answers where any words are one
NO_QUESTIONS = frozenset({"out_of_scope", "goodbye"})

SURE_ENOUGH_TO_INTERRUPT = 0.6
# where any words are an answer, only a short and certain question is taken for one
_SURE_ENOUGH_IN_FREE_TEXT = 0.85
_LONGEST_IN_FREE_TEXT = 6  # words
SURE_ENOUGH_TO_LEAVE = 0.8

_WANTS_A_CHANGE = re.compile(
    r"\b(change|correct|edit|fix|wrong|incorrect|different|another|other|should be|not right|not complete|incomplete"
    r"|too (?:short|long)|misleading)\b",
    re.IGNORECASE,
)
_ASKS_TO_ACT = re.compile(
    r"\b(make|send|change|instead|rather|transfer|pay|put|set|switch|move|open|use|about|add|mention|note|include"
    r"|write|raise|lower|be)\b",
    re.IGNORECASE,
)


def is_short_and_sure(turn: Turn) -> bool:
    """Whether a message is a question or a wish although any words would be an answer."""
    is_short = len(turn.text.split()) <= _LONGEST_IN_FREE_TEXT
    return is_short and turn.intent_confidence >= _SURE_ENOUGH_IN_FREE_TEXT


def calls_wrong(text: str, field: Field) -> bool:
    """Whether the text wants to change the field without saying to what."""
    plain = text.casefold()
    return bool(_WANTS_A_CHANGE.search(plain)) and any(re.search(rf"\b{name}\b", plain) for name in field.called)


def tells_nothing_new(text: str) -> bool:
    """Whether a message at the read-back is a plain answer ("all right"), or a question that asks for no deed ("is
    monday a holiday?")."""
    return read_answer(text) is not None or (is_question(text) and not _ASKS_TO_ACT.search(text))
