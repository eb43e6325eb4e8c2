"""What can go wrong in a host."""

from handoff.errors import HandoffError


class HostError(HandoffError):
    """Base of this package's errors."""


class BadBody(HostError):
    """The body is no message: answer with HTTP 400. The text names the key, and does not repeat what was sent."""


class TooLong(BadBody):
    """The user wrote more than can be read."""


class ConversationsUnavailable(HostError):
    """The store of conversations cannot be read or written, or somebody else's turn does not end."""
