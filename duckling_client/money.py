"""The one amount of money that a sentence certainly means, or why there is none to act on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import Enum

from duckling_client.exact_number import exact_dollars, exact_number
from duckling_client.mention import Mention
from duckling_client.passes import MONEY, TIME
from duckling_client.surroundings import Surroundings, overlap, surroundings

LARGEST = Decimal(10) ** 12
_DECIMALS = 2

DOLLAR_CURRENCIES = frozenset({"USD", "CAD", "AUD", "NZD", "HKD", "SGD", "TWD"})
_FOREIGN_WORDS = {
    "quid": "GBP", "pound": "GBP", "pounds": "GBP", "sterling": "GBP", "gbp": "GBP", "eur": "EUR", "euro": "EUR",
    "euros": "EUR", "cad": "CAD", "aud": "AUD", "nzd": "NZD", "hkd": "HKD", "sgd": "SGD", "chf": "CHF", "jpy": "JPY",
    "inr": "INR", "mxn": "MXN", "cny": "CNY", "canadian": "CAD", "australian": "AUD", "bitcoin": "BTC", "btc": "BTC",
}  # fmt: skip

# What a number that is not money follows: "account 12345678", "card ending in 4321".
_NAMING_WORDS = frozenset(
    "account accounts card number no nr # ending ends in iban code pin zip phone room apartment street ticket".split()  # noqa: SIM905 - words
)
_WORDS_BEFORE_BARE = frozenset(
    """pay send transfer wire move give make it that of is be just only please do say said me him her them to amount
    total sum exactly lets let's its it's i'd like want yes no ok okay sure well um uh then maybe""".split()  # noqa: SIM905 - words
)
_WORDS_AFTER_BARE = frozenset(
    """to for from please on at by now into in towards thanks thank would will sounds is should and tomorrow today next
    this""".split()  # noqa: SIM905 - words
)


class AmountReason(Enum):
    """Why no amount can be acted on."""

    NONE = "none"
    SEVERAL = "several"
    NOT_POSITIVE = "not_positive"
    TOO_PRECISE = "too_precise"
    OTHER_CURRENCY = "other_currency"
    ODD = "odd"
    TOO_LARGE = "too_large"


@dataclass(frozen=True)
class Amount:
    """An exact amount above zero with at most two decimals; `currency` is an ISO 4217 code."""

    value: Decimal
    currency: str


@dataclass(frozen=True)
class UnclearAmount:
    """No amount to act on. `currency` is set when the reason is OTHER_CURRENCY."""

    reason: AmountReason
    currency: str | None = None


def read_amount(
    text: str, mentions: Sequence[Mention], *, account_currency: str = "USD", bare_numbers: bool = False
) -> Amount | UnclearAmount:
    """The single plain positive amount in the account's currency, or the reason to ask.

    Args:
        text: what the user wrote.
        mentions: what Duckling found in it (see `find_mentions`).
        account_currency: ISO 4217 code of a currency with hundredths. "$" means it if it is a dollar.
        bare_numbers: whether a number without a currency may be an amount, as after "How much?".
    """
    money = _without_shadows([mention for mention in mentions if mention.dim == MONEY])
    if len(money) > 1:
        return UnclearAmount(AmountReason.SEVERAL)
    if money:
        return _read_money(money[0], _around(text, money[0], mentions), account_currency)
    if bare_numbers:
        return _read_bare(text, mentions, account_currency)
    return UnclearAmount(AmountReason.NONE)


def _read_money(money: Mention, around: Surroundings, account_currency: str) -> Amount | UnclearAmount:
    other = _other_currency(money, around, account_currency)
    if other is not None:
        return UnclearAmount(AmountReason.OTHER_CURRENCY, other)
    if around.change_the_number:
        return UnclearAmount(AmountReason.ODD)
    return _checked(_agreed(money, account_currency), account_currency)


