"""A store of conversations with the domain of a real bot, on each kind of database in turn."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import Event, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker

from handoff.rasa_adapter.conversations import ConversationStore
from handoff.rasa_adapter.conversations_database import URL_VARIABLE
from handoff.secret import NAME
from tests.support.conversations import bank_domain
from tests.unit.rasa_adapter.conftest import HOSTS

ANN = "ann"
in_postgresql = pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
in_sqlite = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


@pytest.fixture(scope="module")
def domain() -> Domain:
    """The domain of the bank's bot."""
    return bank_domain()


@pytest.fixture
def new_store(
    domain: Domain, database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Callable[..., ConversationStore]]:
    """Opens the conversations, once for each process that there could be."""
    folder = tmp_path / "small"
    folder.mkdir()
    (tmp_path / "handoff_config.yml").write_text(HOSTS)
    monkeypatch.chdir(folder)
    monkeypatch.setenv(NAME, "x" * 32)
    monkeypatch.setenv(URL_VARIABLE, database_url)
    stores = []

    def open_one(its_domain: Domain = domain) -> ConversationStore:
        stores.append(ConversationStore(domain=its_domain))
        return stores[-1]

    yield open_one
    for store in stores:
        store.engine.dispose()


def read(store: ConversationStore) -> DialogueStateTracker:
    """The conversation as the next turn finds it."""
    return asyncio.run(store.get_or_create_tracker(ANN, append_action_listen=False))


def talk(store: ConversationStore, turns: list[list[Event]]) -> DialogueStateTracker:
    """Each turn as Rasa does it: reads the conversation, takes it further, saves it."""
    for events in turns:
        tracker = read(store)
        tracker.update_with_events(events, store.domain, override_timestamp=False)
        asyncio.run(store.save(tracker))
    return read(store)


def user_turns(tracker: DialogueStateTracker) -> int:
    """How many messages of the user the tracker has."""
    return sum(isinstance(event, UserUttered) for event in tracker.events)
