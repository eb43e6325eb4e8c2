"""Is it a wish to send money, or talk about one? Pure."""

from __future__ import annotations

import re

# polite forms that contain words of the lists below
_POLITE = re.compile(
    r"\b(?:(?:if you )?don'?t mind|(?:don'?t|do not) (?:forget|let me forget)|why don'?t (?:you|we)|why not"
    r"|can'?t you)\b"
)
# the part of a sentence that has one of these is the wish, or the talk about it
_SENDS = re.compile(
    r"\b(?:send|sends|sending|transfer|transfers|transferring|pay|pays|paying|payment|payments|wire|give|gives|move|shoot"
    r"|sent|transferred|paid|wired|money)\b"
)
_TALK = re.compile(
    r"""\b(?:
      don'?t | do\ not | didn'?t | did\ not | never | already | won'?t | will\ not | can'?t | cannot | wouldn'?t
    | should\ not | shouldn'?t | (?:not|wasn'?t)\ (?:going|about)\ to | (?:was|were)\ (?:going|about)\ to | no
    | nobody | refuse\w* | stop | freeze | block | hold | avoid | prevent
    | (?:did|have|has|was|were|had)\ (?:i|you|we|my|the|it|that)
    | (?:i|you|we|he|she|they)\ (?:have\ |had\ |just\ )?(?:sent|transferred|paid|wired)
    | why | how\ (?:do|can|could|does|would|to|long|many|often)
    | cancel | undo | reverse | revert | refund | recall | dispute | says | said | reads? | wrote
    | (?:go|goes|went|gone|going)\ through | arrived?
    | (?:send|pay|transfer|wire|give|lend|owes?)\ me
    | (?:request|collect|borrow|get)\b.*\bfrom
    )\b""",
    re.VERBOSE,
)
# these take everything back, wherever they stand
_TAKEN_BACK = re.compile(r"\b(?:kidding|joking|but no|better not|rather not|no way|forget (?:it|that)|never mind)\b")
_PARTS = re.compile(r"[,;:.!?\n]+\s|\bbut\b")


def asks_for_a_transfer(text: str) -> bool:
    """Whether the sentence may begin a transfer: not one that forbids, reports, undoes, quotes or asks about one, nor
    one in which the customer is to be paid."""
    plain = _POLITE.sub(" ", " ".join(text.casefold().replace("’", "'").split()))
    if _TAKEN_BACK.search(plain):
        return False
    parts = _PARTS.split(plain)
    about_sending = [part for part in parts if _SENDS.search(part)] or parts
    return any(not _TALK.search(part) for part in about_sending)
