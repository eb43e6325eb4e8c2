"""By when something has to be done."""

from __future__ import annotations

import time
from dataclasses import dataclass


@dataclass(frozen=True)
class Deadline:
    """An instant of the process's monotonic clock, in seconds."""

    until: float

    @classmethod
    def within(cls, seconds: float) -> Deadline:
        """The instant `seconds` from now."""
        return cls(time.monotonic() + seconds)

    def left(self) -> float:
        """The seconds until then; 0 when it has passed."""
        return max(0.0, self.until - time.monotonic())
