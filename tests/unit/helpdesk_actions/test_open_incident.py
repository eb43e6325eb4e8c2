"""Opening an incident: help first, nothing asked twice, everything correctable, opened once after a yes."""

from __future__ import annotations

from pathlib import Path

import pytest

from helpdesk_bot.actions import knowledge
from helpdesk_bot.desk import (
    Category,
    Desk,
    Incident,
    Priority,
    TicketSystemRefused,
    TicketSystemUnavailable,
)
from tests.support.desk_talk import CUSTOMER, DeskTalk
from tests.support.desk_tickets import SwitchedTickets

EMAIL = "ann.berg@example.com"
DOWN = TicketSystemUnavailable("down for a test")


def the_incident(desk: Desk) -> Incident:
    """The only one of the customer's."""
    (incident,) = desk.incidents(CUSTOMER)
    return incident


def to_the_read_back(talk: DeskTalk) -> str:
    """Slot by slot."""
    talk.say("open an incident", "open_incident")
    talk.say(EMAIL)
    talk.say("low")
    talk.say("The screen is dark since this morning")
    return talk.say("Dark screen")


def test_each_thing_is_asked_for_once_and_shown_before_it_is_opened(desk: Desk, talk: DeskTalk) -> None:
    asked = []
    talk.say("open an incident", "open_incident")
    for answer in (EMAIL, "low", "The screen is dark since this morning", "Dark screen"):
        asked.append(talk.said[-1])
        talk.say(answer)
    assert asked == [
        "utter_ask_incident_email",
        "utter_ask_incident_priority",
        "utter_ask_incident_description",
        "utter_ask_incident_title",
    ]
    assert talk.said == ["utter_incident_read_back"]
    assert desk.incidents(CUSTOMER) == ()
    talk.say("yes", "affirm")
    assert talk.said == ["utter_incident_opened"]
    incident = the_incident(desk)
    assert (incident.email, incident.priority, incident.category) == (EMAIL, Priority.LOW, Category.OTHER)
    assert (incident.title, incident.description) == ("Dark screen", "The screen is dark since this morning")


@pytest.mark.parametrize(
    ("said", "intent", "title", "category"),
    [
        ("my outlook crashes all the time", "problem_email", "Outlook", Category.EMAIL),
        ("my account is locked", "password_reset", "locked", Category.PASSWORD),
        ("the vpn does not connect", "problem_network", "VPN", Category.NETWORK),
        ("the printer on our floor is jammed", "problem_hardware", "Printer", Category.HARDWARE),
        ("excel crashes when I save", "problem_software", "rogram", Category.SOFTWARE),
    ],
)
def test_a_problem_brings_its_title_and_category(
    desk: Desk, talk: DeskTalk, said: str, intent: str, title: str, category: Category
) -> None:
    talk.say(said, intent)
    assert talk.said == ["utter_steps"]
    talk.say("no", "deny")
    talk.say(EMAIL)
    talk.say("high")
    assert talk.said == ["utter_incident_read_back_tried"]
    talk.say("yes", "affirm")
    incident = the_incident(desk)
    assert title in incident.title
    assert (incident.category, incident.description) == (category, said)


@pytest.mark.parametrize(
    ("said", "intent"), [("my e-mail does not work", "problem_email"), ("I forgot my password", "password_reset")]
)
def test_who_says_little_about_a_problem_is_asked_to_describe_it(talk: DeskTalk, said: str, intent: str) -> None:
    talk.say(said, intent)
    talk.say("no", "deny")
    talk.say(EMAIL)
    talk.say("high")
    assert talk.said == ["utter_ask_incident_description"]
    shown = talk.say("It began this morning")
    assert talk.said == ["utter_incident_read_back_tried"]
    assert "It began this morning" in shown


@pytest.mark.parametrize("said", ["yes", "it works now", "yep, that did it"])
def test_steps_that_help_end_it_and_nothing_is_opened(desk: Desk, talk: DeskTalk, said: str) -> None:
    talk.say("my outlook crashes", "problem_email")
    talk.say(said, "affirm")
    assert talk.said == ["utter_steps_helped"]
    assert talk.form is None
    assert desk.incidents(CUSTOMER) == ()


