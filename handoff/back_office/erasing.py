"""A process that deletes one conversation from one store: what it says, and its exit code."""

from __future__ import annotations

import sys
from collections.abc import Callable

from handoff.errors import HandoffError

NOTHING = "nothing"


class NotErased(HandoffError):
    """The store could not delete all of it; the text says why. Erasing again is safe and finishes the work."""


def run(store: str, erase: Callable[[str], str]) -> int:
    """Erases the conversation that the command line names, and says in one line what was deleted; the exit code.

    The line begins with `store`, and goes on with what `erase` returns. An error of the settings or NotErased becomes a
    sentence on stderr and exit code 1.
    """
    try:
        (conversation_id,) = sys.argv[1:]
    except ValueError:
        print("the one argument is the id of a conversation", file=sys.stderr)
        return 2
    try:
        print(f"{store}: {erase(conversation_id)}")
    except HandoffError as error:
        print(f"{store}: not erased: {error}", file=sys.stderr)
        return 1
    return 0


def counted(**numbers: int) -> str:
    """What was deleted, for a person: `counted(events=24, notices=0)` is "24 events"."""
    return ", ".join(f"{number} {name}" for name, number in numbers.items() if number) or NOTHING
