"""Rows of one instance's tables: found by conditions, inserted, updated."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from helpdesk_bot.desk.errors import TicketSystemUnavailable
from storage import utc_now

from .answers import read_row, read_rows
from .calls import Call, Reply
from .client import Client
from .deadline import Deadline
from .rows import Row

PAGE = 100
MOST_PAGES = 20


class Tables:
    """The tables that `client`'s account may see. Every method raises TicketSystemUnavailable."""

    def __init__(self, client: Client) -> None:
        self._client = client

    def select(self, table: str, query: str, fields: Sequence[str], deadline: Deadline) -> list[Row]:
        """All rows that an encoded query finds, in its order. They come in pages of PAGE rows."""
        rows: list[Row] = []
        offset = 0
        for _ in range(MOST_PAGES):
            found, following = self._page(table, query, fields, deadline, (PAGE, offset))
            rows += found
            if following is None:
                return rows
            offset = following
        raise TicketSystemUnavailable(f"GET {table}: more than {MOST_PAGES} pages")

    def first(self, table: str, query: str, fields: Sequence[str], deadline: Deadline, count: int) -> Sequence[Row]:
        """The first `count` rows that an encoded query finds. Raises NotAllowed for a 403."""
        rows, _ = self._page(table, query, fields, deadline, (count, 0))
        return rows

    def insert(self, table: str, values: Mapping[str, str], fields: Sequence[str], deadline: Deadline) -> Row:
        """Insert a row and return it. Raises TicketSystemRefused."""
        call = Call("POST", table, parameters=_shape(fields), values=values)
        return read_row(call, self._client.send(call, deadline), utc_now())

    def update(
        self, table: str, sys_id: str, values: Mapping[str, str], fields: Sequence[str], deadline: Deadline
    ) -> Row:
        """Change fields of one row and return it. Raises TicketSystemRefused, NoSuchRecord."""
        call = Call("PATCH", table, sys_id, _shape(fields), values)
        return read_row(call, self._client.send(call, deadline), utc_now())

    def _page(
        self, table: str, query: str, fields: Sequence[str], deadline: Deadline, place: tuple[int, int]
    ) -> tuple[Sequence[Row], int | None]:
        """At most so many rows from an offset on, and the offset of those that follow."""
        limit, offset = place
        asked = {"sysparm_query": query, "sysparm_limit": str(limit), "sysparm_offset": str(offset)}
        call = Call("GET", table, parameters={**_shape(fields), **asked})
        outcome = self._client.send(call, deadline)
        rows = read_rows(call, outcome, utc_now())
        return rows, outcome.next_offset if isinstance(outcome, Reply) else None


def _shape(fields: Sequence[str]) -> dict[str, str]:
    return {
        "sysparm_fields": ",".join(fields),
        "sysparm_display_value": "all",
        "sysparm_exclude_reference_link": "true",
    }
