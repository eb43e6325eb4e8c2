"""One request to the Table API and what came back, as value objects, and whether to ask again. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timezone
from email.utils import parsedate_to_datetime
from typing import Literal

Method = Literal["GET", "POST", "PATCH"]

TOO_MANY_REQUESTS = 429
# A gateway says so when it reached no server behind it, or gave up waiting for one.
GATEWAY_STATUSES = frozenset({502, 503, 504})
_PAUSE_SECONDS = 0.1


@dataclass(frozen=True)
class Call:
    """A request for rows of a table, or for the one with this `sys_id`."""

    method: Method
    table: str
    sys_id: str | None = None
    parameters: Mapping[str, str] = field(default_factory=dict)
    values: Mapping[str, str] | None = None

    @property
    def path(self) -> str:
        """The path below the instance's url."""
        return f"/api/now/table/{self.table}" + (f"/{self.sys_id}" if self.sys_id is not None else "")

    @property
    def is_write(self) -> bool:
        """Whether it changes something."""
        return self.method != "GET"

    def __str__(self) -> str:
        """For the operator: nothing of what users said."""
        return f"{self.method} {self.table}"


@dataclass(frozen=True)
class Reply:
    """An answer with all of its body. The names of `headers` are in small letters."""

    status: int
    headers: Mapping[str, str]
    body: bytes
    next_offset: int | None = None

    def retry_after(self, now: datetime) -> float | None:
        """The seconds that it asks us to wait; None when it does not say, or nothing that can be read."""
        text = self.headers.get("retry-after", "").strip()
        if text.isascii() and text.isdigit():
            return float(text[:9])
        try:
            instant = parsedate_to_datetime(text)
        except (TypeError, ValueError, IndexError):
            return None
        aware = instant if instant.tzinfo else instant.replace(tzinfo=timezone.utc)
        return max(0.0, (aware - now).total_seconds())


@dataclass(frozen=True)
class NoReply:
    """No answer, or not all of it.

    `sent` is whether the instance may have got the request, `passing` whether the next try may well go better.
    """

    cause: str
    sent: bool
    passing: bool = False


def pause_before_repeating(call: Call, outcome: Reply | NoReply, now: datetime) -> float | None:
    """The seconds after which the same request may go out once more; None when it may not.

    What may have changed something is never repeated.
    """
    if isinstance(outcome, NoReply):
        harmless = not outcome.sent or not call.is_write
        return _PAUSE_SECONDS if harmless and outcome.passing else None
    if call.is_write:
        return None
    if outcome.status in GATEWAY_STATUSES:
        return outcome.retry_after(now) or _PAUSE_SECONDS
    return outcome.retry_after(now) if outcome.status == TOO_MANY_REQUESTS else None
