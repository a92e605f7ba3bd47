"""What letters put on the first page: for organizers of the lead alone."""

from datetime import timedelta

import pytest

from campaign.db import db, now
from campaign.officials.models import Contact
from campaign.outreach.letters.models import LetterAction
from campaign.outreach.replies.models import LetterReply
from tests.factories import add, rows
from tests.outreach.factories import make_action, make_letter
from tests.outreach.letters_desk.desk import ONE, add_partner, at_desk, make_alike
from tests.petitions.writing import log_in_as


def today(client):
    return client.get("/organize").text


def test_nothing_waits_at_first(client):
    at_desk(client)
    page = today(client)
    assert ONE not in page


@pytest.mark.parametrize(
    ("values", "sentence", "page"),
    [
        ({"state": "uncertain"}, "1 letter may have arrived, or not", "uncertain"),
        ({"state": "bounced"}, "1 letter came back or was refused", "uncertain"),
        ({"state": "withdrawn", "disowned_at": now()}, "somebody else’s name", "held"),
        ({"state": "held"}, "1 letter is held because others say the same", "held"),
    ],
    ids=["uncertain", "bounced", "disowned", "held"],
)
def test_what_a_person_decides(client, values, sentence, page):
    make_letter(at_desk(client), **values)
    shown = today(client)
    assert sentence in shown
    assert f"{ONE}/{page}" in shown


def test_replies_to_read(client):
    action = at_desk(client)
    letter = make_letter(action, state="sent", sent_at=now())
    reply = add(LetterReply(letter_id=letter.id, answer="staff", text="Hello"))
    assert "1 answer of an office to read" in today(client)
    reply.decided_at = now()
    db.session.commit()
    assert "to read" not in today(client)


def test_an_office_that_no_letter_reaches(client):
    make_letter(at_desk(client), state="waiting")
    assert "that none can reach" not in today(client)
    rows(Contact)[0].bounced_at = now()
    db.session.commit()
    assert "Letters wait for 1 office that none can reach" in today(client)


def test_letters_that_wait_too_long(client):
    make_letter(at_desk(client), state="waiting", confirmed_at=now() - timedelta(days=4))
    assert "Letters wait longer than 3 days" in today(client)


def test_a_pause_and_a_closing_day(client):
    at_desk(client, paused_at=now(), closes_at=now() + timedelta(days=3))
    page = today(client)
    assert "is paused: no letter leaves" in page
    assert "“Write to your alderperson” closes on" in page
    rows(LetterAction)[0].closed_at = now()
    db.session.commit()
    assert "closes on" not in today(client)


@pytest.mark.parametrize(("role", "slug"), [("viewer", "neighbors"), ("organizer", "friends")])
def test_others_hear_nothing(client, role, slug):
    action = make_action()
    add_partner(action.campaign)
    make_alike(action)
    log_in_as(client, role, slug)
    assert "is held" not in today(client)
    assert "are held" not in today(client)
