"""A bank of its own for actions that ask one."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from financial_bot.actions import access
from financial_bot.bank import Bank


@pytest.fixture
def bank(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Bank]:
    """The bank that the actions use in this test: a real one, in an SQLite file."""
    monkeypatch.setenv("BANK_DATABASE_URL", f"sqlite:///{tmp_path}/bank.db")
    access.the_bank.cache_clear()
    yield access.the_bank()
    access.the_bank().close()
    access.the_bank.cache_clear()
