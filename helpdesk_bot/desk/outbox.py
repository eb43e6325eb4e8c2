"""All that customers want of the ticket system: written down first, delivered then, settled once.

An entry is held by whoever delivers it, for the ticket system's lease (`TicketSystem.lease`): nobody else delivers it
meanwhile, also when its holder dies or cannot write down what came of it, and somebody else takes it afterwards.
Entries for one incident are held in the order in which they came. An entry belongs to the ticket system that was used
when it came: while the desk uses another one it waits, since that may be a mistake in a setting. A clock that was put
back keeps nothing: what is held or put off for longer than is possible is free.
"""

from __future__ import annotations

import hashlib
import json
import uuid
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Literal

from sqlalchemy import delete, exists, func, select, update
from sqlalchemy.engine import Connection
from sqlalchemy.sql.expression import ColumnElement

from storage import insert_if_absent

from .incident import Kind, Waiting
from .schema import outbox

# Nobody may make us wait longer, or a mistake in one answer would cost days.
LONGEST_PAUSE = timedelta(hours=1)

EntryState = Literal["waiting", "delivered", "refused"]
Refusal = Literal["refused", "closed", "unknown"]


@dataclass(frozen=True)
class Wish:
    """What a customer wants: `content` is what goes to the ticket system, by the names in `delivery`."""

    kind: Kind
    number: str | None
    title: str
    content: Mapping[str, Any]


@dataclass(frozen=True)
class Entry:
    """A wish in the outbox. `holder` is the one who delivers it now; a settled one has neither title nor content."""

    id: int
    conversation_id: str
    key: str
    kind: Kind
    system: str
    number: str | None
    title: str
    content: Mapping[str, Any]
    created_at: datetime
    state: EntryState
    refusal: Refusal | None
    attempts: int
    holder: str | None
    held_until: datetime | None
    promised: bool

    @property
    def correlation_id(self) -> str:
        """The wish's name for the ticket system, which never learns the conversation's: 32 hexadecimal digits."""
        return hashlib.sha256(f"{self.conversation_id}\0{self.key}".encode()).hexdigest()[:32]


def add(connection: Connection, conversation_id: str, key: str, system: str, wish: Wish, now: datetime) -> None:
    """Write the wish down unless this key has been used by this conversation before."""
    row = {
        "conversation_id": conversation_id,
        "key": key,
        "kind": wish.kind,
        "system": system,
        "number": wish.number,
        "title": wish.title,
        "content": json.dumps(wish.content),
        "created_at": now,
        "state": "waiting",
        "attempts": 0,
        "due_at": now,
        "promised": False,
    }
    insert_if_absent(connection, outbox, row)


def find(connection: Connection, conversation_id: str, key: str) -> Entry | None:
    """Return what the conversation wanted with this key."""
    this = (outbox.c.conversation_id == conversation_id) & (outbox.c.key == key)
    row = connection.execute(select(outbox).where(this)).one_or_none()
    return _entry(row) if row else None


def hold(
    connection: Connection, conversation_id: str, key: str, system: str, now: datetime, lease: timedelta
) -> Entry | None:
    """Hold this entry if it is due, and return it.

    None also when somebody else holds it, an earlier one comes first, or it is for another ticket system than `system`.
    Whoever asks is going to tell the customer, or to leave a notice when that takes too long: what was promised before
    is not needed any more.
    """
    this = (outbox.c.conversation_id == conversation_id) & (outbox.c.key == key)
    return _hold(connection, select(outbox).where(this & _can_be_held(system, now, lease)), now + lease, promised=False)


def hold_next(connection: Connection, system: str, now: datetime, lease: timedelta) -> Entry | None:
    """Hold the oldest entry for this ticket system that is due, and return it.

    None when nothing is due that nobody else holds.

    Whoever asks tells nobody, so the customer is promised a notice.
    """
    due = select(outbox).where(_can_be_held(system, now, lease)).order_by(outbox.c.id).limit(1)
    return _hold(connection, due, now + lease, promised=True)


def promise(connection: Connection, conversation_id: str, key: str) -> None:
    """Whoever settles this entry has to leave a notice. Does nothing when it is settled already."""
    this = (outbox.c.conversation_id == conversation_id) & (outbox.c.key == key) & (outbox.c.state == "waiting")
    connection.execute(update(outbox).where(this).values(promised=True))


def postpone(connection: Connection, entry: Entry, due_at: datetime) -> None:
    """Let go of an entry that could not be delivered, until `due_at`; somebody has to leave a notice in the end."""
    mine = (outbox.c.id == entry.id) & (outbox.c.holder == entry.holder) & (outbox.c.state == "waiting")
    connection.execute(update(outbox).where(mine).values(holder=None, held_until=None, due_at=due_at, promised=True))


