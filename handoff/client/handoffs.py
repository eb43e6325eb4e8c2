"""Following a host's offer to pass the conversation on: docs/protocol.md, sections 1 to 3. Pure."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from handoff.client.deliveries import enqueue_first, renew, replay, report, start_next
from handoff.client.model import Conversation, Delivery, Failure, Line, TakeOver
from handoff.client.parts import Offer, first_offer, first_refusal, read_answer
from handoff.client.timeline import add, add_messages, add_problem, close_choices
from handoff.hosts import Host, Hosts

MOST_OFFERS = 3  # in a row, while the user does nothing

NewId = Callable[[], str]

_REASONS: dict[Failure, str] = {"unreachable": "unreachable", "timeout": "timeout", "http": "error", "invalid": "error"}


def follow(
    hosts: Hosts, conversation: Conversation, offer: Offer, begun_by: Delivery, new_id: NewId, *, is_counted: bool
) -> Conversation:
    """Asks the host that the offer names to take over, or tells the source why not.

    `begun_by` is what brought the offer. Not counted is an offer that is followed for the second time.
    """
    answers = begun_by.answers
    if is_counted and conversation.offers_followed >= MOST_OFFERS:
        return start_next(add_problem(hosts, conversation, "endless", answers))
    counted = replace(conversation, offers_followed=conversation.offers_followed + is_counted)
    source = conversation.holder
    target = _listed(hosts, offer)
    if target is None:
        to = offer.to or offer.title
        return enqueue_first(counted, report(new_id(), to, offer.title, "unlisted", source, answers))
    if target.id == source:
        return enqueue_first(counted, report(new_id(), source, target.title, "error", source, answers))
    is_fresh = begun_by.purpose == "renew" and not is_counted
    return replace(counted, pending=TakeOver(begun_by.take_over_id or new_id(), target.id, offer, begun_by, is_fresh))


def judge(
    hosts: Hosts, conversation: Conversation, asked: TakeOver, messages: Sequence[object], new_id: NewId
) -> Conversation:
    """After the target has answered a request to take over. A refusal is final, an empty answer is none."""
    refusal = first_refusal(read_answer(messages))
    if refusal is not None:
        return _refused(hosts, conversation, asked, refusal.reason, new_id)
    if not messages:
        return fail(hosts, conversation, asked, "invalid", new_id)
    return _accepted(hosts, conversation, asked, messages, new_id)


def fail(hosts: Hosts, conversation: Conversation, asked: TakeOver, failure: Failure, new_id: NewId) -> Conversation:
    """After a target gave no usable answer: once more with the same message id, then the source is told."""
    if not asked.is_second_try:
        return replace(conversation, pending=replace(asked, is_second_try=True))
    return _give_up(hosts, conversation, asked, _REASONS[failure], new_id)


def _accepted(
    hosts: Hosts, conversation: Conversation, asked: TakeOver, messages: Sequence[object], new_id: NewId
) -> Conversation:
    offer, answers = asked.offer, asked.answers
    taken = close_choices(replace(conversation, pending=None, holder=asked.target))
    title = hosts.get(asked.target).title
    line = Line("handoff", asked.target, title, answers, carried=offer.carried)
    greeted = add_messages(add(taken, line), messages, asked.target, answers)
    # The user's words come before any further offer: the new holder answers them, or passes them on itself.
    if offer.message is not None:
        return enqueue_first(greeted, replay(new_id(), offer, asked.target, answers))
    next_offer = first_offer(read_answer(messages))
    if next_offer is None:
        return start_next(greeted)
    # What brought this offer cannot be sent again without a ticket, and so the offer is asked for.
    named = _listed(hosts, next_offer)
    to = next_offer.title if named is None else named.id
    begun_by = renew(new_id(), to, next_offer.title, asked.target, answers)
    return follow(hosts, greeted, next_offer, begun_by, new_id, is_counted=True)


def _refused(hosts: Hosts, conversation: Conversation, asked: TakeOver, reason: str, new_id: NewId) -> Conversation:
    if reason == "expired" and not asked.is_fresh:
        title = hosts.get(asked.target).title
        request = renew(new_id(), asked.target, title, conversation.holder, asked.answers)
        return enqueue_first(replace(conversation, pending=None), request)
    return _give_up(hosts, conversation, asked, "refused", new_id)


def _give_up(hosts: Hosts, conversation: Conversation, asked: TakeOver, reason: str, new_id: NewId) -> Conversation:
    title = hosts.get(asked.target).title
    news = report(new_id(), asked.target, title, reason, conversation.holder, asked.answers)
    return enqueue_first(replace(conversation, pending=None), news)


def _listed(hosts: Hosts, offer: Offer) -> Host | None:
    """The host that the offer names, if the list has it at this address: nobody else is ever contacted."""
    at_url = hosts.by_url(offer.url)
    return at_url if at_url is None or offer.to in (None, at_url.id) else None
