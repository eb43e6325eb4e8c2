"""How instants and long texts are written for people. Pure; instants are aware, in UTC."""

from __future__ import annotations

from datetime import datetime, timedelta

_MINUTE, _HOUR, _DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
_MOST_DAYS_AGO = 7
_LONGEST_QUOTE = 600


def written_ago(at: datetime, now: datetime) -> str:
    """`just now`, `5 minutes ago`, `3 hours ago`, `2 days ago`, and after a week `on 3 July 2026`."""
    since = now - at
    if since < _MINUTE:
        return "just now"
    if since < _HOUR:
        return _counted(since // _MINUTE, "minute")
    if since < _DAY:
        return _counted(since // _HOUR, "hour")
    if since < _MOST_DAYS_AGO * _DAY:
        return _counted(since // _DAY, "day")
    return f"on {_written_day(at)}"


def written_time(at: datetime, now: datetime) -> str:
    """`14:05 UTC`; with the day in front unless it is today's: `3 July 2026, 14:05 UTC`."""
    time = f"{at:%H:%M} UTC"
    return time if at.date() == now.date() else f"{_written_day(at)}, {time}"


def quoted(text: str) -> str:
    """The beginning of a text that is too long to be shown in a chat."""
    return text if len(text) <= _LONGEST_QUOTE else f"{text[:_LONGEST_QUOTE].rstrip()}…"


def _written_day(at: datetime) -> str:
    return f"{at.day} {at:%B %Y}"


def _counted(count: int, unit: str) -> str:
    return f"{count} {unit}{'' if count == 1 else 's'} ago"
