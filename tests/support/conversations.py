"""Conversations as Rasa would record them, made up without a model: forms, detours, reverts, restarts, sessions."""

from __future__ import annotations

import itertools
import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from rasa.shared.core.domain import Domain
from rasa.shared.core.events import (
    ActionExecuted,
    ActionExecutionRejected,
    ActionReverted,
    ActiveLoop,
    AllSlotsReset,
    BotUttered,
    ConversationPaused,
    ConversationResumed,
    DefinePrevUserUtteredFeaturization,
    Event,
    FollowupAction,
    LoopInterrupted,
    Restarted,
    SessionStarted,
    SlotSet,
    UserUtteranceReverted,
    UserUttered,
)

BANK = Path(__file__).parents[2] / "financial_bot"
REQUESTED = "requested_slot"
TALK = ("chat", "fill", "form", "form", "answer", "answer", "answer", "answer", "detour", "finish")
ODD = ("forget", "take_back", "pause", "follow", "fall_back", "fall_back", "fall_back_twice")


def bank_domain() -> Domain:
    """The domain of the bank's bot."""
    return Domain.load([str(BANK / "domain.yml"), str(BANK / "domain")])


class Talk:
    """An endless conversation, the same for the same seed: `turn` gives the events of the next turn.

    About one in `restarts` turns begins a new session or restarts the conversation; none if that is 0.
    """

    def __init__(self, domain: Domain, seed: int, restarts: int = 0) -> None:
        self._random = random.Random(seed)
        self._forms = list(domain.form_names)
        self._slots = [slot.name for slot in domain.slots if slot.name != REQUESTED]
        self._clock = itertools.count(1_700_000_000, 7)
        self._numbers = itertools.count()
        self._restarts = restarts
        self._open: str | None = None

    def turn(self, kind: str | None = None) -> list[Event]:
        """The events of a turn, up to the bot's listening again."""
        if kind is None:
            kind = self._random.choice(TALK + ODD)
            if self._restarts and self._random.randrange(self._restarts) == 0:
                kind = self._random.choice(["restart", "new_session"])
        events = list(getattr(self, f"_{kind}")())
        for event in events:
            event.timestamp = float(next(self._clock))
        return events

    def _user(self, intent: str) -> Iterator[Event]:
        number = next(self._numbers)
        data: dict[str, Any] = {"intent": {"name": intent, "confidence": 1.0}, "entities": [], "text": f"word {number}"}
        yield UserUttered(f"word {number}", data["intent"], [], data, message_id=f"message {number}")
        yield DefinePrevUserUtteredFeaturization(False)

    def _act(self, name: str) -> Iterator[Event]:
        yield ActionExecuted(name, "RulePolicy", 1.0)
        yield BotUttered(f"said {next(self._numbers)}", {"buttons": None}, {"utter_action": name})

    def _set(self) -> SlotSet:
        return SlotSet(self._random.choice(self._slots), f"value {next(self._numbers)}")

    def _listen(self) -> Iterator[Event]:
        yield ActionExecuted("action_listen", "RulePolicy", 1.0)

    def _chat(self) -> Iterator[Event]:
        yield from (*self._user("greet"), *self._act("utter_greet"), *self._listen())

    def _fill(self) -> Iterator[Event]:
        yield from (*self._user("check_balance"), *self._act("action_check_balance"), self._set(), self._set())
        yield from self._listen()

    def _asked(self) -> SlotSet:
        return SlotSet(REQUESTED, self._random.choice(self._slots))

    def _form(self) -> Iterator[Event]:
        self._open = self._random.choice(self._forms)
        yield from (*self._user("transfer_money"), *self._act(self._open), ActiveLoop(self._open), self._asked())
        yield from self._listen()

    def _answer(self) -> Iterator[Event]:
        if self._open is None:
            yield from self._chat()
            return
        yield from (*self._user("inform"), self._set(), *self._act(self._open), self._asked(), *self._listen())

    def _detour(self) -> Iterator[Event]:
        if self._open is None:
            yield from self._chat()
            return
        yield from (
            *self._user("help"),
            ActionExecutionRejected(self._open, "RulePolicy", 1.0),
            *self._act("utter_help"),
        )
        if self._random.random() < 0.7:
            yield from (LoopInterrupted(True), *self._act(self._open), self._asked())
        yield from self._listen()

    def _finish(self) -> Iterator[Event]:
        if self._open is None:
            yield from self._fill()
            return
        yield from (*self._user("inform"), *self._act(self._open), SlotSet(REQUESTED, None), ActiveLoop(None))
        self._open = None
        yield from (*self._act("action_done"), self._set(), *self._listen())

    def _forget(self) -> Iterator[Event]:
        yield from (*self._user("forget"), *self._act("action_forget"), AllSlotsReset(), *self._listen())

    def _take_back(self) -> Iterator[Event]:
        yield from (*self._user("greet"), *self._act("action_wrong"), ActionReverted(), *self._act("utter_greet"))
        yield from self._listen()

    def _pause(self) -> Iterator[Event]:
        yield from (*self._user("greet"), self._random.choice([ConversationPaused, ConversationResumed])())
        yield from self._listen()

    def _follow(self) -> Iterator[Event]:
        yield from (*self._user("greet"), *self._act("action_first"), FollowupAction("action_second"))
        yield from (*self._act("action_second"), *self._listen())

    def _fall_back(self) -> Iterator[Event]:
        yield from (*self._user("nlu_fallback"), *self._act("action_default_fallback"), UserUtteranceReverted())
        yield from self._listen()

    def _fall_back_twice(self) -> Iterator[Event]:
        yield from (*self._user("nlu_fallback"), *self._act("action_default_fallback"), UserUtteranceReverted())
        yield from (UserUtteranceReverted(), *self._listen())

    def _restart(self) -> Iterator[Event]:
        self._open = None
        yield from (*self._user("restart"), *self._act("action_restart"), Restarted())
        yield from self._session()

    def _session(self) -> Iterator[Event]:
        yield from (ActionExecuted("action_session_start", None, 1.0), SessionStarted(), *self._listen())

    def _new_session(self) -> Iterator[Event]:
        self._open = None
        yield from (ActionExecuted("action_session_start", None, 1.0), SessionStarted(), self._set(), *self._listen())
        yield from self._chat()
