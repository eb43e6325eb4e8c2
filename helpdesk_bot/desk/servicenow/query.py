"""ServiceNow's encoded queries, from conditions. Pure.

Conditions are joined by `^`, and a `^` in a value is written twice. The instance evaluates a value that begins with
`javascript:`, and ignores a condition that it does not understand, so that a query with a mistake finds everything.
docs/servicenow.md says what is known of them.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from typing import Literal

Operator = Literal["=", "IN"]

_FIELD = re.compile(r"[a-z][a-z0-9_]*(?:\.[a-z][a-z0-9_]*)*")
_EVALUATED = "javascript:"
_LINE_BREAKS = re.compile(r"[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]")


class QueryRefused(ValueError):
    """A condition cannot be written so that the instance reads it as it is meant. Its value is not in the text."""


@dataclass(frozen=True)
class Condition:
    """`value` is a collection with the operator IN, and one text with =."""

    field: str
    operator: Operator
    value: str | Collection[str]


def encode(*conditions: Condition, oldest_first: str | None = None) -> str:
    """The encoded query of rows for which all conditions hold, in the order of a field. Raises QueryRefused.

    Without a condition it would find everything, which is refused as well.
    """
    if not conditions:
        raise QueryRefused("a query needs a condition")
    parts = [_encode_condition(condition) for condition in conditions]
    if oldest_first is not None:
        parts.append(f"ORDERBY{_field(oldest_first)}")
    return "^".join(parts)


def _encode_condition(condition: Condition) -> str:
    return f"{_field(condition.field)}{condition.operator}{_values(condition)}"


def _values(condition: Condition) -> str:
    if (condition.operator == "IN") == isinstance(condition.value, str):
        raise QueryRefused(f"{condition.field}: IN takes several values, and = takes one")
    if isinstance(condition.value, str):
        return _value(condition.field, condition.value)
    if not condition.value or any("," in value for value in condition.value):
        raise QueryRefused(f"{condition.field}: the values of a list are one or more, and without a comma")
    return ",".join(_value(condition.field, value) for value in condition.value)


def _field(name: str) -> str:
    if not _FIELD.fullmatch(name):
        raise QueryRefused("a field's name consists of small letters, digits, _ and dots")
    return name


def _value(field: str, value: str) -> str:
    if not value.strip():
        raise QueryRefused(f"{field}: an empty value means rows without a value")
    if value.lstrip("\0\t ").casefold().startswith(_EVALUATED):
        raise QueryRefused(f"{field}: the instance would run this value as a program")
    if "\0" in value or _LINE_BREAKS.search(value):
        raise QueryRefused(f"{field}: a value has no line break and no NUL")
    if any("\ud800" <= character <= "\udfff" for character in value):
        raise QueryRefused(f"{field}: a lone surrogate cannot be sent")
    return value.replace("^", "^^")
