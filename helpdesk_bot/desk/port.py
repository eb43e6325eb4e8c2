"""The port to whatever keeps the incidents: the local database here, a company's ticket system elsewhere."""

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Protocol

from .incident import Draft, Incident, Priority


class TicketSystem(Protocol):
    """Keeps incidents by number. Who may see which one is not its business (`access`).

    Numbers are canonical (`incident.format_incident_number`). A correlation id names one wish of one customer, 32
    hexadecimal digits: whatever is asked for twice with the same one happens once. Every method raises
    TicketSystemUnavailable, or DeskUnavailable where the incidents are in the desk's own database.
    """

    @property
    def name(self) -> str:
        """Which ticket system this is, the same at every start: "servicenow:dev12345". At most 255 characters.

        A number that was seen in one ticket system says nothing in another.
        """
        ...

    @property
    def lease(self) -> timedelta:
        """For how long after it was begun a call may still take effect, also when its answer was lost.

        Nothing is asked for a second time before.
        """
        ...

    def open(self, draft: Draft, correlation_id: str, at: datetime) -> Incident:
        """Keep a new incident in state New and return it with its number. Raises TicketSystemRefused."""
        ...

    def find(self, numbers: Collection[str]) -> tuple[Incident, ...]:
        """Return the incidents with these numbers, newest first; unknown ones are left out."""
        ...

    def comment(self, number: str, text: str, correlation_id: str, at: datetime) -> Incident:
        """Add a customer's comment. Raises UnknownIncident, IncidentClosed, TicketSystemRefused."""
        ...

    def close(self, number: str, note: str, at: datetime) -> Incident:
        """Close the incident, with a note why; a closed one stays as it is.

        Raises UnknownIncident, TicketSystemRefused.
        """
        ...

    def change_priority(self, number: str, priority: Priority, at: datetime) -> Incident:
        """Give the incident another priority. Raises UnknownIncident, IncidentClosed, TicketSystemRefused."""
        ...

    def erase(self, numbers: Collection[str]) -> tuple[str, ...]:
        """Delete these incidents and return the numbers of those that stay."""
        ...

    def dispose(self) -> None:
        """Let go of all connections."""
        ...
