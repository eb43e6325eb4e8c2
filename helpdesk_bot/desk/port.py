"""The port to whatever keeps the incidents: the local store here, a ticket system of a company elsewhere."""

from datetime import datetime
from typing import Protocol

from .incident import Draft, Incident


class IncidentStore(Protocol):
    """Keeps incidents, each belonging to one conversation. Every method raises DeskUnavailable when it cannot."""

    def add(self, conversation_id: str, draft: Draft, key: str, at: datetime) -> Incident:
        """Keep a new incident in state New and return it with its number.

        A key that this conversation used before returns the first incident again and keeps nothing new, also when
        several callers come at once.
        """
        ...

    def of_conversation(self, conversation_id: str) -> tuple[Incident, ...]:
        """Return the conversation's incidents, newest first."""
        ...

    def find(self, conversation_id: str, number: str) -> Incident | None:
        """Return the incident with this canonical number, or None when this conversation has no such incident."""
        ...

    def close(self) -> None:
        """Let go of all connections."""
        ...
