"""A conversation as its client knows it, and what can happen to it. Values only."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from handoff.client.parts import Choice, Offer
from handoff.policy import Value

# Why there is no usable answer: nobody listens or the connection broke, no answer in time, no 2xx, no list.
Failure = Literal["unreachable", "timeout", "http", "invalid"]
# What the client itself has to say: beside a failure an empty answer, too many offers in a row, a host that did not
# take over and a source that said nothing to that, and both of them gone.
Problem = Literal["unreachable", "timeout", "http", "invalid", "silent", "endless", "not_taken", "both_down"]
Kind = Literal["user", "text", "image", "buttons", "handoff", "problem"]


@dataclass(frozen=True)
class Line:
    """One thing that was said or that happened.

    `host` is the id of whoever said it; of the new holder for a "handoff"; of the holder for the user's own words and
    for problems. `text` is what people read: words, an image's address, the title of the new holder, a sentence.
    `titles` are the buttons of "buttons", `carried` what travelled with a "handoff". `answers` is the id of the user's
    message that this line belongs to.
    """

    kind: Kind
    host: str
    text: str
    answers: str
    titles: tuple[str, ...] = ()
    carried: Mapping[str, Value] = field(default_factory=dict)
    problem: Problem | None = None


@dataclass(frozen=True)
class Delivery:
    """A message for the holder.

    `id` is repeated whenever it is sent again, `answers` the id of the user's message that it belongs to.
    `purpose` "say": the user's words; "replay": the same words for the host that took over; "report": a handoff failed;
    "renew": an offer has expired, make it again.
    `bound_to` is the only host that understands `text`, None: anybody does; others get `plain_text`, or nothing.
    `replays` is the id of the ticket that announced a replay, `about` the title of the host that did not take over.
    `is_shown`: its answer was shown before, and only the offer in it is wanted, to be followed under `take_over_id`.
    """

    id: str
    answers: str
    purpose: Literal["say", "replay", "report", "renew"]
    text: str
    bound_to: str | None = None
    plain_text: str | None = None
    replays: str | None = None
    about: str | None = None
    is_shown: bool = False
    take_over_id: str | None = None


@dataclass(frozen=True)
class TakeOver:
    """The request to `target` to take the conversation, sent under `id`.

    `begun_by` brings the offer, and its ticket, once more when it is delivered again. `is_fresh`: the offer was made
    again because one had expired.
    """

    id: str
    target: str
    offer: Offer
    begun_by: Delivery
    is_fresh: bool = False
    is_second_try: bool = False

    @property
    def answers(self) -> str:
        """The id of the user's message that led here."""
        return self.begun_by.answers


@dataclass(frozen=True)
class OpenChoice:
    """A button that can still be pressed, and the host that showed it."""

    choice: Choice
    host: str


@dataclass(frozen=True)
class Undelivered:
    """What got no answer, and why; it can be sent again."""

    delivery: Delivery
    problem: Problem

    @property
    def is_stuck_handoff(self) -> bool:
        """Whether whatever else the user says has to wait for it."""
        return self.problem != "silent" and (self.delivery.purpose == "replay" or self.delivery.is_shown)

    @property
    def ends_with_new_words(self) -> bool:
        """Whether it means nothing once the user has said something else: nobody has taken over for it yet."""
        return self.delivery.purpose == "renew" and not self.is_stuck_handoff


@dataclass(frozen=True)
class Notice:
    """Something that a host said without having been asked. Its id means something to this host only."""

    host: str
    id: str


@dataclass(frozen=True)
class Conversation:
    """All that a client knows.

    `holder` is the id of the one host that the user is talking to now, `lines` what was said last, after as many lines
    as `lines_forgotten`, `pending` the one request under way, `outbox` what waits for its answer, `undelivered` what
    got none, `offers_followed` counts since the user last did anything, `notices` are those that are in the lines.
    """

    id: str
    holder: str
    lines: tuple[Line, ...] = ()
    lines_forgotten: int = 0
    open_choices: tuple[OpenChoice, ...] = ()
    pending: Delivery | TakeOver | None = None
    outbox: tuple[Delivery, ...] = ()
    undelivered: tuple[Undelivered, ...] = ()
    offers_followed: int = 0
    notices: tuple[Notice, ...] = ()


@dataclass(frozen=True)
class Said:
    """The user has said something."""

    text: str


@dataclass(frozen=True)
class Pressed:
    """The user has pressed the button with this title."""

    title: str


@dataclass(frozen=True)
class Retried:
    """The user wants everything sent again that was not delivered."""


@dataclass(frozen=True)
class Answered:
    """The request `of` (its message id) was answered by these messages, unread JSON."""

    of: str
    messages: tuple[object, ...]


@dataclass(frozen=True)
class Unanswered:
    """The request `of` got no usable answer."""

    of: str
    failure: Failure


Event = Said | Pressed | Retried | Answered | Unanswered
