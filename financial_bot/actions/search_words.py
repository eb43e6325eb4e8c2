"""How periods, counts and transactions are written in the answers to searches, and what their charts show. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from financial_bot.bank import Found, Line
from financial_bot.words import written_money
from handoff.plain_text import as_plain_text

from .chart import MOST_ROOMY_BARS, Bar, Chart

ONE_DAY = timedelta(days=1)
CHECKING = "Checking"
# And one more rather than a rest of one.
MOST_VENDORS = 6
MOST_MONTHS = 12
_DAYS_SHOWN_BY_VENDOR = 31  # of a shorter time the months say little, also where it lies in two


def written_date(day: date) -> str:
    """`3 July 2026`."""
    return f"{day.day} {day:%B %Y}"


def written_period(start: date | None, end: date | None) -> str:
    """Days from `start` up to and without `end` as people say them, with the last day: `from 1 to 31 March 2026`."""
    if start is None:
        return f"until {written_date(end - ONE_DAY)}" if end else ""
    if end is None:
        return f"since {written_date(start)}"
    last = end - ONE_DAY
    if last <= start:
        return f"on {written_date(start)}"
    if (start.year, start.month) == (last.year, last.month):
        return f"from {start.day} to {written_date(last)}"
    first = f"{start.day} {start:%B}" if start.year == last.year else written_date(start)
    return f"from {first} to {written_date(last)}"


def written_count(count: int, shown: int) -> str:
    """`1 transaction`, `3 transactions`, `14 transactions, the latest 5`."""
    counted = "1 transaction" if count == 1 else f"{count} transactions"
    return counted if shown >= count else f"{counted}, the latest {shown}"


def written_lines(lines: Sequence[Line], *, signed: bool = False, beside: Sequence[date] = ()) -> str:
    """A Markdown list of transactions; with `signed` money that came in has a plus and money that went out a minus.

    The years are left out where all have the same one, also the days that are said `beside` the list.
    """
    several_years = len({day.year for day in (*beside, *(line.booked_on for line in lines))}) > 1
    return "\n".join(_written_line(line, signed, several_years) for line in lines)


def _written_line(line: Line, signed: bool, with_year: bool) -> str:
    day = f"{line.booked_on.day} {line.booked_on:{'%b %Y' if with_year else '%B'}}"
    came_in = line.amount.minor > 0
    amount = written_money(line.amount if signed or came_in else -line.amount)
    account = "" if line.account == CHECKING else f" ({as_plain_text(line.account)})"
    return f"- {day}: {as_plain_text(line.counterparty)}, {'+' if signed and came_in else ''}{amount}{account}"


def chart_of(found: Found, *, earnings: bool, start: date | None, end: date | None) -> Chart:
    """What was found by month when it lies in several, else by whom the money went to or came from."""
    short = start is not None and end is not None and (end - start).days <= _DAYS_SHOWN_BY_VENDOR
    # The picture's own words: no response can reach into it.
    if len(found.by_month) > 1 and (len(found.by_counterparty) == 1 or not short):
        form = "%B %Y" if len(found.by_month) <= MOST_ROOMY_BARS else "%b %Y"
        months = tuple(Bar(month.strftime(form), amount) for month, amount in found.by_month)
        earlier = months[:-MOST_MONTHS] if len(months) > MOST_MONTHS + 1 else ()
        title = "Earnings by month" if earnings else "Spending by month"
        return Chart(title, months[len(earlier) :], _together(earlier, "Earlier"))
    vendors = tuple(Bar(name, amount) for name, amount in found.by_counterparty)
    others = vendors[MOST_VENDORS:] if len(vendors) > MOST_VENDORS + 1 else ()
    title = "Where your money came from" if earnings else "Where your money went"
    return Chart(title, vendors[: len(vendors) - len(others)], _together(others, f"{len(others)} more"))


def _together(bars: Sequence[Bar], label: str) -> Bar | None:
    if not bars:
        return None
    amount = bars[0].amount
    for bar in bars[1:]:
        amount += bar.amount
    return Bar(label, amount)
