"""What is done again and again: what is due in a bot's room, and notices that the bot does not have yet."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from handoff.back_office.bot import Bot, BotUnavailable, NoticeRefused
from handoff.back_office.outage import Outage
from handoff.back_office.stop import Stop

logger = logging.getLogger(__name__)

NOTICES_AT_ONCE = 100
NOTICES_SECONDS = 10.0


class DutiesUnavailable(Exception):
    """What the duties need is down for now; trying again later is safe. The text is the cause, for the operator."""


@dataclass(frozen=True)
class WaitingNotice:
    """A notice that the bot does not have yet. `id` is its number in the room, `request` what the bot's channel takes
    (`handoff.rasa_adapter.messages.read_notice`); the same notice always has the same request."""

    id: int
    request: Mapping[str, Any]


class Duties(Protocol):
    """What a bot's back office looks after: a bank, a desk. Every method may raise DutiesUnavailable.

    All of it can be done twice, or by two processes at once, without harm.
    """

    def do_what_is_due(self, is_over: Callable[[], bool]) -> None:
        """Do what has to be done while nobody chats, for some seconds at most; begin nothing once `is_over`."""

    def notices(self, limit: int) -> Sequence[WaitingNotice]:
        """The notices of all conversations that were not delivered yet, oldest first."""

    def notice_delivered(self, notice_id: int) -> None:
        """The bot has this one; it never comes again."""

    def close(self) -> None:
        """Let go of all connections."""


class Scheduler:
    """Looks after what `open_duties` opens, which may be down for now, and brings its notices to `bot`.

    `room` is what the log calls it: "the bank".
    """

    def __init__(self, room: str, open_duties: Callable[[], Duties], bot: Bot) -> None:
        self._open_duties = open_duties
        self._opened: Duties | None = None
        self._bot = bot
        self._room_outage = Outage(room)
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
        """Does what is due, then brings what the bot does not have yet. What fails is logged, once per outage, and left
        for the next time."""
        failures = [_failure(task, stop) for task in (self._do_what_is_due, self._bring_notices)]
        down = [each for each in failures if isinstance(each, DutiesUnavailable)]
        unforeseen = [each for each in failures if each is not None and each not in down]
        self._room_outage.heard(next((each.__cause__ or each for each in down), None))
        self._unforeseen.heard(next(iter(unforeseen), None))

    def _duties(self) -> Duties:
        if self._opened is None:
            self._opened = self._open_duties()
        return self._opened

    def _do_what_is_due(self, stop: Stop) -> None:
        self._duties().do_what_is_due(lambda: stop.asked)

    def _bring_notices(self, stop: Stop) -> None:
        ends = time.monotonic() + NOTICES_SECONDS
        # what was refused is tried again, since the bot may have learned the words; it takes nobody's place meanwhile
        most = NOTICES_AT_ONCE + len(self._refused)
        tried: set[int] = set()
        while len(tried) < most and not stop.asked and time.monotonic() < ends:
            notice = self._next_notice(tried)
            if notice is None:
                return
            tried.add(notice.id)
            try:
                understood = self._bring(notice)
            except BotUnavailable as error:
                self._bot_outage.heard(error)
                return
            self._bot_outage.heard(None)
            if understood:
                self._duties().notice_delivered(notice.id)

    def _next_notice(self, tried: Collection[int]) -> WaitingNotice | None:
        # one at a time: what was read a while ago may be a conversation's that is erased now
        waiting = self._duties().notices(1 + len(self._refused))
        return next((notice for notice in waiting if notice.id not in tried), None)

    def _bring(self, notice: WaitingNotice) -> bool:
        """Whether the bot has it now. Raises BotUnavailable."""
        try:
            self._bot.bring(notice.request)
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
    except Exception as error:  # what nobody foresaw must not keep the other task waiting, nor end the process
        logger.debug("failed", exc_info=error)
        return error
    return None
