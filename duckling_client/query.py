"""What Duckling is asked, and the checks that Duckling itself does not make.

Duckling says nothing about an unknown dimension (ignored), language (read as English) or time zone (read as UTC). A
typing error in a configuration would change amounts and days without a word, so they are refused here.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol
from zoneinfo import ZoneInfo

from duckling_client.errors import DucklingRejected
from duckling_client.mention import Mention

MAX_TEXT = 2000
"""Characters of a text that are read; what follows is ignored. Duckling's time grows faster than the text."""

DIMENSIONS = frozenset(
    """amount-of-money credit-card-number distance duration email number ordinal phone-number quantity temperature time
    time-grain url volume""".split()
)

LANGUAGES = frozenset(
    """AF AR BG BN CA CS DA DE EL EN ES ET FA FI FR GA HE HI HR HU ID IS IT JA KA KM KN KO LO ML MN MY NB NE NL PL PT RO
    RU SK SV SW TA TE TH TR UK VI ZH""".split()
)

REGIONS = {
    "AR": frozenset({"EG"}),
    "EN": frozenset("AU BZ CA GB IE IN JM NZ PH TT US ZA".split()),
    "ES": frozenset("AR CL CO ES MX PE VE".split()),
    "NL": frozenset({"BE", "NL"}),
    "ZH": frozenset({"CN", "HK", "MO", "TW"}),
}
"""Regions that Duckling treats specially. Any other region of a known language means the language's default."""


class Duckling(Protocol):
    """Something that finds amounts, times, e-mails and numbers in a text."""

    def parse(
        self, text: str, *, dims: Sequence[str], locale: str, timezone: str, reference_time_ms: int
    ) -> list[Mention]:
        """Find what the text mentions, in its first `MAX_TEXT` characters.

        Args:
            dims: Duckling's dimensions to look for.
            locale: language and region, for example "en_US".
            timezone: IANA name, for example "America/New_York".
            reference_time_ms: "now", in milliseconds since 1970.

        Raises:
            DucklingError: no answer; the subclass says why.
        """

    def close(self) -> None:
        """Give back processes and connections. Calling it twice does no harm."""


@dataclass(frozen=True)
class Query:
    """One checked question. Build it with `check_query`."""

    text: str
    dims: tuple[str, ...]
    locale: str
    timezone: str
    reference_time_ms: int


def check_query(text: str, *, dims: Sequence[str], locale: str, timezone: str, reference_time_ms: int) -> Query:
    """Make a question that Duckling understands.

    Raises:
        DucklingRejected: unknown dimension, language, region or time zone; the message names it.
    """
    for dim in dims:
        if dim not in DIMENSIONS:
            raise DucklingRejected(f"unknown dimension {dim!r}; Duckling knows {', '.join(sorted(DIMENSIONS))}")
    _check_locale(locale)
    _check_timezone(timezone)
    if isinstance(reference_time_ms, bool) or not isinstance(reference_time_ms, int):
        raise DucklingRejected(f"the reference time {reference_time_ms!r} is not a whole number of milliseconds")
    return Query(readable(text)[:MAX_TEXT], tuple(dims), locale, timezone, reference_time_ms)


def readable(text: str) -> str:
    """Replace what Duckling cannot take (NUL and lone surrogates) by one space each, so that offsets stay right."""
    return re.sub("[\x00\ud800-\udfff]", " ", text)


def _check_locale(locale: str) -> None:
    shape = re.fullmatch(r"([A-Za-z]{2})(?:_([A-Za-z]{2}))?", locale)
    if shape is None:
        raise DucklingRejected(f"the locale {locale!r} is not of the form 'en' or 'en_US'")
    language, region = shape.group(1).upper(), (shape.group(2) or "").upper()
    if language not in LANGUAGES:
        raise DucklingRejected(f"Duckling does not know the language of locale {locale!r}")
    if region and language in REGIONS and region not in REGIONS[language]:
        raise DucklingRejected(f"Duckling does not know the region of locale {locale!r}")


def _check_timezone(timezone: str) -> None:
    try:
        ZoneInfo(timezone)
    except (ValueError, KeyError, OSError) as exc:
        raise DucklingRejected(f"unknown time zone {timezone!r}") from exc
