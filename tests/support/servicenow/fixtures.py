"""Fixtures for tests that need an instance: one process per session, cleaned before each test."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from helpdesk_bot.desk.servicenow import ServiceNow
from tests.support.servicenow.process import FakeInstance, running_instance


@pytest.fixture(scope="session")
def servicenow_process() -> Iterator[FakeInstance]:
    """A fake ServiceNow, as the last test left it."""
    with running_instance() as instance:
        yield instance


@pytest.fixture
def instance(servicenow_process: FakeInstance) -> FakeInstance:
    """A fake ServiceNow without rows and faults."""
    servicenow_process.clean()
    return servicenow_process


@pytest.fixture
def servicenow(instance: FakeInstance) -> Iterator[ServiceNow]:
    """The adapter for it, as it is in production."""
    tickets = instance.adapter()
    yield tickets
    tickets.dispose()
