"""Is it a wish that moves or changes something, or talk about one? Pure.

The classifier says what a sentence is about; whether it asks for the thing is decided here, by rule.
"""

from __future__ import annotations

import re

# polite forms that contain words of the lists below
_POLITE = re.compile(
    r"\b(?:(?:if you )?don'?t mind|(?:don'?t|do not) (?:forget|let me forget)|why don'?t (?:you|we)|why not"
    r"|can'?t you|(?:how|what) about|what if you|is it possible|is there (?:a|any) way|do you think you)\b"
)
# the part of a sentence that has one of these is the wish, or the talk about it
_PAYS = re.compile(
    r"\b(?:send|sends|sending|transfer|transfers|transferring|pay|pays|paying|payment|payments|wire|give|gives|move|shoot"
    r"|sent|transferred|paid|wired|money)\b"
)
_SOMEBODY_ELSE = r"""
    (?:my\ (?:wife|husband|boss|sister|brother|mother|mom|mum|father|dad|son|daughter|friend|partner|employer|roommate
    |landlord)|somebody|someone)
"""
_TALK = re.compile(
    rf"""\b(?:
      don'?t | do\ not | didn'?t | did\ not | never | already | won'?t | will\ not | can'?t | cannot | wouldn'?t
    | should\ not | shouldn'?t | (?:not|wasn'?t)\ (?:going|about)\ to | (?:was|were)\ (?:going|about)\ to | no
    | nobody | refuse\w* | stop | freeze | block | hold | avoid | prevent
    | (?:did|have|has|was|were|had)\ (?:i|you|we|my|the|it|that)
    | (?:i|you|we|he|she|they)\ (?:have\ |had\ |just\ )?(?:sent|transferred|paid|wired)
    | {_SOMEBODY_ELSE}\ (?:has\ |have\ |hasn't\ |just\ )?(?:paid|sent|transfer(?:red|s)|pays|sends|wired)
    | (?:didn't|doesn't|isn't|wasn't|hasn't|won't)\ (?:he|she|they|it|you) | wants\ to | (?:told|tells|asked|asks)\ me
    | why | how\ (?:do|can|could|does|would|to|long|many|often) | what\ happens
    | cancel | undo | reverse | revert | refund | recall | dispute | says | said | reads? | wrote
    | (?:go|goes|went|gone|going)\ through | arrived? | stuck | scam | safe\ to
    | (?:pays|sends|sending|wired|paid|transfers)\ (?:me|us|his|her|their)\b
    | let\ me\ (?:know|think) | tell\ me\ if | explain | remind | regret | hassle | bounced | took\ care
    | done\ paying
    | missing | mistake | unpaid | invoice | (?:gets?|got|receives?)\ money | (?:help|hurt|affect)\ my
    | hate | boring | wish\ i | afford | my\ call
    | (?:send|pay|transfer|wire|give|lend|owes?)\ me
    | (?:show|tell|list|give)\ me\ (?:about\ )?(?:my\ |the\ |all\ )?(?:payments?|transfers?)
    | (?:request|collect|borrow)\b.*\bfrom | get\b.*\bfrom(?!\ me\b)
    )\b""",
    re.VERBOSE,
)
# these take everything back, wherever they stand
_TAKEN_BACK = re.compile(
    r"\b(?:i refuse|kidding|joking|but no|better not|rather not|no way|forget (?:it|that)|never mind)\b"
)
_PARTS = re.compile(r"[,;:.!?\n]+\s|\bbut\b|\bso (?=please|can|could|send|transfer|pay)")
# a question that is no polite order: what comes first asks for knowledge
_ASKS = re.compile(
    r"""^\W*(?:(?:and|so|well|ok|okay|hey|hi)\ )*
    (?:what(?!\ i\ owe\b)|what's|which|who|whom|whose|when|where|is|are|am|does|do\ i|do\ we|did|has|have|should|if|was
    |were|how|can\ i\ (?:add|pay\ with)|paying)\b""",
    re.VERBOSE,
)

