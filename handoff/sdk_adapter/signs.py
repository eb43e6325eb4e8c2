"""What the words of a message show of its intention, before any field reads them."""

from __future__ import annotations

import re

from handoff.answers import is_question, read_answer
from handoff.here import hosts
from handoff.names import is_named
from handoff.protocol import FAILED_INTENT, TAKE_OVER_INTENT, TRIGGER_INTENT
from handoff.sdk_adapter.fields import Field
from handoff.sdk_adapter.turn import Turn
from handoff.sdk_adapter.words import button_words
from handoff.skill_names import OTHER_SKILL_PREFIX

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


HUMAN_INTENT = "human_handoff"
HANDOFF_INTENTS = frozenset({HUMAN_INTENT, TRIGGER_INTENT, TAKE_OVER_INTENT, FAILED_INTENT})

_SHORTEST_WISH_OF_ANOTHER_HOST = 3  # words; "Emma Stone" is an answer, whatever the classifier takes it for
_LONGEST_NAME = 4
_SHORT = 3
_WORDS = re.compile(r"[^\W_]+(?:['’][^\W_]+)?")
_ANSWER_WORD = re.compile(
    r"\d+(?:st|nd|rd|th|k|am|pm)?|a|an|the|on|at|in|of|for|to|by|and|or|it|is|this|next|last|coming|after|before|from|now"
    r"|please|first|second|third|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|\w+teen|twenty|thirty"
    r"|forty|fifty|sixty|seventy|eighty|ninety|hundred|thousand|half|dozen|dollars?|bucks?|cents?|usd|euros?|eur|pounds?"
    r"|today|tonight|tomorrow|yesterday|(?:mon|tues|wednes|thurs|fri|satur|sun)days?|mon|tue|wed|thu|fri|sat|sun|week"
    r"|weeks|weekend|day|days|month|months|year|years|morning|noon|evening|midnight|end|beginning|january|february|march"
    r"|april|may|june|july|august|september|october|november|december|jan|feb|mar|apr|jun|jul|aug|sep|sept|oct|nov|dec"
    r"|low|medium|high|all|everything|minimum|maximum|balance|asap|immediately",
    re.IGNORECASE,
)
_SOMEBODY = re.compile(
    r"\b(?:human\w*|hooman|person|people|agents?|operator|representative|rep|supervisor|manager|boss|advisor|staff"
    r"|support|service|some(?:one|body)|any(?:one|body)|who else|colleague|bots?|assistants?|escalate|live|transfer me"
    r"|hand me|handoff|switch me|connect me|call me)\b",
    re.IGNORECASE,
)


def is_bare_answer(text: str) -> bool:
    """Whether a text is no more than what answers a question: a yes, a no, a number, an amount, a day, a choice."""
    words = _WORDS.findall(text)
    return read_answer(text) is not None or all(_ANSWER_WORD.fullmatch(word) for word in words)


def asks_for_somebody(turn: Turn, is_understood: bool, is_free_text: bool) -> bool:
    """Whether a message in the middle of a form asks for somebody else, and is no answer that the classifier took for
    that. `is_understood`: a field has found something in it; `is_free_text`: any words would answer. Raises
    ConfigError."""
    if turn.intent not in HANDOFF_INTENTS:
        return False
    if turn.is_payload:
        return True
    if is_bare_answer(turn.text) or (is_free_text and not is_short_and_sure(turn)):
        return False
    is_short = len(turn.text.split()) <= _SHORT
    names_somebody = bool(_SOMEBODY.search(turn.text)) or _names_a_host(turn.text)
    if is_short and not names_somebody:
        return False
    return names_somebody or (turn.intent_confidence >= SURE_ENOUGH_TO_INTERRUPT and not is_understood)


def asks_of_another_host(turn: Turn) -> bool:
    """Whether a message in the middle of a form is long enough to be a wish for what another host can do, and no answer
    that the classifier took for one."""
    if not turn.intent.startswith(OTHER_SKILL_PREFIX):
        return False
    words = turn.text.split()
    is_name = len(words) <= _LONGEST_NAME and all(word[:1].isupper() for word in words)
    is_long_enough = len(words) >= _SHORTEST_WISH_OF_ANOTHER_HOST
    return turn.is_payload or (is_long_enough and not is_name and not is_bare_answer(turn.text))


def _names_a_host(text: str) -> bool:
    return any(is_named(text, host, hosts()) for host in hosts())


def is_choice_of_host(text: str) -> bool:
    """Whether a text is what a button for one of the hosts types, whatever words a form waits for. Raises
    ConfigError."""
    return any(text.strip().casefold() == button_words(host).casefold() for host in hosts())


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
