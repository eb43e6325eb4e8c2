"""A bank of its own for actions that ask one."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from duckling_client import LocalDuckling
from financial_bot.actions import access
from financial_bot.bank import Bank
from tests.support.bank_talk import CUSTOMER, Talk


@pytest.fixture
def bank(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Bank]:
    """The bank that the actions use in this test: a real one, in an SQLite file, with one customer."""
    monkeypatch.setenv("BANK_DATABASE_URL", f"sqlite:///{tmp_path}/bank.db")
    access.the_bank().ensure_customer(CUSTOMER)
    yield access.the_bank()
    access.forget_the_bank()


@pytest.fixture(scope="session")
def duckling() -> Iterator[LocalDuckling]:
    """A Duckling in a process of its own."""
    local = LocalDuckling(deadline_seconds=5)
    yield local
    local.close()


@pytest.fixture
def talk(bank: Bank, duckling: LocalDuckling) -> Talk:
    """A conversation of that customer with single actions."""
    return Talk(duckling, CUSTOMER)
