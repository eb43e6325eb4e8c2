"""The two systems that are compared: which processes they are, and where they answer."""

from __future__ import annotations

import os
import secrets
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from tests.support.system import free_port

from .processes import Command
from .stock_project import BOTS, write_endpoints

BANK, DESK = BOTS
LOOPBACK = "127.0.0.1"
OURS, STOCK = "ours", "stock"


@dataclass(frozen=True)
class Variant:
    """One system on ports of its own.

    `code` is the checkout that its processes import, `bots` the folder with the Rasa projects of its bots, `scratch`
    where its databases and logs go. `servers` are its Rasa servers by bot, `others` what these need and what else a
    user has to run, `databases` the file with each bot's conversations.
    """

    name: str
    code: Path
    bots: Path
    scratch: Path
    ports: Mapping[str, int]
    environment: Mapping[str, str]
    servers: Mapping[str, Command]
    others: tuple[Command, ...]
    databases: Mapping[str, Path] = field(default_factory=dict)

    def url(self, bot: str) -> str:
        """Where the bot listens."""
        return f"http://localhost:{self.ports[bot]}"

    @property
    def commands(self) -> tuple[Command, ...]:
        """All processes; the Rasa servers come last."""
        return (*self.others, *self.servers.values())

    @property
    def bank_url(self) -> str:
        """The database of the bank, as its action server has it."""
        return self.environment["BANK_DATABASE_URL"]


def ours(code: Path, scratch: Path) -> Variant:
    """The processes of the Procfile but for the page, from the checkout in `code`."""
    ports, environment = _surroundings(code, scratch)
    servers = {bot: _our_server(code / bot, ports, environment, scratch) for bot in BOTS}
    schedulers = [_python(f"{bot} scheduler", f"{bot}.scheduler", code / bot, environment, scratch) for bot in BOTS]
    others = (*_action_servers(code, ports, environment, scratch), *schedulers)
    databases = {bot: scratch / f"{bot}_conversations.db" for bot in BOTS}
    return Variant(OURS, code, code, scratch, ports, environment, servers, others, databases)


def stock(code: Path, project: Path, scratch: Path) -> Variant:
    """`rasa run` for each bot in `project`, with the same action servers, and a Duckling server that both ask."""
    ports, environment = _surroundings(code, scratch)
    ports = {**ports, "duckling": free_port()}
    duckling = f"http://{LOOPBACK}:{ports['duckling']}"
    environment = {**environment, "RASA_DUCKLING_HTTP_URL": duckling}
    databases = {bot: scratch / f"{bot}_conversations.db" for bot in BOTS}
    for bot in BOTS:
        actions = f"http://{LOOPBACK}:{ports[f'{bot}_actions']}/webhook"
        write_endpoints(project / bot, actions, environment["HANDOFF_SECRET"], databases[bot])
    servers = {bot: _rasa(project / bot, "rasa", ports, environment, scratch) for bot in BOTS}
    port = ("--port", str(ports["duckling"]))
    module = "duckling_client.server"
    others = (
        *_action_servers(code, ports, environment, scratch),
        _python("Duckling server", module, code, environment, scratch, *port, probe=f"{duckling}/"),
    )
    return Variant(STOCK, code, project, scratch, ports, environment, servers, others, databases)


def _surroundings(code: Path, scratch: Path) -> tuple[dict[str, int], dict[str, str]]:
    """Free ports, and the variables that every process gets."""
    scratch.mkdir(parents=True, exist_ok=True)
    ports = {name: free_port() for bot in BOTS for name in (bot, f"{bot}_actions")}
    urls = {f"HANDOFF_{bot.upper()}_URL": f"http://localhost:{ports[bot]}" for bot in BOTS}
    own = {f"{bot.upper()}_URL": f"http://localhost:{ports[bot]}" for bot in BOTS}
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("HANDOFF_", "RASA_DUCKLING"))}
    return ports, {
        **kept,
        **urls,
        **own,
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ.get('PATH', '')}",
        "PYTHONPATH": str(code),
        "PYTHONWARNINGS": "ignore",
        "TF_CPP_MIN_LOG_LEVEL": "3",
        "RASA_TELEMETRY_ENABLED": "false",
        "LOG_LEVEL": "WARNING",
        "SANIC_HOST": LOOPBACK,
        "HANDOFF_SECRET": secrets.token_hex(32),
        "SNOW_INSTANCE": "",
        "BANK_DATABASE_URL": f"sqlite:///{scratch}/bank.db",
        "DESK_DATABASE_URL": f"sqlite:///{scratch}/desk.db",
        "CONVERSATIONS_DATABASE_URL": f"sqlite:///{scratch}/{{host}}_conversations.db",
    }


def _action_servers(
    code: Path, ports: Mapping[str, int], environment: Mapping[str, str], scratch: Path
) -> tuple[Command, ...]:
    return tuple(
        _python(
            f"{bot} action server",
            "rasa_sdk",
            code / bot,
            environment,
            scratch,
            *("--quiet", "--actions", "actions", "--port", str(ports[f"{bot}_actions"])),
            probe=f"http://{LOOPBACK}:{ports[f'{bot}_actions']}/health",
        )
        for bot in BOTS
    )


def _our_server(folder: Path, ports: Mapping[str, int], environment: Mapping[str, str], scratch: Path) -> Command:
    actions = f"http://{LOOPBACK}:{ports[f'{folder.name}_actions']}/webhook"
    return _rasa(folder, "handoff.rasa_adapter.light", ports, {**environment, "ACTION_ENDPOINT_URL": actions}, scratch)


def _rasa(
    folder: Path, module: str, ports: Mapping[str, int], environment: Mapping[str, str], scratch: Path
) -> Command:
    """A Rasa server: `rasa run`, or what our Procfile has in its place."""
    port = ports[folder.name]
    options = ("run", "--port", str(port), "-i", LOOPBACK)
    name = f"{folder.name} Rasa server"
    probe = f"http://{LOOPBACK}:{port}/webhooks/rest/"
    return _python(name, module, folder, environment, scratch, *options, probe=probe)


def _python(
    name: str,
    module: str,
    folder: Path,
    environment: Mapping[str, str],
    scratch: Path,
    *options: str,
    probe: str | None = None,
) -> Command:
    log = scratch / f"{name.replace(' ', '-')}.log"
    return Command(name, (sys.executable, "-m", module, *options), folder, environment, probe, log)
