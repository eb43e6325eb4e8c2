"""What another host carried here, as answers of a form: nobody is asked for it again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from handoff.sdk_adapter.fields import Field, Understood
from handoff.sdk_adapter.turn import Turn
from handoff.skill_names import CARRIED_SLOT


async def read_carried(fields: Sequence[Field], carries: Mapping[str, str], turn: Turn) -> dict[str, Understood]:
    """What the carried slots say for those fields that `carries` names, each read as an answer to the field's question.

    What a field would not take from the user it does not take from another host either, and what the user has changed
    since is not what was carried any more.
    """
    brought = turn.slots.get(CARRIED_SLOT)
    found: dict[str, Understood] = {}
    for each in fields:
        name = carries.get(each.slot, "")
        value = brought.get(name) if isinstance(brought, dict) else None
        if value is None:
            continue
        answer = replace(turn, text=str(value), entities=(), asked=each.slot, last_response=None)
        reading = await each.read(answer)
        if isinstance(reading, Understood) and turn.slots.get(name) in (value, reading.value):
            found[each.slot] = reading
    return found
