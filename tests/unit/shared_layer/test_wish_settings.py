"""wishes.yml: what a bot may say of its intents, and that a mistake in it is named."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from handoff.errors import ConfigError
from handoff.hosts import CONFIG_NAME
from handoff.wish_settings import check_intents, load_kinds
from tests.support.system import BOTS, ROOT


def test_without_the_file_every_intent_is_a_wish_but_those_of_any_conversation(tmp_path: Path) -> None:
    kinds = load_kinds(tmp_path)
    assert kinds.is_wish("breathing_break")
    assert not any(map(kinds.is_wish, ("greet", "affirm", "inform", "human_handoff", "out_of_scope", "nlu_fallback")))
    assert kinds.are_one("breathing_break", "breathing_break")
    assert not kinds.are_one("breathing_break", "mood_bad")


def test_an_empty_file_says_nothing(tmp_path: Path) -> None:
    (tmp_path / "wishes.yml").write_text("# nothing yet\n")
    assert load_kinds(tmp_path) == load_kinds(tmp_path / "elsewhere")


def test_a_bot_says_what_belongs_together_what_is_no_wish_and_what_takes_the_rest(tmp_path: Path) -> None:
    (tmp_path / "wishes.yml").write_text("together: [[a, b], [b, c]]\nno_wishes: [d]\nto_the_end: [e]\n")
    kinds = load_kinds(tmp_path)
    assert kinds.are_one("a", "b")
    assert kinds.are_one("c", "b")
    assert not kinds.are_one("a", "c")
    assert not kinds.is_wish("d")
    assert not kinds.is_wish("greet")
    assert kinds.to_the_end == {"e"}


@pytest.mark.parametrize(
    ("content", "named"),
    [
        ("other: [a]", "'other'"),
        ("together: a", "'together'"),
        ("together: [a, b]", "'together'"),
        ("together: [[1]]", "'together'"),
        ("no_wishes: greet", "'no_wishes'"),
        ("to_the_end: {a: b}", "'to_the_end'"),
        ("- a", "mapping"),
        ("a: [", "YAML"),
    ],
)
def test_a_mistake_is_named_with_file_and_key(tmp_path: Path, content: str, named: str) -> None:
    (tmp_path / "wishes.yml").write_text(content)
    with pytest.raises(ConfigError, match=named) as error:
        load_kinds(tmp_path)
    assert str(tmp_path / "wishes.yml") in str(error.value)


@pytest.mark.parametrize("key", ["no_wishes: [gone]", "together: [[gone, a]]", "to_the_end: [gone]"])
def test_an_intent_that_the_bot_does_not_have_is_named(tmp_path: Path, key: str) -> None:
    (tmp_path / "wishes.yml").write_text(key)
    with pytest.raises(ConfigError, match=rf"{key.partition(':')[0]}.*'gone'"):
        check_intents(tmp_path, load_kinds(tmp_path), ["a"])


@pytest.mark.parametrize("bot", BOTS)
def test_the_bots_speak_of_intents_that_they_have(bot: str) -> None:
    assert (ROOT / CONFIG_NAME).is_file()
    files = [ROOT / bot / "domain.yml", *(ROOT / bot / "domain").glob("*.yml")]
    domains = [yaml.safe_load(file.read_text(encoding="utf-8")) for file in files]
    intents = [name for domain in domains for name in domain.get("intents") or ()]
    check_intents(ROOT / bot, load_kinds(ROOT / bot), intents)
