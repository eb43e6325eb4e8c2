"""Packages that Rasa imports when a server starts, and that a given server never uses. Pure.

They are for channels that it does not serve, tracker stores that it does not have, pictures of test results, and
questions in a terminal: a quarter of the time and of the memory of an import of Rasa's (rasa 3.6.21).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

PICTURES_AND_QUESTIONS = frozenset({"matplotlib", "questionary", "prompt_toolkit"})

# By the names of channels in credentials.yml; who names another class may import what it likes.
OF_CHANNELS: Mapping[str, frozenset[str]] = {
    "facebook": frozenset({"fbmessenger"}),
    "slack": frozenset({"slack_sdk"}),
    "socketio": frozenset({"socketio", "engineio"}),
    "telegram": frozenset({"aiogram"}),
    "twilio": frozenset({"twilio"}),
    "twilio_voice": frozenset({"twilio"}),
    "webexteams": frozenset({"webexteamssdk"}),
}
OF_STORES: Mapping[str, frozenset[str]] = {
    "mongod": frozenset({"pymongo"}),
    "dynamo": frozenset({"boto3", "botocore"}),
}

# Channels and stores of our own, which use none of these packages.
OUR_CHANNEL = "handoff.rasa_adapter.channel.ChatInput"
OUR_STORE = "handoff.rasa_adapter.conversations.ConversationStore"
_PLAIN_CHANNELS = frozenset({OUR_CHANNEL, "rest", "callback", "cmdline", *OF_CHANNELS})

# Other files, channels and models from elsewhere: whoever starts a server with these gets all of Rasa.
_ELSEWHERE = ("--credentials", "--endpoints", "--connector", "--remote-storage")


def spared_packages(arguments: Sequence[str], credentials: Any, endpoints: Any) -> frozenset[str]:
    """What `rasa ARGUMENTS` need not import, with the parsed credentials.yml and endpoints.yml of its folder.

    None unless it runs a server with a tracker store of ours and channels that are known here.
    """
    if list(arguments[:1]) != ["run"] or any(argument.startswith(_ELSEWHERE) for argument in arguments):
        return frozenset()
    if (
        not isinstance(credentials, dict)
        or not isinstance(endpoints, dict)
        or not credentials.keys() <= _PLAIN_CHANNELS
    ):
        return frozenset()
    store = endpoints.get("tracker_store")
    if not isinstance(store, dict) or store.get("type") != OUR_STORE:
        return frozenset()
    served = frozenset().union(*(OF_CHANNELS.get(name, frozenset()) for name in credentials))
    return PICTURES_AND_QUESTIONS.union(*OF_CHANNELS.values(), *OF_STORES.values()) - served
