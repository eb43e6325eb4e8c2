"""States of the widget, by name, each with a way to bring a room there."""

from __future__ import annotations

from collections.abc import Callable

from tests.browser.opening import Rooms
from tests.browser.room import Room

Reach = Callable[[Rooms], Room]


class States(dict[str, Reach]):
    """A list of states that grows as the ways to them are defined."""

    def add(self, reach: Reach) -> Reach:
        """Lists a state under the name of the function that brings a room there."""
        self[reach.__name__.replace("_", "-")] = reach
        return reach
