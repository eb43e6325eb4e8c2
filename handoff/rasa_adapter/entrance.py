"""Who may bring a conversation to this host: what is checked of a take-over and of a replay.

All of it happens under the conversation's lock, so that of a hundred deliveries of one ticket one is accepted. The
ticket ends here: what goes on to tracker and actions are the claims that were accepted.
"""

from __future__ import annotations

import logging
import time
from typing import Any

from rasa.core.channels.channel import UserMessage
from rasa.shared.core.events import UserUttered
from rasa.shared.core.trackers import DialogueStateTracker

from handoff.here import hosts, secret, this_host
from handoff.passage import Passage, read_passage
from handoff.protocol import ACCEPTED_KEY, REPLAYED_KEY, TICKET_MESSAGE_PREFIX, is_take_over
from handoff.ticket import Ticket, TicketRefused, check_ticket, digest, open_ticket

logger = logging.getLogger(__name__)


class ChatMessage(UserMessage):
    """A message of handoff/1. `ticket` and `replay` are what the client sent, and nobody has checked them yet."""

    def __init__(self, *args: Any, ticket: Any = None, replay: Any = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.ticket = ticket if is_take_over(self.text) else None
        self.replay = replay


def read_ticket(message: UserMessage) -> Ticket | None:
    """The ticket with which a message takes over; None for any other message, and for a take-over without one.

    The message's id becomes that of the ticket: whatever ids a client gives, one ticket is one message. Raises
    TicketRefused.
    """
    sealed = getattr(message, "ticket", None)
    if sealed is None:
        return None
    if not isinstance(sealed, str):
        raise TicketRefused("the ticket is no text")
    ticket = open_ticket(sealed, secret(), audience=this_host().id, conversation=message.sender_id)
    message.message_id = f"{TICKET_MESSAGE_PREFIX}{ticket.id}"
    return ticket


def let_in(message: UserMessage, ticket: Ticket | None, tracker: DialogueStateTracker) -> Ticket | None:
    """Checks what is new here, and puts what was accepted into the message's metadata. The ticket as it was accepted.

    Raises TicketRefused.
    """
    if ticket is not None:
        accepted = check_ticket(ticket, hosts(), time.time())
        message.metadata = {ACCEPTED_KEY: {**_passage(accepted).as_json(), "carried": dict(accepted.carried)}}
        return accepted
    if _is_replay(message, _latest_passage(tracker)):
        message.metadata = {REPLAYED_KEY: message.replay}
    return None


def _passage(ticket: Ticket) -> Passage:
    return Passage(ticket.issuer, ticket.id, ticket.reason, ticket.message_digest, ticket.path, ticket.returns_to)


def _latest_passage(tracker: DialogueStateTracker) -> Passage | None:
    taken_over = (
        event.metadata.get(ACCEPTED_KEY) for event in reversed(tracker.events) if isinstance(event, UserUttered)
    )
    return next(filter(None, map(read_passage, taken_over)), None)


def _is_replay(message: UserMessage, passage: Passage | None) -> bool:
    """Whether these are the words that the accepted ticket announced; any others are new words of the user's."""
    named = getattr(message, "replay", None)
    if named is None:
        return False
    announced = passage is not None and named == passage.ticket_id and passage.message_digest == digest(message.text)
    if not announced:
        logger.warning("a replay that no accepted ticket announced: conversation=%s", message.sender_id)
    return announced