def _other_currency(money: Mention, around: Surroundings, account_currency: str) -> str | None:
    unit = str(_plain(money).get("unit", "unknown"))
    meant = {
        "$": account_currency if account_currency in DOLLAR_CURRENCIES else "USD",
        "£": "GBP",
        "cent": account_currency,
        "unknown": account_currency,
    }.get(unit, unit)
    if around.word_after in _FOREIGN_WORDS:
        meant = _FOREIGN_WORDS[around.word_after]
    return None if meant == account_currency else meant


def _plain(money: Mention) -> dict[str, object]:
    """Value and unit; of an interval, those of either end."""
    for part in (money.value, money.value.get("from"), money.value.get("to")):
        if part is not None and "unit" in part:
            return dict(part)
    return {}


def _agreed(money: Mention, account_currency: str) -> Decimal | None:
    """The amount, if Duckling and the strict reader come to the same one."""
    if money.value.get("type") != "value":
        return None
    found = _decimal(money.value.get("value"))
    if found is not None and money.value.get("unit") == "cent":
        found = found / 100
    read = exact_dollars(money.body) if account_currency in DOLLAR_CURRENCIES else _other_spelling(money)
    return found if found is not None and found == read else None


def _other_spelling(money: Mention) -> Decimal | None:
    words = money.body.lower()
    for name in (str(money.value.get("unit", "")).lower(), "euros", "euro", "pounds", "pound", "€", "£"):
        words = words.removeprefix(name).removesuffix(name) if name else words
    return exact_number(words)


def _read_bare(text: str, mentions: Sequence[Mention], account_currency: str) -> Amount | UnclearAmount:
    taken = [mention for mention in mentions if mention.dim in {TIME, "email"}]
    numbers = [
        (mention, around)
        for mention in mentions
        if mention.dim == "number" and not any(overlap(mention, other) for other in taken)
        if (around := _around(text, mention, mentions)).word_before not in _NAMING_WORDS
    ]
    if len(numbers) > 1:
        return UnclearAmount(AmountReason.SEVERAL)
    if not numbers:
        return UnclearAmount(AmountReason.NONE)
    number, around = numbers[0]
    if around.word_after in _FOREIGN_WORDS:
        return UnclearAmount(AmountReason.OTHER_CURRENCY, _FOREIGN_WORDS[around.word_after])
    if around.change_the_number:
        return UnclearAmount(AmountReason.ODD)
    if not _stands_alone(around):
        return UnclearAmount(AmountReason.NONE)
    found = _decimal(number.value.get("value"))
    return _checked(found if found == exact_number(number.body) else None, account_currency)


def _stands_alone(around: Surroundings) -> bool:
    before, after = around.word_before, around.word_after
    named = bool(before) and around.before.rstrip(" ,")[-len(before) :][0].isupper()  # "pay Bob 20"
    return (not before or before in _WORDS_BEFORE_BARE or named) and (not after or after in _WORDS_AFTER_BARE)


def _checked(value: Decimal | None, currency: str) -> Amount | UnclearAmount:
    if value is None:
        return UnclearAmount(AmountReason.ODD)
    if value <= 0:
        return UnclearAmount(AmountReason.NOT_POSITIVE)
    if value != value.quantize(Decimal(1).scaleb(-_DECIMALS)):
        return UnclearAmount(AmountReason.TOO_PRECISE)
    if value > LARGEST:
        return UnclearAmount(AmountReason.TOO_LARGE)
    return Amount(value, currency)


def _decimal(value: object) -> Decimal | None:
    # Through repr: the shortest decimal that means this float, which is what the user wrote.
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    return Decimal(repr(value))


def _around(text: str, mention: Mention, mentions: Sequence[Mention]) -> Surroundings:
    return surroundings(text, mention, [other for other in mentions if other.dim in {TIME, "email"}])


def _without_shadows(money: Sequence[Mention]) -> list[Mention]:
    """Drop readings that share characters with a plain one ("Penny ten" beside "ten dollars")."""
    kept: list[Mention] = []
    plain_first = sorted(money, key=lambda mention: exact_dollars(mention.body) is None)
    for mention in plain_first:
        if not any(overlap(mention, other) for other in kept):
            kept.append(mention)
    return kept
