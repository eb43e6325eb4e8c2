"""A user's words stay words."""

from __future__ import annotations

from handoff.plain_text import as_plain_text


def test_markdown_and_html_in_a_users_words_are_escaped() -> None:
    assert as_plain_text("![x](http://a/b.png)") == "!\\[x\\](http\\://a/b.png)"
    assert as_plain_text("The <Enter> key *sticks*") == "The \\<Enter\\> key \\*sticks\\*"


def test_lines_cannot_be_forged() -> None:
    assert as_plain_text("broken\n- **Priority:** high\n\nShall I?") == "broken - \\*\\*Priority:\\*\\* high Shall I?"


def test_an_address_of_a_page_is_no_link() -> None:
    assert (
        as_plain_text("see https://evil.example or www.evil.example")
        == "see https\\://evil.example or www\\.evil.example"
    )


def test_characters_are_shown_as_they_were_typed_and_in_their_order() -> None:
    assert as_plain_text("&lt;b&gt; R&D") == "\\&lt;b\\&gt; R&D"
    assert as_plain_text("pay \u202eEVIL\u202c now") == "pay EVIL now"


def test_ordinary_words_stay_as_they_are() -> None:
    assert as_plain_text("My e-mail (Outlook) says: error 42!") == "My e-mail (Outlook) says: error 42!"
