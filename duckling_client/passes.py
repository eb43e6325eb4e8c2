"""The two looks at a sentence that keep an amount from being read as a time.

Asked for everything at once, Duckling takes "$5 tomorrow" for five o'clock tomorrow. So amounts are looked for first,
without times, and then blanked out before times are looked for.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from duckling_client.mention import Mention
from duckling_client.query import Duckling

MONEY = "amount-of-money"
TIME = "time"
FIRST_PASS = (MONEY, "number", "email")

# Not spaces: Duckling joins "the 2nd of" and "june" over any number of them. Not letters or digits: those make words.
_FILLER = "|"

# "12.50" is ten to one at noon to Duckling; to somebody who was asked for an amount it is not.
_DECIMALS = re.compile(r"\d[\d,]*\.\d+")
_CLOCK_AFTER = re.compile(r"\s*[ap]\.?m\b|\.?\d|\s*o'?clock", re.IGNORECASE)

# "06-30" in "2024-06-30" is 6 to 30 of an unknown currency to Duckling.
_DIGIT_RANGE = re.compile(r"\d+\s*-\s*\d+")


def find_mentions(
    duckling: Duckling, text: str, *, locale: str, timezone: str, reference_time_ms: int
) -> list[Mention]:
    """Amounts of money, numbers, e-mail addresses and times in a text, in the order of the text.

    Raises:
        DucklingError: no answer; nothing is half-found.
    """
    first = duckling.parse(text, dims=FIRST_PASS, locale=locale, timezone=timezone, reference_time_ms=reference_time_ms)
    masked = text
    for mention in first:
        if _hides_times(text, mention):
            masked = _masked(masked, mention)
    times = duckling.parse(masked, dims=(TIME,), locale=locale, timezone=timezone, reference_time_ms=reference_time_ms)
    kept = [mention for mention in first if not _is_part_of_a_date(mention, times)]
    restored = [_with_body_from(text, mention) for mention in times]
    return sorted([*kept, *restored], key=lambda mention: (mention.start, mention.end))


def without_amounts(text: str, mentions: Sequence[Mention]) -> str:
    """The text with amounts of money and e-mail addresses replaced by filler of the same length."""
    for mention in mentions:
        if mention.dim in {MONEY, "email"}:
            text = _masked(text, mention)
    return text


def _masked(text: str, mention: Mention) -> str:
    return text[: mention.start] + _FILLER * (mention.end - mention.start) + text[mention.end :]


def _hides_times(text: str, mention: Mention) -> bool:
    if mention.dim == "number":
        return _DECIMALS.fullmatch(mention.body) is not None and not _CLOCK_AFTER.match(text[mention.end :])
    return not _DIGIT_RANGE.fullmatch(mention.body)


def _is_part_of_a_date(mention: Mention, times: Sequence[Mention]) -> bool:
    return _DIGIT_RANGE.fullmatch(mention.body) is not None and any(
        mention.start < time.end and time.start < mention.end for time in times
    )


def _with_body_from(text: str, mention: Mention) -> Mention:
    body = text[mention.start : mention.end]
    return Mention(mention.dim, body, mention.start, mention.end, mention.latent, mention.value)
