"""What reading a period gives: the days it covers, or the reason to ask."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import Enum


class PeriodReason(Enum):
    """Why no period can be searched. NONE: the text names no time at all. UNCLEAR: it names one that can be several."""

    NONE = "none"
    SEVERAL = "several"
    FUTURE = "future"
    IMPOSSIBLE = "impossible"
    UNCLEAR = "unclear"


@dataclass(frozen=True)
class Period:
    """The days from `start` up to, and not including, `end`; None is an open end."""

    start: date | None
    end: date | None


@dataclass(frozen=True)
class UnclearPeriod:
    """No period to search in."""

    reason: PeriodReason
