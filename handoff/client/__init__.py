"""A client for programs: it carries a user's messages to whoever holds the conversation. See docs/client.md."""

from handoff.client.client import Client, Timeouts
from handoff.client.errors import ClientError, NoSuchButton, NothingSaid, RecordInUse, RecordUnusable
from handoff.client.model import Line

__all__ = ["Client", "ClientError", "Line", "NoSuchButton", "NothingSaid", "RecordInUse", "RecordUnusable", "Timeouts"]
