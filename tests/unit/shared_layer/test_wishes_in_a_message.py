"""Where a message is two wishes and where it stays one. The intents are what a classifier that is right would say."""

from __future__ import annotations

import pytest

from handoff.wishes import Joint, Kinds, clauses_in, parts_of

KINDS = Kinds(
    no_wishes=frozenset({"greet", "thank", "inform", "human_handoff"}),
    together=(frozenset({"open", "password"}), frozenset({"transfer", "planned"})),
    to_the_end=frozenset({"comment"}),
)
ACTS = frozenset({"transfer", "pay_card", "open", "password", "close"})


def texts(said: str) -> list[str]:
    return [clause.text for clause in clauses_in(said)]


def parts(said: str, *intents: str | None) -> list[str]:
    """The words of the parts; `intents` are those of the clauses, from the left."""
    clauses = clauses_in(said)
    assert len(clauses) == len(intents), [clause.text for clause in clauses]
    return [part.text for part in parts_of(clauses, intents, KINDS, ACTS.__contains__).parts]


def are_left_together(said: str, *intents: str | None) -> bool:
    return parts_of(clauses_in(said), intents, KINDS, ACTS.__contains__).are_left_together


@pytest.mark.parametrize(
    ("said", "first", "second"),
    [
        ("what's my balance and then send 50 to Alice", "what's my balance", "send 50 to Alice"),
        ("what's my balance? send 50 to Alice", "what's my balance?", "send 50 to Alice"),
        ("what's my balance? Then send 50 to Alice", "what's my balance?", "send 50 to Alice"),
        ("what's my balance, then send 50 to Alice", "what's my balance", "send 50 to Alice"),
        ("what's my balance, and could you send 50 to Alice", "what's my balance", "could you send 50 to Alice"),
        ("what's my balance oh and send 50 to Alice", "what's my balance", "send 50 to Alice"),
        ("what's my balance; also, send 50 to Alice", "what's my balance;", "send 50 to Alice"),
        ("what's my balance. And after that send 50 to Alice", "what's my balance.", "send 50 to Alice"),
        ("WHAT'S MY BALANCE AND ALSO SEND 50 TO ALICE", "WHAT'S MY BALANCE", "SEND 50 TO ALICE"),
        ("what's my balance\n\nsend 50 to Alice", "what's my balance", "send 50 to Alice"),
        ("what's my balance then send 50 to Alice", "what's my balance", "send 50 to Alice"),
        ("what's my balance plus send 50 to Alice", "what's my balance", "send 50 to Alice"),
    ],
)
def test_two_wishes_are_taken_apart_where_people_join_them(said: str, first: str, second: str) -> None:
    assert parts(said, "balance", "transfer") == [first, second]


@pytest.mark.parametrize(
    "said",
    [
        "send 50 to Alice",
        "transfer $50 to Ann and Bob",
        "send 20 to Bob and tell him thanks",
        "send 20 to Bob, and make it quick",
        "send 50 to Alice and schedule that for friday",
        "send 50 to Alice and schedule the payment for friday",
        "I spent 50 at Target and want to know when",
        "send 50 to Dr. Alice, tomorrow",
        "send 1,000.50 to Alice",
        "pay my visa and do it on friday",
        "open a ticket and set it to high",
        "what do I owe on my card and can you pay it",
    ],
)
def test_what_cannot_be_two_wishes_is_not_even_shown_to_the_classifier(said: str) -> None:
    assert clauses_in(said) == ()


@pytest.mark.parametrize(
    "said",
    [
        "what's my balance and if there is enough send 50 to Alice",
        "send 50 to Alice when my salary arrives and pay my visa",
        "send 50 to Alice once my rent is paid and pay my visa",
        "pay my visa and send 50 to Alice, both on friday",
        "send 50 to Alice and pay my visa unless I have less than 100",
        "cancel the transfer to Bob and send 50 to Alice instead",
        "send 50 to Alice after you have paid my visa, and show me my balance",
        "add the note: printer works and close my ticket",
        'write to Bob "send me money" and show me my balance',
        '/inform{"text": "show me my balance and send 50 to Alice"}',
    ],
)
def test_parts_that_are_tied_to_each_other_stay_one_message(said: str) -> None:
    assert clauses_in(said) == ()


def test_a_long_story_stays_one_message() -> None:
    said = "my balance please and send 50 to Alice"
    assert clauses_in(said.ljust(300, "."))
    assert not clauses_in(said + " ".ljust(300, "x"))
    assert not clauses_in("do this and that, " * 7 + "please do")


