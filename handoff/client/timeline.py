"""Adding to what was said. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from handoff.client.model import Conversation, Line, Notice, OpenChoice, Problem
from handoff.client.parts import Choice, Choices, Image, Part, Text, notice_id, read_answer
from handoff.client.words import sentence
from handoff.hosts import Hosts

MOST_LINES = 500  # each step writes them all
MOST_NOTICES = 100


def add(conversation: Conversation, *lines: Line) -> Conversation:
    """With these lines at the end; of a long conversation the oldest are forgotten."""
    all_lines = (*conversation.lines, *lines)
    kept = all_lines[-MOST_LINES:]
    forgotten = conversation.lines_forgotten + len(all_lines) - len(kept)
    return replace(conversation, lines=kept, lines_forgotten=forgotten)


def line_count(conversation: Conversation) -> int:
    """How many lines there have been."""
    return conversation.lines_forgotten + len(conversation.lines)


def lines_since(conversation: Conversation, count: int) -> tuple[Line, ...]:
    """The lines that came after the first `count`, as far as they are kept."""
    return conversation.lines[max(0, count - conversation.lines_forgotten) :]


def add_messages(conversation: Conversation, messages: Iterable[object], host: str, answers: str) -> Conversation:
    """With what a host said, every notice once. Offers and refusals are nothing to look at."""
    for message in messages:
        id = notice_id(message)
        if id is not None and Notice(host, id) in conversation.notices:
            continue
        if id is not None:
            conversation = replace(conversation, notices=(*conversation.notices, Notice(host, id))[-MOST_NOTICES:])
        conversation = _add_parts(conversation, read_answer([message]), host, answers)
    return conversation


def _add_parts(conversation: Conversation, parts: Sequence[Part], host: str, answers: str) -> Conversation:
    added = add(conversation, *(line for part in parts if (line := _line(part, host, answers))))
    choices = (choice for part in parts if isinstance(part, Choices) for choice in part.choices)
    return _open(added, tuple(choices), host)


def add_problem(
    hosts: Hosts, conversation: Conversation, problem: Problem, answers: str, about: str = ""
) -> Conversation:
    """With a sentence of the client's own; `about` is the title of a host that did not take over."""
    holder = conversation.holder
    words = sentence(problem, hosts.get(holder).title, about)
    return add(conversation, Line("problem", holder, words, answers, problem=problem))


def close_choices(conversation: Conversation) -> Conversation:
    """A question that was answered or left takes no answer any more: a late yes must not meet another question."""
    return replace(conversation, open_choices=())


def _open(conversation: Conversation, choices: tuple[Choice, ...], host: str) -> Conversation:
    opened = tuple(OpenChoice(choice, host) for choice in choices)
    return replace(conversation, open_choices=(*conversation.open_choices, *opened))


def _line(part: Part, host: str, answers: str) -> Line | None:
    if isinstance(part, Text):
        return Line("text", host, part.text, answers)
    if isinstance(part, Image):
        return Line("image", host, part.url, answers)
    if isinstance(part, Choices):
        titles = tuple(choice.title for choice in part.choices)
        return Line("buttons", host, "", answers, titles=titles)
    return None
