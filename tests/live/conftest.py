"""The example of a host that is no Rasa bot, for the files that test it: one process for all of them."""

from __future__ import annotations

import uuid
from collections.abc import Iterator

import pytest

from tests.support.flask_bot import FlaskBot


@pytest.fixture(scope="session")
def bot(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FlaskBot]:
    """The program."""
    running = FlaskBot(tmp_path_factory.mktemp("flask_bot"))
    yield running
    running.kill()


@pytest.fixture
def user() -> str:
    """The id of a conversation that it does not know yet."""
    return str(uuid.uuid4())