_CARD = r"(?:cards?|cc|visa|master ?card|amex|emblem|justice|credit ?all|iron bank)"
_TO_A_CARD = rf"(?:\w+ ){{0,2}}{_CARD}\b|the (?:balance|minimum)\b"
_TRANSFER = re.compile(
    rf"\b(?:send|transfer|wire|give|shoot|pay)\b.*\bto (?!{_TO_A_CARD})\w"
    r"|\b(?:transfer|send|wire) (?:some )?(?:money|cash)\b"
    r"|\b(?:make|do|new|another) (?:a )?(?:new )?(?:money )?transfer\b"
)
_CARD_PAYMENT = re.compile(
    rf"\b(?:pay|paying|payment|settle|clear|put|send|transfer|throw|knock)\b.*\b{_CARD}\b|\b{_CARD} (?:bill|payment)\b"
)
_PAYEES = re.compile(r"\b(?:payees?|recipients?|beneficiar(?:y|ies)|contacts?)\b")
_ORDER = re.compile(r"\bscheduled?\b|\bupcoming\b|\bplanned\b|\bpending\b|\bstanding\b|\b[tc]-?0*\d{1,6}\b")
_SECOND_ORDER = re.compile(
    r"""\b(?:also|as\ well|additionally|new\ transfer|split|half\ to|of\ it\ to)\b | \btoo\W*$
    | \b(?:another|a\ second)\ (?:one|transfer|payment|\$?\d+)
    | ^\W*(?:(?:yes|yeah|yep|ok|okay|sure|no)\W+)*(?:and|plus|then|next|afterwards|after\ that)\b
      (?!\ (?:make|change|on|tomorrow|today|next|it|that|please|mon|tue|wed|thu|fri|sat|sun))
    | \b(?:and|plus)\ (?:then\ )?\$?\d""",
    re.VERBOSE,
)
_FROM_A_CARD = re.compile(
    rf"\bfrom (?:my |the )?(?:\w+ )?{_CARD}\b|\bus(?:e|ing) (?:my |the )?(?:\w+ )?{_CARD}\b|\bwith my {_CARD}\b"
)
_CHANGES_AN_ORDER = re.compile(
    r"\b(?:change|move|postpone|reschedule|increase|decrease|edit|update|raise|lower|delay|shift|bring forward)\b"
)
_CALLS_OFF = re.compile(r"\b(?:cancel|call\w* off|stop|delete|remove|drop|scrap|kill|undo|abort|revoke|forget)\b")
_NO_ORDER = re.compile(
    r"\b(?:don'?t|do not|never) (?:add|save|remove|delete|cancel|call off)\b"
    r"|^\W*(?:why|how|when|who|what|did|didn'?t|have|has|was|were)\b"
)


def asks_to_pay(text: str) -> bool:
    """Whether the sentence may begin a payment: not one that forbids, reports, undoes, quotes or asks about one, nor
    one in which the customer is to be paid."""
    plain = _plain(text)
    if _TAKEN_BACK.search(plain) or _FROM_A_CARD.search(plain):
        return False  # money goes out from the account only
    parts = _PARTS.split(plain)
    about_paying = [part for part in parts if _PAYS.search(part)] or parts
    return any(not _TALK.search(part) and not _ASKS.search(part) for part in about_paying)


def asks_to_change(text: str) -> bool:
    """Whether a payee or something scheduled shall be changed: not "why did you remove her?" nor "don't add her"."""
    return not _NO_ORDER.search(_plain(text))


def asks_to_call_off(text: str) -> bool:
    """Whether something scheduled shall not happen, and not happen otherwise: not "move it to friday"."""
    plain = _plain(text)
    return asks_to_change(text) and (not _CHANGES_AN_ORDER.search(plain) or bool(_CALLS_OFF.search(plain)))


def names_a_second_order(text: str) -> bool:
    """Whether the sentence adds an order to the one that is being talked about: "and 20 to alice"."""
    return bool(_SECOND_ORDER.search(_plain(text)))


def names_a_transfer(text: str) -> bool:
    """Whether the sentence says by itself that money shall go to somebody, and not to a card."""
    return bool(_TRANSFER.search(_plain(text))) and not names_a_card_payment(text)


def names_a_card_payment(text: str) -> bool:
    """Whether the sentence says by itself that a card shall be paid."""
    return bool(_CARD_PAYMENT.search(_plain(text)))


def names_payees(text: str) -> bool:
    """Whether the sentence speaks of payees by that or a like word."""
    return bool(_PAYEES.search(_plain(text)))


def names_an_order(text: str) -> bool:
    """Whether the sentence speaks of something scheduled, or gives a reference such as T-000012."""
    return bool(_ORDER.search(_plain(text)))


def _plain(text: str) -> str:
    return _POLITE.sub(" ", " ".join(text.casefold().replace("’", "'").split()))
