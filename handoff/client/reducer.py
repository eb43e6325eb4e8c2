"""What becomes of a conversation when something happens: the same conversation and event always give the same. Pure."""

from __future__ import annotations

from dataclasses import replace

from handoff.client.deliveries import enqueue, enqueue_first, start_next
from handoff.client.handoffs import NewId, fail, follow, judge
from handoff.client.model import (
    Answered,
    Conversation,
    Delivery,
    Event,
    Line,
    OpenChoice,
    Pressed,
    Problem,
    Retried,
    Said,
    TakeOver,
    Unanswered,
    Undelivered,
)
from handoff.client.parts import first_offer, notice_id, read_answer
from handoff.client.timeline import add, add_messages, add_problem, close_choices
from handoff.hosts import Hosts


def step(hosts: Hosts, conversation: Conversation, event: Event, new_id: NewId) -> Conversation:
    """The conversation after the event; what has to be sent then is its `pending`.

    An event of a request that is not under way any more changes nothing. `new_id` gives a fresh uuid4 each time.
    """
    if isinstance(event, Said):
        return _say(conversation, event.text, new_id)
    if isinstance(event, Pressed):
        return _press(conversation, event.title, new_id)
    if isinstance(event, Retried):
        return _retry(conversation)
    pending = conversation.pending
    if pending is None or pending.id != event.of:
        return conversation
    if isinstance(pending, TakeOver):
        return _after_take_over(hosts, conversation, pending, event, new_id)
    return _after_delivery(hosts, conversation, pending, event, new_id)


def open_choice(conversation: Conversation, title: str) -> OpenChoice | None:
    """The button with this title that can be pressed now, the latest if there are several."""
    return next((each for each in reversed(conversation.open_choices) if each.choice.title == title), None)


def _say(conversation: Conversation, text: str, new_id: NewId) -> Conversation:
    said = text.strip()
    if not said:
        return conversation
    id = new_id()
    return enqueue(_user_acted(conversation, said, id), Delivery(id, id, "say", said))


def _press(conversation: Conversation, title: str, new_id: NewId) -> Conversation:
    pressed = open_choice(conversation, title)
    if pressed is None:
        return conversation
    id = new_id()
    delivery = Delivery(id, id, "say", pressed.choice.payload, bound_to=pressed.host, plain_text=title)
    return enqueue(_user_acted(conversation, title, id), delivery)


def _retry(conversation: Conversation) -> Conversation:
    undelivered = conversation.undelivered
    told = {(each.delivery.answers, each.problem) for each in undelivered}
    lines = tuple(line for line in conversation.lines if (line.answers, line.problem) not in told)
    ready = replace(conversation, undelivered=(), lines=lines)
    return enqueue_first(ready, *(each.delivery for each in undelivered))


def _user_acted(conversation: Conversation, shown: str, id: str) -> Conversation:
    """A handoff that got stuck goes on first: from the offer to the replay's answer the rest waits.

    One whose renewal was not delivered is over: a later retry must not move a user who has gone on. The line stays
    that says that nobody took over.
    """
    wanted = tuple(each for each in conversation.undelivered if not each.ends_with_new_words)
    current = replace(conversation, undelivered=wanted)
    ready = _retry(current) if any(each.is_stuck_handoff for each in wanted) else current
    line = Line("user", ready.holder, shown, id)
    return add(close_choices(replace(ready, offers_followed=0)), line)


def _after_take_over(
    hosts: Hosts, conversation: Conversation, asked: TakeOver, event: Answered | Unanswered, new_id: NewId
) -> Conversation:
    if isinstance(event, Unanswered):
        return fail(hosts, conversation, asked, event.failure, new_id)
    return judge(hosts, conversation, asked, event.messages, new_id)


def _after_delivery(
    hosts: Hosts, conversation: Conversation, delivery: Delivery, event: Answered | Unanswered, new_id: NewId
) -> Conversation:
    done = replace(conversation, pending=None)
    if isinstance(event, Unanswered):
        # What waits stays where it is: the next thing that the user does sends it.
        return _not_delivered(hosts, done, delivery, event.failure if delivery.about is None else "both_down")
    if not event.messages:
        return start_next(_silence(hosts, done, delivery))
    offer = first_offer(read_answer(event.messages))
    # The words around an offer were shown when it came for the first time.
    is_old = offer is not None and (delivery.is_shown or delivery.purpose == "renew")
    news = filter(notice_id, event.messages) if is_old else event.messages
    shown = add_messages(done, news, done.holder, delivery.answers)
    if offer is None:
        return start_next(shown)
    return follow(hosts, shown, offer, delivery, new_id, is_counted=not is_old)


def _silence(hosts: Hosts, conversation: Conversation, delivery: Delivery) -> Conversation:
    """An empty answer is what a host gives when something inside it failed: say so instead of nothing."""
    if delivery.about is None:
        return _not_delivered(hosts, conversation, delivery, "silent")
    return add_problem(hosts, conversation, "not_taken", delivery.answers, delivery.about)


def _not_delivered(hosts: Hosts, conversation: Conversation, delivery: Delivery, problem: Problem) -> Conversation:
    told = add_problem(hosts, conversation, problem, delivery.answers, delivery.about or "")
    failed = Undelivered(delivery, problem)
    if failed.ends_with_new_words and told.outbox:
        return start_next(told)  # the user has gone on already
    return replace(told, undelivered=(*told.undelivered, failed))
