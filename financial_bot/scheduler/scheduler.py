"""What is done again and again: payments that are due, and notices that the bot does not have yet."""

from __future__ import annotations

import logging
from collections.abc import Callable

from financial_bot.bank import Bank, BankUnavailable, Notice
from financial_bot.scheduler.bot import Bot, BotUnavailable, NoticeRefused
from financial_bot.scheduler.outage import Outage
from financial_bot.scheduler.stop import Stop
from financial_bot.scheduler.wording import as_request

logger = logging.getLogger(__name__)

NOTICES_AT_ONCE = 100


class Scheduler:
    """Looks after the bank that `open_bank` opens, which may be down for now, and brings its notices to `bot`."""

    def __init__(self, open_bank: Callable[[], Bank], bot: Bot) -> None:
        self._open_bank = open_bank
        self._opened: Bank | None = None
        self._bot = bot
        self._bank_outage = Outage("the bank")
        self._bot_outage = Outage("the bot")
        self._unforeseen = Outage("the scheduler")
        self._refused: set[int] = set()

    def run(self, stop: Stop, seconds: float) -> None:
        """Does what there is to do every so many seconds, until it is told to end. Nothing that fails ends it."""
        while not stop.asked:
            self.do_what_there_is(stop)
            stop.wait(seconds)
        if self._opened is not None:
            self._opened.close()
        self._bot.close()

    def do_what_there_is(self, stop: Stop) -> None:
        """Carries out what is due, then brings what the bot does not have yet. What fails is logged, once per outage,
        and left for the next time."""
        failures = [_failure(task, stop) for task in (self._carry_out_payments, self._bring_notices)]
        down = [each for each in failures if isinstance(each, BankUnavailable)]
        unforeseen = [each for each in failures if each is not None and each not in down]
        self._bank_outage.heard(next(iter(down), None))
        self._unforeseen.heard(next(iter(unforeseen), None))

    def _bank(self) -> Bank:
        if self._opened is None:
            self._opened = self._open_bank()
        return self._opened

    def _carry_out_payments(self, _stop: Stop) -> None:
        for outcome in self._bank().run_due():
            logger.info("scheduled payment %s: %s", outcome.reference, type(outcome).__name__)

    def _bring_notices(self, stop: Stop) -> None:
        # what was refused is tried again, since the bot may have learned the words; it takes nobody's place meanwhile
        for notice in self._bank().notices(NOTICES_AT_ONCE + len(self._refused)):
            if stop.asked:
                return
            try:
                understood = self._bring(notice)
            except BotUnavailable as error:
                self._bot_outage.heard(error)
                return
            self._bot_outage.heard(None)
            if understood:
                self._bank().notice_delivered(notice.id)

    def _bring(self, notice: Notice) -> bool:
        """Whether the bot has it now. Raises BotUnavailable."""
        try:
            self._bot.bring(as_request(notice))
        except NoticeRefused as refusal:
            if notice.id not in self._refused:
                logger.error("notice %d is not understood by the bot, trying on: %s", notice.id, refusal)
            self._refused.add(notice.id)
            return False
        self._refused.discard(notice.id)
        return True


def _failure(task: Callable[[Stop], None], stop: Stop) -> Exception | None:
    try:
        task(stop)
    except Exception as error:  # a payment that nobody foresaw must not keep the notices waiting, nor end the process
        logger.debug("failed", exc_info=error)
        return error
    return None
