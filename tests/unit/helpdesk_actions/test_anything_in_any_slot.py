"""Whatever is in a slot and whatever is said, a form ends in a question or a sentence, never in an error."""

from __future__ import annotations

import asyncio
import json
import re
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from rasa_sdk import Action, Tracker
from rasa_sdk.executor import CollectingDispatcher

from handoff.sdk_adapter.skills import FormSkill
from helpdesk_bot.actions.skills import ADD_COMMENT, CHANGE_PRIORITY, CLAIM_INCIDENT, CLOSE_INCIDENT
from tests.support.desk_talk import ACTIONS, CUSTOMER, ENDS, RESPONSES

from .conftest import Open

SKILLS = (ADD_COMMENT, CLOSE_INCIDENT, CHANGE_PRIORITY, CLAIM_INCIDENT)
NEEDS = {name: set(re.findall(r"\{(\w+)\}", json.dumps(variants))) for name, variants in RESPONSES.items()}

ODD = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(),
    st.text(max_size=40),
    st.just("x" * 20_000),
    st.lists(st.one_of(st.none(), st.integers(), st.text(max_size=5)), max_size=3),
    st.dictionaries(st.text(max_size=5), st.integers(), max_size=2),
    st.sampled_from(["INC0000001", "INC0000002", "INC0099999", "INC", "high", "low", "yes", "me@example.com"]),
)
SAID = st.one_of(
    st.text(max_size=60),
    st.sampled_from(
        [
            "the vpn one",
            "the last one",
            "the other one",
            "INC0000001",
            "inc 2 and inc 3",
            "high",
            "no",
            "cancel",
            "/inform",
            "1",
            "both",
            "status",
            "close it",
            "make it urgent",
        ]
    ),
    st.sampled_from(["me@example.com", "add that it beeps", "the seventh one", "it works again", "12", "'" * 500]),
    st.just("9" * 4_000),
)
INTENTS = st.sampled_from(["inform", "add_comment", "close_incident", "change_priority", "incident_status", "deny"])


def run(action: Action, slots: dict[str, Any], text: str, intent: str) -> tuple[dict[str, Any], list[str]]:
    """The slots after the action and its responses, which are in the domain and have all placeholders filled."""
    message = {"text": text, "intent": {"name": intent, "confidence": 0.9}, "entities": []}
    tracker = Tracker(CUSTOMER, slots, message, [{"event": "user"}], False, None, {}, None)
    dispatcher = CollectingDispatcher()
    events = asyncio.run(action.run(dispatcher, tracker, {})) or []
    said = [each["response"] for each in dispatcher.messages]
    for each in dispatcher.messages:
        assert NEEDS[each["response"]] <= {name for name, value in each.items() if isinstance(value, str)}
    return {**slots, **{event["name"]: event["value"] for event in events if event["event"] == "slot"}}, said


@pytest.mark.parametrize("skill", SKILLS, ids=lambda skill: skill.form)
def test_a_form_takes_anything_and_asks(skill: FormSkill, opened: Open) -> None:
    opened("VPN drops")
    opened("Printer jams")

    @settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
    @given(
        st.fixed_dictionaries(dict.fromkeys((*skill.slots, "incident_last", "incidents_shown"), ODD)),
        SAID,
        INTENTS,
        st.data(),
    )
    def take(slots: dict[str, Any], text: str, intent: str, data: st.DataObject) -> None:
        asked = data.draw(st.sampled_from([None, *skill.fields, skill.confirmation, "switch_to"]))
        after, _ = run(ACTIONS[f"validate_{skill.form}"], {**slots, "requested_slot": asked}, text, intent)
        missing = next((slot for slot in (*skill.fields, skill.confirmation) if after.get(slot) is None), None)
        if missing is not None and f"action_ask_{missing}" in ACTIONS:
            _, said = run(ACTIONS[f"action_ask_{missing}"], after, text, intent)
            assert said, f"nothing is asked for {missing}"
        elif missing is not None:
            assert f"utter_ask_{missing}" in RESPONSES

    take()


@pytest.mark.parametrize("skill", SKILLS, ids=lambda skill: skill.form)
@pytest.mark.parametrize("outcome", ["no", "not asked for", "impossible", None])
def test_a_form_that_leads_to_nothing_says_so_or_has_said_so(
    skill: FormSkill, outcome: str | None, opened: Open
) -> None:
    after, said = run(ACTIONS[ENDS[skill.form]], {skill.confirmation: outcome}, "no", "deny")
    assert len(said) == (0 if outcome == "impossible" else 1)
    assert all(after[slot] is None for slot in skill.slots)


def test_a_status_question_in_any_words_is_answered(opened: Open) -> None:
    opened("VPN drops")

    @settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
    @given(SAID, INTENTS, ODD, ODD)
    def ask(text: str, intent: str, last: Any, shown: Any) -> None:
        slots = {"incident_last": last, "incidents_shown": shown}
        _, said = run(ACTIONS["action_incident_status"], slots, text, intent)
        assert said or re.search(r"\d", text)  # with number and address the form for the proof goes on

    ask()
