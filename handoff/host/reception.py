"""A host as a whole: each message is answered once, and a conversation is taken over only with a good ticket."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from handoff.host.body import read_body
from handoff.host.conversation import Conversation, read_conversation
from handoff.host.errors import TooLong
from handoff.host.events import Event, TakenOver, is_own_word, left_host, other_host, understand
from handoff.host.offering import as_messages
from handoff.host.replies import Reply
from handoff.host.store import Answer, Conversations, Turn
from handoff.hosts import Hosts
from handoff.incoming import IncomingMessage
from handoff.offers import with_ticket
from handoff.passage import Passage
from handoff.protocol import TICKET_MESSAGE_PREFIX, is_take_over, refused
from handoff.ticket import Ticket, TicketRefused, check_ticket, open_ticket

logger = logging.getLogger(__name__)

Answering = Callable[[Event, Conversation], Sequence[Reply]]


@dataclass(frozen=True)
class Sentences:
    """What a host says when the program cannot: it has failed, or the user wrote more than 4,000 characters."""

    failed: str
    too_long: str


class Reception:
    """The host with the id `here` of handoff_config.yml.

    `answer` is the program: it is called once per message, and for one message of a conversation at a time. When it
    raises, nothing of the turn is kept and the user gets an apology, so that saying it again is safe.
    """

    def __init__(
        self,
        here: str,
        hosts: Hosts,
        secret: str,
        conversations: Conversations,
        answer: Answering,
        sentences: Sentences,
        clock: Callable[[], float] = time.time,
    ) -> None:
        """`secret` is `handoff.secret.load_secret`'s. Raises UnknownHost when `here` is not listed."""
        self._here = hosts.get(here)
        self._hosts = hosts
        self._secret = secret
        self._conversations = conversations
        self._answer = answer
        self._sentences = sentences
        self._clock = clock

    def receive(self, body: Any) -> Answer:
        """The answer to the JSON body of a request, as JSON. Raises BadBody: answer with HTTP 400."""
        try:
            message = read_body(body)
        except TooLong:
            return [{"recipient_id": str(body["sender"]), "text": self._sentences.too_long}]
        try:
            with self._conversations.turn(message.sender) as turn:
                return self._answer_once(message, turn)
        except Exception as error:  # the program's own, a full disk: the client must get an answer that it can read
            return [self._cannot(message, error)]

    def _answer_once(self, message: IncomingMessage, turn: Turn) -> Answer:
        ticket = self._open_ticket(message)
        key = _key(message, ticket)
        recorded = None if key is None else turn.recorded(key)
        if recorded is not None:
            return self._leaving(recorded, message.sender)
        conversation = read_conversation(message.sender, turn.state())
        event = self._event(message, ticket, conversation)
        _note(event, conversation)
        replies = self._answer(event, conversation)
        answer = as_messages(replies, conversation, self._here, self._hosts, self._clock())
        leaving = self._leaving(answer, message.sender)  # before it is kept: a ticket may be too large
        turn.keep(conversation.as_json(), key, answer)
        return leaving

    def _open_ticket(self, message: IncomingMessage) -> Ticket | None:
        if message.ticket is None or not is_take_over(message.text):
            return None
        if not isinstance(message.ticket, str):
            raise TicketRefused("the ticket is no text")
        return open_ticket(message.ticket, self._secret, audience=self._here.id, conversation=message.sender)

    def _event(self, message: IncomingMessage, ticket: Ticket | None, conversation: Conversation) -> Event:
        if not is_take_over(message.text):
            return understand(message, conversation, self._here.id, self._hosts)
        if ticket is None:
            conversation.passage = None
            return TakenOver(left_host(message, self._hosts), {}, will_speak=False)
        return self._accept(check_ticket(ticket, self._hosts, self._clock()), conversation)

    def _accept(self, ticket: Ticket, conversation: Conversation) -> TakenOver:
        back_to = other_host(ticket.returns_to, self._here.id, self._hosts)
        conversation.passage = Passage(
            source=ticket.issuer,
            ticket_id=ticket.id,
            reason=ticket.reason,
            message_digest=ticket.message_digest,
            path=ticket.path,
            returns_to=back_to.id if back_to else None,
        )
        conversation.user_spoke = False
        conversation.return_was_offered = False
        conversation.slots.update(ticket.carried)
        return TakenOver(self._hosts.get(ticket.issuer), ticket.carried, ticket.message_digest is not None)

    def _leaving(self, answer: Answer, sender: str) -> Answer:
        """Tickets are made when the answer leaves, so that none is ever stored; they are the same each time."""
        return [
            {**part, "custom": self._sealed(part["custom"], sender)} if "custom" in part else part for part in answer
        ]

    def _sealed(self, custom: Any, sender: str) -> Any:
        return with_ticket(custom, issuer=self._here.id, conversation=sender, secret=self._secret)

    def _cannot(self, message: IncomingMessage, error: Exception) -> dict[str, Any]:
        taking_over = is_take_over(message.text)
        if taking_over and isinstance(error, TicketRefused):
            logger.warning("take-over refused: conversation=%s cause=%s", message.sender, error)
            return {"recipient_id": message.sender, "custom": refused(error.refusal)}
        logger.error("turn not kept: conversation=%s cause=%s", message.sender, error, exc_info=error)
        if taking_over:
            return {"recipient_id": message.sender, "custom": refused("unavailable")}
        return {"recipient_id": message.sender, "text": self._sentences.failed}


def _key(message: IncomingMessage, ticket: Ticket | None) -> str | None:
    """What the answer is recorded under: a ticket is accepted once, whatever id the client gives to the message."""
    if ticket is not None:
        return f"{TICKET_MESSAGE_PREFIX}{ticket.id}"
    return None if message.message_id is None else f"message:{message.message_id}"


def _note(event: Event, conversation: Conversation) -> None:
    """What an event changes before it is answered: no offer outlives it, and own words begin a new path."""
    conversation.wish = None
    conversation.is_asked = False
    conversation.user_spoke |= is_own_word(event)
