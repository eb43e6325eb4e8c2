"""The one amount of money that a sentence certainly means, or why there is none to act on."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from duckling_client.amount import Amount, AmountReason, UnclearAmount, checked_amount, exact_decimal
from duckling_client.bare_number import amount_numbers, may_be_amounts, read_bare_number
from duckling_client.contrast import denied_mentions
from duckling_client.exact_number import FOREIGN_WORDS, exact_dollars, exact_number
from duckling_client.mention import Mention
from duckling_client.passes import MONEY, TIME
from duckling_client.surroundings import Surroundings, overlap, surroundings

DOLLAR_CURRENCIES = frozenset({"USD", "CAD", "AUD", "NZD", "HKD", "SGD", "TWD"})


def read_amount(
    text: str,
    mentions: Sequence[Mention],
    *,
    account_currency: str = "USD",
    bare_numbers: bool = False,
    no_number_unread: bool = False,
) -> Amount | UnclearAmount:
    """The single plain positive amount in the account's currency, or the reason to ask.

    Args:
        text: what the user wrote.
        mentions: what Duckling found in it (see `find_mentions`).
        account_currency: ISO 4217 code of a currency with hundredths. "$" means it if it is a dollar.
        bare_numbers: whether a number without a currency may be an amount, as after "How much?".
        no_number_unread: whether a number that could be an amount, but not plainly, is a reason to ask (ODD).
    """
    money = _without_shadows([mention for mention in mentions if mention.dim == MONEY])
    denied = denied_mentions(text, [*money, *amount_numbers(text, mentions)])
    meant = [mention for mention in money if mention not in denied]
    if len(meant) > 1:
        return UnclearAmount(AmountReason.SEVERAL)
    if meant:
        others = [mention for mention in mentions if mention.dim in {TIME, "email"}]
        return _read_money(meant[0], surroundings(text, meant[0], others, denied), account_currency)
    bare = read_bare_number(text, mentions, denied, account_currency) if bare_numbers else None
    if denied and (bare_numbers or money) and not isinstance(bare, Amount):
        return UnclearAmount(AmountReason.ODD)
    if bare is None or bare == UnclearAmount(AmountReason.NONE):
        left = no_number_unread and may_be_amounts(text, mentions)
        return UnclearAmount(AmountReason.ODD if left else AmountReason.NONE)
    return bare


def _read_money(money: Mention, around: Surroundings, account_currency: str) -> Amount | UnclearAmount:
    other = _other_currency(money, around, account_currency)
    if other is not None:
        return UnclearAmount(AmountReason.OTHER_CURRENCY, other)
    if around.change_the_number:
        return UnclearAmount(AmountReason.ODD)
    return checked_amount(_agreed(money, account_currency), money.body, account_currency)


def _other_currency(money: Mention, around: Surroundings, account_currency: str) -> str | None:
    unit = str(_plain(money).get("unit", "unknown"))
    meant = {
        "$": account_currency if account_currency in DOLLAR_CURRENCIES else "USD",
        "£": "GBP",
        "cent": account_currency,
        "unknown": account_currency,
    }.get(unit, unit)
    if around.word_after in FOREIGN_WORDS:
        meant = FOREIGN_WORDS[around.word_after]
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
    found = exact_decimal(money.value.get("value"))
    if found is not None and money.value.get("unit") == "cent":
        found = found / 100
    read = exact_dollars(money.body) if account_currency in DOLLAR_CURRENCIES else _other_spelling(money)
    return found if found is not None and found == read else None


def _other_spelling(money: Mention) -> Decimal | None:
    words = money.body.lower()
    for name in (str(money.value.get("unit", "")).lower(), "euros", "euro", "pounds", "pound", "€", "£"):
        words = words.removeprefix(name).removesuffix(name) if name else words
    return exact_number(words)


def _without_shadows(money: Sequence[Mention]) -> list[Mention]:
    """Drop readings that share characters with a plain one ("Penny ten" beside "ten dollars")."""
    kept: list[Mention] = []
    plain_first = sorted(money, key=lambda mention: exact_dollars(mention.body) is None)
    for mention in plain_first:
        if not any(overlap(mention, other) for other in kept):
            kept.append(mention)
    return kept
