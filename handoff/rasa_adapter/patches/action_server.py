"""How the action server is called: with the shared key, within ten seconds, over connections that are kept."""

from __future__ import annotations

import os
from functools import wraps
from pathlib import Path
from typing import Any

import rasa.core.actions.action as actions
from rasa.core.processor import MessageProcessor

from handoff.errors import ConfigError
from handoff.hosts import find_config
from handoff.protocol import TAKE_OVER_INTENT
from handoff.rasa_adapter.action_endpoint import KeptEndpoint
from handoff.rasa_adapter.action_results import check
from handoff.secret import ACTION_KEY_HEADER, action_server_key, load_secret

ACTION_TIMEOUT_SECONDS = 10
ACTION_URL_VARIABLE = "ACTION_ENDPOINT_URL"
IMPORTER = "the importer handoff.rasa_adapter.importer.BotImporter"


def replace() -> None:
    """All of this module."""
    _call_the_action_server_with_key_and_deadline()
    _check_action_results_with_a_compiled_schema()


def _call_the_action_server_with_key_and_deadline() -> None:
    """`MessageProcessor.__init__`: the action endpoint gets the shared key, and its url from ACTION_ENDPOINT_URL where
    that is set; a call may take 10 s, not 300 (a conversation's lock lives 60), and goes over a connection that is kept
    (see `action_endpoint`). A model without the handoff skill is not served: a misspelt importer is only a warning of
    Rasa's.
    """
    initialise = MessageProcessor.__init__

    @wraps(initialise)
    def with_key(self: MessageProcessor, *args: Any, **kwargs: Any) -> None:
        initialise(self, *args, **kwargs)
        if TAKE_OVER_INTENT not in self.domain.intents:
            raise ConfigError(f"the model has no handoff skill: config.yml must name {IMPORTER}, then train again")
        if self.action_endpoint is not None:
            endpoint = KeptEndpoint.like(self.action_endpoint)
            endpoint.url = os.environ.get(ACTION_URL_VARIABLE) or endpoint.url
            secret = load_secret(find_config(Path.cwd()))
            endpoint.headers[ACTION_KEY_HEADER] = action_server_key(secret)
            self.action_endpoint = endpoint

    MessageProcessor.__init__ = with_key
    actions.DEFAULT_REQUEST_TIMEOUT = ACTION_TIMEOUT_SECONDS


def _check_action_results_with_a_compiled_schema() -> None:
    """`RemoteAction._validate_action_result` checks the schema itself again on every call, two thirds of a form turn.
    `action_results.check` gives the same verdict in a fraction of a millisecond.
    """

    def validate(self: actions.RemoteAction, result: dict[str, Any]) -> bool:
        check(result)
        return True

    actions.RemoteAction._validate_action_result = validate
