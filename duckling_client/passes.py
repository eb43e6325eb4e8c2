"""The two looks at a sentence that keep an amount from being read as a time.

Asked for everything at once, Duckling takes "$5 tomorrow" for five o'clock tomorrow. So amounts are looked for first,
without times, and then blanked out before times are looked for.
"""

from __future__ import annotations

from collections.abc import Sequence

from duckling_client.mention import Mention
from duckling_client.query import Duckling

MONEY = "amount-of-money"
TIME = "time"
FIRST_PASS = (MONEY, "number", "email")

# Not spaces: Duckling joins "20" and "friday" over any number of them. Not letters or digits: those make words.
_FILLER = "|"


def find_mentions(
    duckling: Duckling, text: str, *, locale: str, timezone: str, reference_time_ms: int
) -> list[Mention]:
    """Amounts of money, numbers, e-mail addresses and times in a text, in the order of the text.

    Raises:
        DucklingError: no answer; nothing is half-found.
    """
    first = duckling.parse(
        text, dims=FIRST_PASS, locale=locale, timezone=timezone, reference_time_ms=reference_time_ms
    )
    masked = without_amounts(text, first)
    times = duckling.parse(
        masked, dims=(TIME,), locale=locale, timezone=timezone, reference_time_ms=reference_time_ms
    )
    restored = [_with_body_from(text, mention) for mention in times]
    return sorted([*first, *restored], key=lambda mention: (mention.start, mention.end))


def without_amounts(text: str, mentions: Sequence[Mention]) -> str:
    """The text with amounts of money and e-mail addresses replaced by filler of the same length."""
    for mention in mentions:
        if mention.dim in {MONEY, "email"}:
            text = text[: mention.start] + _FILLER * (mention.end - mention.start) + text[mention.end :]
    return text


def _with_body_from(text: str, mention: Mention) -> Mention:
    body = text[mention.start : mention.end]
    return Mention(mention.dim, body, mention.start, mention.end, mention.latent, mention.value)
