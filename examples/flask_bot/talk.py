"""What the branch finder says: from what happened to replies. Pure, but that `is_named` reads others' examples once."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from matcher import FALLBACK, Matcher

from handoff.answers import Answer, read_answer
from handoff.host.conversation import Conversation
from handoff.host.events import Chosen, Declined, Event, Failed, Said, TakenOver
from handoff.host.replies import Ask, Button, HandOver, Reply, Text, Wish
from handoff.hosts import Host, Hosts
from handoff.names import is_named
from handoff.plain_text import as_plain_text
from handoff.protocol import trigger_payload

EMAIL_SLOT = "email"

_EMAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_GO = frozenset("take bring connect switch transfer talk speak back".split())


class Talk:
    """The function that `Reception` calls. `intents`, `branches` and `sentences` are the files of these names."""

    def __init__(
        self,
        here: Host,
        hosts: Hosts,
        intents: Mapping[str, Any],
        branches: Sequence[Mapping[str, str]],
        sentences: Mapping[str, str],
    ) -> None:
        self._here = here
        self._hosts = hosts
        self._others = hosts.others(here.id)
        self._branches = branches
        self._sentences = sentences
        elsewhere = {host.id: intents["elsewhere"].get(host.id, {}) for host in self._others}
        self._other_names = {host_id: frozenset(entry.get("names", ())) for host_id, entry in elsewhere.items()}
        examples = {host_id: entry["examples"] for host_id, entry in elsewhere.items() if entry}
        towns = [branch["town"] for branch in branches]
        same = {**intents["same"], "town": [*intents["same"]["town"], *towns]}
        self.matcher = Matcher({**intents["intents"], **examples}, same)

    def __call__(self, event: Event, conversation: Conversation) -> list[Reply]:
        """The replies to one event."""
        if isinstance(event, TakenOver):
            return self._greet(event, conversation)
        if isinstance(event, Chosen):
            return self._hand_over(event.wish)
        if isinstance(event, Declined):
            return self._and_go_on([self._say("declined")], conversation)
        if isinstance(event, Failed):
            return self._and_go_on([self._failed(event)], conversation)
        return self._answer(event, conversation)

    def _greet(self, event: TakenOver, conversation: Conversation) -> list[Reply]:
        email = event.carried.get(EMAIL_SLOT)
        known = [self._say("has_email", email=as_plain_text(str(email)))] if email else []
        if conversation.is_interrupted:
            return self._and_go_on([self._say("welcome_back"), *known], conversation, is_wanted=not event.will_speak)
        if event.source is None:
            return [self._say("welcome"), *known]
        return [self._say("welcome_from", source=event.source.title), *known]

    def _answer(self, event: Said, conversation: Conversation) -> list[Reply]:
        going = self._going(event.text, conversation)
        if going is not None:
            return self._hand_over(going)
        if conversation.is_interrupted:
            address = _EMAIL.search(event.text)
            if address is not None:
                conversation.slots[EMAIL_SLOT] = address[0]
                return self._appointment(conversation)
            if read_answer(event.text) in (Answer.NO, Answer.LEAVE):
                conversation.is_interrupted = False
                return [self._say("no_appointment"), *self._offer_return(conversation)]
        intent = self.matcher.predict(event.text).intent
        if intent == "appointment":
            return self._appointment(conversation)
        replies = self._and_go_on(self._replies_to(intent, event.text), conversation)
        return replies + (self._offer_return(conversation) if event.is_replay else [])

    def _replies_to(self, intent: str, text: str) -> list[Reply]:
        if intent in ("opening_hours", "find_branch"):
            named = [branch for branch in self._branches if branch["town"].casefold() in text.casefold()]
            return [Text("\n\n".join(self._sentences[intent].format(**branch) for branch in named or self._branches))]
        if intent == "somebody_else":
            return [self._say("who" if self._others else "nobody_else", buttons=self._buttons())]
        other = next((host for host in self._others if host.id == intent), None)
        if other is not None:
            return [self._ask("offer", other, Wish(other.id, "other_skill", text))]
        return [self._say("fallback" if intent == FALLBACK else intent)]

    def _appointment(self, conversation: Conversation) -> list[Reply]:
        email = conversation.slots.get(EMAIL_SLOT)
        conversation.is_interrupted = email is None
        if email is None:
            return [self._say("ask_email")]
        noted = self._say("appointment", email=as_plain_text(str(email)))
        return [noted, *self._offer_return(conversation)]

    def _and_go_on(
        self, replies: Sequence[Reply], conversation: Conversation, *, is_wanted: bool = True
    ) -> list[Reply]:
        """The replies, and the question that is still open."""
        return [*replies, *([self._say("ask_email")] if conversation.is_interrupted and is_wanted else [])]

    def _offer_return(self, conversation: Conversation) -> list[Reply]:
        target = self._other(conversation.return_to)
        if target is None or conversation.is_interrupted:
            return []
        return [self._ask("offer_return", target, Wish(target.id, "return"))]

    def _going(self, text: str, conversation: Conversation) -> Wish | None:
        """Whom the user asks to be taken to: "take me to the helpdesk", "back please"."""
        words = self.matcher.words(text)
        if not words & _GO:
            return None
        named = [
            host.id for host in self._others if is_named(text, host, self._hosts) or words & self._other_names[host.id]
        ]
        passage = conversation.passage
        if not named and "back" in words and passage is not None:
            return Wish(passage.returns_to or passage.source, "return")
        return Wish(named[0]) if len(named) == 1 else None

    def _hand_over(self, wish: Wish) -> list[Reply]:
        target = self._other(wish.to)
        if target is None:
            return [self._say("unknown_host", buttons=self._buttons())]
        return [HandOver(wish, self._choice(), self._sentences["taking_over"].format(title=target.title))]

    def _failed(self, event: Failed) -> Text:
        if event.target is None:
            return self._say("unknown_host", buttons=self._buttons())
        return self._say("handoff_failed", title=event.target.title, buttons=self._buttons(but=event.target))

    def _ask(self, sentence: str, target: Host, wish: Wish) -> Ask:
        question = self._sentences[sentence].format(title=target.title)
        return Ask(question, self._sentences["yes"], self._sentences["no"], wish, self._choice())

    def _choice(self) -> Text:
        titles = [self._sentences["choice_button"].format(title=host.title) for host in self._others]
        return self._say("choice", buttons=tuple(Button(title, title) for title in titles))

    def _buttons(self, but: Host | None = None) -> tuple[Button, ...]:
        return tuple(Button(host.title, trigger_payload(host)) for host in self._others if host != but)

    def _say(self, name: str, buttons: tuple[Button, ...] = (), **details: str) -> Text:
        return Text(self._sentences[name].format(here=self._here.title, **details), buttons)

    def _other(self, host_id: str | None) -> Host | None:
        return next((host for host in self._others if host.id == host_id), None)
