"""What an answer of the Table API means: the rows in it, or one of the desk's errors. Pure.

An answer counts only when status, content type and shape are right: a developer instance that sleeps, and many a proxy,
answers 200 with a page.
"""

from __future__ import annotations

import json
from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Any

from helpdesk_bot.desk.errors import TicketSystemError, TicketSystemRefused, TicketSystemUnavailable

from .calls import GATEWAY_STATUSES, TOO_MANY_REQUESTS, Call, NoReply, Reply
from .rows import Row, as_row, value

# ServiceNow ends a transaction of its REST API after 60 s. Until then a write whose answer was lost may still happen,
# and a look for it finds nothing. Counted from the moment at which we gave up.
MAY_STILL_HAPPEN = timedelta(seconds=75)
LONGEST_WAIT = timedelta(hours=1)

_DONE = (200, 201)
_UNAUTHORIZED, _FORBIDDEN, _NOT_FOUND = 401, 403, 404
_TOO_LARGE = 413
_REFUSALS = frozenset({400, 409, 422, _TOO_LARGE})
# How ServiceNow says with a 403 that fields are missing or wrong. Any other 403 is about roles, which can be given.
_DATA_POLICY = "data policy exception"
_MESSAGE_LIMIT = 160
_SHORTEST_SECRET = 3

_HINTS = {
    _UNAUTHORIZED: "check SNOW_USER and SNOW_PASSWORD",
    _FORBIDDEN: "check the roles of SNOW_USER",
    _NOT_FOUND: "check SNOW_INSTANCE and what SNOW_USER may read",
}


class NotAllowed(TicketSystemUnavailable):
    """A 403: the account may not do this until somebody gives it the role."""


class NoSuchRecord(TicketSystemError):
    """There is no row with this sys_id, or the account may not see it. Does not leave this package."""


def read_rows(call: Call, outcome: Reply | NoReply, now: datetime) -> tuple[Row, ...]:
    """The rows that a GET of a table found. Raises TicketSystemUnavailable."""
    status, result = _result(call, outcome, now)
    read = [as_row(row) for row in result] if isinstance(result, list) else [None]
    rows = tuple(row for row in read if row is not None)
    if len(rows) < len(read):
        raise TicketSystemUnavailable(f"{call}: {status}, and what came is no list of rows")
    return rows


def read_row(call: Call, outcome: Reply | NoReply, now: datetime) -> Row:
    """The row that was written, known by its sys_id. Raises TicketSystemUnavailable, TicketSystemRefused, NoSuchRecord.

    Whatever else came: whether it was written is then for the next look to tell.
    """
    status, result = _result(call, outcome, now)
    row = as_row(result)
    written = None if row is None else value(row, "sys_id")
    if row is None or not written or written != (call.sys_id or written):
        raise TicketSystemUnavailable(f"{call}: {status}, and what came is not the row", MAY_STILL_HAPPEN)
    return row


def _result(call: Call, outcome: Reply | NoReply, now: datetime) -> tuple[int, Any]:
    if isinstance(outcome, NoReply):
        raise TicketSystemUnavailable(
            f"{call}: {outcome.cause}", MAY_STILL_HAPPEN if call.is_write and outcome.sent else None
        )
    document = _document(outcome)
    if outcome.status not in _DONE:
        raise _failure(call, outcome, document, now)
    if document is None or "result" not in document:
        kind = outcome.headers.get("content-type", "nothing").partition(";")[0]
        raise TicketSystemUnavailable(
            f"{call}: {outcome.status} with {kind[:40]} instead of a result; does the instance sleep, or is"
            " SNOW_INSTANCE something else?",
            MAY_STILL_HAPPEN if call.is_write else None,
        )
    return outcome.status, document["result"]


def _document(reply: Reply) -> dict[str, Any] | None:
    """The JSON object in the body; None when it is none."""
    if "json" not in reply.headers.get("content-type", "").partition(";")[0].lower():
        return None
    try:
        document = json.loads(reply.body)
    except (ValueError, RecursionError):
        return None
    return document if isinstance(document, dict) else None


def _failure(call: Call, reply: Reply, document: dict[str, Any] | None, now: datetime) -> TicketSystemError:
    cause = f"{call}: {reply.status}{_message(call, document)}"
    spoken = document is not None and "error" in document
    if call.sys_id is not None and reply.status == _NOT_FOUND and spoken:
        return NoSuchRecord(cause)
    if call.is_write and reply.status in _REFUSALS and (spoken or reply.status == _TOO_LARGE):
        return TicketSystemRefused(cause)
    if call.is_write and reply.status == _FORBIDDEN and _DATA_POLICY in _said(document).casefold():
        return TicketSystemRefused(f"{cause}; check SNOW_CLOSE_CODE and the instance's data policies")
    hint = _HINTS.get(reply.status)
    unavailable = NotAllowed if reply.status == _FORBIDDEN else TicketSystemUnavailable
    return unavailable(f"{cause}; {hint}" if hint else cause, _wait(call, reply, now))


def _wait(call: Call, reply: Reply, now: datetime) -> timedelta | None:
    asked = reply.retry_after(now) if reply.status in {TOO_MANY_REQUESTS, *GATEWAY_STATUSES} else None
    wanted = None if asked is None else min(timedelta(seconds=asked), LONGEST_WAIT)
    if call.is_write and reply.status in GATEWAY_STATUSES:
        return max(MAY_STILL_HAPPEN, wanted or MAY_STILL_HAPPEN)
    return wanted


def _message(call: Call, document: dict[str, Any] | None) -> str:
    """ServiceNow's own words about the failure, as one short line, without the words that we sent."""
    sent = [*(call.values or {}).values(), *call.parameters.values()]
    line = _said(document)
    return f" {_without(line, sent)[:_MESSAGE_LIMIT]}" if line else ""


def _said(document: dict[str, Any] | None) -> str:
    error = (document or {}).get("error")
    if not isinstance(error, dict):
        return ""
    parts = [error[key] for key in ("message", "detail") if isinstance(error.get(key), str) and error[key].strip()]
    return " ".join(" / ".join(parts).split())


def _without(line: str, secrets: Collection[str]) -> str:
    lines = {" ".join(secret.split()) for secret in secrets}
    for secret in sorted(lines, key=len, reverse=True):
        if len(secret) >= _SHORTEST_SECRET:
            line = line.replace(secret, "…")
    return line
