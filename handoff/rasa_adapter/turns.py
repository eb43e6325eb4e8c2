"""What a turn is worth: answered once, or not at all."""

from __future__ import annotations

from typing import Any

from rasa.core.actions.action import Action, ActionExecutionRejection
from rasa.core.channels.channel import OutputChannel
from rasa.core.nlg import NaturalLanguageGenerator
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import Event
from rasa.shared.core.trackers import DialogueStateTracker


class TurnAborted(Exception):
    """Something that the turn needed failed. Nothing of the turn may be kept; the cause is `__cause__`."""


class AlreadyAnswered(Exception):
    """A message with this id was answered before; `answers` are the messages that the user got then."""

    def __init__(self, answers: list[dict[str, Any]]) -> None:
        super().__init__(f"answered before with {len(answers)} messages")
        self.answers = answers


class GuardedAction(Action):
    """An action that remembers why it failed, so that the turn can be given up instead of going on without it."""

    def __init__(self, action: Action) -> None:
        self.action = action
        self.failure: Exception | None = None

    def name(self) -> str:
        """The guarded action's name."""
        return str(self.action.name())

    def event_for_successful_execution(self, prediction: Any) -> Event:
        """The guarded action's own event."""
        return self.action.event_for_successful_execution(prediction)

    async def run(
        self,
        output_channel: OutputChannel,
        nlg: NaturalLanguageGenerator,
        tracker: DialogueStateTracker,
        domain: Domain,
    ) -> list[Event]:
        """Runs the action; a failure is kept in `failure` and gives no events."""
        try:
            events: list[Event] = await self.action.run(output_channel, nlg, tracker, domain)
            return events
        except ActionExecutionRejection:
            raise
        except Exception as error:  # any cause ends the turn; it is logged where the turn ends
            self.failure = error
            return []
