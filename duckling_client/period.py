"""The one period of the past that a sentence names, or why there is none to search in.

Duckling looks forward ("in may", said in June, is next year's) and takes what it reads of quarters for coins, so the
words are read here, and Duckling's own reading is the check: of a day on which both disagree the customer is asked.

What the words mean is decided so:
- "in may", "on friday", "the 5th", "q1": the last one that has begun; today counts.
- "last week", "last month", "last quarter", "last year": the calendar's (weeks begin on Monday). "Last friday" is
  before today, "last may" before this month.
- "last 30 days": today and the 29 days before. "Last 3 weeks", "past week": 21 and 7 days in the same way. "Last two
  months", "past year": from the same day so long ago, until and including today. So is "in the last month". "Last 24
  hours": yesterday and today.
- "this week", "this year", "year to date": until and including today. A month, quarter or year that is named keeps its
  own end, also when that lies ahead.
- "3 days ago" is that day, "2 weeks ago" that calendar week, "a year ago" that calendar year; after "since", the day.
- Both ends of "from march 3 to march 10", "between march and june", "monday through friday" belong to the period.
- "since" includes, "after" and "before" exclude. "Until march 10" includes that day; "until may" ends before May, and
  "through may" includes it.
- "from march 3rd" alone may be that day or all since: UNCLEAR, as are seasons, "early may", "a few days ago".
- "recently" and "lately" name no time: NONE.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date

from duckling_client.contrast import denied_mentions
from duckling_client.mention import Mention
from duckling_client.passes import MONEY, TIME, without_mentions
from duckling_client.periods import holidays, months, relative, weekdays, years
from duckling_client.periods.bounds import Part, bounded, range_of
from duckling_client.periods.check import by_the_clock, contradicted, unread
from duckling_client.periods.joins import is_range, nested, united
from duckling_client.periods.model import Period, PeriodReason, UnclearPeriod
from duckling_client.periods.month_days import month_days
from duckling_client.periods.named import NamedTime, found_by, longest
from duckling_client.query import MAX_TEXT

__all__ = ["Period", "PeriodReason", "UnclearPeriod", "read_period"]

_RULES = (*relative.RULES, *holidays.RULES, *weekdays.RULES, *months.RULES, *years.RULES)

_QUARTER = re.compile(r"\bquarters?\b", re.IGNORECASE)
_SHOP = re.compile(r"(?<!\w)7[\s-]?(?:eleven|11)(?!\w)", re.IGNORECASE)
_DATES_IN_DIGITS = re.compile(
    r"(?<!\d)(\d{1,2}/\d{1,2}(?:/\d{2,4})?|\d{4}-\d{1,2}-\d{1,2}|\d{1,2}\.\d{1,2}\.\d{4})(-|\.\.)(?=\d{1,4}[-/.]\d)"
)
# Said, but no time that is read here.
_BEYOND_WORDS = re.compile(
    r"\b(?:the\s+other\s+(?:day|week|month|night)|pay\s?day(?!\s+loans?)|(?:my|his|her|their)\s+birthday|century)\b",
    re.IGNORECASE,
)


def read_period(text: str, mentions: Sequence[Mention], *, today: date) -> Period | UnclearPeriod:
    """The single stretch of days, in the past or up to today, that the text names; never empty.

    Args:
        text: what the user wrote.
        mentions: what Duckling found in it (see `find_mentions`).
        today: the day it is in the time zone that Duckling was asked for.
    """
    masked = _without_amounts(text[:MAX_TEXT], mentions)
    named = longest([*found_by(_RULES, masked, today), *month_days(masked, today)])
    if not named:
        silent = not unread(named, mentions) and not _BEYOND_WORDS.search(masked)
        return UnclearPeriod(PeriodReason.NONE if silent else PeriodReason.UNCLEAR)
    if any(contradicted(one, mentions, today) for one in named):
        return UnclearPeriod(PeriodReason.UNCLEAR)
    named = [by_the_clock(one, mentions, today) for one in named]
    joined = united(masked, nested(masked, named, today), today)
    return _checked(_one_of(_meant(masked, _parts(masked, joined, today))), today)


def _without_amounts(text: str, mentions: Sequence[Mention]) -> str:
    masked = without_mentions(text, [mention for mention in mentions if _hides_times(mention)])
    masked = _SHOP.sub(lambda found: "|" * len(found[0]), masked)
    # A dash between two dates is no part of either; the other dash is never in a date.
    return _DATES_IN_DIGITS.sub(lambda found: found[1] + "\u2013".ljust(len(found[2])), masked)


def _hides_times(mention: Mention) -> bool:
    """Amounts and addresses; but "last quarter" is a coin to Duckling, and "march 3-10" a range of money."""
    if mention.dim == "email":
        return True
    return mention.dim == MONEY and _has_currency(mention) and _QUARTER.search(mention.body) is None


def _has_currency(money: Mention) -> bool:
    ends = (money.value, money.value.get("from"), money.value.get("to"))
    units = [end.get("unit", "unknown") for end in ends if isinstance(end, Mapping)]
    return any(unit != "unknown" for unit in units)


def _parts(text: str, named: Sequence[NamedTime], today: date) -> list[Part]:
    parts: list[Part] = []
    waiting = list(named)
    while waiting:
        first = waiting.pop(0)
        if waiting and is_range(text, first, waiting[0]):
            parts.append(range_of(text, first, waiting.pop(0), today))
        else:
            parts.append(bounded(text, first, today))
    return parts


def _meant(text: str, parts: Sequence[Part]) -> list[Part]:
    """Without what a contrast denies: "last month, not this month"."""
    mentions = [
        Mention(TIME, text[part.start : part.end], part.start, part.end, latent=False, value={}) for part in parts
    ]
    denied = denied_mentions(text, mentions)
    return [part for part, mention in zip(parts, mentions, strict=True) if mention not in denied]


def _one_of(parts: Sequence[Part]) -> Period | UnclearPeriod:
    said = list(dict.fromkeys(part.period for part in parts))
    if len(said) == 1:
        return said[0]
    periods = [period for period in said if isinstance(period, Period)]
    since = [period.start for period in periods if period.end is None]
    until = [period.end for period in periods if period.start is None]
    if len(said) == 2 and len(since) == len(until) == 1:  # noqa: PLR2004 - "after march 3 and before may"
        return Period(since[0], until[0])
    return UnclearPeriod(PeriodReason.SEVERAL if said else PeriodReason.UNCLEAR)


def _checked(period: Period | UnclearPeriod, today: date) -> Period | UnclearPeriod:
    if isinstance(period, UnclearPeriod):
        return period
    if period.start is not None and period.end is not None and period.start >= period.end:
        return UnclearPeriod(PeriodReason.IMPOSSIBLE)
    if period.start is not None and period.start > today:
        return UnclearPeriod(PeriodReason.FUTURE)
    return period
