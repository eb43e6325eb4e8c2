"""Rows as they are with sysparm_display_value=all: per field its value and how the account would see it. Pure.

What an instance may send instead is read as what it means: null as nothing, a bare text as both. Only a row that is no
object at all is none.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Field:
    """What is stored, and what is shown of it."""

    value: str = ""
    display: str = ""


@dataclass(frozen=True)
class Row:
    """The fields that came. `odd` are the names of those that came in another form than was asked for."""

    fields: Mapping[str, Field] = field(default_factory=dict)
    odd: frozenset[str] = frozenset()


_EMPTY = Field()


def as_row(row: object) -> Row | None:
    """The row in a piece of JSON; None when it is no object."""
    if not isinstance(row, dict):
        return None
    odd = frozenset(str(name) for name, content in row.items() if not _is_usual(content))
    return Row({str(name): _field(content) for name, content in row.items()}, odd)


def value(row: Row, field: str) -> str:
    """A field's value; empty when the account may not read it."""
    return row.fields.get(field, _EMPTY).value


def display(row: Row, field: str) -> str:
    """A field as the account would see it on a page; empty when it may not read it."""
    return row.fields.get(field, _EMPTY).display


def _is_usual(content: object) -> bool:
    return isinstance(content, dict) and all(
        content.get(key) is None or isinstance(content[key], str) for key in ("value", "display_value")
    )


def _field(content: object) -> Field:
    if isinstance(content, dict):
        return Field(_text(content.get("value")), _text(content.get("display_value")))
    return Field(_text(content), _text(content))


def _text(content: Any) -> str:
    if isinstance(content, bool):
        return "true" if content else "false"
    if isinstance(content, str):
        return content
    return str(content) if isinstance(content, int | float) else ""
