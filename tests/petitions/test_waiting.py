from datetime import timedelta

from campaign.db import db, now
from campaign.mail import OutgoingEmail
from campaign.petitions import waiting
from campaign.petitions.models import Signature
from tests.factories import rows
from tests.petitions.factories import make_petition, make_signature


def aged(days, email="ana@example.org", petition=None, **values):
    signature = make_signature(petition or make_petition(), email, **values)
    signature.signed_at = now() - timedelta(days=days)
    db.session.commit()
    return signature


def reminders():
    return [email.to for email in rows(OutgoingEmail) if "remind" in email.template]


def test_one_reminder_after_three_days(app):
    petition = make_petition()
    aged(3.1, "late@example.org", petition)
    aged(2.9, "early@example.org", petition)
    aged(4, "done@example.org", petition, confirmed=True)

    assert (waiting.remind(), waiting.remind()) == (1, 0)
    assert reminders() == ["late@example.org"]


def test_no_reminder_for_a_stopped_petition(app):
    aged(4).petition.stopped_at = now()
    db.session.commit()
    waiting.remind()
    assert reminders() == []


def test_unconfirmed_ones_are_deleted_after_21_days(app):
    petition = make_petition()
    aged(21.1, "old@example.org", petition)
    aged(20.9, "young@example.org", petition)
    aged(30, "counted@example.org", petition, confirmed=True)

    assert waiting.forget() == 1
    assert {one.email for one in rows(Signature)} == {"young@example.org", "counted@example.org"}
