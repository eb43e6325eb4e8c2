"""How an operator connects the helpdesk to a ticket system, and what a mistake looks like."""

from __future__ import annotations

from pathlib import Path

import pytest

from handoff.errors import SettingError
from helpdesk_bot.desk import Category, Incident, Priority, Waiting
from helpdesk_bot.desk.servicenow import OPERATION_SECONDS
from helpdesk_bot.settings import CA_BUNDLE_VARIABLES, check_settings, open_desk, servicenow_instance
from tests.support.desk_tickets import open_one
from tests.support.servicenow.__main__ import PASSWORD as FAKE_PASSWORD
from tests.support.servicenow.authority import make_authority
from tests.support.servicenow.process import running_instance

PASSWORD = "correct horse battery"
SNOW_VARIABLES = ("SNOW_INSTANCE", "SNOW_USER", "SNOW_PASSWORD", "SNOW_PASSWORD_FILE", "SNOW_CLOSE_CODE")
COMPLETE = {"SNOW_INSTANCE": "dev12345", "SNOW_USER": "chat.helpdesk", "SNOW_PASSWORD": PASSWORD}


@pytest.fixture(autouse=True)
def unset(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Nothing of the machine's own settings, and a desk of our own."""
    for name in (*SNOW_VARIABLES, *CA_BUNDLE_VARIABLES):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("DESK_DATABASE_URL", f"sqlite:///{tmp_path}/desk.db")


def put(monkeypatch: pytest.MonkeyPatch, **variables: str) -> None:
    for name, value in {**COMPLETE, **variables}.items():
        monkeypatch.setenv(name, value)


@pytest.mark.parametrize("empty", ["", "  "])
def test_without_an_instance_incidents_are_kept_in_the_desks_own_database(
    monkeypatch: pytest.MonkeyPatch, empty: str
) -> None:
    put(monkeypatch, SNOW_INSTANCE=empty)
    assert servicenow_instance() is None
    check_settings()
    with open_desk() as desk:
        assert desk.incidents("ann") == ()


def test_an_instance_needs_its_name_a_user_and_a_password(monkeypatch: pytest.MonkeyPatch) -> None:
    put(monkeypatch)
    instance = servicenow_instance()
    assert instance is not None
    assert (instance.url, instance.user, instance.password) == (
        "https://dev12345.service-now.com",
        "chat.helpdesk",
        PASSWORD,
    )
    check_settings()
    open_desk().close()


def test_a_desk_opens_while_the_instance_is_down(monkeypatch: pytest.MonkeyPatch) -> None:
    put(monkeypatch, SNOW_INSTANCE="http://127.0.0.1:1")
    with open_desk() as desk:
        assert desk.known("ann") == ()


@pytest.mark.parametrize("ending", ["", "\n", "\r\n", "\nnotes on the second line\n"])
def test_the_password_can_be_the_first_line_of_a_file(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, ending: str
) -> None:
    (tmp_path / "secret").write_text(PASSWORD + ending, newline="")
    put(monkeypatch, SNOW_PASSWORD="", SNOW_PASSWORD_FILE=str(tmp_path / "secret"))
    instance = servicenow_instance()
    assert instance is not None
    assert instance.password == PASSWORD


def test_a_password_file_from_a_windows_editor_is_read_without_its_byte_order_mark(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "secret").write_text(f"{PASSWORD}\r\n", encoding="utf-8-sig", newline="")
    put(monkeypatch, SNOW_PASSWORD="", SNOW_PASSWORD_FILE=str(tmp_path / "secret"))
    instance = servicenow_instance()
    assert instance is not None
    assert instance.password == PASSWORD


@pytest.mark.parametrize("variable", CA_BUNDLE_VARIABLES)
def test_a_companys_own_authority_is_set_as_for_other_programs(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, variable: str
) -> None:
    """Over real TLS: without the setting nothing is opened there."""
    authority = make_authority(tmp_path)
    with running_instance("--certificate", str(authority.server), authority=authority.bundle) as fake:
        put(monkeypatch, SNOW_INSTANCE=fake.url, SNOW_PASSWORD=FAKE_PASSWORD)
        assert isinstance(open_incident("before"), Waiting)
        monkeypatch.setenv(variable, str(authority.bundle))
        check_settings()
        assert isinstance(open_incident("after"), Incident)


def open_incident(conversation: str) -> Incident | Waiting:
    with open_desk() as desk:
        return desk.open_incident(
            conversation,
            email="ann@example.com",
            priority=Priority.LOW,
            category=Category.OTHER,
            title="No mail",
            description="",
            key="1",
        )


def test_the_first_of_both_settings_counts_and_a_folder_will_do(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    put(monkeypatch, REQUESTS_CA_BUNDLE=str(tmp_path), SSL_CERT_FILE="/no/such/file")
    instance = servicenow_instance()
    assert instance is not None
    assert instance.ca_bundle == str(tmp_path)


def test_an_instance_without_tls_needs_no_authority(monkeypatch: pytest.MonkeyPatch) -> None:
    put(monkeypatch, SNOW_INSTANCE="http://127.0.0.1:1", SSL_CERT_FILE="/no/such/file")
    check_settings()


@pytest.mark.parametrize(
    ("variables", "problem"),
    [
        ({"SNOW_INSTANCE": "https://me:pass@host"}, "SNOW_INSTANCE: "),
        ({"SNOW_INSTANCE": "http://host.example"}, "SNOW_INSTANCE: "),
        ({"SNOW_USER": ""}, "SNOW_USER is not set"),
        ({"SNOW_PASSWORD": ""}, "neither SNOW_PASSWORD nor SNOW_PASSWORD_FILE is set"),
        ({"SNOW_PASSWORD_FILE": "/somewhere"}, "SNOW_PASSWORD and SNOW_PASSWORD_FILE are both set"),
        ({"SNOW_PASSWORD": "", "SNOW_PASSWORD_FILE": "/no/such/file"}, "SNOW_PASSWORD_FILE: /no/such/file cannot be"),
        ({"SNOW_PASSWORD": "", "SNOW_PASSWORD_FILE": "/"}, "SNOW_PASSWORD_FILE: / cannot be read"),
        ({"SNOW_PASSWORD": "", "SNOW_PASSWORD_FILE": "/dev/null"}, "SNOW_PASSWORD_FILE: the first line of"),
        ({"REQUESTS_CA_BUNDLE": "/no/such/file"}, "REQUESTS_CA_BUNDLE: /no/such/file cannot be read: No such file"),
        ({"SSL_CERT_FILE": "/dev/null"}, "SSL_CERT_FILE: /dev/null cannot be read: it has no certificates"),
        ({"DESK_DATABASE_URL": "mysql://host/desk"}, "DESK_DATABASE_URL: "),
    ],
)
def test_a_mistake_is_one_sentence_that_names_the_variable_and_never_the_password(
    monkeypatch: pytest.MonkeyPatch, variables: dict[str, str], problem: str
) -> None:
    put(monkeypatch, **variables)
    for settle in (check_settings, open_desk):
        with pytest.raises(SettingError) as caught:
            settle()
        assert str(caught.value).startswith(problem)
        assert "\n" not in str(caught.value)
        assert PASSWORD not in str(caught.value)
        assert "pass@" not in str(caught.value)


def test_a_password_file_that_is_no_text_is_a_sentence_too(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "secret").write_bytes(b"\xff\xfe\x00")
    put(monkeypatch, SNOW_PASSWORD="", SNOW_PASSWORD_FILE=str(tmp_path / "secret"))
    with pytest.raises(SettingError, match=r"SNOW_PASSWORD_FILE: .* cannot be read"):
        check_settings()


def test_the_password_is_in_no_representation_of_the_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    put(monkeypatch)
    assert PASSWORD not in repr(servicenow_instance())


def test_an_instance_too_slow_for_somebody_who_waits_gets_the_incident_later(monkeypatch: pytest.MonkeyPatch) -> None:
    """Opening takes three requests: together longer than a chat can wait for."""
    with running_instance() as instance:
        put(monkeypatch, SNOW_INSTANCE=instance.url, SNOW_PASSWORD=FAKE_PASSWORD)
        instance.set(seconds=OPERATION_SECONDS / 2.5)
        with open_desk(nobody_waits=True) as desk:
            assert isinstance(open_one(desk), Incident)
