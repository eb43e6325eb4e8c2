"""Trackers and the rows that they are made of."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from rasa.shared.core.constants import REQUESTED_SLOT
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import ActiveLoop, Event, SessionStarted, SlotSet, deserialise_events
from rasa.shared.core.trackers import DialogueStateTracker

from handoff.rasa_adapter.event_rows import Position, of_last_session
from handoff.rasa_adapter.snapshot import Cut, has_lost_its_opening
from handoff.rasa_adapter.snapshot_table import StoredSnapshot


@dataclass(frozen=True)
class Stored:
    """What the database has of a tracker: the first `opening` events are no rows but stand for some, the next are the
    rows with these ids, and others are not stored yet. `last` is the conversation's last row, None if it has none."""

    last: Position | None = None
    opening: int = 0
    rows: tuple[int, ...] = ()

    @classmethod
    def of_session(cls, rows: list[Any]) -> Stored:
        """For a tracker that has the events of the last session, or of a conversation that has none yet."""
        return cls().with_rows(of_last_session(rows))

    @property
    def events(self) -> int:
        """How many of the tracker's events need not be saved."""
        return self.opening + len(self.rows)

    def with_rows(self, rows: Sequence[Any]) -> Stored:
        """The same with more rows at the end."""
        if not rows:
            return self
        last = Position(rows[-1].id, rows[-1].timestamp)
        return replace(self, last=last, rows=(*self.rows, *(row.id for row in rows)))


def stored(tracker: DialogueStateTracker) -> Stored | None:
    """What was remembered at a tracker; None when the tracker was made by somebody else."""
    known: Stored | None = getattr(tracker, "stored", None)
    return known


def build(
    sender_id: str, rows: list[Any], snapshot: StoredSnapshot | None, domain: Domain, whole: bool = False
) -> DialogueStateTracker | None:
    """The tracker of these rows, those behind `snapshot`: of the last session, or of all with `whole`.

    None when there are no rows, and when the snapshot cannot be used, because the user's turns were taken back to
    where it stands for them: then it takes all rows, without a snapshot.
    """
    used = rows if whole else of_last_session(rows)
    if not used:
        return None
    goes_on = snapshot is not None and used[0].type_name != SessionStarted.type_name
    opening = deserialise_events(snapshot.opening) if snapshot is not None and goes_on else []
    events = [*opening, *(event for row in used for event in deserialise_events([json.loads(row.data)]))]
    tracker = DialogueStateTracker.from_events(sender_id, events, domain.slots)
    if has_lost_its_opening(tracker, opening):
        return None
    tracker.stored = Stored(opening=len(opening)).with_rows(used)
    _leave_a_form_that_is_gone(tracker, domain)
    return tracker


def snapshot_of(now: Stored, added: Sequence[Event], shorter: Cut | None) -> StoredSnapshot | None:
    """The snapshot to be kept from now on, in place of the one before; None to leave that one."""
    ids, earlier = now.rows, len(now.rows) - len(added)
    begins = [place for place, event in enumerate(added) if isinstance(event, SessionStarted)]
    if begins and earlier:  # what was before the session is not looked at any more
        return StoredSnapshot(ids[earlier + begins[-1] - 1], [])
    if shorter is None:
        return None
    return StoredSnapshot(ids[shorter.position - now.opening - 1], [event.as_dict() for event in shorter.opening])


def _leave_a_form_that_is_gone(tracker: DialogueStateTracker, domain: Domain) -> None:
    """A bot that was trained anew may have lost the form that was open: every turn would fail. Saved with the turn."""
    if tracker.active_loop_name is not None and tracker.active_loop_name not in domain.action_names_or_texts:
        tracker.update_with_events([ActiveLoop(None), SlotSet(REQUESTED_SLOT, None)], domain)
