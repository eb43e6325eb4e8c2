"""The helpdesk as its users see it: open an incident, look at one's own."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from types import TracebackType

from storage import utc_now

from .errors import UnknownIncident
from .incident import Incident, Priority, make_draft, read_incident_number
from .port import IncidentStore
from .store import LocalIncidentStore

Clock = Callable[[], datetime]


class Desk:
    """Incidents, each seen only by the conversation that opened it. Every method can raise DeskUnavailable."""

    def __init__(self, store: IncidentStore, clock: Clock = utc_now) -> None:
        """`store` keeps the incidents; `clock` returns the current instant with a time zone."""
        self._store = store
        self._clock = clock

    @classmethod
    def open(cls, url: str, clock: Clock = utc_now) -> Desk:
        """Open a desk whose incidents are kept in the database at `url`. Raises StorageUrlRefused for a bad url."""
        return cls(LocalIncidentStore.open(url), clock)

    def close(self) -> None:
        """Let go of the store's connections."""
        self._store.close()

    def __enter__(self) -> Desk:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def open_incident(
        self, conversation_id: str, *, email: str, priority: Priority, title: str, description: str, key: str
    ) -> Incident:
        """Open an incident and return it with its number. Raises InvalidIncident, which names the field.

        `key` names the customer's wish, for example the id of the confirming message: calling again with the same key
        opens nothing and returns the first incident.
        """
        draft = make_draft(email=email, priority=priority, title=title, description=description)
        return self._store.add(conversation_id, draft, key, self._clock())

    def incidents_of(self, conversation_id: str) -> tuple[Incident, ...]:
        """Return the conversation's incidents, newest first."""
        return self._store.of_conversation(conversation_id)

    def incident(self, conversation_id: str, number: str) -> Incident:
        """Return one incident by its number, as people write it. Raises UnknownIncident, also for somebody else's."""
        canonical = read_incident_number(number)
        found = self._store.find(conversation_id, canonical) if canonical is not None else None
        if found is None:
            raise UnknownIncident(number)
        return found
