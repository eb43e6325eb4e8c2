"""A client that is killed goes on where it was: one holder, everything done once, and nothing shown twice.

Between two requests a client only writes its record, and always before the request. So it is killed at each request,
once after the host did what it was asked and before it could say so, and once before the host did anything.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from tests.support.scripted_hosts import Fault, Script, ScriptedHosts
from tests.support.waiting import wait_until

from .cases import AGAIN, CASES, MAIL, OFFER, PATIENT, Case, bank, desk
from .drivers import CLIENTS, Driver
from .offers import buttons, full, legacy, refused, text
from .shorthand import seen, sent

TIMES = ("done", "not done")

# Request by request, what a host does first and the others do not.
RENEWED = Case(
    "with a ticket that had expired",
    {
        "bank": Script(
            {
                MAIL: [[text("Desk?"), buttons(("Yes", "/affirm"))]],
                "/affirm": [[text("moving"), OFFER]],
                "trigger": [[text("again"), AGAIN]],
            }
        ),
        "desk": desk([refused("expired")], [text("hello")]),
    },
    [MAIL, "[Yes]"],
    [
        f"bank 1: {MAIL}",
        "bank 2: /affirm",
        "desk 3: take over from bank, ticket j1",
        "bank 4: offer desk again",
        "desk 5: take over from bank, ticket j2",
        f"desk 6: {MAIL}, announced by j2",
    ],
    "desk",
    [
        f"user: {MAIL}",
        "bank: Desk?",
        "bank: [Yes]",
        "user: Yes",
        "bank: moving",
        "-> desk",
        "desk: hello",
        f"desk: heard {MAIL}",
    ],
)
REFUSED = next(case for case in CASES if case.name.startswith("a refusal (loop)"))
LEGACY = next(case for case in CASES if case.name.startswith("an offer of two keys"))
KILLS = [*((RENEWED, place) for place in range(len(RENEWED.sent))), (REFUSED, 1), (REFUSED, 2), (LEGACY, 1)]


@pytest.fixture(params=CLIENTS)
def pair(request: pytest.FixtureRequest, survivors: dict[str, Driver]) -> Iterator[tuple[Driver, Driver]]:
    """A client to be killed, and another of the same kind to go on."""
    victim = Driver(request.param)
    yield victim, survivors[request.param]
    victim.kill()


@pytest.fixture(scope="module")
def survivors(browser_client: None) -> Iterator[dict[str, Driver]]:
    """A running client of each kind."""
    drivers = {name: Driver(name) for name in CLIENTS}
    yield drivers
    for driver in drivers.values():
        driver.kill()


@pytest.mark.parametrize("time", TIMES)
@pytest.mark.parametrize(("case", "place"), KILLS, ids=lambda value: getattr(value, "name", value))
def test_a_client_that_is_killed_goes_on(
    case: Case, place: int, time: str, pair: tuple[Driver, Driver], hosts: ScriptedHosts, tmp_path: Path
) -> None:
    victim, survivor = pair
    urls = hosts.play(_failing_at(case, place, "hung" if time == "done" else "lost and hung"))
    start, storage = next(iter(case.hosts)), tmp_path / "record.json"
    victim.start(urls, start, storage, PATIENT)
    begun = _acts_until(case, place)
    for act in begun[:-1]:
        victim.does([act])
        victim.situation()
    victim.does(begun[-1:])
    hosts.requests(at_least=place + 1)
    victim.kill()
    situation = survivor.start(urls, start, storage, PATIENT)
    for act in case.does[len(begun) :]:
        survivor.does([act])
        situation = survivor.situation()
    requests = hosts.requests()
    lines = sent(requests, urls)
    assert [line for line, each in zip(lines, requests, strict=True) if each.is_new] == list(case.sent)
    assert (situation["holder"], seen(situation["lines"])) == (case.holder, list(case.lines))


def test_what_was_said_during_a_take_over_waits_for_the_new_holder(
    pair: tuple[Driver, Driver], hosts: ScriptedHosts, tmp_path: Path
) -> None:
    victim, _ = pair
    urls = hosts.play({"bank": bank(OFFER), "desk": desk(faults=[Fault("take over", "hung")])})
    storage = tmp_path / "record.json"
    victim.start(urls, "bank", storage, PATIENT)
    _say_during_the_take_over(victim, hosts, storage)
    hosts.release()
    situation = [victim.situation(), victim.situation()][-1]
    _expect_both_answered(situation, hosts, urls)


@pytest.mark.parametrize("time", TIMES)
def test_what_was_said_during_a_take_over_is_not_lost_with_the_client(
    time: str, pair: tuple[Driver, Driver], hosts: ScriptedHosts, tmp_path: Path
) -> None:
    victim, survivor = pair
    fault = Fault("take over", "hung" if time == "done" else "lost and hung")
    urls = hosts.play({"bank": bank(OFFER), "desk": desk(faults=[fault])})
    storage = tmp_path / "record.json"
    victim.start(urls, "bank", storage, PATIENT)
    _say_during_the_take_over(victim, hosts, storage)
    victim.kill()
    situation = survivor.start(urls, "bank", storage, PATIENT)
    _expect_both_answered(situation, hosts, urls)


def test_an_offer_in_a_greeting_is_asked_for_again(
    pair: tuple[Driver, Driver], hosts: ScriptedHosts, tmp_path: Path
) -> None:
    """The greeting cannot be had again without its ticket, which is not in the record."""
    victim, survivor = pair
    greeting = [text("not here"), full("desk", "shop", "j1")]
    answers = {"take over": [greeting], "trigger": [[full("desk", "shop", "j2")]]}
    shop = desk(faults=[Fault("take over", "hung")])
    urls = hosts.play({"bank": bank(legacy("desk")), "desk": Script(answers), "shop": shop})
    storage = tmp_path / "record.json"
    victim.start(urls, "bank", storage, PATIENT)
    victim.does([MAIL])
    hosts.requests(at_least=3)
    victim.kill()
    situation = survivor.start(urls, "bank", storage, PATIENT)
    messages = [line.split(": ", 1)[1] for line in sent(hosts.requests()[2:], urls)]
    ask, again = "take over from desk, ticket j1", "take over from desk, ticket j2"
    assert messages == [ask, "offer shop again", again]
    lines = [f"user: {MAIL}", "-> desk", "desk: not here", "-> shop", "shop: hello"]
    assert (situation["holder"], seen(situation["lines"])) == ("shop", lines)


@pytest.mark.parametrize("name", CLIENTS)
def test_no_ticket_is_in_a_record(
    name: str, survivors: dict[str, Driver], hosts: ScriptedHosts, tmp_path: Path
) -> None:
    urls = hosts.play({"bank": bank(OFFER), "desk": desk(faults=[Fault("take over", "hung")])})
    storage = tmp_path / "record.json"
    survivors[name].start(urls, "bank", storage, PATIENT)
    survivors[name].does([MAIL])
    hosts.requests(at_least=2)
    during = storage.read_text(encoding="utf-8")
    hosts.release()
    survivors[name].situation()
    after = storage.read_text(encoding="utf-8")
    ticket = hosts.requests()[1].body["metadata"]["handoff_ticket"]
    assert ticket not in during + after
    assert MAIL in during


def _failing_at(case: Case, place: int, do: str) -> dict[str, Script]:
    """The hosts of the case; the request at this place of all is not answered."""
    names = [line.split()[0] for line in case.sent]
    fault = Fault("*", do, after=names[:place].count(names[place]))
    failing = replace(case.hosts[names[place]], faults=[fault])
    return {**case.hosts, names[place]: failing}


def _acts_until(case: Case, place: int) -> list[str]:
    """What the user did by then: the request at `place` comes of the last of these."""
    words = [line.split(": ", 1)[1] for line in case.sent]
    own = {MAIL: MAIL, "[Yes]": "/affirm", "hi": "hi"}
    return [act for act in case.does if words.index(own[act]) <= place]


def _say_during_the_take_over(client: Driver, hosts: ScriptedHosts, storage: Path) -> None:
    client.does([MAIL])
    hosts.requests(at_least=2)
    client.does(["and my phone"])
    wait_until(lambda: "and my phone" in storage.read_text(encoding="utf-8"))


def _expect_both_answered(situation: dict[str, object], hosts: ScriptedHosts, urls: dict[str, str]) -> None:
    done = [each for each in hosts.requests() if each.is_new]
    messages = [(each.host, each.body["message"]) for each in done if not each.body["message"].startswith("/")]
    assert messages == [("bank", MAIL), ("desk", MAIL), ("desk", "and my phone")]
    lines = [*(f"user: {each}" for each in (MAIL, "and my phone")), "-> desk", "desk: hello"]
    assert seen(situation["lines"]) == [*lines, f"desk: heard {MAIL}", "desk: heard and my phone"]  # type: ignore[arg-type]
    assert situation["holder"] == "desk"
