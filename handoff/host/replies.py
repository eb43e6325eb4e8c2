"""What a program may reply. Pure."""

from __future__ import annotations

from dataclasses import dataclass

from handoff.protocol import Reason


@dataclass(frozen=True)
class Wish:
    """A handoff to the host with the id `to`; `message` is what that host is to answer, None: it has only to greet."""

    to: str
    reason: Reason = "user_request"
    message: str | None = None


@dataclass(frozen=True)
class Button:
    """`payload` is sent when the user presses it, `title` is read."""

    title: str
    payload: str


@dataclass(frozen=True)
class Text:
    """A sentence, in Markdown: what the user wrote goes through `handoff.plain_text` first."""

    text: str
    buttons: tuple[Button, ...] = ()


@dataclass(frozen=True)
class HandOver:
    """The user goes to another host at once, told so by `announcement`, if there is one.

    `otherwise` is said instead when the conversation may not go there before the user has said something
    (`handoff.passage`): let its buttons be words of the user's own, such as "take me to the helpdesk".
    """

    wish: Wish
    otherwise: Text
    announcement: str | None = None


@dataclass(frozen=True)
class Ask:
    """The user is asked whether to go; `yes` and `no` are on the buttons. A yes comes back as `events.Chosen`."""

    question: str
    yes: str
    no: str
    wish: Wish
    otherwise: Text


Reply = Text | HandOver | Ask
