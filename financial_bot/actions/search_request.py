"""A whole search as one message asks for it, also where it goes on from the last search. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from duckling_client import Mention, Period, PeriodReason, UnclearPeriod, read_period
from handoff.plain_text import as_plain_text

from .kind_reading import FEES, INTEREST, Kind, read_kind
from .name_reading import names_in
from .period_before import read_period_before
from .search_limits import names_an_unread_time, unsearchable
from .search_reading import goes_on, means_any_time, read_direction
from .vendor_reading import (
    AllBut,
    Everybody,
    KnownVendor,
    SeveralVendors,
    UnknownVendor,
    VendorReading,
    is_left_out,
    read_vendor,
    without,
)


@dataclass(frozen=True)
class Search:
    """Money that came in (`earnings`) or went out, with one vendor or all, on days in [`start`, `end`); None is
    open."""

    earnings: bool
    vendor: str | None = None
    start: date | None = None
    end: date | None = None

    def as_json(self) -> dict[str, Any]:
        """As a slot keeps it."""
        days = {name: day.isoformat() if day else None for name, day in (("start", self.start), ("end", self.end))}
        return {"earnings": self.earnings, "vendor": self.vendor, **days}

    @classmethod
    def from_json(cls, kept: object) -> Search | None:
        """What `as_json` gave; None for anything else."""
        if not isinstance(kept, Mapping):
            return None
        try:
            start, end = (date.fromisoformat(kept[name]) if kept[name] else None for name in ("start", "end"))
            return cls(bool(kept["earnings"]), kept["vendor"], start, end)
        except (KeyError, TypeError, ValueError):
            return None


@dataclass(frozen=True)
class Question:
    """Something has to be said or asked instead of searching; `search` is what is known, for the next message to go on
    from."""

    response: str
    search: Search
    details: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Names:
    """Whom the customer can have to do with: names in the transactions, of payees and of cards, and who pays interest,
    salary, or takes fees."""

    vendors: Sequence[str]
    payees: Sequence[str]
    cards: Sequence[str] = ()
    kinds: Mapping[str, str] = field(default_factory=dict)


_PERIOD_QUESTIONS = {
    PeriodReason.FUTURE: "utter_search_period_future",
    PeriodReason.SEVERAL: "utter_search_period_several",
    PeriodReason.IMPOSSIBLE: "utter_search_period_impossible",
}
_UNCLEAR = "utter_search_period_unclear"


def read_search(
    text: str, mentions: Sequence[Mention], names: Names, *, earnings: bool, last: Search | None, today: date
) -> Search | Question:
    """What `text` asks for.

    `earnings` is what is searched when the text does not say; `last` the search that was answered just before, if any:
    a text that only makes sense after it ("and last month?") keeps of it what it does not name.
    """
    last = last if goes_on(text) else None
    kind = read_kind(text)
    direction = _direction(text, kind)
    if last is None or (direction is not None and direction != last.earnings):
        # Who sells is not who pays: the vendor goes when the direction changes, the period stays.
        kept = Search(earnings if direction is None else direction)
        last = replace(kept, start=last.start, end=last.end) if last else kept
    vendor = _vendor(text, mentions, names, kind)
    if (reason := unsearchable(text, names.cards, vendor, earnings=last.earnings)) is not None:
        request: Search | Question = Question(reason, replace(last, vendor=None))
    else:
        request = _with_vendor(last, vendor)
    return _with_period(request, text, mentions, vendor, today)


def narrows(text: str, mentions: Sequence[Mention], names: Names, *, today: date) -> bool:
    """Whether the text is about one name, one time, or only what came in."""
    vendor = _vendor(text, mentions, names, read_kind(text))
    if vendor is not None and not isinstance(vendor, Everybody):
        return True
    unread = names_an_unread_time(text) or not _is_nothing(read_period(text, mentions, today=today))
    return unread or read_direction(text) is True


def speaks_of_a_search(text: str, mentions: Sequence[Mention], names: Names, *, today: date) -> bool:
    """Whether a message that no skill took ("last month", "amazon") can go on from the last search."""
    vendor = _vendor(text, mentions, names, read_kind(text))
    if vendor is not None or means_any_time(text) or read_direction(text) is not None:
        return True
    if read_period_before(text, None, None, today) is not None:
        return True
    return not _is_nothing(read_period(text, mentions, today=today))


def _direction(text: str, kind: Kind | None) -> bool | None:
    direction = read_direction(text)
    if kind is None:
        return direction
    return False if kind.name == FEES else True if kind.name == INTEREST and direction is None else direction


def _vendor(text: str, mentions: Sequence[Mention], names: Names, kind: Kind | None) -> VendorReading:
    """With whom; fees, interest and salary are searched by who takes or pays them."""
    vendor = read_vendor(text, mentions, names.vendors, names.payees)
    if kind is not None and kind.name in names.kinds and (kind.name == FEES or not isinstance(vendor, KnownVendor)):
        name = names.kinds[kind.name]
        return AllBut(name) if is_left_out(text, kind.span) else KnownVendor(name, kind.span)
    if isinstance(vendor, UnknownVendor) and names_in(vendor.name, {card: card for card in names.cards}):
        return None  # "with my emblem card": how it was paid, not to whom
    return vendor


def _with_vendor(search: Search, vendor: VendorReading) -> Search | Question:
    anybody = replace(search, vendor=None)
    if vendor is None:
        return search
    if isinstance(vendor, KnownVendor):
        return replace(search, vendor=vendor.name)
    if isinstance(vendor, UnknownVendor):
        return Question("utter_search_vendor_unknown", anybody, {"vendor": as_plain_text(vendor.name)})
    if isinstance(vendor, SeveralVendors):
        named = ", ".join(as_plain_text(name) for name in vendor.names)
        return Question("utter_search_vendor_several", anybody, {"vendors": named})
    if isinstance(vendor, AllBut):
        return Question("utter_search_all_but", anybody, {"vendor": as_plain_text(vendor.name)})
    return anybody


def _with_period(
    search: Search | Question, text: str, mentions: Sequence[Mention], vendor: VendorReading, today: date
) -> Search | Question:
    known = search.search if isinstance(search, Question) else search
    before = read_period_before(text, known.start, known.end, today)
    if isinstance(vendor, KnownVendor):
        span = vendor.span
        mentions = [each for each in mentions if each.end <= span.start or each.start >= span.end]
        text = without(text, span)
    period = before or read_period(text, mentions, today=today)
    if _is_nothing(period) and names_an_unread_time(text):
        period = UnclearPeriod(PeriodReason.UNCLEAR)
    if _is_nothing(period):
        return _over(search, None, None) if means_any_time(text) else search
    if isinstance(period, Period):
        return _over(search, period.start, period.end)
    if isinstance(search, Question):
        return search
    return Question(_PERIOD_QUESTIONS.get(period.reason, _UNCLEAR), search)


def _over(search: Search | Question, start: date | None, end: date | None) -> Search | Question:
    if isinstance(search, Question):
        return replace(search, search=replace(search.search, start=start, end=end))
    return replace(search, start=start, end=end)


def _is_nothing(period: Period | UnclearPeriod) -> bool:
    return isinstance(period, UnclearPeriod) and period.reason is PeriodReason.NONE
