"""Where things are in this project, and the environment that its processes get."""

from __future__ import annotations

import os
import sys
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from urllib.parse import urlsplit

import yaml

from handoff.errors import ConfigError
from handoff.hosts import Host, Hosts, find_config, load_hosts

CHATROOM_PORT = 8080
LOOPBACK = "127.0.0.1"
SHARED_PACKAGES = ("storage", "duckling_client", "nlu_components", "handoff", "rasa_sdk_plugins")


@dataclass(frozen=True)
class Project:
    """One checkout: everything is relative to the folder of handoff_config.yml."""

    config: Path

    @classmethod
    def here(cls) -> Project:
        """The project around the current folder. Raises ConfigError."""
        return cls(find_config(Path.cwd()).resolve())

    @property
    def root(self) -> Path:
        """The folder of handoff_config.yml."""
        return self.config.parent

    @property
    def logs(self) -> Path:
        """Where the output of long steps goes; made when missing."""
        folder = self.root / "build" / "logs"
        folder.mkdir(parents=True, exist_ok=True)
        return folder

    @cached_property
    def hosts(self) -> Hosts:
        """All hosts. Raises ConfigError."""
        return load_hosts(self.config)

    @property
    def bots(self) -> tuple[Host, ...]:
        """The hosts whose folder here is a Rasa project."""
        return tuple(host for host in self.hosts if host.folder is not None and (host.folder / "config.yml").is_file())

    @property
    def packages(self) -> tuple[str, ...]:
        """The Python packages of the project: the shared ones, and the folder of each bot that is one."""
        bots = (bot.folder.name for bot in self.bots if bot.folder and (bot.folder / "__init__.py").is_file())
        return (*SHARED_PACKAGES, *bots)

    @property
    def chatroom_port(self) -> int:
        """CHATROOM_PORT, else 8080."""
        return int(os.environ.get("CHATROOM_PORT") or CHATROOM_PORT)

    @property
    def chatroom_folder(self) -> Path:
        """Where the page is served from: CHATROOM_FOLDER, else chatroom/dist."""
        return Path(os.environ.get("CHATROOM_FOLDER") or self.root / "chatroom" / "dist")

    def bot(self, name: str) -> Host:
        """The bot of that id. Raises ConfigError that lists those there are."""
        for bot in self.bots:
            if bot.id == name:
                return bot
        raise ConfigError(f"there is no bot {name!r}; there are: {', '.join(bot.id for bot in self.bots)}")

    def environment(self) -> dict[str, str]:
        """The variables that every process of the project gets: no telemetry, loopback only, quiet logs, and the ports
        that the Procfile speaks of (<ID>_PORT, <ID>_ACTIONS_PORT, CHATROOM_PORT)."""
        variables = {
            **os.environ,
            "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ.get('PATH', '')}",
            "RASA_TELEMETRY_ENABLED": "false",
            "PYTHONUNBUFFERED": "1",
            "PYTHONWARNINGS": "ignore",  # those of Rasa's old libraries; our own code is tested with warnings as errors
            "TF_CPP_MIN_LOG_LEVEL": "3",
            "CHATROOM_PORT": str(self.chatroom_port),
            "CHATROOM_FOLDER": str(self.chatroom_folder),
        }
        vectors = str(self.root / "var" / "sentence_vectors.db")
        for name, value in {"SANIC_HOST": LOOPBACK, "LOG_LEVEL": "WARNING", "SENTENCE_VECTORS_CACHE": vectors}.items():
            variables.setdefault(name, value)
        for bot in self.bots:
            variables[f"{bot.id.upper()}_PORT"] = str(bot.port)
            variables[f"{bot.id.upper()}_ACTIONS_PORT"] = str(self.actions_port(bot))
        return variables

    def actions_port(self, bot: Host) -> int:
        """<ID>_ACTIONS_PORT, else the port in the bot's endpoints.yml. Raises ConfigError."""
        configured = os.environ.get(f"{bot.id.upper()}_ACTIONS_PORT")
        return int(configured) if configured else self.actions_port_as_written(bot)

    def actions_port_as_written(self, bot: Host) -> int:
        """The port in the bot's endpoints.yml. Raises ConfigError."""
        assert bot.folder is not None  # bots have one
        file = bot.folder / "endpoints.yml"
        try:
            url = yaml.safe_load(file.read_text(encoding="utf-8"))["action_endpoint"]["url"]
            port: int | None = urlsplit(url).port
        except (OSError, KeyError, TypeError, ValueError, yaml.YAMLError) as error:
            raise ConfigError(f"{file}: key action_endpoint.url: missing or not a url") from error
        if port is None:
            raise ConfigError(f"{file}: key action_endpoint.url: names no port")
        return port
