"""What may travel with a conversation: slots that the source shares and the target accepts, nothing else. Pure."""

from __future__ import annotations

import json
from collections.abc import Mapping

from handoff.hosts import Host

Value = str | int | float | bool
Carried = Mapping[str, Value]

MAXIMUM_CHARACTERS = 500
_MAXIMUM_BYTES_OF_ALL = 3000  # as JSON: a ticket has at most 8 kB, and Base64 makes four of three


def carried(source: Host, target: Host, slots: Mapping[str, object]) -> dict[str, Value]:
    """Of `slots`, what travels from `source` to `target`: what is listed on both sides, filled, and small.

    Texts of at most 500 characters, numbers and truth values, about 3 kB in all; anything else stays. The target asks
    the same of what a ticket claims to carry: the source's word is not enough.
    """
    travelling: dict[str, Value] = {}
    room = _MAXIMUM_BYTES_OF_ALL
    for name in source.shares:
        value = slots.get(name)
        if name not in target.accepts or not is_carriable(value):
            continue
        size = len(json.dumps({name: value}))
        if size <= room:
            room -= size
            travelling[name] = value  # type: ignore[assignment]  # is_carriable has looked
    return travelling


def is_carriable(value: object) -> bool:
    """Whether a value is of a kind that travels; None, lists, objects and long texts are not."""
    if isinstance(value, str):
        return 0 < len(value) <= MAXIMUM_CHARACTERS
    return isinstance(value, int | float)
