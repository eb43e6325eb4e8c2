"""What a sentence about transactions asks for besides names and days, and whether it goes on from another one. Pure."""

from __future__ import annotations

import re

_EARNING = re.compile(
    r"\b(?:earn\w*|income|salar\w+|wages?|pay\s?(?:che(?:ck|que)|slip)s?|deposit\w*|receiv\w+|refund\w*|incoming"
    r"|(?:came|come|comes|coming) in|paid in(?:to)?|(?:get|got|getting|been|was|were)(?: i)? paid|(?:pays?|paid) me)\b",
    re.IGNORECASE,
)
_SPENDING = re.compile(
    r"\b(?:spen[dt]\w*|expen[sd]\w*|bought|buy\w*|purchas\w*|outgoing|outgoings|(?:went|goes|going|gone) out|cost me"
    r"|(?<!was )(?:i|we)(?:'ve| have)? (?:pay|paid|send|sent|transferred|transfer|give|gave))\b",
    re.IGNORECASE,
)
_OPENS_A_FOLLOW_UP = re.compile(
    r"\W*(?:(?:ok|okay|well|thanks|thank you|now|hm+)\b\W*)*(?:and|also|or|but|then|only|same|what about|how about)\b",
    re.IGNORECASE,
)
_IS_A_SEARCH = re.compile(
    r"\b(?:how (?:much|many|often)|search|show|list|find|look|see|tell|transactions?|payments?|history|where|when)\b",
    re.IGNORECASE,
)
_EVER = re.compile(
    r"\b(?:ever|of all time|all[- ]time|since (?:the beginning|always)|at any time|any period)\b", re.IGNORECASE
)

_MORE = re.compile(
    r"\W*(?:(?:ok|okay|please|and|can you|could you|can i)\W+)*(?:(?:show|list|see|give|tell|get)\s+)?(?:me\s+)?"
    r"(?:some\s+|any\s+)?(?:more|all(?:\s+\d+)?(?:\s+of\s+(?:them|those|these))?|them\s+all|(?:all\s+)?the\s+(?:rest|others)"
    r"|the\s+(?:remaining|other)\s+ones|everything\s+else)(?:\s+of\s+(?:them|those|these|it))?"
    r"(?:\s+(?:transactions|payments|lines))?(?:\W+please)?\W*",
    re.IGNORECASE,
)


def asks_for_more(text: str) -> bool:
    """Whether the text wants the rest of a list: "more", "show me all of them"."""
    return _MORE.fullmatch(text) is not None


def read_direction(text: str) -> bool | None:
    """True when the text is about money that came in, False for money that went out, None when it does not say."""
    earning, spending = _EARNING.search(text) is not None, _SPENDING.search(text) is not None
    return None if earning == spending else earning


def goes_on(text: str) -> bool:
    """Whether the text only makes sense after another search: "and last month?", "what about amazon?", "amazon"."""
    if _OPENS_A_FOLLOW_UP.match(text):
        return True
    return _IS_A_SEARCH.search(text) is None and read_direction(text) is None


def means_any_time(text: str) -> bool:
    """Whether the text says that all that the bank has is to be searched."""
    return _EVER.search(text) is not None
