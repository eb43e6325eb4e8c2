"""One line per outage, however often something is tried meanwhile."""

from __future__ import annotations

import logging

logger = logging.getLogger(__name__)


class Outage:
    """Says when something stops working, and when it works again."""

    def __init__(self, of: str) -> None:
        self._of = of
        self._lasts = False

    def heard(self, cause: BaseException | None) -> None:
        """It was tried just now: `cause` is why it failed, None when it worked."""
        if cause is not None and not self._lasts:
            logger.warning("%s: trying on after %s: %s", self._of, type(cause).__name__, cause)
        elif cause is None and self._lasts:
            logger.warning("%s: works again", self._of)
        self._lasts = cause is not None
