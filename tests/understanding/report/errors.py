"""What can go wrong while the report is made."""

from __future__ import annotations

from handoff.errors import HandoffError


class ReportError(HandoffError):
    """The report cannot be made."""


class NoModel(ReportError):
    """A bot has no trained model."""


class ParsingFailed(ReportError):
    """A bot's model could not read the sentences."""
