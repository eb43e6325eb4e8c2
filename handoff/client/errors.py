"""Everything that can go wrong in a client before anything is sent."""

from __future__ import annotations

from handoff.errors import HandoffError


class ClientError(HandoffError):
    """Base of the client's errors; what goes wrong between client and hosts is a `Line`, not an error."""


class NothingSaid(ClientError):
    """A text without words."""


class NoSuchButton(ClientError):
    """No question is open that has a button with this title."""


class RecordUnusable(ClientError):
    """The file with the conversation cannot be read, written, or is of another conversation."""


class RecordInUse(ClientError):
    """Another client is carrying this conversation: two would be two holders."""
