"""What a new bot is to be called and where it is to listen; what cannot be is refused in one sentence. Pure."""

from __future__ import annotations

import keyword
import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from handoff.errors import HandoffError

ACTIONS_PORT_OFFSET = 50
HIGHEST_PORT = 65535
LONGEST_NAME, LONGEST_TITLE = 40, 60

_NAME = re.compile(rf"[a-z][a-z0-9_]{{0,{LONGEST_NAME - 1}}}")
_TITLE = re.compile(rf"\w[\w .'&-]{{0,{LONGEST_TITLE - 1}}}")
_NUMBER = re.compile(r"[0-9]{1,5}")


class NewBotRefused(HandoffError):
    """A bot cannot be added like that. The text is a sentence, and nothing was changed."""


@dataclass(frozen=True)
class NewBot:
    """A bot to be: `name` is its id and folder, `port` its Rasa server's, `title` what people read."""

    name: str
    port: int
    title: str

    @property
    def actions_port(self) -> int:
        """Where its action server listens."""
        return self.port + ACTIONS_PORT_OFFSET

    @property
    def url(self) -> str:
        """What browsers connect to."""
        return f"http://localhost:{self.port}"


@dataclass(frozen=True)
class Taken:
    """What a new bot cannot have: `names` with what is called so, `ports` with who has them, and `titles`."""

    names: Mapping[str, str]
    ports: Mapping[int, str]
    titles: Collection[str]


def read_wish(name: str, port: str, title: str, taken: Taken) -> NewBot:
    """The bot that was asked for; an empty title is made of the name. Raises NewBotRefused."""
    _check_name(name, taken)
    bot = NewBot(name, _port(port), title.strip() or name.replace("_", " ").title())
    for number in (bot.port, bot.actions_port):
        if number in taken.ports:
            raise NewBotRefused(
                f"Port {number} is that of {taken.ports[number]} already; "
                f"a bot takes two, the one you choose and that + {ACTIONS_PORT_OFFSET} for its action server."
            )
    _check_title(bot.title, taken)
    return bot


def _check_name(name: str, taken: Taken) -> None:
    if not _NAME.fullmatch(name) or keyword.iskeyword(name):
        raise NewBotRefused(
            f"{name!r} cannot be a bot's name: use at most {LONGEST_NAME} small letters, digits and underscores, "
            "a letter first, and no word of Python's."
        )
    if name in taken.names:
        raise NewBotRefused(f"{name!r} cannot be the bot's name: {taken.names[name]} is called so already.")


def _port(port: str) -> int:
    number = int(port) if _NUMBER.fullmatch(port) else 0
    if not 1 <= number <= HIGHEST_PORT - ACTIONS_PORT_OFFSET:
        raise NewBotRefused(f"{port!r} is no port: use a number from 1 to {HIGHEST_PORT - ACTIONS_PORT_OFFSET}.")
    return number


def _check_title(title: str, taken: Taken) -> None:
    if not _TITLE.fullmatch(title):
        raise NewBotRefused(
            f"{title!r} cannot be a title: use at most {LONGEST_TITLE} letters, digits, spaces and . ' & - in one line."
        )
    if title.casefold() in {other.casefold() for other in taken.titles}:
        raise NewBotRefused(f"{title!r} is the title of another host already.")