@pytest.mark.parametrize("said", ["ok", "thanks", "I'll try that"])
def test_an_acknowledgement_of_the_steps_is_no_success(talk: DeskTalk, said: str) -> None:
    talk.say("my outlook crashes", "problem_email")
    talk.say(said, "thank")
    assert talk.said == ["utter_take_your_time"]
    talk.say("no", "deny")
    assert talk.said == ["utter_ask_incident_email"]


@pytest.mark.parametrize("said", ["just open a ticket", EMAIL, "no time for this, open a ticket please"])
def test_the_steps_can_be_passed_over_and_then_nobody_says_that_they_were_tried(talk: DeskTalk, said: str) -> None:
    talk.say("my outlook crashes", "problem_email")
    talk.say(said, "open_incident" if said != EMAIL else "inform")
    if said != EMAIL:
        talk.say(EMAIL)
    talk.say("low")
    assert talk.said == ["utter_incident_read_back"]


def test_an_incident_that_is_asked_for_brings_no_steps(talk: DeskTalk) -> None:
    talk.say("open a ticket: my outlook crashes", "open_incident")
    assert talk.said == ["utter_ask_incident_email"]
    talk.say("my outlook crashes, please open a ticket", "problem_email")
    other = DeskTalk("another")
    other.say("my outlook crashes, please open a ticket", "problem_email")
    assert other.said == ["utter_ask_incident_email"]


def test_what_is_told_beside_a_no_to_the_steps_becomes_part_of_the_description(desk: Desk, talk: DeskTalk) -> None:
    talk.say("my outlook crashes", "problem_email")
    talk.say("no, it still says error 0x8004 when it starts")
    talk.say(EMAIL)
    talk.say("low")
    talk.say("yes", "affirm")
    assert the_incident(desk).description.splitlines()[0] == "my outlook crashes"
    assert "0x8004" in the_incident(desk).description


def test_good_news_later_on_ends_it_too(desk: Desk, talk: DeskTalk) -> None:
    talk.say("my outlook crashes", "problem_email")
    talk.say("no", "deny")
    talk.say("oh, it works now!", "close_incident")
    assert talk.said == ["utter_incident_not_needed"]
    assert desk.incidents(CUSTOMER) == ()


def test_good_news_in_a_description_is_a_description(talk: DeskTalk) -> None:
    talk.say("open an incident", "open_incident")
    talk.say(EMAIL)
    talk.say("low")
    talk.say("it works now, but only in one window", "inform")
    assert talk.said == ["utter_ask_incident_title"]


def test_a_yes_to_the_remembered_address_uses_it(talk: DeskTalk) -> None:
    to_the_read_back(talk)
    talk.say("yes", "affirm")
    assert EMAIL in talk.say("open another one", "open_incident")
    assert talk.said == ["utter_ask_email_again"]
    talk.say("yes", "affirm")
    assert talk.said == ["utter_ask_incident_priority"]


@pytest.mark.parametrize("said", ["no", "no thanks", "/deny"])
def test_a_no_to_the_remembered_address_asks_for_another(talk: DeskTalk, said: str) -> None:
    to_the_read_back(talk)
    talk.say("yes", "affirm")
    talk.say("open another one", "open_incident")
    talk.say(said, "deny")
    assert talk.said == ["utter_email_another", "utter_ask_incident_email"]
    talk.say("other@example.com")
    assert talk.said == ["utter_ask_incident_priority"]


def test_an_address_that_was_given_is_remembered_also_when_nothing_was_opened(talk: DeskTalk) -> None:
    to_the_read_back(talk)
    talk.say("no", "deny")
    assert talk.said == ["utter_incident_cancelled"]
    assert EMAIL in talk.say("open an incident", "open_incident")


def test_what_an_earlier_incident_said_is_not_in_the_next(talk: DeskTalk) -> None:
    to_the_read_back(talk)
    talk.say("yes", "affirm")
    talk.say("open another one", "open_incident")
    talk.say("yes", "affirm")
    talk.say("high")
    assert talk.said == ["utter_ask_incident_description"]


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ("the priority should be high", "**Priority:** high"),
        ("change the title to Blue screen", "**Title:** Blue screen"),
        ("the description is: it is dark at night", "**Description:** it is dark at night"),
        ("not that address, use other@example.com", "**E-mail:** other@example.com"),
        ("it is a network problem", "**Category:** network"),
    ],
)
def test_every_part_can_be_corrected_at_the_read_back(talk: DeskTalk, said: str, shown: str) -> None:
    to_the_read_back(talk)
    assert shown in talk.say(said)
    assert talk.said[-1] == "utter_incident_read_back"


