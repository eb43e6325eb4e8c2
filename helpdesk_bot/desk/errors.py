"""What the desk refuses, as one tree.

DeskError
├── UnknownIncident     no such incident of this conversation (also: somebody else's)
├── InvalidIncident     .field is wrong: email, title or description; .problem: missing, invalid, too_long
└── DeskUnavailable     the store did not answer in time, or failed; opening again with the same key is safe
"""

from typing import Literal

Field = Literal["email", "title", "description"]
FieldProblem = Literal["missing", "invalid", "too_long"]


class DeskError(Exception):
    """Root of everything that the desk raises."""


class UnknownIncident(DeskError):
    """This conversation has no incident with this number."""


class InvalidIncident(DeskError):
    """A field of the incident cannot be accepted."""

    def __init__(self, field: Field, problem: FieldProblem) -> None:
        super().__init__(f"{field}: {problem}")
        self.field: Field = field
        self.problem: FieldProblem = problem


class DeskUnavailable(DeskError):
    """The incident store is locked, unreachable or broken; the cause is in __cause__."""
