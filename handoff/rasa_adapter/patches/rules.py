"""How the rule for a conversation is found: among those that can apply, by the turns that they look at."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from rasa.core.policies.rule_policy import RULES, RULES_FOR_LOOP_UNHAPPY_PATH, RulePolicy
from rasa.shared.core.constants import PREVIOUS_ACTION, SHOULD_NOT_BE_SET, USER
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import ActionExecuted, Event
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.shared.nlu.constants import ACTION_NAME, INTENT

State = Mapping[str, Any]

_Place = tuple[str | None, str | None]


@dataclass(frozen=True)
class _Remembered:
    """States of a tracker: how many and after how many events, and the last of these."""

    at: tuple[int, int]
    last: Event | None
    states: list[dict[str, Any]]


class RuleIndex:
    """The keys of a lookup table of `RulePolicy`, by the action and the intent that their last state asks for."""

    def __init__(self, lookup: Mapping[str, str]) -> None:
        self._places: dict[_Place, list[str]] = {}
        self.longest = 0
        for key in lookup:
            states = RulePolicy._rule_key_to_state(key)
            self.longest = max(self.longest, len(states))
            self._places.setdefault(_place_of_rule(states), []).append(key)

    def candidates(self, state: State) -> set[str]:
        """All keys that can apply where the conversation is in this state, and few others."""
        action, intent = state.get(PREVIOUS_ACTION, {}).get(ACTION_NAME), state.get(USER, {}).get(INTENT)
        places = {(action, intent), (action, None), (None, None)}
        return {key for place in places for key in self._places.get(place, ())}


def _place_of_rule(states: Sequence[State]) -> _Place:
    """What must be the same for the rule to apply: nothing, for a rule whose last state is the conversation's first."""
    if not states:
        return None, None
    action = _wanted(states[-1].get(PREVIOUS_ACTION, {}).get(ACTION_NAME))
    return (None, None) if action is None else (action, _wanted(states[-1].get(USER, {}).get(INTENT)))


def _wanted(value: Any) -> str | None:
    return value if isinstance(value, str) and value and value != SHOULD_NOT_BE_SET else None


def last_states(tracker: DialogueStateTracker, domain: Domain, count: int) -> list[dict[str, Any]]:
    """The last `count` of `domain.states_for_tracker_history(tracker)`, without making the others."""
    events = tracker.applied_events()
    places = [place for place, event in enumerate(events) if isinstance(event, ActionExecuted)]
    wanted = frozenset(places[-(count - 1) :] if count > 1 else ())
    states: list[dict[str, Any]] = []
    prior = tracker.init_copy()
    for place, event in enumerate(events):
        if place in wanted:
            states.append(domain.get_active_state(prior))
        prior.update(event)
    return [*states, domain.get_active_state(prior)]


def replace() -> None:
    """`RulePolicy._get_possible_keys` (rule_policy.py:913) holds every rule against every state of the conversation,
    and `Policy._prediction_states` (policy.py:262) makes these states, twice per prediction. A rule of three states
    looks at three. Here only those are made, and only the rules are tried whose last state asks for the action and the
    intent that there were, by Rasa's own test. The same rules are found.
    """
    RulePolicy._get_possible_keys = _possible_keys
    RulePolicy._prediction_states = _states_that_rules_look_at


def _possible_keys(self: RulePolicy, lookup: Mapping[str, str], states: Sequence[State]) -> set[str]:
    index = _index(self, lookup)
    keys: Iterable[str] = index.candidates(states[-1]) if states else lookup
    for back, state in enumerate(reversed(states[-index.longest :] if index.longest else ())):
        keys = [key for key in keys if self._is_rule_applicable(key, back, state)]
    return set(keys)


def _states_that_rules_look_at(
    self: RulePolicy,
    tracker: DialogueStateTracker,
    domain: Domain,
    use_text_for_last_user_input: bool = False,
    rule_only_data: Mapping[str, Any] | None = None,
) -> list[dict[str, Any]]:
    # `rule_only_data` is for policies that learn from stories; Rasa does not use it here either
    longest = max(_index(self, self.lookup[each]).longest for each in (RULES, RULES_FOR_LOOP_UNHAPPY_PATH))
    states = _remembered_states(tracker, domain, max(longest, 1))
    self.featurizer._choose_last_user_input([states], use_text_for_last_user_input)
    return states


def _remembered_states(tracker: DialogueStateTracker, domain: Domain, count: int) -> list[dict[str, Any]]:
    """The last states, for the caller to change. A prediction asks twice: for rules about texts, and about intents."""
    last = tracker.events[-1] if tracker.events else None
    known: _Remembered | None = tracker.__dict__.get("handoff_states")
    if known is None or known.last is not last or known.at != (count, len(tracker.events)):
        known = _Remembered((count, len(tracker.events)), last, last_states(tracker, domain, count))
        tracker.handoff_states = known
    return [{kind: dict(part) for kind, part in state.items()} for state in known.states]


def _index(policy: RulePolicy, lookup: Mapping[str, str]) -> RuleIndex:
    """The index of a lookup table, made at its first use; the tables of a loaded policy stay as they are."""
    known: dict[int, tuple[Mapping[str, str], RuleIndex]] = policy.__dict__.setdefault("_handoff_indexes", {})
    found = known.get(id(lookup))
    if found is None or found[0] is not lookup:
        known[id(lookup)] = found = (lookup, RuleIndex(lookup))
    return found[1]
