"""handoff_config.yml: what loads, what is refused, and how clearly."""

from __future__ import annotations

from pathlib import Path

import pytest

from handoff.errors import ConfigError, UnknownHost
from handoff.hosts import find_config, load_hosts

ROOT = Path(__file__).parents[3]


def write(folder: Path, text: str) -> Path:
    file = folder / "handoff_config.yml"
    file.write_text(text)
    return file


def test_a_config_with_only_title_and_url_loads_as_it_is(tmp_path: Path) -> None:
    """The two keys that existing Rasa handoff configs have."""
    file = write(tmp_path, "handoff_hosts:\n  moodbot: {title: MoodBot, url: 'http://localhost:5007'}\n")
    (host,) = load_hosts(file, {})
    assert (host.id, host.title, host.url, host.port) == ("moodbot", "MoodBot", "http://localhost:5007", 5007)
    assert host.folder is None
    assert host.skills == host.shares == host.accepts == ()
    assert host.color is host.avatar is None


def test_the_projects_own_config_names_both_bots_and_their_folders() -> None:
    hosts = load_hosts(ROOT / "handoff_config.yml", {})
    assert [host.id for host in hosts][:2] == ["financial_bot", "helpdesk_bot"]
    assert hosts.in_folder(ROOT / "helpdesk_bot").port == 5005
    assert hosts.get("financial_bot").color != hosts.get("helpdesk_bot").color
    assert "helpdesk_bot" not in [host.id for host in hosts.others("helpdesk_bot")]


def test_urls_can_be_overridden_per_host_for_containers(tmp_path: Path) -> None:
    file = write(tmp_path, "handoff_hosts:\n  moodbot: {title: MoodBot, url: 'http://localhost:5007'}\n")
    environment = {"HANDOFF_MOODBOT_URL": "https://bots.example/mood/", "HANDOFF_MOODBOT_INTERNAL_URL": "http://mood:1"}
    (host,) = load_hosts(file, environment)
    assert host.url == "https://bots.example/mood"
    assert host.internal_url == "http://mood:1"
    assert host.port == 443


@pytest.mark.parametrize(
    "avatar",
    [
        "avatars/bank.svg",
        "bank.png",
        "https://bots.example/bank.png?size=24",
        "http://localhost:8080/bank.svg",
        "data:image/svg+xml;base64,PHN2Zz48L3N2Zz4=",
    ],
)
def test_a_host_has_the_colour_and_the_picture_that_the_config_gives_it(tmp_path: Path, avatar: str) -> None:
    text = f"handoff_hosts: {{a: {{title: A, url: 'http://a', color: '#1B6ca8', avatar: '{avatar}'}}}}"
    (host,) = load_hosts(write(tmp_path, text), {})
    assert (host.color, host.avatar) == ("#1B6ca8", avatar)


@pytest.mark.parametrize("color", ["", "red", "1b6ca8", "'#123'", "'#1b6ca8ff'", "'#1b6ca8;}'", "#1b6ca8", "7"])
def test_a_colour_is_six_hexadecimal_digits_in_quotes(tmp_path: Path, color: str) -> None:
    file = write(tmp_path, f"handoff_hosts:\n  a:\n    title: A\n    url: http://a\n    color: {color}\n")
    with pytest.raises(ConfigError, match=r"handoff_config\.yml: host 'a': key 'color' .* in quotes"):
        load_hosts(file, {})


@pytest.mark.parametrize(
    "avatar",
    [
        "''",
        "3",
        "'javascript:alert(1)'",
        "'data:text/html,<script>'",
        "'data:image/png'",
        "'ftp://a/b.png'",
        "'https://'",
        "'https://a/b c.png'",
        "'//elsewhere/b.png'",
        "'/etc/b.png'",
        "'../b.png'",
        "'avatars/../../b.png'",
        "'avatars/..'",
        "'avatars/%2e%2e/b.png'",
        "'avatars\\b.png'",
        "'avatars/b.png?x'",
    ],
)
def test_a_picture_is_from_the_web_in_the_config_itself_or_beside_the_page(tmp_path: Path, avatar: str) -> None:
    file = write(tmp_path, f"handoff_hosts: {{a: {{title: A, url: 'http://a', avatar: {avatar}}}}}")
    with pytest.raises(ConfigError, match=r"handoff_config\.yml: host 'a': key 'avatar'"):
        load_hosts(file, {})


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("", ["handoff_hosts"]),
        ("handoff_hosts: []", ["handoff_hosts"]),
        ("handoff_hosts: {}", ["handoff_hosts"]),
        ("{", ["YAML"]),
        ("other: 1\nhandoff_hosts: {a: {title: A, url: 'http://a'}}", ["other"]),
        ("handoff_hosts: {a: {title: A}}", ["'a'", "'url'"]),
        ("handoff_hosts: {a: {url: 'http://a'}}", ["'a'", "'title'"]),
        ("handoff_hosts: {a: {title: 3, url: 'http://a'}}", ["'a'", "'title'"]),
        ("handoff_hosts: {a: {title: A, url: 'ftp://a'}}", ["'a'", "'url'", "ftp://a"]),
        ("handoff_hosts: {a: {title: A, url: 'http://'}}", ["'a'", "'url'"]),
        ("handoff_hosts: {a: {title: A, url: 'http://a:port'}}", ["'a'", "'url'"]),
        ("handoff_hosts: {a: {title: A, url: 'http://a', colour: red}}", ["'a'", "'colour'"]),
        ("handoff_hosts: {a: {title: A, url: 'http://a', skills: greet}}", ["'a'", "'skills'"]),
        ("handoff_hosts: {a: {title: A, url: 'http://a', folder: nowhere}}", ["'a'", "'folder'", "nowhere"]),
        ("handoff_hosts: {'a b': {title: A, url: 'http://a'}}", ["'a b'"]),
        ("handoff_hosts: {a: text}", ["'a'"]),
        (
            "handoff_hosts: {a: {title: A, url: 'http://x:80/'}, b: {title: B, url: 'http://x'}}",
            ["'b'", "'url'", "'a'"],
        ),
    ],
)
def test_a_wrong_config_is_one_clear_error_that_names_file_host_and_key(
    tmp_path: Path, text: str, names: list[str]
) -> None:
    file = write(tmp_path, text)
    with pytest.raises(ConfigError) as caught:
        load_hosts(file, {})
    message = str(caught.value)
    assert str(file) in message
    assert "\n" not in message or "YAML" in message
    for name in names:
        assert name in message


def test_the_nearest_config_above_a_bots_folder_is_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("HANDOFF_CONFIG", raising=False)
    file = write(tmp_path, "handoff_hosts: {a: {title: A, url: 'http://a'}}")
    folder = tmp_path / "bot" / "data"
    folder.mkdir(parents=True)
    assert find_config(folder) == file


def test_no_config_anywhere_is_a_clear_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("HANDOFF_CONFIG", raising=False)
    with pytest.raises(ConfigError, match=r"no handoff_config\.yml"):
        find_config(tmp_path)


def test_only_listed_hosts_are_known(tmp_path: Path) -> None:
    hosts = load_hosts(write(tmp_path, "handoff_hosts: {a: {title: A, url: 'http://a:1'}}"), {})
    assert hosts.by_url("http://a:1/") == hosts.get("a")
    assert hosts.by_url("http://a:2") is None
    assert hosts.by_url("http://a:not a port") is None
    with pytest.raises(UnknownHost, match="'b'"):
        hosts.get("b")
    with pytest.raises(UnknownHost, match="elsewhere"):
        hosts.in_folder(tmp_path / "elsewhere")