def test_a_part_that_is_only_called_wrong_is_asked_for(talk: DeskTalk) -> None:
    to_the_read_back(talk)
    talk.say("the title is wrong")
    assert talk.said[-1] == "utter_ask_incident_title"


def to_the_read_back_of_outlook(talk: DeskTalk) -> str:
    """Of an e-mail problem, with the steps tried."""
    talk.say("my outlook crashes", "problem_email")
    talk.say("no", "deny")
    talk.say(EMAIL)
    return talk.say("low")


def test_another_problem_at_the_read_back_comes_afterwards(talk: DeskTalk) -> None:
    to_the_read_back_of_outlook(talk)
    talk.say("and the vpn does not connect", "problem_network")
    assert talk.said == ["utter_one_incident_at_a_time", "utter_incident_read_back_tried"]


def test_more_about_the_same_problem_at_the_read_back_is_added_and_shown(talk: DeskTalk) -> None:
    to_the_read_back_of_outlook(talk)
    shown = talk.say("no mails arrive since this morning", "problem_email")
    assert talk.said == ["utter_changed", "utter_incident_read_back_tried"]
    assert "my outlook crashes" in shown
    assert "no mails arrive since this morning" in shown


def test_a_correction_of_the_address_is_no_more_about_the_problem(talk: DeskTalk) -> None:
    to_the_read_back_of_outlook(talk)
    shown = talk.say("my e-mail is other@example.com", "problem_email")
    assert "**E-mail:** other@example.com" in shown
    assert "**Description:** my outlook crashes" in shown


@pytest.mark.parametrize("said", ["yes but wait", "why?", "how long does it take?"])
def test_nothing_is_opened_without_a_plain_yes(desk: Desk, talk: DeskTalk, said: str) -> None:
    to_the_read_back(talk)
    talk.say(said, "affirm")
    assert desk.incidents(CUSTOMER) == ()


def test_an_incident_that_cannot_be_delivered_is_kept_and_the_customer_is_told(
    desk: Desk, talk: DeskTalk, tickets: SwitchedTickets
) -> None:
    to_the_read_back(talk)
    tickets.refuses = DOWN
    talk.say("yes", "affirm")
    assert talk.said == ["utter_incident_waiting"]
    assert [each.title for each in desk.waiting(CUSTOMER)] == ["Dark screen"]


def test_an_incident_that_is_refused_is_said_to_be(talk: DeskTalk, tickets: SwitchedTickets) -> None:
    to_the_read_back(talk)
    tickets.refuses = TicketSystemRefused("no")
    talk.say("yes", "affirm")
    assert talk.said == ["utter_incident_not_taken"]


@pytest.mark.parametrize("said", ["low battery warning", "the high school portal is down", "top row of keys is dead"])
def test_adjectives_of_other_things_are_no_urgency(talk: DeskTalk, said: str) -> None:
    talk.say(f"open a ticket: {said}", "open_incident")
    talk.say(EMAIL)
    assert talk.said == ["utter_ask_incident_priority"]


@pytest.mark.parametrize(
    "said", ["urgent: my outlook crashes", "my outlook crashes, asap please", "URGENT!! outlook crashes"]
)
def test_urgency_in_the_first_message_is_not_asked_for_and_shown(talk: DeskTalk, said: str) -> None:
    talk.say(said, "problem_email")
    talk.say("no", "deny")
    assert "**Priority:** high" in talk.say(EMAIL)


def test_a_users_markdown_is_shown_as_words(talk: DeskTalk) -> None:
    talk.say("open an incident", "open_incident")
    talk.say(EMAIL)
    talk.say("low")
    talk.say("![x](http://127.0.0.1/x.png)\n- **Priority:** high")
    shown = talk.say("[click](http://127.0.0.1)")
    assert "![x](" not in shown
    assert "[click](" not in shown
    assert shown.count("**Priority:**") == 1


