"""The situations in which both clients have to do the same: hosts, what the user does, and what comes of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from tests.support.scripted_hosts import Fault, Script

from .offers import buttons, full, legacy, refused, text

MAIL = "my mail is broken"
QUICK = {"messageMs": 10_000, "takeOverMs": 1000}
PATIENT = {"messageMs": 10_000, "takeOverMs": 10_000}


@dataclass(frozen=True)
class Case:
    """`hosts` are those that answer, the first one holds at first; `dead` are listed as well, and nobody listens there;
    `unlisted` answer and are in no list. `does`: what the user says; "[Yes]" is a button. `sent` and `lines`: see
    `shorthand`; `sent` is what those hosts that listen got."""

    name: str
    hosts: Mapping[str, Script]
    does: Sequence[str]
    sent: Sequence[str]
    holder: str
    lines: Sequence[str]
    dead: Sequence[str] = ()
    unlisted: Sequence[str] = ()
    timeouts: Mapping[str, int] | None = None


def bank(*answer: object, faults: Sequence[Fault] = (), **more: Sequence[object]) -> Script:
    """A host that answers the message MAIL like this, and others as `more` says."""
    return Script({MAIL: [list(answer)], "failed": [[text("sorry")]], **more}, faults)


def desk(*take_over: object, faults: Sequence[Fault] = ()) -> Script:
    """A host that answers requests to take over like this, one after the other, and says what it heard to others."""
    return Script({"take over": list(take_over)} if take_over else {}, faults)


OFFER = full("bank", "desk", "j1", MAIL)
AGAIN = full("bank", "desk", "j2", MAIL)
RENEWING: dict[str, Sequence[object]] = {"trigger": [[text("again"), AGAIN]]}

ACCEPTED = [
    Case(
        "an offer of two keys is followed, and nothing is taken on trust",
        {"bank": bank(text("moving"), legacy("desk")), "desk": desk()},
        [MAIL, "hi"],
        [f"bank 1: {MAIL}", "desk 2: take over from bank", "desk 3: hi"],
        "desk",
        [f"user: {MAIL}", "bank: moving", "-> desk", "desk: hello", "user: hi", "desk: heard hi"],
    ),
    Case(
        "a full offer brings ticket, message and what is carried to the target",
        {"bank": bank(full("bank", "desk", "j1", MAIL, email="a@example.com", floor=3)), "desk": desk()},
        [MAIL],
        [f"bank 1: {MAIL}", "desk 2: take over from bank, ticket j1", f"desk 3: {MAIL}, announced by j1"],
        "desk",
        [f"user: {MAIL}", "-> desk with email=a@example.com, floor=3", "desk: hello", f"desk: heard {MAIL}"],
    ),
    Case(
        "an offer without a message is not followed by one",
        {"bank": bank(full("bank", "desk", "j1")), "desk": desk()},
        [MAIL],
        [f"bank 1: {MAIL}", "desk 2: take over from bank, ticket j1"],
        "desk",
        [f"user: {MAIL}", "-> desk", "desk: hello"],
    ),
    Case(
        "a target that was too slow once is asked again under the same id, and takes over once",
        {"bank": bank(OFFER), "desk": desk(faults=[Fault("take over", "hung")])},
        [MAIL],
        [f"bank 1: {MAIL}", *["desk 2: take over from bank, ticket j1"] * 2, f"desk 3: {MAIL}, announced by j1"],
        "desk",
        [f"user: {MAIL}", "-> desk", "desk: hello", f"desk: heard {MAIL}"],
        timeouts=QUICK,
    ),
    Case(
        "a target whose answer breaks off is asked again under the same id",
        {"bank": bank(legacy("desk")), "desk": desk(faults=[Fault("take over", "cut")])},
        [MAIL],
        [f"bank 1: {MAIL}", *["desk 2: take over from bank"] * 2],
        "desk",
        [f"user: {MAIL}", "-> desk", "desk: hello"],
    ),
    Case(
        "messages that nobody knows take nothing else with them",
        {
            "bank": bank(
                text("one"),
                {"custom": {"avatar": 3}},
                None,
                7,
                ["x"],
                {"text": 5, "buttons": [3]},
                {"custom": {"handoff_host": ["x"]}},
                {"text": "two", "custom": None, "image": {}},
            ),
        },
        [MAIL],
        [f"bank 1: {MAIL}"],
        "bank",
        [f"user: {MAIL}", "bank: one", "bank: two"],
    ),
    Case(
        "a target that answers with a message that nobody knows has taken over",
        {"bank": bank(legacy("desk")), "desk": desk([{"custom": {"avatar": 3}}])},
        [MAIL],
        [f"bank 1: {MAIL}", "desk 2: take over from bank"],
        "desk",
        [f"user: {MAIL}", "-> desk"],
    ),
    Case(
        "three offers in a row are followed, each host being told who it was that passed the user on",
        {
            "bank": bank(legacy("desk")),
            "desk": desk([text("desk"), legacy("shop")]),
            "shop": desk([text("shop"), legacy("club")]),
            "club": desk([text("club")]),
        },
        [MAIL],
        [
            f"bank 1: {MAIL}",
            "desk 2: take over from bank",
            "shop 3: take over from desk",
            "club 4: take over from shop",
        ],
        "club",
        [f"user: {MAIL}", "-> desk", "desk: desk", "-> shop", "shop: shop", "-> club", "club: club"],
    ),
    Case(
        "a fourth offer in a row is not followed, until the user speaks",
        {
            "bank": bank(legacy("desk")),
            "desk": desk([text("desk"), legacy("shop")]),
            "shop": desk([text("shop"), legacy("club")]),
            "club": Script({"take over": [[legacy("bank")]], "hi": [[legacy("bank")]]}),
        },
        [MAIL, "hi"],
        [
            f"bank 1: {MAIL}",
            "desk 2: take over from bank",
            "shop 3: take over from desk",
            "club 4: take over from shop",
            "club 5: hi",
            "bank 6: take over from club",
        ],
        "bank",
        [
            f"user: {MAIL}",
            "-> desk",
            "desk: desk",
            "-> shop",
            "shop: shop",
            "-> club",
            "client: endless",
            "user: hi",
            "-> bank",
            "bank: hello",
        ],
    ),
    Case(
        "an offer in the place of one that has expired is not one more",
        {
            "bank": bank(legacy("desk")),
            "desk": desk([legacy("shop")]),
            "shop": Script({"take over": [[full("shop", "club", "j1")]], "trigger": [[full("shop", "club", "j2")]]}),
            "club": desk([refused("expired")], [text("club")]),
        },
        [MAIL],
        [
            f"bank 1: {MAIL}",
            "desk 2: take over from bank",
            "shop 3: take over from desk",
            "club 4: take over from shop, ticket j1",
            "shop 5: offer club again",
            "club 6: take over from shop, ticket j2",
        ],
        "club",
        [f"user: {MAIL}", "-> desk", "-> shop", "-> club", "club: club"],
    ),
    Case(
        "an offer in the answer to a replay is followed with the same words, before anything else",
        {
            "bank": bank(OFFER),
            "desk": Script({MAIL: [[text("not mine"), full("desk", "shop", "j2", MAIL)]]}),
            "shop": desk(),
        },
        [MAIL],
        [
            f"bank 1: {MAIL}",
            "desk 2: take over from bank, ticket j1",
            f"desk 3: {MAIL}, announced by j1",
            "shop 4: take over from desk, ticket j2",
            f"shop 5: {MAIL}, announced by j2",
        ],
        "shop",
        [f"user: {MAIL}", "-> desk", "desk: hello", "desk: not mine", "-> shop", "shop: hello", f"shop: heard {MAIL}"],
    ),
    Case(
        "a button sends its payload, and answers the offer",
        {
            "bank": Script(
                {
                    MAIL: [[text("Desk?"), buttons(("Yes", "/affirm"), ("No", "/deny"))]],
                    "/affirm": [[OFFER]],
                }
            ),
            "desk": desk(),
        },
        [MAIL, "[Yes]"],
        [
            f"bank 1: {MAIL}",
            "bank 2: /affirm",
            "desk 3: take over from bank, ticket j1",
            f"desk 4: {MAIL}, announced by j1",
        ],
        "desk",
        [
            f"user: {MAIL}",
            "bank: Desk?",
            "bank: [Yes|No]",
            "user: Yes",
            "-> desk",
            "desk: hello",
            f"desk: heard {MAIL}",
        ],
    ),
]

NOT_ACCEPTED = [
    Case(
        "a url that is not listed is never contacted",
        {"bank": bank(full("bank", "evil", "j1", MAIL)), "evil": desk()},
        [MAIL],
        [f"bank 1: {MAIL}", "bank 2: evil failed: unlisted"],
        "bank",
        [f"user: {MAIL}", "bank: sorry"],
        unlisted=["evil"],
    ),
    Case(
        "a url that is none is not contacted",
        {"bank": bank({"custom": {"handoff_host": "http://[x", "title": "Odd"}})},
        [MAIL],
        [f"bank 1: {MAIL}", "bank 2: Odd failed: unlisted"],
        "bank",
        [f"user: {MAIL}", "bank: sorry"],
    ),
    Case(
        "a host that is offered under another's id is not contacted",
        {
            "bank": bank({"custom": {"handoff_host": "{url:shop}", "title": "Desk", "handoff": {"to": "desk"}}}),
            "desk": desk(),
            "shop": desk(),
        },
        [MAIL],
        [f"bank 1: {MAIL}", "bank 2: desk failed: unlisted"],
        "bank",
        [f"user: {MAIL}", "bank: sorry"],
    ),
    Case(
        "a listed host that is offered under an id that is not listed is not contacted",
        {
            "bank": bank({"custom": {"handoff_host": "{url:desk}", "title": "Desk", "handoff": {"to": "mallory"}}}),
            "desk": desk(),
        },
        [MAIL],
        [f"bank 1: {MAIL}", "bank 2: mallory failed: unlisted"],
        "bank",
        [f"user: {MAIL}", "bank: sorry"],
    ),
    *(
        Case(
            f"a refusal ({reason}) is final: the source is told, and keeps the conversation",
            {"bank": bank(text("moving"), OFFER), "desk": desk([text("no"), refused(reason)])},
            [MAIL, "hi"],
            [f"bank 1: {MAIL}", "desk 2: take over from bank, ticket j1", "bank 3: desk failed: refused", "bank 4: hi"],
            "bank",
            [f"user: {MAIL}", "bank: moving", "bank: sorry", "user: hi", "bank: heard hi"],
        )
        for reason in ("loop", "ticket", "unavailable", "a reason of tomorrow")
    ),
    Case(
        "a ticket that has expired is replaced by a fresh one, once",
        {"bank": bank(text("moving"), OFFER, **RENEWING), "desk": desk([refused("expired")], [text("hello")])},
        [MAIL],
        [
            f"bank 1: {MAIL}",
            "desk 2: take over from bank, ticket j1",
            "bank 3: offer desk again",
            "desk 4: take over from bank, ticket j2",
            f"desk 5: {MAIL}, announced by j2",
        ],
        "desk",
        [f"user: {MAIL}", "bank: moving", "-> desk", "desk: hello", f"desk: heard {MAIL}"],
    ),
    Case(
        "a fresh ticket that has expired as well is a refusal",
        {"bank": bank(OFFER, **RENEWING), "desk": desk([refused("expired")])},
        [MAIL],
        [
            f"bank 1: {MAIL}",
            "desk 2: take over from bank, ticket j1",
            "bank 3: offer desk again",
            "desk 4: take over from bank, ticket j2",
            "bank 5: desk failed: refused",
        ],
        "bank",
        [f"user: {MAIL}", "bank: sorry"],
    ),
    Case(
        "a source that makes no fresh offer is listened to",
        {"bank": bank(OFFER, trigger=[[text("too late")]]), "desk": desk([refused("expired")])},
        [MAIL],
        [f"bank 1: {MAIL}", "desk 2: take over from bank, ticket j1", "bank 3: offer desk again"],
        "bank",
        [f"user: {MAIL}", "bank: too late"],
    ),
    *(
        Case(
            f"a target that answers {what} twice has failed: {reason}",
            {"bank": bank(OFFER), "desk": Script({"take over": [answer]}, faults)},
            [MAIL],
            [f"bank 1: {MAIL}", *["desk 2: take over from bank, ticket j1"] * 2, f"bank 3: desk failed: {reason}"],
            "bank",
            [f"user: {MAIL}", "bank: sorry"],
            timeouts=QUICK if reason == "timeout" else PATIENT,
        )
        for what, reason, answer, faults in (
            ("an empty list", "error", [], []),
            ("500", "error", {"status": 500, "body": "broken"}, []),
            ("HTML", "error", {"body": "<html>"}, []),
            ("an object", "error", {"body": '{"text": "hello"}'}, []),
            ("nothing in time", "timeout", [], [Fault("take over", "hung", 2)]),
            ("nothing", "unreachable", [], [Fault("take over", "lost", 2)]),
        )
    ),
    Case(
        "a target that redirects is not followed",
        {
            "bank": bank(OFFER),
            "shop": desk(),
            "desk": desk({"status": 307, "body": "", "headers": {"Location": "{url:shop}/webhooks/rest/webhook"}}),
        },
        [MAIL],
        [f"bank 1: {MAIL}", *["desk 2: take over from bank, ticket j1"] * 2, "bank 3: desk failed: error"],
        "bank",
        [f"user: {MAIL}", "bank: sorry"],
    ),
    Case(
        "the source hears of a target that is not there, and what it says is shown",
        {"bank": bank(OFFER)},
        [MAIL],
        [f"bank 1: {MAIL}", "bank 2: desk failed: unreachable"],
        "bank",
        [f"user: {MAIL}", "bank: sorry"],
        dead=["desk"],
    ),
    Case(
        "the client itself speaks when target and source are gone",
        {"bank": bank(OFFER, faults=[Fault(MAIL, "dies")])},
        [MAIL],
        [f"bank 1: {MAIL}"],
        "bank",
        [f"user: {MAIL}", "client: both_down"],
        dead=["desk"],
    ),
    Case(
        "the client itself speaks when the source has nothing to say to a failed handoff",
        {"bank": bank(OFFER, failed=[[]])},
        [MAIL],
        [f"bank 1: {MAIL}", "bank 2: desk failed: unreachable"],
        "bank",
        [f"user: {MAIL}", "client: not_taken"],
        dead=["desk"],
    ),
    Case(
        "the next handoff after a failed one is followed",
        {
            "bank": bank(OFFER, failed=[[text("Shop?"), buttons(("Shop", "/shop"))]], **{"/shop": [[legacy("shop")]]}),
            "shop": desk(),
        },
        [MAIL, "[Shop]"],
        [f"bank 1: {MAIL}", "bank 2: desk failed: unreachable", "bank 3: /shop", "shop 4: take over from bank"],
        "shop",
        [f"user: {MAIL}", "bank: Shop?", "bank: [Shop]", "user: Shop", "-> shop", "shop: hello"],
        dead=["desk"],
    ),
]

MESSAGES = [
    *(
        Case(
            f"a message that is answered by {what} is not answered",
            {"bank": Script({"hi": [answer]}, faults)},
            ["hi", "hello"],
            ["bank 1: hi", "bank 2: hello"],
            "bank",
            ["user: hi", f"client: {problem}", "user: hello", "bank: heard hello"],
        )
        for what, problem, answer, faults in (
            ("an empty list", "silent", [], []),
            ("500", "http", {"status": 500, "body": "broken"}, []),
            ("HTML", "invalid", {"body": "<html>"}, []),
            ("nothing", "unreachable", [], [Fault("hi", "lost")]),
            ("a redirect", "http", {"status": 302, "body": "", "headers": {"Location": "{url:bank}/elsewhere"}}, []),
        )
    ),
    *(
        Case(
            f"a message whose answer {what} is sent again under its id when the user wants it",
            {"bank": Script({}, [Fault("hi", do)])},
            ["hi", "[retry]"],
            ["bank 1: hi", "bank 1: hi"],
            "bank",
            ["user: hi", "bank: heard hi"],
        )
        for what, do in (("is lost", "lost"), ("breaks off", "cut"))
    ),
]

CASES = [*ACCEPTED, *NOT_ACCEPTED, *MESSAGES]
