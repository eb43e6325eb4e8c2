"""What the bank has to do while nobody chats: payments that are due, and its customers' notices."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

from financial_bot.bank import Bank, BankUnavailable
from financial_bot.scheduler.wording import as_request
from financial_bot.settings import open_bank
from handoff.back_office.scheduler import DutiesUnavailable, WaitingNotice

logger = logging.getLogger(__name__)


def open_duties(opened: Callable[[], Bank] = open_bank) -> BankDuties:
    """Those of the bank that `opened` opens, by default the one that the settings name.

    Raises SettingError, DutiesUnavailable.
    """
    with _translated():
        return BankDuties(opened())


class BankDuties:
    """The duties of one bank (`handoff.back_office.scheduler.Duties`), which it closes in the end."""

    def __init__(self, bank: Bank) -> None:
        self._bank = bank

    def do_what_is_due(self, is_over: Callable[[], bool]) -> None:
        """Carries out the payments whose day has come, all of them: each takes a few milliseconds."""
        with _translated():
            for outcome in self._bank.run_due():
                logger.info("scheduled payment %s: %s", outcome.reference, type(outcome).__name__)

    def notices(self, limit: int) -> Sequence[WaitingNotice]:
        """What became of scheduled payments."""
        with _translated():
            return [WaitingNotice(notice.id, as_request(notice)) for notice in self._bank.notices(limit)]

    def notice_delivered(self, notice_id: int) -> None:
        """The customer's bot has it."""
        with _translated():
            self._bank.notice_delivered(notice_id)

    def close(self) -> None:
        """Closes the bank."""
        self._bank.close()


@contextmanager
def _translated() -> Iterator[None]:
    try:
        yield
    except BankUnavailable as exc:
        raise DutiesUnavailable(str(exc)) from exc
