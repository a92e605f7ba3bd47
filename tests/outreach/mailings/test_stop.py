"""Stopping a mailing: at once, by a person or by errors, and for good."""

import pytest

from campaign.db import db
from campaign.mail import batches
from campaign.mail.models import MailBatch, OutgoingEmail
from campaign.outreach.mailings import acts, queueing
from tests.factories import rows
from tests.outreach.factories import make_person

from .desk import URL, get, make_due, make_house, make_omar, make_people, work


@pytest.fixture
def house(app):
    return make_house()


def test_pause_resume_and_cancel_take_hold_at_once(app, house):
    omar = make_omar(app, house)
    make_people(house.lead, 3)
    mailing = make_due(house)
    work()
    one = f"{URL}/{mailing.id}"
    assert omar.post(f"{one}/pause", one, edition="1").status_code == 303
    assert rows(MailBatch)[0].state == "paused"
    assert "Nothing more goes out" in omar.get(one).text
    assert "is paused" in omar.get("/organize").text
    assert omar.post(f"{one}/pause", one, edition="1").status_code == 409
    assert omar.post(f"{one}/resume", one, edition="1").status_code == 303
    assert rows(MailBatch)[0].state == "running"
    assert omar.post(f"{one}/cancel", one, edition="1").status_code == 303

    assert get(mailing.id).state == "cancelled"
    assert {(row.state, row.due_at) for row in rows(OutgoingEmail)} == {("dropped", None)}
    assert omar.post(f"{one}/resume", one, edition="1").status_code == 409
    work()
    assert get(mailing.id).state == "cancelled"


def test_cancelled_while_it_is_queued_nothing_more_is_written(app, house, monkeypatch):
    monkeypatch.setattr(queueing, "CHUNK", 1)
    make_people(house.lead, 3)
    mailing = make_due(house)
    queue_many = batches.queue_many

    def cancel(batch, *given):
        result = queue_many(batch, *given)
        acts.cancel(get(mailing.id))
        return result

    monkeypatch.setattr(batches, "queue_many", cancel)
    work()
    assert [row.state for row in rows(OutgoingEmail)] == ["dropped"]


def test_stopped_by_errors_says_what_to_do(app, house):
    omar = make_omar(app, house)
    make_person(house.lead)
    mailing = make_due(house)
    work()
    batches.pause(rows(MailBatch)[0], "errors")
    db.session.commit()

    assert "too many mails failed" in omar.get(f"{URL}/{mailing.id}").text
    assert "too many mails failed" in omar.get("/organize").text
    assert "too many mails failed" in omar.get(f"{URL}/{mailing.id}/report").text
