"""HANDOFF_SECRET: where it comes from, and that a weak one is refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from handoff.errors import SecretError
from handoff.secret import NAME, action_server_key, ensure_env_file, load_secret


@pytest.fixture(autouse=True)
def no_secret_in_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(NAME, raising=False)


def test_a_secret_is_made_once_and_only_its_owner_may_read_it(tmp_path: Path) -> None:
    file = tmp_path / ".env"
    assert ensure_env_file(file)
    first = load_secret(tmp_path / "handoff_config.yml")
    assert not ensure_env_file(file)
    assert load_secret(tmp_path / "handoff_config.yml") == first
    assert len(first.encode()) >= 32
    assert file.stat().st_mode & 0o077 == 0


def test_what_else_stands_in_the_env_file_stays(tmp_path: Path) -> None:
    file = tmp_path / ".env"
    file.write_text("# mine\nOTHER='value'")
    ensure_env_file(file)
    assert file.read_text().startswith("# mine\nOTHER='value'\n")
    assert load_secret(tmp_path / "handoff_config.yml")


def test_the_environment_wins_over_the_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    ensure_env_file(tmp_path / ".env")
    monkeypatch.setenv(NAME, "x" * 32)
    assert load_secret(tmp_path / "handoff_config.yml") == "x" * 32


def test_no_secret_says_how_to_get_one(tmp_path: Path) -> None:
    with pytest.raises(SecretError, match="make up"):
        load_secret(tmp_path / "handoff_config.yml")


def test_a_secret_of_31_bytes_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(NAME, "x" * 31)
    with pytest.raises(SecretError, match="31 bytes"):
        load_secret(tmp_path / "handoff_config.yml")


def test_the_action_servers_key_is_not_the_secret() -> None:
    assert action_server_key("a" * 32) != action_server_key("b" * 32)
    assert "a" * 32 not in action_server_key("a" * 32)
