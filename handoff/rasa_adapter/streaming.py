"""What of a turn may be shown before the turn is kept. It cannot be taken back when the turn fails after all."""

from __future__ import annotations

from itertools import islice

from rasa.core.channels.channel import UserMessage
from rasa.shared.core.events import ActiveLoop
from rasa.shared.core.trackers import DialogueStateTracker

from handoff.protocol import is_take_over
from handoff.rasa_adapter.outputs import StreamedOutput


def stream_what_stays_true(message: UserMessage, tracker: DialogueStateTracker) -> None:
    """Lets the answer to `message` flow, if somebody streams it, as far as it stays true whatever follows.

    A take-over and a replay decide who holds the conversation, and forms are where money moves and incidents are
    opened: what is said there waits until the turn is kept. So does what is said once a form has begun in this turn.
    To be called at the beginning of the turn.
    """
    output = message.output_channel
    is_handoff = is_take_over(message.text) or getattr(message, "replay", None) is not None
    if not isinstance(output, StreamedOutput) or is_handoff or tracker.active_loop_name is not None:
        return
    before = len(tracker.events)
    output.let_flow(lambda: not any(isinstance(event, ActiveLoop) for event in islice(tracker.events, before, None)))
