"""A user's words stay words."""

from __future__ import annotations

from handoff.plain_text import as_plain_text


def test_markdown_and_html_in_a_users_words_are_escaped() -> None:
    assert as_plain_text("![x](http://a/b.png)") == "!\\[x\\](http://a/b.png)"
    assert as_plain_text("The <Enter> key *sticks*") == "The \\<Enter\\> key \\*sticks\\*"


def test_lines_cannot_be_forged() -> None:
    assert as_plain_text("broken\n- **Priority:** high\n\nShall I?") == "broken - \\*\\*Priority:\\*\\* high Shall I?"


def test_ordinary_words_stay_as_they_are() -> None:
    assert as_plain_text("My e-mail (Outlook) says: error 42!") == "My e-mail (Outlook) says: error 42!"
