"""A customer whose process kills itself in the middle of a wish: before or after its n-th database commit."""

from __future__ import annotations

import multiprocessing
import os
import signal

from sqlalchemy import event

from helpdesk_bot.desk import Desk, Priority
from tests.support.desk_tickets import open_one


class Killer:
    """Ends the process with SIGKILL at one place: "before 2" is just before the second commit of a transaction."""

    def __init__(self, desk: Desk, place: str) -> None:
        self.place = place
        self.commits = 0
        event.listen(desk.engine, "commit", self.before)
        event.listen(desk.engine, "begin", self.after)

    def before(self, _connection: object) -> None:
        """Another transaction is about to be committed."""
        self.commits += 1
        self.kill("before")

    def after(self, _connection: object) -> None:
        """The next transaction begins, so the one before is over."""
        self.kill("after")

    def kill(self, where: str) -> None:
        """Kill the process if this is the place."""
        if self.place == f"{where} {self.commits}":
            os.kill(os.getpid(), signal.SIGKILL)


def wish(desk: Desk, kind: str) -> object:
    """What the customer wants (open, comment, close, priority, deliver, erase), always with the same key."""
    if kind == "open":
        return open_one(desk)
    if kind == "comment":
        return desk.comment("ann", "1", "Still nothing.", "wish")
    if kind == "close":
        return desk.close_incident("ann", "1", "It works again.", "wish")
    if kind == "priority":
        return desk.change_priority("ann", "1", Priority.LOW, "wish")
    if kind == "deliver":
        return desk.deliver_due()
    return desk.erase("ann")


def killed_at(place: str, url: str, kind: str) -> bool:
    """Let a process of its own have the wish and die at `place`; False when it was done before it came there."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload([__name__])
    process = context.Process(target=_live, args=(place, url, kind))
    process.start()
    process.join(60)
    assert process.exitcode in (0, -signal.SIGKILL), process.exitcode
    return process.exitcode != 0


def _live(place: str, url: str, kind: str) -> None:
    with Desk.open(url) as desk:
        killer = Killer(desk, place)
        wish(desk, kind)
        killer.kill("after")
