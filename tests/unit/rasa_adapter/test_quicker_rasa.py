"""What is done in less time than Rasa does it gives what Rasa gives: over made-up conversations and rules."""

from __future__ import annotations

import asyncio
import copy
import gc
import inspect
import json
import logging
import random
import threading
from collections import deque
from types import FunctionType
from typing import Any

import pytest
from jsonschema import Draft7Validator, ValidationError
from rasa.core.actions.action import RemoteAction
from rasa.core.channels.channel import UserMessage
from rasa.core.policies.policy import Policy
from rasa.core.policies.rule_policy import RULES, RULES_FOR_LOOP_UNHAPPY_PATH, RulePolicy
from rasa.engine.runner.dask import DaskGraphRunner
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import Event, SlotSet
from rasa.shared.core.slots import CategoricalSlot, Slot
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.shared.utils.common import all_subclasses
from rasa.shared.utils.schemas.events import EVENT_SCHEMA

from handoff.rasa_adapter.action_results import check, is_plainly_valid
from handoff.rasa_adapter.outputs import ChatOutput
from handoff.rasa_adapter.patches import graph, lookups, rules, trackers
from handoff.rasa_adapter.patches.log import CopyForLogs
from tests.support.conversations import Talk, bank_domain
from tests.unit.rasa_adapter.conftest import SmallBot

SHOULD_NOT_BE_SET = "should_not_be_set"


def rasas_own(function: str) -> Any:
    """A method of DialogueStateTracker as Rasa wrote it, whether or not it is replaced in this process."""
    source = inspect.getsource(inspect.getmodule(DialogueStateTracker))  # type: ignore[arg-type]
    module: dict[str, Any] = {"__name__": "rasa.shared.core.trackers"}
    exec(compile(source, "trackers.py", "exec"), module)  # Rasa's source, once more
    method: FunctionType = getattr(module["DialogueStateTracker"], function)
    return method


@pytest.fixture(scope="module")
def domain() -> Domain:
    return bank_domain()


@pytest.fixture(scope="module")
def talks(domain: Domain) -> list[DialogueStateTracker]:
    """Trackers in the middle of forms, after reverts, restarts and new sessions."""
    found = []
    for seed in range(12):
        talk, events = Talk(domain, seed, restarts=9 if seed % 3 == 0 else 0), list[Event]()
        for _ in range(14):
            events += talk.turn()
            cut = random.Random(seed).randint(0, 3)  # in the middle of a turn, too
            found.append(
                DialogueStateTracker.from_events("ann", events[: len(events) - cut], domain.slots, domain=domain)
            )
    return found


def test_the_events_that_count_are_those_that_rasa_counts(talks: list[DialogueStateTracker]) -> None:
    as_rasa = rasas_own("applied_events")
    for tracker in talks:
        assert list(map(id, trackers._applied_events(tracker))) == list(map(id, as_rasa(tracker)))


def test_the_last_states_are_the_end_of_all_states(talks: list[DialogueStateTracker], domain: Domain) -> None:
    for tracker in talks:
        states = domain.states_for_tracker_history(tracker)
        for count in (1, 2, 3, 5):
            assert rules.last_states(tracker, domain, count) == states[-count:]


def random_state(chance: random.Random, of_a_rule: bool) -> dict[str, Any]:
    """A state, from few names so that many match."""
    odd = [SHOULD_NOT_BE_SET, None] if of_a_rule else [None]
    parts = {
        "prev_action": {"action_name": chance.choice(["action_listen", "a", "b", "form"])},
        "user": {"intent": chance.choice(["hi", "bye", *odd]), "entities": chance.choice([None, ["x"], ["x", "y"]])},
        "slots": {"color": chance.choice([None, [1.0], [0.0, 1.0], *odd])},
        "active_loop": {"name": chance.choice(["form", "other", *odd])},
    }
    if not of_a_rule:
        parts = {kind: {key: as_met(value) for key, value in part.items()} for kind, part in parts.items()}
    if chance.random() < 0.2:
        del parts["prev_action"]
    kept = {kind: {key: value for key, value in part.items() if value is not None} for kind, part in parts.items()}
    return {kind: part for kind, part in kept.items() if part and chance.random() < 0.8}


def as_met(value: Any) -> Any:
    """A value as states have it: rules are kept as JSON, which knows no tuples."""
    return tuple(value) if isinstance(value, list) else value


