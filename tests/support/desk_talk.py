"""A conversation with the helpdesk's forms without Rasa: real desk, forms, SDK and wording; what Rasa does between
them is played here."""

from __future__ import annotations

import asyncio
import inspect
import pkgutil
import re
from dataclasses import dataclass, field
from importlib import import_module
from typing import Any

import yaml
from rasa_sdk import Action, Tracker
from rasa_sdk.executor import CollectingDispatcher

import helpdesk_bot.actions
from handoff.sdk_adapter.actions import AskWhetherToSwitch
from handoff.sdk_adapter.skill_ends import SkillEnd
from helpdesk_bot.actions.skills import SKILLS
from tests.support.system import ROOT

CUSTOMER = "somebody"
BOT = ROOT / "helpdesk_bot"

_PLACEHOLDER = re.compile(r"\{(\w+)\}")


def domains() -> list[dict[str, Any]]:
    """All domain files of the bot and of the shared skill."""
    files = [*sorted((BOT / "domain").glob("*.yml")), *sorted((ROOT / "handoff" / "skill" / "domain").glob("*.yml"))]
    return [yaml.safe_load(file.read_text(encoding="utf-8")) for file in files]


RESPONSES = {name: variants for each in domains() for name, variants in (each.get("responses") or {}).items()}
FORMS = {name: each["required_slots"] for domain in domains() for name, each in (domain.get("forms") or {}).items()}


def actions() -> dict[str, Action]:
    """All that the action server would serve, by name."""
    found: dict[str, Action] = {"action_ask_switch_to": AskWhetherToSwitch()}
    for module in pkgutil.iter_modules(helpdesk_bot.actions.__path__):
        members = vars(import_module(f"helpdesk_bot.actions.{module.name}")).values()
        classes = {member for member in members if inspect.isclass(member) and issubclass(member, Action)}
        made = [each() for each in classes if not inspect.isabstract(each) and each.__module__ != "rasa_sdk.interfaces"]
        found.update({each.name(): each for each in made})
    return found


ACTIONS = actions()
ENDS = {each.skill.form: name for name, each in ACTIONS.items() if isinstance(each, SkillEnd)}
BEGIN = {intent: skill.form for skill in SKILLS for intent in skill.intents}
RULES = {
    "incident_status": "action_incident_status",
    "reopen_incident": "action_reopen_incident",
    "thank": "utter_youre_welcome",
    "bot_challenge": "utter_i_am_a_bot",
}


@dataclass
class DeskTalk:
    """One user's conversation. `slots`, `events` and `form` are what Rasa would keep of it."""

    customer: str = CUSTOMER
    slots: dict[str, Any] = field(default_factory=dict)
    events: list[dict[str, Any]] = field(default_factory=list)
    form: str | None = None
    said: list[str] = field(default_factory=list)  # names of the responses to the last message
    buttons: list[str] = field(default_factory=list)  # payloads of the buttons in them
    _text: list[str] = field(default_factory=list)
    _message: dict[str, Any] = field(default_factory=dict)

    def say(self, text: str, intent: str = "inform", confidence: float = 1.0) -> str:
        """What the bot answers, in the words of the first variants."""
        self._message = {"text": text, "intent": {"name": intent, "confidence": confidence}, "entities": []}
        self.events.append({"event": "user", **self._message})
        self.said, self.buttons, self._text = [], [], []
        form = self.form
        if form is None and intent in BEGIN:
            self._begin(BEGIN[intent])
        elif form is None or not self._form_runs():
            self._run(RULES.get(intent, f"utter_{intent}"))
            if form is not None:
                self._ask()
        return "\n".join(self._text)

    def _begin(self, form: str) -> None:
        self.form = form
        self.slots["requested_slot"] = None
        self.events.append({"event": "active_loop", "name": form})
        assert self._form_runs(), f"{form} did not take its first message"

    def _form_runs(self) -> bool:
        """Whether the form took the message; asks for what is missing, or ends."""
        form = self.form
        assert form is not None
        events = self._run(f"validate_{form}")
        if not events:
            return False
        requested = [each["value"] for each in events if each.get("name") == "requested_slot"]
        self.slots["requested_slot"] = requested[-1] if requested else None  # as Rasa looks for the next one
        missing = [slot for slot in FORMS[form] if self.slots.get(slot) is None]
        if requested == [None] or (not missing and not requested):
            self._end()
        else:
            self._ask()
        return True

    def _end(self) -> None:
        form = self.form
        assert form is not None
        self.form, self.slots["requested_slot"] = None, None
        self._run(ENDS[form])

    def _ask(self) -> None:
        form = self.form
        assert form is not None
        requested = self.slots.get("requested_slot")
        missing = next((slot for slot in FORMS[form] if self.slots.get(slot) is None), None)
        if requested == "switch_to" and self.slots.get("skill_wanted"):
            self._run("action_ask_switch_to")
            return
        if isinstance(requested, str) and requested.startswith("which_"):
            return  # the buttons were the question
        assert missing is not None
        self.slots["requested_slot"] = missing
        name = f"action_ask_{missing}"
        self._run(name if name in ACTIONS else f"utter_ask_{missing}")
        if self.slots["requested_slot"] is None:  # the question itself has ended the form
            self._end()

    def _run(self, name: str) -> list[dict[str, Any]]:
        """Runs an action, or gives a response; keeps its events and goes where it wants to go."""
        if name.startswith("utter_"):
            self._show({"response": name, "buttons": RESPONSES[name][0].get("buttons") or []})
            return []
        loop = {"name": self.form} if self.form else {}
        tracker = Tracker(
            self.customer, dict(self.slots), self._message, list(self.events), False, None, loop, "action_listen"
        )
        dispatcher = CollectingDispatcher()
        events: list[dict[str, Any]] = list(asyncio.run(ACTIONS[name].run(dispatcher, tracker, {})))
        for message in dispatcher.messages:
            self._show(message)
        self._keep(events)
        return events

    def _keep(self, events: list[dict[str, Any]]) -> None:
        wanted = None
        for event in events:
            if event["event"] == "slot":
                self.slots[event["name"]] = event["value"]
            elif event["event"] == "active_loop":
                self.form = event["name"]
                self.events.append(event)
            elif event["event"] == "followup":
                wanted = event["name"]
        if wanted in FORMS and self.slots.get("skill_resumed") == wanted:
            assert self._form_runs(), f"{wanted} did not go on"  # its first message was read before
        elif wanted in FORMS:
            self._begin(wanted)

    def _show(self, message: dict[str, Any]) -> None:
        name = str(message["response"])
        template, values = str(RESPONSES[name][0]["text"]), {**self.slots, **message}
        missing = [each for each in _PLACEHOLDER.findall(template) if not isinstance(values.get(each), str)]
        assert not missing, f"{name} needs {missing}"
        self.said.append(name)
        self.buttons += [button["payload"] for button in message.get("buttons") or []]
        self._text.append(_PLACEHOLDER.sub(lambda found: str(values[found[1]]), template))
        self.events.append({"event": "bot", "metadata": {"utter_action": name}})
