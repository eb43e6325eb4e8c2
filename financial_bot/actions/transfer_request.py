"""Is it a wish to send money, or talk about one? Pure."""

from __future__ import annotations

import re

# polite forms that contain words of the list below
_POLITE = re.compile(
    r"\b(?:(?:if you )?don'?t mind|don'?t forget|do not forget|why don'?t (?:you|we)|why not|never mind that)\b"
)
_TALK = re.compile(
    r"""\b(?:
      don'?t | do\ not | didn'?t | did\ not | never | already | yesterday\ i
    | (?:did|have|has|was|were|had)\ (?:i|you|we|my|the|it|that)
    | (?:i|you|we|he|she|they)\ (?:have\ |had\ |just\ )?(?:sent|transferred|paid|wired)
    | why | how\ (?:do|can|could|does|would|to|long|many|often)
    | cancel | undo | reverse | revert | refund | recall | dispute
    | (?:go|goes|went|gone|going)\ through | arrived?
    | (?:send|pay|transfer|wire|give|lend|owes?)\ me
    | (?:request|collect|borrow|get)\b.*\bfrom
    )\b""",
    re.VERBOSE,
)


def asks_for_a_transfer(text: str) -> bool:
    """Whether the sentence may begin a transfer: not one that forbids, reports, undoes or asks about one, nor one in
    which the customer is to be paid."""
    plain = " ".join(text.casefold().replace("’", "'").split())
    return _TALK.search(_POLITE.sub(" ", plain)) is None