@pytest.mark.parametrize("seed", range(8))
def test_the_same_rules_apply_as_when_each_is_tried(seed: int) -> None:
    chance = random.Random(seed)
    states_of_rules = [[random_state(chance, True) for _ in range(chance.randint(1, 3))] for _ in range(150)]
    lookup = {json.dumps(states): "utter" for states in states_of_rules}
    policy = RulePolicy.__new__(RulePolicy)
    found = 0
    for _ in range(150):
        states = [random_state(chance, False) for _ in range(chance.randint(0, 6))]
        tried = {
            key
            for key in lookup
            if all(policy._is_rule_applicable(key, back, state) for back, state in enumerate(reversed(states)))
        }
        assert rules._possible_keys(policy, lookup, states) == tried
        found += len(tried)
    assert found > 100, "a comparison of nothing with nothing"


def test_a_prediction_is_the_one_that_all_states_would_give(small_bot: SmallBot) -> None:
    """In a real bot, with and without a form, for rules about texts and about intents."""
    for message in ("/greet", "hello", "/begin", "red", "/greet", "/handoff", "nothing that it knows"):
        small_bot.say("ann", message)
    processor = small_bot.agent.processor
    assert processor is not None
    runner = processor.graph_runner
    nodes = runner._instantiated_nodes.values()
    (policy,) = (node._component for node in nodes if isinstance(node._component, RulePolicy))
    whole = small_bot.store._read("ann", everything=False)
    assert whole is not None
    events = list(whole.events)
    for length in range(1, len(events) + 1):
        tracker = DialogueStateTracker.from_events("ann", events[:length], processor.domain.slots)
        for by_text in (True, False):
            states = rules._states_that_rules_look_at(policy, tracker, processor.domain, by_text)
            every = Policy._prediction_states(policy, tracker, processor.domain, by_text)
            assert states == every[-len(states) :]
            for table in (RULES, RULES_FOR_LOOP_UNHAPPY_PATH):
                lookup = policy.lookup[table]
                assert policy._get_possible_keys(lookup, states) == policy._get_possible_keys(lookup, every)


def test_states_are_made_anew_when_the_conversation_has_gone_on(domain: Domain) -> None:
    events = Talk(domain, 3).turn("fill")
    tracker = DialogueStateTracker.from_events("ann", events, domain.slots, max_event_history=len(events))
    before = rules._remembered_states(tracker, domain, 2)
    before[-1].clear()  # a caller may change what it got
    assert rules._remembered_states(tracker, domain, 2) == rules.last_states(tracker, domain, 2)
    for event in Talk(domain, 4).turn("form"):
        tracker.update(event, domain)
        assert rules._remembered_states(tracker, domain, 2) == rules.last_states(tracker, domain, 2)


def test_a_copied_slot_is_one_of_its_own(domain: Domain) -> None:
    trackers._copy_slots_by_their_attributes()
    kinds = [
        kind for kind in all_subclasses(Slot) if kind.__module__.startswith("rasa.") and kind is not CategoricalSlot
    ]
    for slot in [*domain.slots, *(kind("color", []) for kind in kinds)]:
        twin, attributes = copy.copy(slot), dict(vars(slot))
        assert type(twin) is type(slot) and vars(twin) == attributes
        twin.value = "another"
        assert vars(slot) == attributes


def test_a_graph_runs_what_its_target_needs_each_after_what_it_needs() -> None:
    needs = {"e": ["d", "input"], "d": ["b", "c"], "b": ["a"], "c": ["a"], "a": ["input"], "unneeded": ["e"]}
    order = graph.order_of(needs, ("e",))
    assert sorted(order) == ["a", "b", "c", "d", "e"]
    assert all(order.index(need) < order.index(name) for name in order for need in needs[name] if need != "input")


def test_a_model_understands_and_predicts_what_it_does_with_dask(small_bot: SmallBot) -> None:
    small_bot.say("ann", "hello")
    processor = small_bot.agent.processor
    assert processor is not None and isinstance(processor.graph_runner, graph.StraightGraphRunner)
    runner, metadata = processor.graph_runner, processor.model_metadata
    tracker = small_bot.store._read("ann", everything=False)
    message = UserMessage("hello", sender_id="ann")
    for target, inputs in (
        (metadata.nlu_target, {"__message__": [message], "__tracker__": tracker}),
        (metadata.core_target, {"__tracker__": tracker}),
    ):
        ours, dasks = runner.run(inputs, [target]), DaskGraphRunner.run(runner, inputs, [target])
        assert ours.keys() == dasks.keys() == {target}
        assert shown(ours[target]) == shown(dasks[target])