@pytest.mark.parametrize(
    "said",
    [
        "send 50 to Alice and $20 to Bob",
        "send 50 to Alice and 20 to Bob",
        "send 50 to Alice, 20 to Bob",
        "send 50 to Alice and then 20 to Bob",
        "send 50 to Alice and to my sister Ann",
        "send 50 to Alice and my sister Ann",
        "save Alice and Ann as payees",
        "send money to Alice, and 50 dollars is enough",
    ],
)
@pytest.mark.parametrize("taken_for", ["transfer", "pay_card", "balance"])
def test_two_orders_that_share_a_verb_are_never_taken_apart_whatever_the_classifier_says(
    said: str, taken_for: str
) -> None:
    assert parts(said, "transfer", taken_for) == []


def test_what_is_left_together_is_said_to_be_more_than_one_wish() -> None:
    assert are_left_together("pay 50 to Alice and my visa card", "transfer", "pay_card")
    assert not are_left_together("pay 50 to Alice and my sister Ann", "transfer", "transfer")
    assert not are_left_together("I can't see my balance and pay my visa", "balance", "pay_card")
    assert not are_left_together("what's my balance and send 50 to Alice", "balance", "transfer")


def test_a_not_holds_for_what_follows_it() -> None:
    assert parts("I do not want to see my balance and send 50 to Alice", "balance", "transfer") == []
    assert parts("I can't see my balance and pay my visa", "balance", "pay_card") == []
    assert parts("I can't see my balance. Please pay my visa", "balance", "pay_card") != []
    assert parts("show me my recent payment and pay my visa", "balance", "pay_card") != []


def test_one_matter_stays_one_message_however_it_is_told() -> None:
    assert parts("I forgot my password and can't log in to my e-mail", "password", "open") == []
    assert parts("my laptop is slow and the screen flickers", "open", "open") == []
    assert parts("send 50 to Alice and put the payment down for friday", "transfer", "planned") == []


def test_what_is_no_wish_of_its_own_stays_with_what_it_belongs_to() -> None:
    assert parts("hello there, what's my balance and send 50 to Alice", "greet", "balance", "transfer") == [
        "hello there, what's my balance",
        "send 50 to Alice",
    ]
    assert parts("send 50 to Smith and Sons, and show me my balance", "transfer", None, "balance") == [
        "send 50 to Smith and Sons",
        "show me my balance",
    ]
    assert parts("show me my balance and for friday, send 50 to Alice", "balance", None, "transfer") == [
        "show me my balance",
        "for friday, send 50 to Alice",
    ]
    assert parts("send 50 to Alice and, on monday, pay my visa", "transfer", None, "pay_card") == [
        "send 50 to Alice",
        "on monday, pay my visa",
    ]
    assert parts("show me my balance and send 50 to Alice, tomorrow", "balance", "transfer", None) == [
        "show me my balance",
        "send 50 to Alice, tomorrow",
    ]


def test_a_day_that_may_belong_to_either_wish_leaves_them_together() -> None:
    assert parts("show me my balance, tomorrow, send 50 to Alice", "balance", None, "transfer") == []


def test_a_comment_may_speak_of_anything() -> None:
    assert parts("add a note that the fan is loud and show me my balance", "comment", "balance") == []
    assert len(parts("show me my balance and add a note that the fan is loud", "balance", "comment")) == 2


def test_only_what_the_classifier_is_sure_of_is_a_wish() -> None:
    assert parts("what's my balance and send 50 to Alice", "balance", None) == []
    assert parts("thanks a lot and send 50 to Alice", "thank", "transfer") == []
    assert parts("take me to the bank and show me my balance", "human_handoff", "balance") == []


def test_three_wishes_are_answered_and_four_are_not() -> None:
    assert len(parts("show my balance, pay my visa, close my ticket", "balance", "pay_card", "close")) == 3
    four = "show my balance, pay my visa, close my ticket, show my balance"
    assert parts(four, "balance", "pay_card", "close", "balance") == []
    assert are_left_together(four, "balance", "pay_card", "close", "balance")


def test_what_another_host_can_do_comes_last() -> None:
    assert parts("my outlook crashes and what's my balance", "skill_of_helpdesk", "balance") == [
        "what's my balance",
        "my outlook crashes",
    ]
    assert parts("my outlook crashes and my tyres are worn", "skill_of_helpdesk", "skill_of_garage") == []


def test_no_word_is_lost() -> None:
    said = "Hello! What's my balance? Oh, and by the way, send 50 to Alice, tomorrow, please"
    clauses = clauses_in(said)
    assert "".join(clause.lead + clause.text for clause in clauses) == said
    assert clauses[0].joint is Joint.NOTHING
