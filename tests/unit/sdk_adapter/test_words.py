"""What words mean beside the host that they name."""

from __future__ import annotations

from pathlib import Path

import pytest

from handoff.hosts import Host, Hosts
from handoff.sdk_adapter.words import Naming, asks_to_go_back, host_named, how_named, say_the_same, words_beside_name

DESK = Host("desk", "Helpdesk Assistant", "http://a", "http://a", None)
BANK = Host("bank", "Financial Assistant", "http://b", "http://b", None)
PEOPLE = Host("people", "People at a desk", "http://c", "http://c", None)
HOSTS = Hosts(Path("handoff_config.yml"), (DESK, BANK, PEOPLE))


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("take me to the helpdesk", None),
        ("Helpdesk Assistant!", None),
        ("could you put me through to somebody from the helpdesk please?", None),
        ("back to the helpdesk, thanks", None),
        ("take me to the helpdesk, my outlook crashes", "my outlook crashes"),
        ("I want to talk to the helpdesk because my printer jams", "my printer jams"),
        ("my vpn is down. helpdesk please", "my vpn is down"),
        ("can the helpdesk reset my password?", "can the helpdesk reset my password?"),
        ("back to the helpdesk about my laptop", "back to the helpdesk about my laptop"),
    ],
)
def test_what_somebody_wants_is_told_from_whom_they_want(text: str, wanted: str | None) -> None:
    assert words_beside_name(text, DESK, HOSTS) == wanted


@pytest.mark.parametrize(
    ("text", "host"),
    [
        ("helpdesk please", DESK),
        ("the FINANCIAL one", BANK),
        ("let me look at my assistant", None),
        ("financial or helpdesk", None),
        ("a human", None),
    ],
)
def test_a_host_is_named_by_a_word_that_only_it_has(text: str, host: Host | None) -> None:
    assert host_named(text, (DESK, BANK, PEOPLE), HOSTS) == host


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("what is my balance?", "tell me the balances please", True),
        ("what is my balance?", "what is the status of my ticket?", False),
        ("my printer does not print", "my printer still does not print", True),
        ("my outlook account crashes", "I cannot log in to my account", False),
        ("my outlook keeps crashing since monday", "outlook keeps crashing again on my laptop", True),
        ("", "my outlook crashes", False),
    ],
)
def test_two_ways_to_say_a_thing_are_told_from_two_things(one: str, other: str, same: bool) -> None:
    assert say_the_same(one, other) is same
    assert say_the_same(other, one) is same


@pytest.mark.parametrize(
    ("text", "how"),
    [
        ("Help Desk", Naming.ASKED_FOR),
        ("take me to the help desk please", Naming.ASKED_FOR),
        ("the help desk sent me", Naming.MENTIONED),
        ("no help desk please", Naming.REFUSED),
    ],
)
def test_a_title_without_a_word_of_its_own_names_its_host_as_a_whole(text: str, how: Naming) -> None:
    plain = Host("plain", "Help Desk", "http://d", "http://d", None)
    hosts = Hosts(Path("handoff_config.yml"), (plain, BANK))
    assert host_named(text, (plain,), hosts) == plain
    assert how_named(text, plain, hosts) is how
    assert host_named("can you help me at my desk", (plain,), hosts) is None


def test_a_word_that_another_host_is_asked_about_is_no_name(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    examples = "nlu:\n- intent: pay\n  examples: |\n    - pay my card\n- intent: other\n  examples: |\n    - union\n"
    (tmp_path / "data" / "nlu.yml").write_text(examples, encoding="utf-8")
    bank = Host("bank", "Bank", "http://b", "http://b", tmp_path, skills=("pay",))
    cards, union = (Host(title, title, "http://c", "http://c", None) for title in ("Card Service", "Union Service"))
    hosts = Hosts(Path("handoff_config.yml"), (bank, cards, union))
    assert host_named("my card please", (cards, union), hosts) is None
    assert host_named("the card service please", (cards, union), hosts) == cards
    assert host_named("union please", (cards, union), hosts) == union


@pytest.mark.parametrize("text", ["back to the bank", "take me back", "can we go back", "bring me back please"])
def test_the_way_back_is_recognised(text: str) -> None:
    assert asks_to_go_back(text)


@pytest.mark.parametrize("text", ["call me back", "I want my money back", "please get back in touch"])
def test_not_everything_that_is_back_is_a_way(text: str) -> None:
    assert not asks_to_go_back(text)
