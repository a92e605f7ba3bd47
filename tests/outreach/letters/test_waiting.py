"""Letters that nobody confirmed: one reminder, then deleted."""

from datetime import timedelta

from campaign.db import db, now
from campaign.mail import MailBatch, OutgoingEmail
from campaign.outreach.letters import waiting
from campaign.outreach.letters.models import Letter
from tests.factories import rows
from tests.outreach.factories import make_action, make_letter

REMINDER = "outreach/letters/mail/remind"


def make_old(days, **values):
    return make_letter(make_action(**values), written_at=now() - timedelta(days=days))


def test_one_reminder_after_three_days(app):
    letter = make_old(4)
    assert (waiting.remind(), waiting.remind()) == (1, 0)

    [email] = rows(OutgoingEmail)
    assert (email.to, email.template) == (letter.email, REMINDER)
    [batch] = rows(MailBatch)
    assert email.batch_id == batch.id
    assert batch.title["en"] == "Reminders: Write to your alderperson"


def test_nobody_is_reminded_too_early_or_of_what_is_over(app):
    make_old(2)
    assert waiting.remind() == 0


def test_a_closed_action_reminds_nobody(app):
    make_old(4, closed_at=now())
    assert waiting.remind() == 0


def test_confirmed_letters_are_left_alone(app):
    letter = make_old(30)
    letter.state = "waiting"
    db.session.commit()
    assert (waiting.remind(), waiting.forget()) == (0, 0)


def test_it_is_deleted_after_three_weeks(app):
    make_old(22)
    assert (waiting.remind(), waiting.forget()) == (0, 1)
    assert rows(Letter) == []
