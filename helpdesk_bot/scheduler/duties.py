"""What the desk has to do while nobody chats: deliveries that have to wait, and its users' notices."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

from handoff.back_office.scheduler import DutiesUnavailable, WaitingNotice
from helpdesk_bot.desk import Desk, DeskUnavailable, TicketSystemUnavailable
from helpdesk_bot.scheduler.wording import as_request
from helpdesk_bot.settings import open_desk

logger = logging.getLogger(__name__)


def _patient_desk() -> Desk:
    return open_desk(nobody_waits=True)


def open_duties(opened: Callable[[], Desk] = _patient_desk) -> DeskDuties:
    """Those of the desk that `opened` opens, by default the one that the settings name.

    Raises SettingError, DutiesUnavailable.
    """
    with _translated():
        return DeskDuties(opened())


class DeskDuties:
    """The duties of one desk (`handoff.back_office.scheduler.Duties`), which it closes in the end."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def do_what_is_due(self, is_over: Callable[[], bool]) -> None:
        """Delivers to the ticket system what waits and is due."""
        with _translated():
            settled = self._desk.deliver_due(is_over)
        if settled:
            logger.info("deliveries settled: %d", settled)

    def notices(self, limit: int) -> Sequence[WaitingNotice]:
        """What became of deliveries that had to wait."""
        with _translated():
            return [WaitingNotice(notice.id, as_request(notice)) for notice in self._desk.notices(limit)]

    def notice_delivered(self, notice_id: int) -> None:
        """The user's bot has it."""
        with _translated():
            self._desk.notice_delivered(notice_id)

    def close(self) -> None:
        """Closes the desk."""
        self._desk.close()


@contextmanager
def _translated() -> Iterator[None]:
    try:
        yield
    except (DeskUnavailable, TicketSystemUnavailable) as exc:
        raise DutiesUnavailable(str(exc)) from exc
