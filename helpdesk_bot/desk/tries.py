"""How often somebody may be wrong about the number and the e-mail address of an incident."""

from __future__ import annotations

import hashlib
import logging
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import delete, func, insert, select, text, update
from sqlalchemy.engine import Connection

from .addresses import EmailProblem, read_email
from .errors import TooManyTries
from .hourly import Hourly
from .schema import tries

logger = logging.getLogger(__name__)

TRIES_PER_CONVERSATION = 5
TRIES_PER_NUMBER = 10
TRIES_PER_ADDRESS = 10
REMEMBERED_FOR = timedelta(hours=24)
# The last bound, for all numbers, addresses and conversations together.
TRIES_PER_HOUR = 200
HOUR = timedelta(hours=1)
# Two machines' clocks differ. A try that is later than this was counted by a clock that was wrong.
CLOCKS_DIFFER = timedelta(minutes=1)


@dataclass(frozen=True)
class Try:
    """One pair of number and e-mail that is being looked up; `left` are the tries that remain if it is wrong."""

    id: int
    left: int


def begin(
    connection: Connection, conversation_id: str, number: str | None, email: str, now: datetime, said: Hourly
) -> Try:
    """Count a try as wrong before anything is looked up, so that many at once are bounded too. Raises TooManyTries.

    The bounds are per conversation and, over all conversations, per number, per address and per hour; `number` is None
    for what is none. That the bound per hour is reached is an error in the log, once an hour (`said`).
    """
    if connection.dialect.name == "postgresql":  # SQLite lets in one writer at a time
        connection.execute(text("LOCK TABLE desk_tries IN SHARE ROW EXCLUSIVE MODE"))
    is_over = (tries.c.at <= now - REMEMBERED_FOR) | (tries.c.at > now + CLOCKS_DIFFER)
    connection.execute(delete(tries).where(is_over))
    wrong = _count(connection, tries.c.conversation_id == conversation_id)
    if wrong >= TRIES_PER_CONVERSATION:
        raise TooManyTries("of this conversation")
    if number is not None and _count(connection, tries.c.number == number) >= TRIES_PER_NUMBER:
        raise TooManyTries("for this number")
    address = _hash_of(email)
    # Or whoever knows an address would find its incidents by counting numbers, each in a new conversation.
    if address is not None and _count(connection, tries.c.address_hash == address) >= TRIES_PER_ADDRESS:
        raise TooManyTries("for this address")
    if _count(connection, tries.c.at > now - HOUR) >= TRIES_PER_HOUR:
        if said.is_due("tries", now):
            logger.error("%d wrong pairs of number and e-mail in an hour: no pair is looked up for now", TRIES_PER_HOUR)
        raise TooManyTries("of all conversations")
    values = {"conversation_id": conversation_id, "number": number, "address_hash": address, "at": now}
    try_id = connection.execute(insert(tries).values(**values)).inserted_primary_key[0]
    return Try(try_id, TRIES_PER_CONVERSATION - wrong - 1)


def give_back(connection: Connection, this: Try) -> None:
    """It was right, or could not be looked up: it does not count."""
    connection.execute(delete(tries).where(tries.c.id == this.id))


def forget_conversation(connection: Connection, conversation_id: str) -> bool:
    """Forget whose tries they were. For numbers and addresses they go on counting, or erasing would lift those bounds.

    Returns whether there were any.
    """
    these = update(tries).where(tries.c.conversation_id == conversation_id)
    return bool(connection.execute(these.values(conversation_id=None)).rowcount)


def _hash_of(email: str) -> str | None:
    """The same for all spellings that `addresses.same_address` takes for one; None for what is no address."""
    address = read_email([email])
    return None if isinstance(address, EmailProblem) else hashlib.sha256(address.lower().encode()).hexdigest()


def _count(connection: Connection, condition: Any) -> int:
    return int(connection.execute(select(func.count()).select_from(tries).where(condition)).scalar_one())
