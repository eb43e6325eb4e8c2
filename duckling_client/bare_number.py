"""The one number without a currency that is certainly an amount: "50", "send alice 50", "no wait, 50"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from duckling_client.amount import Amount, AmountReason, UnclearAmount, checked_amount, exact_decimal
from duckling_client.exact_number import FOREIGN_WORDS, MULTIPLIERS, TENS, exact_number
from duckling_client.mention import Mention
from duckling_client.numeric_date import date_spans
from duckling_client.passes import MONEY, TIME
from duckling_client.surroundings import Surroundings, overlap, surroundings
from duckling_client.time_words import names_no_time, spoken_days

# What a number that is not money follows: "account 12345678", "card ending in 4321".
_NAMING_WORDS = frozenset(
    """account accounts card number nr # ending ends in iban code pin zip phone room apartment street ticket invoice
    bill order reference ref case customer client flat unit house gate version chapter step option page line level
    item position row table seat bus train flight extension ext""".split()
)
# "no 50" answers a question and corrects; "account no 50", "house no 50" and "No. 50" name something.
_ANSWERING_NO = re.compile(
    r"(?:^|[,;.!?:]|\b(?:oh|um|uh|er|ah|hm+|wait|well|sorry|and|but|no|nope|actually))\s*no\s*[\s,!:\u2014]\s*$", re.I
)
# "Pay my card 20" says how much; "card 4321" and "card 2" say which.
_CARD_TO_PAY = re.compile(r"\b(?:pay|put|send|transfer|give)\b[^,;.!?]*\bcard[\s,]+$", re.I)
_SUM_BEHIND_CARD = re.compile(r"\d{2,3}(?:\.\d\d)?|[a-z]+ty(?:[\s-][a-z]+)?|.*\bhundred\b.*", re.I)
_COUNTING_AFTER = re.compile(
    r"[\s-]*(?:(?:business|working|work|banking|bank)[\s-]+)?(?:seconds?|minutes?|hours?|days?|weeks?|months?|years?)\b",
    re.I,
)
_AND_A_HALF = re.compile(r"\s+and\s+an?\s+(?:half|quarter)\b|\s+point\b", re.I)
_ENDS_IN_NO = re.compile(r"\bno[\s,.:!\u2014]*$", re.I)

_WITH_ARTICLE = re.compile(rf"(?:{'|'.join([*MULTIPLIERS, *TENS])})\b|\d+0\b", re.I)
# A number with one of these is as one without a currency: Duckling does not know them.
_MISTYPED_DOLLARS = frozenset("dolars dolar dollers doller dolers dollas dollaz dollor dollors bux bukcs bcuks".split())
_WORDS_BEFORE = frozenset(
    """pay send snd sned sedn transfer tranfer trasnfer transfr wire move give giv get let take put forward shoot slip
    lend make it that of is be just only please do say said me him her them to amount
    total sum exactly lets let's its it's i'd like want yes no ok okay sure well um uh then wait nope nah meant mean
    actually sorry oops rather instead should but hmm hm er oh was yeah yep""".split()
)
_WORDS_AFTER = frozenset(
    """to for from please on at by now into in towards thanks thank would will sounds is should and tomorrow today next
    this not instead rather i sorry actually then asap immediately right than if when once until unless after before
    because""".split()
)
_ORDER = r"(?:send|pay|wire|transfer|give|move|forward|owe)"
_NO_NAME = r"(?:from|in|at|of|for|with|and|or|not|than|by|on|about|if|like|money|over|a|an|those|these|this|that)"
_ORDER_TO_SOMEBODY = re.compile(rf"\b{_ORDER}\s+(?:(?!{_NO_NAME}\b)[^\W\d_][\w'\u2019.-]*[\s,]+){{1,3}}$", re.I)
_MONEY_TO_SOMEBODY = re.compile(
    rf"\b{_ORDER}\s+(?:some\s+)?money\s+to\s+(?:(?!{_NO_NAME}\b)[^\W\d_][\w'-]*[\s,]+){{1,2}}$", re.I
)
_NAME_FIRST = re.compile(r"\s*(?:[Tt]o\s+)?(?:[^\W\d_a-z][\w'\u2019-]*[\s,:]+){1,3}$")


def read_bare_number(
    text: str, mentions: Sequence[Mention], denied: Sequence[Mention], currency: str
) -> Amount | UnclearAmount:
    """The only number that may be an amount, as an amount of `currency`; `denied` are mentions that are not meant."""
    numbers = [number for number in amount_numbers(text, mentions) if number not in denied]
    ignoring = [mention for mention in mentions if mention.dim in {TIME, "email"}]
    if len(numbers) > 1:
        return UnclearAmount(AmountReason.SEVERAL)
    if not numbers:
        return UnclearAmount(AmountReason.NONE)
    number, around = numbers[0], surroundings(text, numbers[0], ignoring, denied)
    if around.word_after in FOREIGN_WORDS:
        return UnclearAmount(AmountReason.OTHER_CURRENCY, FOREIGN_WORDS[around.word_after])
    if around.change_the_number:
        return UnclearAmount(AmountReason.ODD)
    if not _stands_alone(_with_article(number, around)):
        return UnclearAmount(AmountReason.NONE)
    found, words = exact_decimal(number.value.get("value")), number.body
    read = exact_number(f"a {words}" if words.lower() in MULTIPLIERS else words)
    return checked_amount(found if found == read else None, words, currency)


def may_be_amounts(text: str, mentions: Sequence[Mention]) -> bool:
    """Whether there is a number that is neither of a date or a name nor counts days or the like."""
    return any(not _COUNTING_AFTER.match(text[number.end :]) for number in amount_numbers(text, mentions))


def amount_numbers(text: str, mentions: Sequence[Mention]) -> list[Mention]:
    """The numbers that are no part of a date, an address, money with a currency, a name or a pronoun ("that one")."""
    ignoring = [mention for mention in mentions if mention.dim in {TIME, "email"}]
    no_time = [mention for mention in mentions if mention.dim == TIME and names_no_time(mention.body)]
    taken = [mention for mention in mentions if mention.dim in {TIME, "email", MONEY} and mention not in no_time]
    spans = [*date_spans(text), *((start, end) for start, end, _ in spoken_days(text))]
    return [
        mention
        for mention in mentions
        if mention.dim == "number"
        and not _is_pronoun(text, mention)
        and not any(overlap(mention, other) for other in taken)
        and not any(mention.start < end and start < mention.end for start, end in spans)
        and not _names_something(
            surroundings(text, mention, ignoring), short=_SUM_BEHIND_CARD.fullmatch(mention.body) is not None
        )
    ]


def _is_pronoun(text: str, number: Mention) -> bool:
    """ "That one", "the first one": "one" alone is never taken for an amount."""
    return number.body.lower() == "one" and _AND_A_HALF.match(text[number.end :]) is None


def _names_something(around: Surroundings, *, short: bool) -> bool:
    if _ENDS_IN_NO.search(around.before):
        return _ANSWERING_NO.search(around.before) is None
    if around.word_before == "card" and _CARD_TO_PAY.search(around.before):
        return not short
    return around.word_before in _NAMING_WORDS


def _with_article(number: Mention, around: Surroundings) -> Surroundings:
    """Duckling leaves the "a" of "a hundred", "a hundred and ten" and "a twenty" outside."""
    if not _WITH_ARTICLE.match(number.body):
        return around
    return replace(around, before=re.sub(r"\ban?\s+$", "", around.before, flags=re.I))


def _stands_alone(around: Surroundings) -> bool:
    before, after = around.word_before, around.word_after
    introduced = not before or before in _WORDS_BEFORE or before == "card" or _follows_a_payee(around.before)
    return introduced and (not after or after in _WORDS_AFTER | _MISTYPED_DOLLARS)


def _follows_a_payee(before: str) -> bool:
    return any(shape.search(before) for shape in (_ORDER_TO_SOMEBODY, _MONEY_TO_SOMEBODY)) or bool(
        _NAME_FIRST.fullmatch(before)
    )
