"""How an incident is now, or how the desk remembers it while the ticket system does not answer."""

from __future__ import annotations

import asyncio
import logging

from helpdesk_bot.desk import Desk, Incident, Known, TicketSystemError, UnknownIncident, number_among

from .access import at_desk

logger = logging.getLogger(__name__)

# A change takes up to 6 s and an action has 10 s: a look before the change may not take longer than this.
LOOK_SECONDS = 3.0


async def as_it_is(conversation: str, number: str) -> Incident | Known | None:
    """Like `look_up`, but what is remembered also when the ticket system takes longer than LOOK_SECONDS. Raises
    DeskUnavailable."""
    try:
        return await asyncio.wait_for(at_desk(lambda desk: look_up(desk, conversation, number)), LOOK_SECONDS)
    except asyncio.TimeoutError:
        logger.warning("ticket system is slow, memory is used: incident=%s after=%ss", number, LOOK_SECONDS)
        return await at_desk(lambda desk: remembered(desk, conversation, number))


def latest(desk: Desk, conversation: str, remembered: Known) -> Incident | Known:
    """The incident from the ticket system, else what is remembered. Raises DeskUnavailable."""
    found = look_up(desk, conversation, remembered.number)
    return remembered if found is None else found


def look_up(desk: Desk, conversation: str, number: str) -> Incident | Known | None:
    """The incident from the ticket system, else what the desk remembers of it; None when this conversation may not see
    one of that number. Raises DeskUnavailable."""
    try:
        return desk.incident(conversation, number)
    except UnknownIncident:
        return None
    except TicketSystemError as error:
        note_silence(error)
        return remembered(desk, conversation, number)


def remembered(desk: Desk, conversation: str, number: str) -> Known | None:
    """What the desk itself knows of an incident that this conversation may see. Raises DeskUnavailable."""
    known = {each.number: each for each in desk.known(conversation)}
    meant = number_among(number, known)
    return None if meant is None else known[meant]


def note_silence(error: TicketSystemError) -> None:
    """Tells the operator why something remembered is shown."""
    logger.warning("ticket system gives no answer, memory is shown: cause=%s", error)
