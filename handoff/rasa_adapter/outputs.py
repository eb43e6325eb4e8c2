"""What a turn says, on its way to the client: all of it at the end, or each message as it is said."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from typing import Any

from rasa.core.channels.channel import CollectingOutputChannel

from handoff.here import secret, this_host
from handoff.offers import with_ticket
from handoff.protocol import is_offer
from handoff.rasa_adapter.notices import NOTICE_KEY


class ChatOutput(CollectingOutputChannel):
    """The messages of one answer. What is a notice has its id, so that a client that showed it already can tell."""

    def __init__(self) -> None:
        super().__init__()
        self._notice: str | None = None

    async def send_response(self, recipient_id: str, message: dict[str, Any]) -> None:
        """Collects one message, in as many parts as it has."""
        self._notice = message.get(NOTICE_KEY)
        await super().send_response(recipient_id, message)

    async def send_custom_json(self, recipient_id: str, json_message: dict[str, Any], **kwargs: Any) -> None:
        """Collects a custom message; an offer gets its ticket here, where it leaves the host. Raises TicketTooLarge."""
        leaving = with_ticket(json_message, issuer=this_host().id, conversation=recipient_id, secret=secret())
        await super().send_custom_json(recipient_id, leaving, **kwargs)

    def take_back(self) -> None:
        """Forgets what the turn was about to say, because it is not true."""
        self.messages.clear()

    async def _persist_message(self, message: dict[str, Any]) -> None:
        await super()._persist_message({**message, NOTICE_KEY: self._notice} if self._notice else message)


class StreamedOutput(ChatOutput):
    """An answer that is read while the turn runs.

    All messages wait for the end, unless `let_flow` allows more. An offer, and what is said after it, waits in any
    case: a client that follows it must not be quicker than the turn is kept.
    """

    def __init__(self) -> None:
        super().__init__()
        self._readable: asyncio.Queue[dict[str, Any] | None] = asyncio.Queue()
        self._passed_on = 0  # how many of the messages
        self._may_flow: Callable[[], bool] = lambda: False

    def let_flow(self, may_flow: Callable[[], bool]) -> None:
        """From now on a message can be read as soon as it is said, if `may_flow()` then, and all before it could be."""
        self._may_flow = may_flow
        self._pass_on()

    def take_back(self) -> None:
        """Forgets what nobody can have read yet."""
        del self.messages[self._passed_on :]

    def end(self) -> None:
        """The turn is over: what has waited can be read, and no more will come."""
        for message in self.messages[self._passed_on :]:
            self._readable.put_nowait(message)
        self._readable.put_nowait(None)

    async def read(self) -> AsyncIterator[dict[str, Any]]:
        """Each message as soon as it can be read, until the end."""
        while (message := await self._readable.get()) is not None:
            yield message

    async def _persist_message(self, message: dict[str, Any]) -> None:
        await super()._persist_message(message)
        self._pass_on()

    def _pass_on(self) -> None:
        for message in self.messages[self._passed_on :]:
            if is_offer(message.get("custom")) or not self._may_flow():
                return
            self._readable.put_nowait(message)
            self._passed_on += 1