def shown(result: Any) -> Any:
    """All of a target's result: a prediction, or a message in a list."""
    return [message.as_dict() for message in result] if isinstance(result, list) else vars(result)


def test_while_a_message_is_being_understood_everything_else_goes_on(
    small_bot: SmallBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    processor = small_bot.agent.processor
    assert processor is not None
    understand, go_on = processor._parse_message_with_graph, threading.Event()

    def slowly(*args: Any) -> Any:
        assert go_on.wait(20), "nothing else went on"
        return understand(*args)

    async def main() -> list[dict[str, Any]]:
        asyncio.get_running_loop().call_later(0.1, go_on.set)
        output = ChatOutput()
        await small_bot.agent.handle_message(UserMessage("hello", output, "ann"))
        return output.messages

    monkeypatch.setattr(processor, "_parse_message_with_graph", slowly)
    assert [message["text"] for message in asyncio.run(main())] == ["Hello."]


def test_a_model_is_set_aside_once_it_is_loaded_and_freed_for_the_next(small_bot: SmallBot) -> None:
    path = small_bot.agent.processor.model_path  # type: ignore[union-attr]
    counted = []
    for _ in range(3):
        small_bot.agent.load_model(path)
        counted.append(gc.get_freeze_count())
    assert counted[0] > 10_000
    assert counted[2] - counted[1] < counted[0] / 100, "the models before are still there"


def test_an_event_is_of_the_kind_that_rasa_finds() -> None:
    lookups.replace()
    for kind in all_subclasses(Event):
        first = next(each for each in all_subclasses(Event) if each.type_name == kind.type_name)
        for _ in range(2):
            assert Event.resolve_by_type(kind.type_name) is first
    assert Event.resolve_by_type("topic") is None
    assert Event.resolve_by_type("unheard of", SlotSet) is SlotSet
    with pytest.raises(ValueError, match="unheard of"):
        Event.resolve_by_type("unheard of")


def test_only_an_empty_domain_is_empty(domain: Domain) -> None:
    lookups.replace()
    assert Domain.empty().is_empty()
    assert not domain.is_empty()


EVENTS: list[Any] = [
    *({"event": branch["properties"]["event"]["const"]} for branch in EVENT_SCHEMA["oneOf"]),
    {"event": "slot", "name": "a", "value": None, "timestamp": 1.5, "metadata": {}},
    {"event": "slot", "name": None, "value": 1},
    {"event": "slot", "name": "a"},
    {"event": "bot", "timestamp": True},
    {"event": "bot", "timestamp": "now"},
    {"event": "bot", "metadata": []},
    {"event": "followup", "name": 3},
    {"event": "action", "name": "a", "policy": 3},
    {"event": "no such event"},
    {"event": 3},
    {"event": ["bot"]},
    {},
    "bot",
    None,
]


@pytest.mark.parametrize("event", EVENTS, ids=repr)
def test_an_action_may_give_what_rasas_schema_allows(event: Any) -> None:
    schema = Draft7Validator(RemoteAction.action_response_format_spec())
    for result in ({"events": [event]}, {"events": [{"event": "bot"}, event], "responses": [{}]}):
        assert not is_plainly_valid(result) or schema.is_valid(result)
        if schema.is_valid(result):
            check(result)
        else:
            with pytest.raises(ValidationError):
                check(result)


def test_what_actions_usually_give_is_seen_without_the_schema() -> None:
    usual = [{"event": "slot", "timestamp": None, "name": "a", "value": [1]}, {"event": "active_loop", "name": None}]
    assert is_plainly_valid({"events": usual, "responses": [{"response": "utter_hello", "text": None}]})


@pytest.mark.parametrize(("level", "copies"), [(logging.DEBUG, True), (logging.WARNING, False)])
def test_what_a_debug_log_keeps_is_a_copy(level: int, copies: bool) -> None:
    logger = logging.Logger("somebody", level)
    value = deque([["a"]])
    assert (CopyForLogs(logger).deepcopy(value) is not value) == copies
    assert CopyForLogs(logger).copy is copy.copy
