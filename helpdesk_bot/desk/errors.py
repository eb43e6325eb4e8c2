"""What the desk refuses, as one tree.

DeskError
├── UnknownIncident            no incident of this number that this conversation may see
├── IncidentClosed             a closed incident takes no comments and no other priority
├── InvalidIncident            .field (email, title, description, comment) is .problem (missing, invalid, too_long)
├── NotProven                  number and e-mail do not belong together; .tries_left
├── TooManyTries               too many wrong pairs of number and e-mail; nothing is looked up for now
├── DeskUnavailable            the desk's own database did not answer in time, or failed; asking again is safe
└── TicketSystemError
    ├── TicketSystemUnavailable   down, busy or closed to us; asking again is safe; .retry_after
    └── TicketSystemRefused       it will not take this, however often it is asked
"""

from datetime import timedelta
from typing import Literal

Field = Literal["email", "title", "description", "comment"]
FieldProblem = Literal["missing", "invalid", "too_long"]


class DeskError(Exception):
    """Root of everything that the desk raises."""


class UnknownIncident(DeskError):
    """There is no incident of this number that this conversation may see."""


class IncidentClosed(DeskError):
    """The incident is closed and stays as it is."""


class InvalidIncident(DeskError):
    """A field of the incident cannot be accepted."""

    def __init__(self, field: Field, problem: FieldProblem) -> None:
        super().__init__(f"{field}: {problem}")
        self.field: Field = field
        self.problem: FieldProblem = problem


class NotProven(DeskError):
    """No incident has this number and this e-mail address; which of the two is wrong stays unsaid."""

    def __init__(self, tries_left: int) -> None:
        super().__init__(f"number and e-mail do not belong together; {tries_left} tries left")
        self.tries_left = tries_left


class TooManyTries(DeskError):
    """So many wrong pairs of number and e-mail that nothing is looked up for now, not even a right one."""


class DeskUnavailable(DeskError):
    """The desk's own database is locked, unreachable or broken; the cause is in __cause__."""


class TicketSystemError(DeskError):
    """The ticket system did not do what it was asked."""


class TicketSystemUnavailable(TicketSystemError):
    """It is down, busy, or does not let us in. What was asked may have happened or not: asking again with the same
    correlation id is safe. The text is the cause, for the operator."""

    def __init__(self, cause: str, retry_after: timedelta | None = None) -> None:
        super().__init__(cause)
        self.retry_after = retry_after


class TicketSystemRefused(TicketSystemError):
    """It understood, and will not take this however often it is asked. The text is its reason, for the operator."""
