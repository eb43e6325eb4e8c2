"""Yes, no, or leave me out of this: what a short answer says, decided by rule. Pure.

A yes moves money, so it is not left to a classifier's score: an answer counts only when all of it is made of words that
mean this one thing. A question, a condition, a contradiction, any other word, and it is no answer.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from enum import Enum
from functools import lru_cache


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
    """yes|yeah|yea|yep|yup|yess|ye|yh|yes please|yes do|yeah do
    |y|ya|aye|ok|okay|okey|okie|k|sure|sure thing|of course|absolutely|definitely
    |certainly|indeed|correct|that's right|that is right|that's correct|that is correct|exactly|agreed|i agree|affirm
    |affirmative|confirm|confirmed|i confirm|confirm it|by all means|looks good|looks right|looks correct|sounds good
    |sounds right|all good|good|great|perfect|fine|that's fine|that is fine|it's fine|it's correct
    |it is correct|it's right
    |everything is correct|everything looks fine|fine by me|confirm transfer|confirm the transfer
    |works for me|sure why not|alright|all right|i'm sure|i am sure|👍|👌|✅|✔"""
)
_DO_IT = _phrases(
    """go|go ahead|go for it|go on|proceed|continue|do it|do that|do so|just do it|let's do it|let's do that|please do
    |make it so|send it|send the money|transfer it|transfer the money|make the transfer|submit it|open it|create it
    |file it|open the incident|open the ticket|go ahead and send it|go ahead and open it|go ahead and do it
    |i want to do that|i want to do it|i'd like to do that|i would like to do that|i'd like that|that's what i want"""
)
_NO = _phrases(
    """no|nope|nah|nay|noo|n|no thanks|no thank you|no way|not now|don't|do not|dont|don't do it|do not do it
    |don't do that|don't send it|do not send it|don't open it|do not open it|rather not|i'd rather not|better not|never
    |absolutely not|of course not|certainly not|negative|i don't|i don't want to|i don't want that|i don't want it
    |i do not want it|reject|i reject|decline|i decline|deny|i deny|refuse|i refuse|object|i object|disagree
    |hell no|don't send|do not send|maybe later|let's not|i'm good|hold off|nothing at all
    |i disagree|i would rather not|do not send that|don't send that|not ok|not okay|👎|❌"""
)
_LEAVE = _phrases(
    """cancel|cancel it|cancel that|cancel this|cancel everything|cancel all|cancel it all|nvm|stop everything
    |forget the whole thing|leave it all|let's stop here|let's stop|cancel the transfer|cancel the incident
    |cancel the ticket|stop|stop it|stop that|stop this|never mind|nevermind|forget it|forget that|forget about it
    |forget this|abort|quit|i quit|exit|end|end it|end this|back|go back|leave|leave it|leave this|drop it|scrap it
    |scrap that|i changed my mind|changed my mind|i give up|leave me alone|go away|get me out of here|not anymore
    |i don't want that anymore|i don't want this anymore|i don't want it anymore"""
)
_FILLER = _phrases(
    """please|pls|plz|now|then|thanks|thanks a lot|thank you|thank you very much|thx|ty|cheers|well|oh|um|uh|hmm|just
    |right away|actually|sir|madam|mate|🙂|😊|🙏"""
)

_WAIT = _phrases(
    """wait|wait a minute|wait a moment|wait a second|wait a sec|wait a bit|no wait|no, wait
    |hold on|hold on a second|hang on
    |one moment|one second|one sec|one minute|just a moment|just a second|just a sec|just a minute|a moment|a second
    |give me a minute|give me a moment|give me a second|not yet|let me think|let me check|let me see|let me look
    |i'm thinking|i am thinking|i need a moment|i need a minute|moment|sec|brb"""
)

_SEPARATOR = r"[\s,.;:!…\-–—]+"


@lru_cache(maxsize=64)
def _made_of(*kinds: str) -> re.Pattern[str]:
    any_of = f"(?:{'|'.join(kinds)})"
    return re.compile(f"{any_of}(?:{_SEPARATOR}{any_of})*")


_STAYS = re.compile(rf"\b(?:don't|do not|dont|never){_SEPARATOR}(?:{_LEAVE}|{_NO})\b")  # "don't stop"

_LONGEST_ANSWER = 120
_DRAWN_OUT = re.compile(r"([a-z])\1{2,}")  # "yesss", "nooo"
_EDGES = " \t\n,.;:!…-–—\"'()\N{VARIATION SELECTOR-16}"
_SKIN_TONES = re.compile("[\U0001f3fb-\U0001f3ff\N{VARIATION SELECTOR-16}]")


@lru_cache(maxsize=64)
def _having(*kinds: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{'|'.join(kinds)})(?!\w)")


def read_answer(text: str, says_yes: Collection[str] = (), says_no: Collection[str] = ()) -> Answer | None:
    """The answer that all of `text` gives; None when it is a question, says more, or contradicts itself.

    The payloads of buttons count as what they mean: "/affirm" is YES, "/deny" is NO. `says_yes` and `says_no` are
    phrases in lower case that answer this one question too, and may mean something else elsewhere.
    """
    plain = _plainly(text)
    if not plain or len(plain) > _LONGEST_ANSWER:
        return None
    yes, no = (_YES, _DO_IT, *_more(says_yes)), (_NO, *_more(says_no))
    if _made_of(*yes, _FILLER).fullmatch(plain) and _having(*yes).search(plain):
        return Answer.YES
    if not _made_of(*no, _FILLER, _LEAVE).fullmatch(plain) or _STAYS.search(plain):
        return None
    if _having(_LEAVE).search(plain):
        return Answer.LEAVE
    return Answer.NO if _having(*no).search(plain) else None


def asks_to_wait(text: str) -> bool:
    """Whether all of `text` says that the user needs a moment: "no wait", "hold on please"."""
    plain = _plainly(text)
    return len(plain) <= _LONGEST_ANSWER and bool(
        _made_of(_WAIT, _FILLER).fullmatch(plain) and _having(_WAIT).search(plain)
    )


def _plainly(text: str) -> str:
    plain = _SKIN_TONES.sub("", text).casefold().replace("\N{RIGHT SINGLE QUOTATION MARK}", "'").strip(_EDGES)
    return _DRAWN_OUT.sub(r"\1", " ".join(plain.split()).removeprefix("/"))


def _more(phrases: Collection[str]) -> tuple[str, ...]:
    return (_phrases("|".join(sorted(phrases))),) if phrases else ()


_ASKS = re.compile(
    r"\?\s*$|^\W*(?:how|what|what's|who|whose|why|when|where|which|can|could|may|do|does|did|is|are|was|will|would|should)\b",
    re.IGNORECASE,
)


def is_question(text: str) -> bool:
    """Whether the sentence has the shape of a question."""
    return _ASKS.search(text) is not None
