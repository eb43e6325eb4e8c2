"""Log lines for what lasts: once an hour, and not each time that it is noticed."""

from __future__ import annotations

import threading
from datetime import datetime, timedelta

PERIOD = timedelta(hours=1)


class Hourly:
    """Remembers what this process has said in its log, and when. Safe to use from several threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._said: dict[str, datetime] = {}

    def is_due(self, subject: str, now: datetime) -> bool:
        """Whether nothing has been said about this subject for an hour; whoever is told so says it."""
        with self._lock:
            said = self._said.get(subject)
            if said is not None and said <= now < said + PERIOD:  # later than now: the clock was put back
                return False
            self._said[subject] = now
            return True