def settle(connection: Connection, entry: Entry, number: str | None, refusal: Refusal | None) -> Entry | None:
    """Settle the entry, as refused or as delivered; its title and content are emptied.

    Returns it as it was just before, or None when it is settled already or has been erased.
    """
    waits = (outbox.c.id == entry.id) & (outbox.c.state == "waiting")
    row = connection.execute(select(outbox).where(waits).with_for_update()).one_or_none()
    if row is None:
        return None
    values = {"state": "refused" if refusal else "delivered", "refusal": refusal, "number": number}
    values |= {"title": "", "content": None, "holder": None, "held_until": None}
    connection.execute(update(outbox).where(waits).values(**values))
    return _entry(row)


def is_there(connection: Connection, entry: Entry) -> bool:
    """Whether the entry has not been erased."""
    return connection.execute(select(outbox.c.id).where(outbox.c.id == entry.id)).first() is not None


def waiting_of(connection: Connection, conversation_id: str) -> tuple[Waiting, ...]:
    """Return what waits for delivery, oldest first."""
    these = (outbox.c.conversation_id == conversation_id) & (outbox.c.state == "waiting")
    rows = connection.execute(select(outbox).where(these).order_by(outbox.c.id))
    return tuple(as_waiting(_entry(row)) for row in rows)


def waiting_for_others(connection: Connection, system: str) -> tuple[tuple[str, int], ...]:
    """Return for which other ticket systems than this one how many entries wait."""
    others = (outbox.c.state == "waiting") & (outbox.c.system != system)
    query = select(outbox.c.system, func.count()).where(others).group_by(outbox.c.system).order_by(outbox.c.system)
    return tuple((other, count) for other, count in connection.execute(query))


def is_being_closed(connection: Connection, system: str, number: str | None) -> bool:
    """Whether a wish to close this incident, whoever's it is, waits for delivery."""
    this = (outbox.c.system == system) & (outbox.c.number == number) & (outbox.c.state == "waiting")
    return connection.execute(select(outbox.c.id).where(this & (outbox.c.kind == "close"))).first() is not None


def as_waiting(entry: Entry) -> Waiting:
    """Return the entry as its customer sees it."""
    return Waiting(entry.kind, entry.number, entry.title, entry.created_at)


def take_out(connection: Connection, conversation_id: str) -> tuple[Entry, ...]:
    """Delete all that this conversation wanted, delivered or not, and return it as it was."""
    # Only what was locked and read is deleted: something else may come meanwhile.
    these = select(outbox).where(outbox.c.conversation_id == conversation_id).order_by(outbox.c.id).with_for_update()
    entries = tuple(_entry(row) for row in connection.execute(these))
    connection.execute(delete(outbox).where(outbox.c.id.in_([entry.id for entry in entries])))
    return entries


def forget_titles(connection: Connection, system: str, numbers: Collection[str]) -> None:
    """Name these incidents by their numbers only, in what others want of them."""
    these = (outbox.c.system == system) & outbox.c.number.in_(numbers) & (outbox.c.state == "waiting")
    connection.execute(update(outbox).where(these).values(title=outbox.c.number))


def _can_be_held(system: str, now: datetime, lease: timedelta) -> ColumnElement:
    earlier = outbox.alias()
    same_incident = (earlier.c.system == outbox.c.system) & (earlier.c.number == outbox.c.number)
    comes_first = same_incident & (earlier.c.id < outbox.c.id) & (earlier.c.state == "waiting")
    free = outbox.c.held_until.is_(None) | (outbox.c.held_until <= now) | (outbox.c.held_until > now + lease)
    due = (outbox.c.due_at <= now) | (outbox.c.due_at > now + LONGEST_PAUSE)
    waits = (outbox.c.state == "waiting") & (outbox.c.system == system)
    return waits & free & due & ~exists(select(earlier.c.id).where(comes_first))


def _hold(connection: Connection, query: Any, until: datetime, *, promised: bool) -> Entry | None:
    row = connection.execute(query.with_for_update(skip_locked=True, of=outbox)).one_or_none()
    if row is None:
        return None
    held = {"holder": uuid.uuid4().hex, "held_until": until, "attempts": row.attempts + 1}
    connection.execute(update(outbox).where(outbox.c.id == row.id).values(**held, promised=promised))
    return _entry({**row._mapping, **held, "promised": promised})


def _entry(row: Any) -> Entry:
    values = row if isinstance(row, dict) else row._mapping
    return Entry(
        id=values["id"],
        conversation_id=values["conversation_id"],
        key=values["key"],
        kind=values["kind"],
        system=values["system"],
        number=values["number"],
        title=values["title"],
        content=json.loads(values["content"] or "{}"),
        created_at=values["created_at"],
        state=values["state"],
        refusal=values["refusal"],
        attempts=values["attempts"],
        holder=values["holder"],
        held_until=values["held_until"],
        promised=values["promised"],
    )