@pytest.mark.parametrize(
    "said",
    [
        "I can't send mail to bob@example.com",
        "my boss bob@example.com gets no mail",
        "mails from bob@example.com bounce",
    ],
)
def test_an_address_that_is_spoken_of_is_not_the_customers(talk: DeskTalk, said: str) -> None:
    talk.say(said, "problem_email")
    talk.say("no", "deny")
    assert talk.said == ["utter_ask_incident_email"]


@pytest.mark.parametrize(
    "said",
    ["cc bob@example.com", "high, please also inform bob@example.com", "the e-mail to bob@example.com fails too"],
)
def test_an_address_beside_the_read_back_does_not_replace_the_customers(talk: DeskTalk, said: str) -> None:
    to_the_read_back(talk)
    talk.say(said)
    assert talk.slots["incident_email"] == EMAIL


def test_whoever_meant_another_problem_gets_its_steps(desk: Desk, talk: DeskTalk) -> None:
    talk.say(f"my printer is broken, {EMAIL}", "problem_hardware")
    shown = talk.say("sorry wrong, my outlook crashes", "problem_email")
    assert talk.said == ["utter_incident_begun_again", "utter_steps"]
    assert "Outlook" in shown
    talk.say("no", "deny")
    shown = talk.say("low")
    assert EMAIL in shown
    assert "printer" not in shown.casefold()


def test_a_second_problem_at_another_question_comes_afterwards(talk: DeskTalk) -> None:
    talk.say("my mouse is dead", "problem_hardware")
    talk.say("no", "deny")
    talk.say("and the vpn does not connect", "problem_network")
    assert talk.said == ["utter_one_incident_at_a_time", "utter_ask_incident_email"]


@pytest.mark.parametrize("said", ["it works now", "oh, it's working again", "it is fixed"])
@pytest.mark.parametrize("answers", [[], [EMAIL], [EMAIL, "low"], [EMAIL, "low", "It is dark"]])
def test_good_news_ends_it_at_every_question(desk: Desk, talk: DeskTalk, said: str, answers: list[str]) -> None:
    talk.say("open an incident", "open_incident")
    for answer in answers:
        talk.say(answer)
    talk.say(said)
    assert talk.said == ["utter_incident_not_needed"]
    assert talk.form is None


@pytest.mark.parametrize(
    "said", ["the title is wrong", "the title is not right", "the title is too long", "the title is misleading"]
)
def test_a_judgement_of_the_title_is_no_title(talk: DeskTalk, said: str) -> None:
    to_the_read_back(talk)
    talk.say(said)
    assert talk.said[-1] == "utter_ask_incident_title"


@pytest.mark.parametrize(
    "said", ["the title is fine", "the description is ok", "my name is Joe", "my colleague high-jacked it"]
)
def test_what_corrects_nothing_changes_nothing(talk: DeskTalk, said: str) -> None:
    before = to_the_read_back(talk)
    assert talk.say(said).endswith(before)
    assert talk.said[-1] == "utter_incident_read_back"


def test_a_priority_beside_the_address_is_not_asked_for(talk: DeskTalk) -> None:
    talk.say("open an incident", "open_incident")
    talk.say(f"{EMAIL}, high")
    assert talk.said == ["utter_ask_incident_description"]


def test_a_wrong_category_can_be_chosen_anew(talk: DeskTalk) -> None:
    to_the_read_back(talk)
    talk.say("the category is wrong", "out_of_scope")
    assert talk.said[-1] == "utter_ask_incident_category"
    assert "**Category:** network" in talk.say("network")


@pytest.mark.parametrize(
    "said", ["please add that it is the one in room 3", "also mention that it is the one in room 3"]
)
def test_more_can_be_added_at_the_read_back(talk: DeskTalk, said: str) -> None:
    to_the_read_back(talk)
    shown = talk.say(said)
    assert "The screen is dark since this morning" in shown
    assert "it is the one in room 3" in shown


def test_steps_that_were_not_tried_are_not_said_to_be(desk: Desk, talk: DeskTalk) -> None:
    to_the_read_back_of_outlook(talk)
    talk.say("I didn't try the steps")
    assert talk.said[-1] == "utter_incident_read_back"


