"""A conversation with single actions of the bank's bot without Rasa: real bank, Duckling, SDK and wording."""

from __future__ import annotations

import asyncio
import re
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

import yaml
from rasa_sdk import Action, Tracker
from rasa_sdk.executor import CollectingDispatcher

from duckling_client import Duckling, find_mentions, mention_to_rasa_entity
from tests.support.system import ROOT

CUSTOMER = "somebody"

_PLACEHOLDER = re.compile(r"\{(\w+)\}")


def responses() -> dict[str, list[dict[str, Any]]]:
    """All responses of the bank's bot by name, each with its variants."""
    found: dict[str, list[dict[str, Any]]] = {}
    for folder in (ROOT / "financial_bot" / "domain", ROOT / "handoff" / "skill" / "domain"):
        for file in sorted(folder.glob("*.yml")):
            found.update(yaml.safe_load(file.read_text(encoding="utf-8")).get("responses") or {})
    return found


@dataclass
class Talk:
    """One customer's conversation. `slots` and `events` are what Rasa would keep of it."""

    duckling: Duckling
    customer: str = CUSTOMER
    slots: dict[str, Any] = field(default_factory=dict)
    events: list[dict[str, Any]] = field(default_factory=list)
    said: list[str] = field(default_factory=list)  # names of the responses to the last message

    def say(self, text: str, action: Action | Callable[..., Any], intent: str = "") -> str:
        """What the action answers to the text, in the words of the first variants; pictures are their addresses."""
        entities = [mention_to_rasa_entity(each) for each in self._mentions(text)]
        message = {"text": text, "intent": {"name": intent, "confidence": 1.0}, "entities": entities}
        self.events.append({"event": "user", **message})
        tracker = Tracker(self.customer, dict(self.slots), message, list(self.events), False, None, {}, "action_listen")
        dispatcher = CollectingDispatcher()
        for event in asyncio.run(action.run(dispatcher, tracker, {})):
            if event["event"] == "slot":
                self.slots[event["name"]] = event["value"]
        self.said = [str(message["response"]) for message in dispatcher.messages]
        self.events += [{"event": "bot", "metadata": {"utter_action": name}} for name in self.said]
        return "\n".join(written(message) for message in dispatcher.messages)

    def _mentions(self, text: str) -> Sequence[Any]:
        now = int(time.time() * 1000)
        return find_mentions(self.duckling, text, locale="en_US", timezone="America/New_York", reference_time_ms=now)


def written(message: dict[str, Any]) -> str:
    """The message as the user reads it; every variant must have all that it needs."""
    variants = responses()[message["response"]]
    filled = [
        _filled("\n".join(str(variant[part]) for part in ("text", "image") if variant.get(part)), message)
        for variant in variants
    ]
    return filled[0]


def _filled(template: str, message: dict[str, Any]) -> str:
    missing = [name for name in _PLACEHOLDER.findall(template) if not isinstance(message.get(name), str)]
    assert not missing, f"{message['response']} needs {missing}"
    return _PLACEHOLDER.sub(lambda found: str(message[found[1]]), template)
