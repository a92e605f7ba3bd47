"""An office's address that does not work is marked as soon as a mail to it comes back."""

import pytest

from campaign import mail
from campaign.db import db
from campaign.mail import OutgoingEmail
from campaign.mail.bounces.heeding import note
from campaign.mail.bounces.reports import Report
from tests.factories import rows
from tests.officials.desk import ANA, contacts, enter, make_council, send


@pytest.fixture
def council(app):
    return make_council()


def come_back(address: str, kind: str, code: str = "5.1.1") -> None:
    """A mail to this address comes back."""
    number = len(rows(OutgoingEmail))
    mail.queue("petitions/mail/confirm", address, key=f"letter:{number}", locale="en")
    db.session.flush()
    note(rows(OutgoingEmail)[-1], Report(kind, code))
    db.session.commit()


def test_it_works(council):
    address = contacts()["email"].value
    come_back(address.upper(), "hard")

    found = contacts()
    assert found["email"].bounced_at is not None
    assert found["email"].bounce == "SMTP 5.1.1"
    assert not found["email"].is_verified
    assert found["phone"].bounced_at is None


@pytest.mark.parametrize("kind", ["soft", "policy", "complaint"])
def test_it_still_works(council, kind):
    come_back(contacts()["email"].value, kind)

    assert contacts()["email"].bounced_at is None


def test_others_do_not_matter(council):
    come_back("somebody@example.org", "hard")

    assert contacts()["email"].bounced_at is None


def test_once_marked_the_day_stays(council):
    address = contacts()["email"].value
    come_back(address, "hard")
    before = contacts()["email"].bounced_at
    note_again = rows(OutgoingEmail)[-1]
    note(note_again, Report("hard", "5.1.2"))
    db.session.commit()

    assert contacts()["email"].bounced_at == before


def test_saying_that_it_works_again_lets_mail_out(client, council):
    enter(client)
    address = contacts()["email"].value
    come_back(address, "hard")
    assert mail.is_suppressed(address)
    send(client, f"{ANA}/contacts/1/works", ANA)

    assert contacts()["email"].bounced_at is None
    assert not mail.is_suppressed(address)


def test_an_office_that_complained_stays_alone(client, council):
    enter(client)
    address = contacts()["email"].value
    come_back(address, "hard")
    come_back_again = rows(OutgoingEmail)[-1]
    note(come_back_again, Report("complaint"))
    db.session.commit()
    send(client, f"{ANA}/contacts/1/works", ANA)

    assert mail.is_suppressed(address)
