"""How a response is said, and what is logged of what users type."""

from __future__ import annotations

import warnings
from typing import Any

import structlog
from rasa.core.nlg import TemplatedNaturalLanguageGenerator
from rasa.shared.core.training_data.story_reader import yaml_story_reader

from handoff.rasa_adapter.wording import fill


def replace() -> None:
    """All of this module."""
    _say_no_unfilled_placeholder()
    _keep_what_users_type_out_of_the_log()


def _say_no_unfilled_placeholder() -> None:
    """`TemplatedNaturalLanguageGenerator.generate_from_slots` (core/nlg/response.py) and its interpolator say a
    response as it is written, placeholders and all, when a value is missing or a user's value has `0[` in it, and say
    "None" for an empty slot. Here a missing value is an error, which ends the turn, and values are not looked into.
    """

    def generate_from_slots(
        self: TemplatedNaturalLanguageGenerator,
        utter_action: str,
        filled_slots: dict[str, Any],
        output_channel: str,
        **kwargs: Any,
    ) -> dict[str, Any] | None:
        response = self._random_response_for(utter_action, output_channel, filled_slots)
        return None if response is None else fill(utter_action, response, {**filled_slots, **kwargs})

    TemplatedNaturalLanguageGenerator.generate_from_slots = generate_from_slots


def _keep_what_users_type_out_of_the_log() -> None:
    """`YAMLStoryReader` warns, with the whole line, about what begins with a slash and is no payload. While a bot is
    served such lines are users' words: "/home/ann/salaries.xlsx does not open"."""
    warnings.filterwarnings("ignore", message="Failed to parse arguments in line", category=UserWarning)

    def drop(logger: Any, method: str, event: Any) -> Any:
        raise structlog.DropEvent

    yaml_story_reader.structlogger = structlog.wrap_logger(yaml_story_reader.structlogger, processors=[drop])
