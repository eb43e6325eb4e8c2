"""What is looked up again and again and never changes."""

from __future__ import annotations

from functools import lru_cache

from rasa.shared.core.domain import Domain
from rasa.shared.core.events import Event


def replace() -> None:
    """All of this module."""
    _find_the_class_of_an_event_once_per_name()
    _compare_with_one_empty_domain()


def _find_the_class_of_an_event_once_per_name() -> None:
    """`Event.resolve_by_type` (shared/core/events.py:374) searches all subclasses of Event for each event that is read
    from the database; with that, reading them takes ten times as long. Its answer is the same as long as nobody defines
    another kind of event, and where there is none it is not remembered.
    """
    search = Event.resolve_by_type
    known: dict[str, type[Event]] = {}

    def resolve(type_name: str, default: type[Event] | None = None) -> type[Event] | None:
        if type_name not in known:
            found: type[Event] | None = search(type_name, default)
            if found is None or found.type_name != type_name:
                return found
            known[type_name] = found
        return known[type_name]

    Event.resolve_by_type = staticmethod(resolve)


def _compare_with_one_empty_domain() -> None:
    """`Domain.is_empty` (shared/core/domain.py:1793) builds an empty domain to compare with, once per message."""

    @lru_cache(maxsize=1)
    def nothing() -> object:
        return Domain.empty().as_dict()

    def is_empty(self: Domain) -> bool:
        return bool(self.as_dict() == nothing())

    Domain.is_empty = is_empty
