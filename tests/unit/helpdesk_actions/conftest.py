"""A desk of its own for actions that ask one."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from helpdesk_bot.actions import access
from helpdesk_bot.desk import Category, Desk, Incident, LocalTicketSystem, Priority, postman
from tests.support.desk_talk import CUSTOMER, DeskTalk
from tests.support.desk_tickets import SwitchedTickets

Open = Callable[..., Incident]


@pytest.fixture
def tickets(tmp_path: Path) -> SwitchedTickets:
    """The ticket system behind the desk."""
    return SwitchedTickets(LocalTicketSystem.kept_at(f"sqlite:///{tmp_path}/desk.db"))


@pytest.fixture
def desk(tmp_path: Path, tickets: SwitchedTickets, monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    """The desk that the actions use in this test: a real one, in an SQLite file."""
    with Desk.open(f"sqlite:///{tmp_path}/desk.db", tickets=tickets) as desk:
        monkeypatch.setattr(access, "the_desk", lambda: desk)
        monkeypatch.setattr(postman, "PATIENCE_SECONDS", 60)  # how busy this machine is makes no difference here
        yield desk


@pytest.fixture
def opened(desk: Desk) -> Open:
    """Opens an incident of that title, of this conversation unless it is somebody else's."""

    def open_one(
        title: str, priority: Priority = Priority.MEDIUM, conversation: str = CUSTOMER, email: str = "me@example.com"
    ) -> Incident:
        incident = desk.open_incident(
            conversation,
            email=email,
            priority=priority,
            category=Category.OTHER,
            title=title,
            description="It does.",
            key=f"{conversation} {title}",
        )
        assert isinstance(incident, Incident)
        return incident

    return open_one


@pytest.fixture
def talk(desk: Desk) -> DeskTalk:
    """That conversation."""
    return DeskTalk()
