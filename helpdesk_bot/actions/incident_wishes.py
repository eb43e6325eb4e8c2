"""Which change to an incident does a sentence ask for, whatever the classifier takes it for? Pure.

Read where a misreading would act on the wrong incident: in the middle of a skill that changes one.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from typing import Final, Literal, get_args

from helpdesk_bot.desk import read_priority

from .comment_reading import read_comment
from .desk_wishes import asks_to_change, asks_to_close, names_a_closing, plainly

Wish = Literal["close", "priority", "comment"]

_START = (
    r"(?:^|[,.;:!?]\s*|\b(?:and|but|then|please|just|actually|rather|instead|also|no|wait|you\ (?:can|may|could|should)"
    r"|(?:can|could|would|will)\ you|i\ (?:want|need)\ (?:you\ )?to|i(?:'d|\ would)\ like\ (?:you\ )?to|let's|to)\s+)"
    r"(?:(?:please|just|also|now|first)\s+)*"
)
_LEVELS = re.compile(
    rf"{_START}(?:make|set|mark|put|turn|move|treat|flag)\b",
    re.VERBOSE,
)
_PRIORITY = re.compile(
    rf"""{_START}(?:change|raise|lower|increase|decrease|bump|upgrade|downgrade|reduce|escalate|set|adjust)\b
    .*\b(?:prio|priority|urgency)\b
    | {_START}(?:raise|lower|escalate|bump|upgrade|downgrade)\ (?:it|this|that)\b
    | \b(?:low|lower|medium|normal|high|higher|highest|lowest|top|another|different)[ ]prio(?:rity)?\b""",
    re.VERBOSE,
)
_COMMENT = re.compile(
    rf"{_START}(?:add|append|note|write|mention|attach|comment|let\ \w+\ (?:\w+\ )?know|tell\ (?:them|the|support))\b",
    re.VERBOSE,
)
_COMMENTS = re.compile(
    rf"""{_START}(?:add|leave|write|put|make|attach)\b.*\b(?:comments?|remarks?|notes?|information|details?)\b""",
    re.VERBOSE,
)
_CLOSE = re.compile(
    rf"{_START}close\b(?!\s+(?:the|my|all|every)\s+(?:window|door|program|app|browser)s?\b)", re.VERBOSE
)
_SOLVED = re.compile(
    r"\b(?:works?|working|prints|runs)\s+(?:\w+\s+)?(?:again|now|fine)\b"
    r"|(?:\bis|\bare|'s|\bbeen|\bgot)\s+(?:\w+\s+)?(?:solved|fixed|resolved|gone)\b"
)
_FEW_WORDS = 10
_STATUS = re.compile(
    r"""^\W*(?:(?:and|ok|okay|please|so|the|my|show|give|tell|me|check|what'?s|what|is|are|any|there|an?|for|of|its)\s+)*
    (?:status(?:es)?|progress|news|updates?|state)
    (?:\s+(?:of|on|for|about|with|from|regarding|please|pls|now|yet|today|so\ far|check|report|is\ it)\b.*)?\W*$
    | ^\W*(?:is|are|was|were|has|have)\s+(?:it|this|that|they|(?:my|the|our|all)\s+(?:[\w'-]+\s+){0,3}?
      (?:tickets?|incidents?|problems?|issues?|cases?|one))\s+(?:\w+\s+){0,2}?
      (?:solved|fixed|resolved|closed|done|open|finished|ready)\b(?!.*\b(?:so|then)\b.*\bclose\b)
    | ^\W*(?:did|have|has|had)\s+(?:you|anybody|anyone|somebody|someone|they|the\ \w+)\s+(?:\w+\s+){0,2}?
      (?:close[d]?|solved?|fix(?:ed)?|resolved?|look(?:ed)?|read|see|seen)\b
    | ^\W*how(?:'s|\s+is|\s+are|\s+far)\s+(?:is\s+|are\s+)?(?:it|this|my|the|they)\b
      (?:\s+(?:[\w'-]+\s+){0,3}?(?:tickets?|incidents?|one|doing|going|coming|getting))?""",
    re.VERBOSE,
)


def wishes_in(text: str) -> frozenset[Wish]:
    """All changes to an incident that the text asks for: "actually make it low priority" asks for a priority."""
    plain = plainly(text)
    if not _asks_for_comment(plain):
        return frozenset(wish for wish in _ASKED_FOR if _ASKED_FOR[wish](plain))
    rest = read_comment(plain).naming  # the comment itself asks for nothing: "write into my ticket: close the window"
    return frozenset({"comment", *(wish for wish in _ASKED_FOR if _ASKED_FOR[wish](rest))})


def other_wish(text: str, own: Iterable[Wish]) -> Wish | None:
    """The change that the text asks for if it asks for none of one's own."""
    wishes = wishes_in(text)
    return None if wishes & set(own) else next((wish for wish in get_args(Wish) if wish in wishes), None)


def asks_only_to_close(text: str) -> bool:
    """Whether an incident shall be closed, and the text is not what shall be added to one or another priority."""
    return asks_to_close(text) and other_wish(text, ("close",)) is None


def asks_for_status(text: str) -> bool:
    """Whether it is certainly a question how incidents are doing: "status", "is it solved?", "did you close it?"."""
    return bool(_STATUS.search(plainly(text)))


def _asks_for_priority(text: str) -> bool:
    is_asked = _PRIORITY.search(text) or (_LEVELS.search(text) and read_priority(text))
    return bool(is_asked) and asks_to_change(text)


def _asks_for_comment(text: str) -> bool:
    is_asked = _COMMENTS.search(text) or (_COMMENT.search(text) and read_comment(text).comment)
    return bool(is_asked) and asks_to_change(text)


def _asks_for_closing(text: str) -> bool:
    is_solved = len(text.split()) <= _FEW_WORDS and _SOLVED.search(text)
    return bool(_CLOSE.search(text) or names_a_closing(text) or is_solved) and asks_to_close(text)


_ASKED_FOR: Final[Mapping[Wish, Callable[[str], bool]]] = {
    "close": _asks_for_closing,
    "priority": _asks_for_priority,
    "comment": _asks_for_comment,
}
