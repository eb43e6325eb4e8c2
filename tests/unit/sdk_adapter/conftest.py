"""A bakery's bot beside a garage and a desk that are there, and a florist that is not."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

import pytest

from handoff.sdk_adapter import reach
from tests.support.handoff_talk import HandoffTalk, Neighbour, neighbour
from tests.support.system import free_port

CONFIG = """
handoff_hosts:
  bakery:
    {{title: Bakery, url: "http://localhost:7001", shares: [email, secret, loaves], accepts: [email, tyres]}}
  garage:
    title: Garage Assistant
    url: http://127.0.0.1:{garage}
    shares: [email, secret, tyres]
    accepts: [email, loaves]
  desk: {{title: People at a desk, url: "http://127.0.0.1:{desk}"}}
  florist: {{title: Florist, url: "http://127.0.0.1:{florist}"}}
"""


@dataclass
class Neighbourhood:
    """The other hosts of the bakery."""

    garage: Neighbour
    desk: Neighbour
    folder: Path


@pytest.fixture
def neighbours(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Neighbourhood]:
    """This process is the bakery's action server. Nobody listens where the florist is."""
    with ExitStack() as stack:
        garage, desk = (stack.enter_context(neighbour()) for _ in range(2))
        config = CONFIG.format(garage=garage.port, desk=desk.port, florist=free_port())
        (tmp_path / "handoff_config.yml").write_text(config, encoding="utf-8")
        (tmp_path / "bakery").mkdir()
        monkeypatch.chdir(tmp_path / "bakery")
        monkeypatch.delenv("HANDOFF_CONFIG", raising=False)
        monkeypatch.setattr(reach, "_known", {})
        yield Neighbourhood(garage, desk, tmp_path / "bakery")


@pytest.fixture
def talk(neighbours: Neighbourhood) -> HandoffTalk:
    """A conversation with the bakery."""
    return HandoffTalk()
