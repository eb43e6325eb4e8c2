"""Filling the placeholders of responses: all of them, or an error. Pure.

`{name}` is a placeholder. `{{` and `}}` are braces, and a JSON object without inner objects may stand as it is, so that
a button's payload can be written as people type it: `/inform{"amount": "5"}`. Values are put in once and never looked
at again: braces in what a user wrote stay what they are.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from handoff.errors import HandoffError

# What a user can get to see of a response. Rasa leaves `elements` out, and would send its placeholders as they are.
PARTS = ("text", "image", "custom", "buttons", "attachment", "quick_replies", "elements")

_BRACES = re.compile(r'(?P<escaped>\{\{|\}\})|(?P<json>\{\s*"[^{}]*\})|\{(?P<name>[^\n{}]+)\}|(?P<stray>[{}])')


class WordingError(HandoffError):
    """A response cannot be said as it is written; the text names the response and what is wrong."""


class UnfilledPlaceholder(WordingError):
    """Nobody gave a value for a placeholder of a response."""


class StrayBrace(WordingError):
    """A brace in a response belongs to no placeholder."""


def placeholders(name: str, response: Mapping[str, Any]) -> frozenset[str]:
    """The placeholders in one variant of the response `name`. Raises StrayBrace."""
    return frozenset(_names(name, [response.get(part) for part in PARTS]))


def fill(name: str, response: Mapping[str, Any], values: Mapping[str, Any]) -> dict[str, Any]:
    """One variant of the response `name` with its placeholders filled; what is given stays as it is.

    None counts as no value. Raises UnfilledPlaceholder, StrayBrace.
    """
    unfilled = sorted(each for each in placeholders(name, response) if values.get(each) is None)
    if unfilled:
        listed = ", ".join(f"{{{each}}}" for each in unfilled)
        raise UnfilledPlaceholder(f"response {name}: nobody gave a value for {listed}")

    def put(found: re.Match[str]) -> str:
        if found["escaped"]:
            return found["escaped"][0]
        return found["json"] or str(values[found["name"]])

    return {key: _in_texts(part, put) if key in PARTS else part for key, part in response.items()}


def _in_texts(part: Any, put: Callable[[re.Match[str]], str]) -> Any:
    if isinstance(part, str):
        return _BRACES.sub(put, part)
    if isinstance(part, Mapping):
        return {key: _in_texts(each, put) for key, each in part.items()}
    if isinstance(part, list):
        return [_in_texts(each, put) for each in part]
    return part


def _names(response: str, part: Any) -> Iterator[str]:
    if isinstance(part, str):
        for found in _BRACES.finditer(part):
            if found["stray"]:
                raise StrayBrace(f"response {response}: a brace in {part!r} belongs to no placeholder; write it twice")
            if found["name"]:
                yield found["name"]
    elif isinstance(part, Mapping):
        for each in part.values():
            yield from _names(response, each)
    elif isinstance(part, list):
        for each in part:
            yield from _names(response, each)