def test_the_steps_are_shown_once_and_then_only_asked_about(talk: DeskTalk) -> None:
    talk.say("my outlook crashes", "problem_email")
    talk.say("what can you do?", "help")
    assert talk.said == ["utter_help", "utter_steps_again"]


def test_the_question_about_the_remembered_address_stays_the_same(talk: DeskTalk) -> None:
    to_the_read_back(talk)
    talk.say("yes", "affirm")
    talk.say("open another one", "open_incident")
    talk.say("hm?")
    assert talk.said == ["utter_email_unclear", "utter_ask_email_again"]
    talk.say("yes", "affirm")
    assert talk.said == ["utter_ask_incident_priority"]


@pytest.mark.parametrize("said", ["the door squeaks", "close the window", "the AC is too cold"])
def test_what_is_out_of_scope_elsewhere_is_a_description(talk: DeskTalk, said: str) -> None:
    talk.say("open an incident", "open_incident")
    talk.say(EMAIL)
    talk.say("low")
    talk.say(said, "out_of_scope")
    assert talk.said == ["utter_ask_incident_title"]


def test_several_parts_can_be_corrected_in_one_message(talk: DeskTalk) -> None:
    to_the_read_back(talk)
    shown = talk.say("change the title to Blue screen and the description to it is blue, and the priority is high")
    assert "**Title:** Blue screen\n" in shown
    assert "**Description:** it is blue\n" in shown
    assert "**Priority:** high" in shown


@pytest.mark.parametrize("said", ["change the title to Low battery", "it's not a network problem"])
def test_what_is_said_of_one_part_is_not_read_as_another(talk: DeskTalk, said: str) -> None:
    to_the_read_back(talk)
    shown = talk.say(said)
    assert "**Priority:** low" in shown
    assert "**Category:** other" in shown


def test_a_report_in_place_of_an_answer_says_nothing_of_steps_that_were_tried(talk: DeskTalk) -> None:
    talk.say("my outlook crashes", "problem_email")
    talk.say("it started after the update on monday")
    talk.say(EMAIL)
    shown = talk.say("low")
    assert talk.said == ["utter_incident_read_back"]
    assert "after the update" in shown


@pytest.mark.parametrize(("said", "same"), [("yes use it", True), ("the same", True), ("no, another one", False)])
def test_the_remembered_address_is_taken_or_refused_in_other_words(talk: DeskTalk, said: str, same: bool) -> None:
    to_the_read_back(talk)
    talk.say("yes", "affirm")
    talk.say("open another one", "open_incident")
    talk.say(said)
    assert talk.said[-1] == ("utter_ask_incident_priority" if same else "utter_ask_incident_email")


def test_the_incident_that_was_opened_is_the_one_that_is_meant_next(desk: Desk, talk: DeskTalk) -> None:
    to_the_read_back(talk)
    talk.say("yes", "affirm")
    assert talk.slots["incident_last"] == the_incident(desk).number


def test_danger_is_told_first_also_to_those_who_only_want_a_ticket(talk: DeskTalk) -> None:
    talk.say("open a ticket, smoke comes out of my laptop", "open_incident")
    assert talk.said == ["utter_danger"]
    talk.say("yes", "affirm")
    assert talk.said == ["utter_ask_incident_email"]


@pytest.mark.parametrize(
    ("said", "then"),
    [("ok", "utter_ask_incident_email"), ("no", "utter_incident_cancelled"), ("hm", "utter_danger_again")],
)
def test_after_a_danger_nobody_is_asked_whether_it_works(talk: DeskTalk, said: str, then: str) -> None:
    talk.say("i spilled coffee on my keyboard", "problem_hardware")
    assert talk.said == ["utter_danger"]
    talk.say(said)
    assert talk.said[-1] == then


def test_without_a_readable_knowledge_base_incidents_are_opened_all_the_same(
    talk: DeskTalk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / "broken.yml").write_text("title: Broken\n")
    monkeypatch.setattr(knowledge, "FOLDER", tmp_path)
    knowledge.the_knowledge.cache_clear()
    try:
        talk.say("my outlook crashes", "problem_email")
    finally:
        knowledge.the_knowledge.cache_clear()
    assert talk.said == ["utter_ask_incident_email"]
    assert ["broken.yml" in record.message for record in caplog.records] == [True]
