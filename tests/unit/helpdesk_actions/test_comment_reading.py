"""What the comment is, and what the message around it: the user's own words."""

from __future__ import annotations

import pytest

from helpdesk_bot.actions.comment_reading import answered_comment, read_comment, read_correction


@pytest.mark.parametrize(
    ("said", "comment"),
    [
        ("add to INC0000012 that it also happens on my phone", "it also happens on my phone"),
        ("add a comment to INC0000012: printer: jammed", "printer: jammed"),
        ('add "it is slow" to my ticket', "it is slow"),
        ("let the technician know that I'm in room 5", "I'm in room 5"),
        ("tell support in my ticket that I have a new cable", "I have a new cable"),
        ("add it also happens at home to my outlook ticket", "it also happens at home"),
        ("add that it beeps to INC0000012", "it beeps"),
        ("add to that stupid ticket that it's still broken", "it's still broken"),
        ("add that the problem is back", "the problem is back"),
        ("i also have this with excel, add that please", "i also have this with excel"),
        ("it is worse now. please add that to my ticket", "it is worse now"),
        ("comment on vpn: still broken at 10 am", "still broken at 10 am"),
        ("add this: screenshot shows error 5", "screenshot shows error 5"),
        ('please write into the ticket "cancel"', "cancel"),
        ("let support know i can be reached at 0170 123456", "i can be reached at 0170 123456"),
        ("add that i am away", "i am away"),
        ("when I restart it, it crashes too, please add that to INC0000001", "when I restart it, it crashes too"),
        ("has anybody seen this? Add that to my ticket", "has anybody seen this?"),
        ("one more thing for my ticket, it's only in the morning", "it's only in the morning"),
    ],
)
def test_the_comment_is_found_in_the_first_message(said: str, comment: str) -> None:
    assert read_comment(said).comment == comment


@pytest.mark.parametrize(
    "said",
    ["add a comment to my ticket", "add more information to INC0000012", "add that to my ticket", "tell them about it"],
)
def test_a_wish_without_a_comment_has_none(said: str) -> None:
    assert read_comment(said).comment is None


def test_only_the_rest_of_the_message_names_an_incident() -> None:
    assert "phone" not in read_comment("add to the vpn ticket that it also happens on my phone").naming


@pytest.mark.parametrize(
    ("said", "comment"),
    [
        ("no, it should say that it is slow", "it is slow"),
        ("the comment should be: room 7", "room 7"),
        ("also add that the fan is loud", "It beeps. the fan is loud"),
        ("change the text", None),
        ("yes, add it", None),
    ],
)
def test_the_comment_is_corrected_at_the_read_back(said: str, comment: str | None) -> None:
    assert read_correction(said, "It beeps").comment == comment


@pytest.mark.parametrize(
    ("said", "comment"),
    [
        ("please add that it also happens at home", "it also happens at home"),
        ("Tell them that I am in room 5", "I am in room 5"),
        ("the window says that it is full", "the window says that it is full"),
        ("please add", "please add"),
    ],
)
def test_an_answer_is_the_comment_without_the_wish_to_add_it(said: str, comment: str) -> None:
    assert answered_comment(said) == comment
