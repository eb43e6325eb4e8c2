"""ServiceNow over TLS: whom we trust is what the operator says, and bounds hold there as well."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from helpdesk_bot.desk import TicketSystemUnavailable
from tests.support.servicenow.authority import Authority, make_authority
from tests.support.servicenow.process import FakeInstance, running_instance

ANYBODY = ["INC0010001"]
SHORT_SECONDS = 0.8


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    """A company's own certificate authority."""
    return make_authority(tmp_path_factory.mktemp("authority"))


@pytest.fixture(scope="module")
def secure(authority: Authority) -> Iterator[FakeInstance]:
    """A fake ServiceNow with a certificate of that authority."""
    with running_instance("--certificate", str(authority.server), authority=authority.bundle) as instance:
        yield instance


def test_an_authority_that_the_operator_names_is_trusted(secure: FakeInstance, authority: Authority) -> None:
    tickets = secure.adapter(ca_bundle=str(authority.bundle))
    assert tickets.find(ANYBODY) == ()
    tickets.dispose()


def test_any_other_authority_is_not_and_gets_no_password(
    secure: FakeInstance, authority: Authority, tmp_path: Path
) -> None:
    secure.forget()
    for bundle in (None, str(make_authority(tmp_path).bundle)):
        tickets = secure.adapter(ca_bundle=bundle)
        with pytest.raises(TicketSystemUnavailable, match=r"certificate is not trusted.*REQUESTS_CA_BUNDLE"):
            tickets.find(ANYBODY)
        tickets.dispose()
    assert secure.requests() == []


@pytest.mark.parametrize("fault", ["endless body", "slow headers"])
def test_an_answer_that_does_not_end_is_bounded_over_tls_too(
    secure: FakeInstance, authority: Authority, fault: str
) -> None:
    secure.fail(fault)
    tickets = secure.adapter(seconds=SHORT_SECONDS, ca_bundle=str(authority.bundle))
    begun = time.monotonic()
    with pytest.raises(TicketSystemUnavailable):
        tickets.find(ANYBODY)
    assert time.monotonic() - begun < 2 * SHORT_SECONDS
    tickets.dispose()
    secure.mend()
