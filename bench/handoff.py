"""What a handoff costs: `python -m bench.handoff` prints a table and keeps it in results/handoff.md.

Both real bots with their action servers. From the click on "take me there" to the target's first words a client makes
two requests: the source's offer, and the target's acceptance. Each is a turn of Rasa's with one call of an action. As
many turns with an action that only says a sentence, in the same conversations and the same run, is what Rasa takes
anyway; what is left is the handoff's own: policy, probe, ticket, checks. `--tiny` is a trial and no figures to keep.
"""

from __future__ import annotations

import argparse
import statistics
import tempfile
import time
import uuid
from collections.abc import Callable, Sequence
from pathlib import Path

from handoff.hosts import load_hosts
from handoff.offers import with_ticket
from handoff.protocol import OfferClaims, offer
from handoff.ticket import check_ticket, open_ticket
from tests.support.handoffs import follow, offer_in
from tests.support.system import ROOT, System, start_system

from .figures import Progress, console, machine, middle_and_p95, milliseconds, p95, table, timed

RESULTS = Path(__file__).parent / "results" / "handoff.md"
CLICK = '/trigger_handoff{"to": "helpdesk_bot"}'
PLAIN = "/cancel"  # outside of forms: one action, one sentence
BOTS = ("financial_bot", "helpdesk_bot")
WARM_UP = 3


def measure(system: System, times: int, say: Progress) -> list[tuple[str, list[float]]]:
    """Seconds of each thing, `times` times."""
    handoffs, plain = [], []
    for number in range(times + WARM_UP):
        conversation = f"bench-{uuid.uuid4()}"
        for host in ("financial_bot", "helpdesk_bot"):
            system.send(host, conversation, "hello")  # the first turn of a conversation begins a session
        plain.append(
            sum(timed(system.send, host, conversation, PLAIN)[0] for host in ("financial_bot", "helpdesk_bot"))
        )
        handoffs.append(timed(_hand_over, system, conversation)[0])
        if number % 20 == 0:
            say(f"{number} of {times + WARM_UP} handoffs")
    return [("handoff", handoffs[WARM_UP:]), ("plain", plain[WARM_UP:])]


def _hand_over(system: System, conversation: str) -> None:
    follow(system, conversation, offer_in(system.send("financial_bot", conversation, CLICK)), left="financial_bot")


def ticket_microseconds(times: int) -> dict[str, float]:
    """How long one ticket takes to make, and to check, in this process."""
    hosts = load_hosts(ROOT / "handoff_config.yml")
    secret, now = "x" * 64, int(time.time())
    claims = OfferClaims(str(uuid.uuid4()), now, ["financial_bot"], "financial_bot")
    made = offer(hosts.get("helpdesk_bot"), "other_skill", "my outlook crashes", {"email": "ann@example.com"}, claims)

    def seal() -> str:
        leaving = with_ticket(made, issuer="financial_bot", conversation="ann", secret=secret)
        ticket: str = leaving["handoff"]["ticket"]
        return ticket

    sealed = seal()

    def check() -> None:
        check_ticket(open_ticket(sealed, secret, audience="helpdesk_bot", conversation="ann"), hosts, now)

    return {"make a ticket": _microseconds(seal, times), "check a ticket": _microseconds(check, times)}


def _microseconds(call: Callable[[], object], times: int) -> float:
    return statistics.median(timed(call)[0] for _ in range(times)) * 1_000_000


def report(measured: Sequence[tuple[str, list[float]]], tickets: dict[str, float]) -> str:
    """The page that is kept."""
    samples = dict(measured)
    whole, plain = samples["handoff"], samples["plain"]
    ours = max(0.0, statistics.median(whole) - statistics.median(plain))
    rows = [
        ["click to the target's first words (p50 / p95)", middle_and_p95(whole)],
        ["two turns with an action that says a sentence (p50 / p95)", middle_and_p95(plain)],
        ["of that the handoff's own (difference of the p50)", milliseconds(ours)],
        ["share of the whole", f"{ours / statistics.median(whole):.0%}"],
        ["ratio to two plain turns, p50 and p95", f"{_ratio(whole, plain)}, {p95(whole) / p95(plain):.2f}"],
        *([what, f"{figure:.0f} µs"] for what, figure in tickets.items()),
    ]
    heading = f"# What a handoff costs\n\n{len(whole)} handoffs, {machine()}\n\n"
    return f"{heading}{table(['what', 'figure'], rows)}\n"


def _ratio(whole: list[float], plain: list[float]) -> str:
    return f"{statistics.median(whole) / statistics.median(plain):.2f}"


def main() -> None:
    """Measures, prints and keeps."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--tiny", action="store_true", help="a trial whose figures mean nothing, and which keeps none")
    tiny = parser.parse_args().tiny
    say = Progress()
    with tempfile.TemporaryDirectory() as folder:
        say("starting both bots")
        system = start_system(Path(folder))
        try:
            measured = measure(system, 2 if tiny else 100, say)
        finally:
            system.interrupt()
    page = report(measured, ticket_microseconds(10 if tiny else 2_000))
    console.print(page, soft_wrap=True)
    if not tiny:
        RESULTS.write_text(page, encoding="utf-8")


if __name__ == "__main__":
    main()
