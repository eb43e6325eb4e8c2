"""Carrying a conversation: the state of `reducer`, kept in a record, and its requests sent one after the other."""

from __future__ import annotations

import logging
import threading
import uuid
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType

from handoff.client.errors import NoSuchButton, NothingSaid, RecordUnusable
from handoff.client.model import Conversation, Event, Line, Pressed, Retried, Said
from handoff.client.outgoing import Outgoing, outgoing
from handoff.client.record_file import RecordFile
from handoff.client.reducer import open_choice, step
from handoff.client.timeline import line_count, lines_since
from handoff.client.transport import NotAnswered, send, unanswered
from handoff.hosts import Host, Hosts

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Timeouts:
    """How many seconds a host has for the answer to a message, and for each of the two tries of a take-over."""

    message: float = 20.0
    take_over: float = 5.0


DEFAULT_TIMEOUTS = Timeouts()


class Client:
    """One user's conversation with whoever of `hosts` holds it; at first that is the one with the id `start`.

    `conversation` is the id that all hosts know it by, and all that says who the user is: one that nobody can guess.
    With a file as `record` the conversation goes on where it was, whenever and however the program ended; without one
    it ends with the program. Safe to share between threads; what is said while something is under way waits for it.
    """

    def __init__(
        self,
        hosts: Hosts,
        start: str,
        conversation: str,
        record: Path | None = None,
        timeouts: Timeouts = DEFAULT_TIMEOUTS,
    ) -> None:
        """Sends nothing. Raises UnknownHost for `start`, RecordInUse, RecordUnusable."""
        self._hosts = hosts
        self._timeouts = timeouts
        self._changing = threading.RLock()
        self._sending = threading.Lock()
        self._record = None if record is None else RecordFile(record)
        try:
            self._conversation = self._begin(hosts.get(start), conversation)
        except BaseException:
            self.close()
            raise

    def __enter__(self) -> Client:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    @property
    def holder(self) -> Host:
        """Whom the user is talking to now."""
        return self._hosts.get(self._conversation.holder)

    @property
    def lines(self) -> tuple[Line, ...]:
        """The conversation so far, oldest first; the last 500 lines of a long one."""
        return self._conversation.lines

    def say(self, text: str) -> tuple[Line, ...]:
        """Sends what the user says, follows what comes of it, and returns what is said in return.

        A host that is not there is a line of the kind "problem", not an error. Raises NothingSaid for a blank text,
        RecordUnusable when the record cannot be written; then it was not sent.
        """
        return self.answer_to(self.queue(text))

    def press(self, title: str) -> tuple[Line, ...]:
        """Like `say`, for a button of the last answer. Raises NoSuchButton, RecordUnusable."""
        with self._changing:
            if open_choice(self._conversation, title) is None:
                raise NoSuchButton(f"no question is open that has a button {title!r}")
            pressed = self._happened(Pressed(title))
        return self.answer_to(pressed.lines[-1].answers)

    def queue(self, text: str) -> str:
        """Notes what the user says without waiting for anything, and returns its id, for `answer_to`.

        Raises NothingSaid, RecordUnusable.
        """
        if not text.strip():
            raise NothingSaid("a message needs words")
        with self._changing:
            return self._happened(Said(text)).lines[-1].answers

    def answer_to(self, id: str) -> tuple[Line, ...]:
        """Carries on while something is under way for that message; what was said in return. Raises RecordUnusable."""
        with self._sending:
            while self._is_under_way(id):
                self._carry()
        return tuple(line for line in self.lines if line.answers == id and line.kind != "user")

    def retry(self) -> tuple[Line, ...]:
        """Sends again what got no answer, under the same ids, and returns what is said. Raises RecordUnusable.

        The lines that said that there was no answer are taken back.
        """
        with self._sending:
            return self._carry_all(line_count(self._happened(Retried())))

    def resume(self) -> tuple[Line, ...]:
        """Goes on with what was under way when the program ended, and returns what is said. Raises RecordUnusable."""
        with self._sending:
            return self._carry_all(line_count(self._conversation))

    def close(self) -> None:
        """Lets go of the record."""
        if self._record is not None:
            self._record.close()

    def _begin(self, start: Host, conversation: str) -> Conversation:
        kept = None if self._record is None else self._record.read()
        if kept is None:
            return Conversation(conversation, start.id)
        if kept.id != conversation:
            raise RecordUnusable(f"the record is of the conversation {kept.id!r}")
        if kept.holder not in {host.id for host in self._hosts}:
            raise RecordUnusable(f"the record's holder {kept.holder!r} is not listed any more")
        return kept

    def _happened(self, event: Event) -> Conversation:
        """Nothing is sent, and nothing is so, before it is on the disk."""
        with self._changing:
            conversation = step(self._hosts, self._conversation, event, _new_id)
            if self._record is not None and conversation != self._conversation:
                self._record.write(conversation)
            self._conversation = conversation
            return conversation

    def _is_under_way(self, id: str) -> bool:
        pending, outbox = self._conversation.pending, self._conversation.outbox
        return pending is not None and id in {each.answers for each in (pending, *outbox)}

    def _carry_all(self, count: int) -> tuple[Line, ...]:
        while self._conversation.pending is not None:
            self._carry()
        return lines_since(self._conversation, count)

    def _carry(self) -> None:
        """Sends the request that is under way, and takes in how it went."""
        request = outgoing(self._hosts, self._conversation)
        if request is not None:
            self._happened(self._sent(request))

    def _sent(self, request: Outgoing) -> Event:
        seconds = self._timeouts.take_over if request.is_take_over else self._timeouts.message
        try:
            return send(request, seconds)
        except NotAnswered as error:
            logger.warning("%s did not answer: conversation=%s cause=%s", request.host, self._conversation.id, error)
            return unanswered(request, error)


def _new_id() -> str:
    return str(uuid.uuid4())
