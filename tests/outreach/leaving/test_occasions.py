"""What stood still while its occasion passed does not go out when it is let go on."""

from datetime import timedelta

import pytest

from campaign.db import db, now
from campaign.hearings.reminding.sending import remind as remind_speakers
from campaign.mail import MailBatch, OutgoingEmail
from campaign.petitions import waiting
from tests.factories import rows
from tests.hearings.factories import make_speaker
from tests.outreach.factories import make_action, make_letter
from tests.outreach.leaving.desk import (
    PAGE,
    make_hearing_soon,
    make_row,
    make_unconfirmed,
    press,
    states,
)


@pytest.mark.parametrize(
    ("change", "is_sent"),
    [
        ({}, True),
        ({"confirmed_at": now()}, False),
        ({"withdrawn_at": now()}, False),
        ({"closed_at": now() - timedelta(days=1)}, False),
    ],
)
@pytest.mark.usefixtures("omar")
def test_a_reminder_whose_occasion_is_over_does_not_go_out(client, petition, change, is_sent):
    signature = make_unconfirmed(petition, 4)
    waiting.remind()
    press(client, "stop", f"petition-reminders:{petition.id}")
    for name, value in change.items():
        setattr(petition if name == "closed_at" else signature, name, value)
    db.session.commit()
    press(client, "start", f"petition-reminders:{petition.id}")

    [row] = rows(OutgoingEmail, template=waiting.REMINDER)
    assert (row.state == "queued") is is_sent


def test_a_hearings_reminder_that_stood_until_it_was_over_is_dropped(client, petition, lead, omar):
    hearing = make_hearing_soon(petition)
    make_speaker(hearing, state="confirmed")
    assert remind_speakers() >= 1
    topic = f"hearing-reminders:{hearing.id}"
    press(client, "stop", topic)
    hearing.starts_at = now() - timedelta(minutes=1)
    db.session.commit()
    press(client, "start", topic)

    assert {state for state, _error in states().values()} == {"dropped"}


def test_a_hearings_reminder_that_is_still_true_goes_out(client, petition, lead, omar):
    hearing = make_hearing_soon(petition)
    make_speaker(hearing, state="confirmed")
    remind_speakers()
    topic = f"hearing-reminders:{hearing.id}"
    press(client, "stop", topic)
    press(client, "start", topic)
    assert {state for state, _error in states().values()} == {"queued"}


def test_reminders_of_letters_are_foreseen_and_dropped_when_confirmed(client, petition, lead, omar):
    action = make_action(campaign=petition.campaign)
    letter = make_letter(action)
    topic = f"letter-reminders:{action.id}"
    assert "Reminders to confirm" in client.get(PAGE).text
    press(client, "stop", topic)
    [batch] = rows(MailBatch)
    make_row(lead, topic=topic, key=f"letter-remind:{letter.id}")
    letter.state = "waiting"
    db.session.commit()
    press(client, "start", topic)

    assert batch.topic == topic
    assert [state for state, _error in states().values()] == ["dropped"]
