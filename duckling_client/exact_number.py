"""A second, strict reader for the number in an amount: exact decimals, plain spellings only.

Duckling reads generously ("$1 234" is 3.34 to it, "a few dollars" is 3). An amount is acted on only when this reader
understands the very same words and comes to the same number.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal

_SMALL = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen"
)
UNITS = {word: number for number, word in enumerate(_SMALL.split())}
TENS = {
    "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90,
}  # fmt: skip
SCALES = {"thousand": 10**3, "million": 10**6, "billion": 10**9}
MULTIPLIERS = {**SCALES, "hundred": 100, "grand": 1000, "k": 1000}
NUMBER_WORDS = frozenset({*UNITS, *TENS, *MULTIPLIERS, "dozen"})

DOLLAR_WORDS = frozenset({"$", "us$", "usd", "dollar", "dollars", "buck", "bucks"})
CENT_WORDS = frozenset({"¢", "c", "cent", "cents"})
FOREIGN_WORDS = {
    "quid": "GBP", "pound": "GBP", "pounds": "GBP", "sterling": "GBP", "gbp": "GBP", "eur": "EUR", "euro": "EUR",
    "euros": "EUR", "cad": "CAD", "aud": "AUD", "nzd": "NZD", "hkd": "HKD", "sgd": "SGD", "chf": "CHF", "jpy": "JPY",
    "inr": "INR", "mxn": "MXN", "cny": "CNY", "canadian": "CAD", "australian": "AUD", "bitcoin": "BTC", "btc": "BTC",
    # of several countries, so there is no one code for them
    "peso": "pesos", "pesos": "pesos", "franc": "francs", "francs": "francs", "dinar": "dinars", "dinars": "dinars",
}  # fmt: skip
_CENTS_IN_UNIT = 100
_DIGIT_SIGNS = frozenset(".0123456789")
# "50 US dollars" are dollars; "us" alone is no currency.
_OF_THE_US = re.compile(r"(?<!\w)(?:u\.?s\.?a?\.?|american)(?=\s+(?:dollars?|bucks)\b)", re.IGNORECASE)

_TOKEN = re.compile(r"\s*(us\$|[$¢]|\d[\d,]*(?:\.\d+)?|\.\d+|[a-z]+|-)", re.IGNORECASE)
_DIGITS = re.compile(r"(?:\d+|\d{1,3}(?:,\d{3})+)?(?:\.\d+)?")


def exact_number(body: str) -> Decimal | None:
    """The number that a plain spelling means ("1,234.50", "1.5k", "fifty-five"); None for any other spelling."""
    tokens = _tokens(body)
    return None if tokens is None or tokens in (["a"], ["an"]) else _number(tokens)


def exact_dollars(body: str) -> Decimal | None:
    """Dollars in a plain spelling ("$12", "12 dollars and 50 cents", "fifty bucks"); None for any other spelling."""
    tokens = _tokens(without_country(body))
    if not tokens:
        return None
    if tokens[-1] == "grand":
        return _number(tokens)
    if tokens[0] in DOLLAR_WORDS:
        size = _number_length(tokens[1:])
        number, rest = tokens[1 : 1 + size], tokens[1 + size :]
    else:
        size = _number_length(tokens)
        number, rest = tokens[:size], tokens[size:]
        if rest and rest[0] in DOLLAR_WORDS:
            rest = rest[1:]
        elif rest and rest[0] in CENT_WORDS:
            number, rest = [], tokens
    return _sum(_number(number) if number else Decimal(0), _cents(rest))


def without_country(text: str) -> str:
    """The text with the "US" of "US dollars" replaced by spaces, which change no place in it."""
    return _OF_THE_US.sub(lambda found: " " * len(found[0]), text)


def _number_length(tokens: Sequence[str]) -> int:
    """How many of the first tokens belong to one number; after digits, "and" begins something else."""
    in_digits = bool(tokens) and tokens[0][0] in _DIGIT_SIGNS
    joining = NUMBER_WORDS | ({"a", "an"} if not in_digits else set())
    for length, token in enumerate(tokens):
        if not (token in joining or token[0] in _DIGIT_SIGNS or (token == "and" and not in_digits)):
            return length
    return len(tokens)


def _sum(dollars: Decimal | None, cents: Decimal | None) -> Decimal | None:
    return None if dollars is None or cents is None else dollars + cents


def _cents(tokens: Sequence[str]) -> Decimal | None:
    """Said cents ("and 50 cents", "50 cents") in dollars; nothing said is zero."""
    if not tokens:
        return Decimal(0)
    words = tokens[1:] if tokens[0] == "and" else tokens
    if len(words) == 1 or words[-1] not in CENT_WORDS:
        return None
    number = _number(words[:-1])
    return None if number is None else number / _CENTS_IN_UNIT


def _tokens(body: str) -> list[str] | None:
    tokens: list[str] = []
    at = 0
    body = body.strip()
    while at < len(body):
        found = _TOKEN.match(body, at)
        if found is None:
            return None
        tokens.append(found.group(1).lower())
        at = found.end()
    if "-" in (tokens[:1] + tokens[-1:]):
        return None
    return [token for token in tokens if token != "-"]


def _number(tokens: Sequence[str]) -> Decimal | None:
    if not tokens:
        return None
    if tokens[0][0] in _DIGIT_SIGNS:
        return _digits(tokens)
    if all(token.isalpha() for token in tokens):
        return _words(tokens)
    return None


def _digits(tokens: Sequence[str]) -> Decimal | None:
    if _DIGITS.fullmatch(tokens[0]) is None or not all(token in MULTIPLIERS for token in tokens[1:]):
        return None
    number = Decimal(tokens[0].replace(",", ""))
    for token in tokens[1:]:
        number *= MULTIPLIERS[token]
    return number


def _words(tokens: Sequence[str]) -> Decimal | None:
    words = [token for token in tokens if token != "and"]
    if words and words[0] in {"a", "an"}:
        words = ["one", *words[1:]]
    total, group, limit = 0, [], 10**12
    for word in words:
        scale = 1000 if word == "grand" else SCALES.get(word)
        if scale is None:
            group.append(word)
            continue
        below = _below_thousand(group)
        if below is None or below == 0 or scale >= limit:
            return None
        total, group, limit = total + below * scale, [], scale
    last = _below_thousand(group) if group or not total else 0
    return None if last is None else Decimal(total + last)


def _below_thousand(words: Sequence[str]) -> int | None:
    """The value of "two hundred thirty four"; None when the words are not in that order."""
    words = list(words)
    hundreds = 0
    if "hundred" in words:
        at = words.index("hundred")
        hundreds = UNITS.get(words[0], 0) if at == 1 else int(at == 0)
        if not hundreds:
            return None
        words = words[at + 1 :]
        if not words:
            return hundreds * 100
    if len(words) == 1 and words[0] in UNITS | TENS:
        return hundreds * 100 + (UNITS | TENS)[words[0]]
    if len(words) == 2 and words[0] in TENS and 0 < UNITS.get(words[1], 0) < 10:  # noqa: PLR2004 - tens and ones
        return hundreds * 100 + TENS[words[0]] + UNITS[words[1]]
    return None
