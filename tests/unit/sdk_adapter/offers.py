"""What users do about an offer of another host, and what comes of it."""

from __future__ import annotations

from typing import Any

from rasa_sdk import Action

from handoff.sdk_adapter.actions import AcceptHandoff, OfferSkilledHost, TriggerHandoff
from tests.support.handoff_talk import HandoffTalk

WORDS = "my front tyres are worn"


def offered(talk: HandoffTalk, words: str = WORDS, metadata: dict[str, Any] | None = None) -> None:
    """The user says what the garage is there for."""
    talk.say(words, "skill_of_garage", OfferSkilledHost(), metadata)


def press(talk: HandoffTalk, host: str = "garage") -> None:
    """The user presses the button for a host."""
    talk.say(f'/trigger_handoff{{"to": "{host}"}}', "trigger_handoff", TriggerHandoff(), to=host)


def take_over(talk: HandoffTalk, **claims: Any) -> None:
    """The conversation comes from the garage, and what the user said there is answered next."""
    passage = {"from": "garage", "jti": "j-1", "reason": "other_skill", "msg": "0" * 64, "carried": {}}
    metadata = {"handoff": {**passage, "path": ["garage"], "ret": "garage", **claims}}
    talk.say('/handoff{"from_host": "x"}', "handoff", AcceptHandoff(), metadata, from_host="x")


def offer_of(talk: HandoffTalk) -> dict[str, Any]:
    """What the client is told to follow."""
    assert talk.offer is not None
    offer: dict[str, Any] = talk.offer["handoff"]
    return offer


class AnsweredByRule(Action):
    """Stands for a rule that only says something, which is no action of this layer."""

    def name(self) -> str:
        """As in a domain."""
        return "utter_something"

    async def run(self, dispatcher: Any, tracker: Any, domain: Any) -> list[Any]:
        """Nothing."""
        return []
