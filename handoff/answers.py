"""Yes, no, or leave me out of this: what a short answer says, decided by rule. Pure.

A yes moves money, so it is not left to a classifier's score: an answer counts only when all of it is made of words that
mean this one thing. A question, a condition, a contradiction, any other word, and it is no answer.
"""

from __future__ import annotations

import re
from enum import Enum


class Answer(Enum):
    """What a short answer says."""

    YES = "yes"
    NO = "no"
    LEAVE = "leave"


def _phrases(text: str) -> str:
    """A pattern for any of the phrases, which are separated by `|`, the longest first."""
    phrases = sorted((" ".join(phrase.split()) for phrase in text.split("|")), key=len, reverse=True)
    return "|".join(re.escape(phrase) for phrase in phrases)


_YES = _phrases(
    """yes|yeah|yea|yep|yup|yess|yes please|y|ya|aye|ok|okay|okey|okie|k|sure|sure thing|of course|absolutely|definitely
    |certainly|indeed|correct|that's right|that is right|that's correct|that is correct|exactly|agreed|i agree|affirm
    |affirmative|confirm|confirmed|i confirm|confirm it|by all means|looks good|looks right|looks correct|sounds good
    |sounds right|all good|good|great|perfect|fine|that's fine|alright|all right|i'm sure|i am sure|👍|👌|✅|✔"""
)
_DO_IT = _phrases(
    """go ahead|go for it|go on|proceed|do it|do that|do so|just do it|please do|send it|send|send the money|submit it
    |make the transfer|open it|open the incident|open the ticket|file it"""
)
_NO = _phrases(
    """no|nope|nah|nay|noo|n|no thanks|no thank you|no way|not now|don't|do not|dont|don't do it|do not do it
    |don't do that|don't send it|do not send it|don't open it|do not open it|rather not|i'd rather not|better not|never
    |absolutely not|of course not|certainly not|negative|i don't|i don't want to|i don't want that|i don't want it
    |i do not want it|reject|i reject|decline|i decline|deny|i deny|refuse|i refuse|object|i object|disagree
    |i disagree|not ok|not okay|👎|❌"""
)
_LEAVE = _phrases(
    """cancel|cancel it|cancel that|cancel this|cancel everything|stop|stop it|stop that|stop this|never mind|nevermind
    |forget it|forget that|forget about it|forget this|abort|quit|i quit|exit|end|end it|end this|back|go back|leave
    |leave it|leave this|drop it|scrap it|scrap that|i changed my mind|changed my mind|i give up|leave me alone|go away
    |get me out of here|not anymore|i don't want that anymore|i don't want this anymore|i don't want it anymore"""
)
_FILLER = _phrases(
    """please|pls|plz|now|then|thanks|thank you|thx|ty|cheers|well|oh|um|uh|hmm|so|just|very much|right away
    |actually|sorry"""
)
# what may follow a plain yes without changing it: "yes, I would like you to send the money"
_HARMLESS = _phrases(
    """i|you|we|me|am|is|be|it|that|this|all|the|a|to|and|for|with|want|would|like|can|may|make|do|money|transfer
    |ticket|incident"""
)

_SEPARATOR = r"[\s,.;:!…\-–—]+"


def _made_of(*kinds: str) -> re.Pattern[str]:
    any_of = f"(?:{'|'.join(kinds)})"
    return re.compile(f"{any_of}(?:{_SEPARATOR}{any_of})*")


_SAYS_YES = (
    _made_of(_YES, _DO_IT, _FILLER),
    re.compile(f"(?:{_YES}){_SEPARATOR}{_made_of(_YES, _DO_IT, _FILLER, _HARMLESS).pattern}"),
)
_SAYS_NO = _made_of(_NO, _FILLER, _LEAVE)
_HAS_YES = re.compile(rf"(?<!\w)(?:{_YES}|{_DO_IT})(?!\w)")
_HAS_NO = re.compile(rf"(?<!\w)(?:{_NO})(?!\w)")
_HAS_LEAVE = re.compile(rf"(?<!\w)(?:{_LEAVE})(?!\w)")

_LONGEST_ANSWER = 120
_EDGES = " \t\n,.;:!…-–—\"'()\N{VARIATION SELECTOR-16}"
_SKIN_TONES = re.compile("[\U0001f3fb-\U0001f3ff\N{VARIATION SELECTOR-16}]")


def read_answer(text: str) -> Answer | None:
    """The answer that all of `text` gives; None when it is a question, says more, or contradicts itself.

    The payloads of buttons count as what they mean: "/affirm" is YES, "/deny" is NO.
    """
    plain = _SKIN_TONES.sub("", text).casefold().replace("\N{RIGHT SINGLE QUOTATION MARK}", "'").strip(_EDGES)
    plain = " ".join(plain.split()).removeprefix("/")
    if not plain or len(plain) > _LONGEST_ANSWER:
        return None
    if any(pattern.fullmatch(plain) for pattern in _SAYS_YES) and _HAS_YES.search(plain):
        return Answer.YES
    if not _SAYS_NO.fullmatch(plain):
        return None
    if _HAS_LEAVE.search(plain):
        return Answer.LEAVE
    return Answer.NO if _HAS_NO.search(plain) else None
