"""The processes of the running system: what they are, whether they answer."""

from __future__ import annotations

from dataclasses import dataclass

import requests

from handoff.cli.project import LOOPBACK, Project

PROBE_SECONDS = 2.0
PAGE = "chatroom_handoff.html"


@dataclass(frozen=True)
class Service:
    """One server: `probe` is the url that answers 200 when it is up."""

    name: str
    port: int
    probe: str

    def answers(self) -> bool:
        """Whether the server answers its probe now."""
        try:
            return requests.get(self.probe, timeout=PROBE_SECONDS).ok
        except requests.RequestException:
            return False


def services(project: Project) -> tuple[Service, ...]:
    """Everything that `handoff up` starts: per bot the Rasa server and its action server, and the page."""
    found = []
    for bot in project.bots:
        found.append(Service(bot.id, bot.port, f"http://{LOOPBACK}:{bot.port}/webhooks/rest/"))
        port = project.actions_port(bot)
        found.append(Service(f"{bot.id} actions", port, f"http://{LOOPBACK}:{port}/health"))
    page = f"http://{LOOPBACK}:{project.chatroom_port}/{PAGE}"
    return (*found, Service("chatroom", project.chatroom_port, page))
