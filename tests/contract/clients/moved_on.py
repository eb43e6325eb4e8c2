"""What becomes of a handoff that could not be renewed: the user may want it still, or has moved on."""

from __future__ import annotations

from tests.support.scripted_hosts import Fault, Script

from .cases import MAIL, OFFER, RENEWING, Case, bank, desk
from .offers import buttons, refused, text

EXPIRED = desk([refused("expired")], [text("hello")])
LOST = [Fault("trigger", "lost")]
RENEWAL_LOST = [f"bank 1: {MAIL}", "desk 2: take over from bank, ticket j1", "bank 3: offer desk again"]

MOVED_ON = [
    Case(
        "a renewal that was not delivered is sent again when the user wants it",
        {"bank": bank(OFFER, faults=LOST, **RENEWING), "desk": EXPIRED},
        [MAIL, "[retry]"],
        [
            *RENEWAL_LOST,
            "bank 3: offer desk again",
            "desk 4: take over from bank, ticket j2",
            f"desk 5: {MAIL}, announced by j2",
        ],
        "desk",
        [f"user: {MAIL}", "-> desk", "desk: hello", f"desk: heard {MAIL}"],
    ),
    Case(
        "a renewal that was not delivered moves nobody who has said something else since",
        {"bank": bank(OFFER, faults=LOST, **RENEWING), "desk": EXPIRED},
        [MAIL, "hi", "[retry]"],
        [*RENEWAL_LOST, "bank 4: hi"],
        "bank",
        [f"user: {MAIL}", "client: both_down", "user: hi", "bank: heard hi"],
    ),
    Case(
        "a renewal that was not delivered moves nobody who has pressed a button since",
        {"bank": bank(buttons(("Balance", "/balance")), OFFER, faults=LOST, **RENEWING), "desk": EXPIRED},
        [MAIL, "[Balance]", "[retry]"],
        [*RENEWAL_LOST, "bank 4: /balance"],
        "bank",
        [f"user: {MAIL}", "bank: [Balance]", "client: both_down", "user: Balance", "bank: heard /balance"],
    ),
    Case(
        "words that were not delivered either are still sent again, without the renewal before them",
        {"bank": Script(bank(OFFER, **RENEWING).answers, [*LOST, Fault("hi", "lost")]), "desk": EXPIRED},
        [MAIL, "hi", "[retry]"],
        [*RENEWAL_LOST, "bank 4: hi", "bank 4: hi"],
        "bank",
        [f"user: {MAIL}", "client: both_down", "user: hi", "bank: heard hi"],
    ),
]
