"""Encoded queries as an instance reads them: it ignores what it does not understand. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

_CONDITION = re.compile(r"([a-z][a-z0-9_.]*)(!=|=|STARTSWITH|LIKE|IN)(.*)", re.DOTALL)
_ORDER = re.compile(r"ORDERBY(DESC)?([a-z][a-z0-9_.]*)")
EVALUATED = "javascript:"

Row = Mapping[str, str]
Test = Callable[[Row], bool]


@dataclass
class Query:
    """What was understood: in one of `alternatives` (^NQ) every group (^) has to have a test (^OR) that holds."""

    alternatives: list[list[list[Test]]] = field(default_factory=lambda: [[]])
    orders: list[tuple[str, bool]] = field(default_factory=list)
    ignored: list[str] = field(default_factory=list)
    evaluated: list[str] = field(default_factory=list)

    def find(self, rows: Sequence[Row]) -> list[Row]:
        """The rows that match, in the order that was asked for."""
        found = [row for row in rows if any(_holds(groups, row) for groups in self.alternatives)]
        for name, descending in reversed(self.orders):
            found.sort(key=lambda row: row.get(name, ""), reverse=descending)
        return found


def parse(text: str, fields: frozenset[str]) -> Query:
    """The query in `text`, for a table with these fields."""
    query = Query()
    for part in split(text):
        order = _ORDER.fullmatch(part)
        if order is not None:
            query.orders.append((order.group(2), order.group(1) is not None))
        elif part.startswith("NQ"):
            query.alternatives.append([])
            _add(query, part[2:], fields, alternative=False)
        elif part.startswith("OR"):
            _add(query, part[2:], fields, alternative=True)
        elif part:
            _add(query, part, fields, alternative=False)
    return query


def split(text: str) -> list[str]:
    """The parts between single `^`; a double one is a `^` of a value."""
    parts, place = [""], 0
    while place < len(text):
        if text.startswith("^^", place):
            parts[-1] += "^"
            place += 2
        elif text[place] == "^":
            parts.append("")
            place += 1
        else:
            parts[-1] += text[place]
            place += 1
    return parts


def _holds(groups: list[list[Test]], row: Row) -> bool:
    return all(any(test(row) for test in group) for group in groups)


def _add(query: Query, part: str, fields: frozenset[str], *, alternative: bool) -> None:
    condition = _CONDITION.fullmatch(part)
    if condition is None or condition.group(1) not in fields:
        query.ignored.append(part)
        return
    name, operator, value = condition.groups()
    if value.startswith(EVALUATED):
        query.evaluated.append(part)
        return
    groups = query.alternatives[-1]
    test = _test(name, operator, value.casefold())
    if alternative and groups:
        groups[-1].append(test)
    else:
        groups.append([test])


def _test(name: str, operator: str, value: str) -> Test:
    def holds(row: Row) -> bool:
        actual = row.get(name, "").casefold()
        return {
            "=": actual == value,
            "!=": actual != value,
            "STARTSWITH": actual.startswith(value),
            "LIKE": value in actual,
            "IN": actual in value.split(","),
        }[operator]

    return holds
