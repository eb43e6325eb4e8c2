"""What words mean beside the host that they name."""

from __future__ import annotations

from pathlib import Path

import pytest

from handoff.hosts import Host, Hosts
from handoff.sdk_adapter.words import asks_to_go_back, host_named, significant_words, words_beside_name

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


def test_two_ways_to_say_a_thing_share_a_word_and_two_things_do_not() -> None:
    assert significant_words("what is my balance?") & significant_words("tell me the balances please")
    assert not significant_words("what is my balance?") & significant_words("what is the status of my ticket?")


@pytest.mark.parametrize("text", ["back to the bank", "take me back", "can we go back", "bring me back please"])
def test_the_way_back_is_recognised(text: str) -> None:
    assert asks_to_go_back(text)


@pytest.mark.parametrize("text", ["call me back", "I want my money back", "please get back in touch"])
def test_not_everything_that_is_back_is_a_way(text: str) -> None:
    assert not asks_to_go_back(text)
