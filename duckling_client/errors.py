"""Everything that can go wrong between this program and Duckling."""

from __future__ import annotations


class DucklingError(Exception):
    """Duckling gave no answer. The message names the cause."""


class DucklingTimeout(DucklingError):
    """No answer within the deadline. The next text is served normally."""


class DucklingUnavailable(DucklingError):
    """The worker process could not be started, or the server could not be reached or failed."""


class DucklingRejected(DucklingError):
    """The question itself is wrong: an unknown language, time zone or dimension."""
