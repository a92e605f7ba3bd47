"""Scheduling, approving and sending: once to each, and to nobody who left."""

from datetime import timedelta

import pytest

from campaign.coalition import scope
from campaign.coalition.audit import Audit
from campaign.db import db, now
from campaign.mail import batches
from campaign.mail.models import MailBatch, OutgoingEmail
from campaign.outreach.mailings import queueing
from campaign.outreach.mailings.models import OutreachSettings
from campaign.outreach.mailings.saving import cite_all
from campaign.people import consents
from campaign.people.models import Person
from tests.coalition.desk import at_once, make_desk
from tests.factories import add, rows
from tests.factsheet.factories import change, make_fact
from tests.outreach.factories import make_mailing, make_person

from .desk import URL, get, make_due, make_house, make_omar, make_people, work


@pytest.fixture
def house(app):
    return make_house()


def above(house, number):
    return add(OutreachSettings(organization_id=house.lead.id, approval_above=number))


def keys():
    return sorted(one.key for one in rows(OutgoingEmail))


def test_it_works(app, house):
    omar = make_omar(app, house)
    ana = make_person(house.lead)
    mailing = make_mailing(house.lead, house.campaign, reply_to="omar@example.org")
    answer = omar.post(f"{URL}/{mailing.id}/schedule", edition="1", when="now")
    assert answer.location == f"{URL}/{mailing.id}"
    assert get(mailing.id).state == "scheduled"
    work()

    [row] = rows(OutgoingEmail)
    assert (row.key, row.to, row.reply_to) == (
        f"mailing:{mailing.id}:{ana.id}",
        "ana@example.org",
        "omar@example.org",
    )
    assert (row.shared, row.merge["field_0"], row.sender_name) == ({}, "Ana", "Neighbors")
    assert row.list_unsubscribe == row.merge["unsubscribe"]
    [batch] = rows(MailBatch)
    assert batch.list_id == "neighbors.clinic.localhost"
    assert set(batch.shared) == {"en"}
    found = get(mailing.id)
    assert (found.state, found.count, found.numbers["left_out"]["consent"]) == ("sending", 1, 0)
    assert [one.act for one in rows(Audit)] == ["mailing.scheduled", "mailing.begun"]

    row.state, row.due_at, row.sent_at = "sent", None, now()
    db.session.commit()
    work()
    assert get(mailing.id).state == "done"
    assert get(mailing.id).numbers["domains"][0]["domain"] == "example.org"
    assert rows(Audit)[-1].act == "mailing.done"


@pytest.mark.parametrize(
    ("at", "words"),
    [
        ("2020-01-01T10:00", "That time is over"),
        ("2030-03-10T02:30", "Clocks skip this time"),
        ("2030-11-03T01:30", "Clocks show this time twice"),
        ("soon", "Write a day and a time"),
        ("", "Write a day and a time"),
        ("9999-12-31T23:59", "Write a day and a time"),
    ],
)
def test_a_time_that_cannot_be_meant_is_refused(app, house, monkeypatch, at, words):
    make_person(house.lead)
    monkeypatch.setattr("campaign.outreach.mailings.forms.zone", lambda: "America/Chicago")
    mailing = make_mailing(house.lead, house.campaign)
    url = f"{URL}/{mailing.id}/schedule"
    answer = make_omar(app, house).post(url, edition="1", when="later", at=at)

    assert answer.status_code == 422
    assert words in answer.text
    assert get(mailing.id).state == "draft"


def test_the_hour_that_comes_twice_is_asked_about(app, house, monkeypatch):
    make_person(house.lead)
    monkeypatch.setattr("campaign.outreach.mailings.forms.zone", lambda: "America/Chicago")
    mailing = make_mailing(house.lead, house.campaign)
    form = {"edition": "1", "when": "later", "at": "2030-11-03T01:30", "fold": "later"}
    make_omar(app, house).post(f"{URL}/{mailing.id}/schedule", **form)

    found = get(mailing.id)
    assert found.scheduled_at.isoformat() == "2030-11-03T07:30:00+00:00"
    work()
    assert get(mailing.id).state == "scheduled"


def test_what_must_be_mended_stops_it(app, house):
    omar = make_omar(app, house)
    mailing = make_mailing(house.lead, house.campaign)
    url = f"{URL}/{mailing.id}/schedule"
    assert "Nobody gets it" in omar.get(url).text
    make_person(house.lead)
    ready = omar.ready(url, edition="1", when="now")
    mailing.text = {"en": "Dear {frist_name}"}
    db.session.commit()

    assert ready().status_code == 422
    assert get(mailing.id).state == "draft"


def test_many_receivers_need_a_second_person(app, house):
    above(house, 1)
    omar, ana = make_omar(app, house), make_desk(app, house.lead, "organizer", "ana@example.org")
    make_people(house.lead, 2)
    mailing = make_mailing(house.lead, house.campaign)
    one = f"{URL}/{mailing.id}"
    assert "A second person" in omar.get(f"{one}/schedule").text
    omar.post(f"{one}/schedule", edition="1", when="now")
    assert get(mailing.id).state == "proposed"
    work()
    assert keys() == []
    assert omar.post(f"{one}/approve", one, edition="1").status_code == 409
    assert ana.post(f"{one}/approve", one, edition="7").status_code == 409
    assert ana.post(f"{one}/approve", one, edition="1").status_code == 303

    found = get(mailing.id)
    assert (found.state, found.approved_edition) == ("scheduled", 1)
    work()
    assert len(keys()) == 2


def test_it_waits_when_it_has_grown_meanwhile(app, house):
    above(house, 2)
    omar = make_omar(app, house)
    make_people(house.lead, 2)
    mailing = make_mailing(house.lead, house.campaign)
    omar.post(f"{URL}/{mailing.id}/schedule", edition="1", when="now")
    assert get(mailing.id).state == "scheduled"
    make_person(house.lead, "late@example.org")
    work()

    assert (get(mailing.id).state, keys()) == ("proposed", [])
    assert rows(Audit)[-1].act == "mailing.waits"


def test_it_comes_off_the_schedule_until_it_begins(app, house):
    omar = make_omar(app, house)
    make_person(house.lead)
    mailing = make_due(house)
    one = f"{URL}/{mailing.id}"
    assert omar.post(f"{one}/unschedule", one, edition="1").status_code == 303
    work()
    assert (get(mailing.id).state, keys()) == ("draft", [])
    ready = omar.ready(f"{one}/unschedule", one, edition="1")
    get(mailing.id).state, get(mailing.id).begun_at = "cancelled", now()
    db.session.commit()
    for act in ("unschedule", "return", "restore"):
        assert omar.post(f"{one}/{act}", one, edition="1").status_code == 409
    assert ready().status_code == 409


def test_a_changed_fact_holds_it_and_today_says_so(app, house):
    omar = make_omar(app, house)
    make_person(house.lead)
    fact = make_fact(house.campaign, "beds", statement="There are 12 beds.")
    mailing = make_due(house, text={"en": "{fact:beds}"})
    cite_all(mailing)
    db.session.commit()
    change(fact, statement="There are 9 beds.")
    work()

    assert (get(mailing.id).state, keys()) == ("scheduled", [])
    assert "a fact in it has changed" in omar.get("/organize").text
    omar.post(f"{URL}/{mailing.id}/facts", f"{URL}/{mailing.id}", edition="1")
    work()
    assert len(keys()) == 1
    assert "9 beds" in rows(MailBatch)[0].shared["en"]["html"]


class KilledError(BaseException):
    """As if the process had ended."""


@pytest.mark.parametrize("at", range(1, 4))
def test_killed_anywhere_it_repeats_and_loses_nothing(app, house, monkeypatch, at):
    monkeypatch.setattr(queueing, "CHUNK", 2)
    people = make_people(house.lead, 5)
    mailing = make_due(house)
    calls = []

    def killed(*given):
        calls.append(given)
        if len(calls) == at:
            raise KilledError
        return queue_many(*given)

    queue_many = batches.queue_many
    monkeypatch.setattr(batches, "queue_many", killed)
    with pytest.raises(KilledError):
        work()
    db.session.rollback()
    assert len(keys()) == (at - 1) * 2
    work()

    assert keys() == sorted(f"mailing:{mailing.id}:{one.id}" for one in people)
    assert (get(mailing.id).state, get(mailing.id).count) == ("sending", 5)


def test_two_jobs_at_once_write_each_mail_once(app, house, monkeypatch):
    monkeypatch.setattr(queueing, "CHUNK", 3)
    people = make_people(house.lead, 20)
    mailing = make_due(house)
    number, owner = mailing.id, house.lead.id

    class Done:
        status_code = 0

    def job():
        with scope.of(owner):
            queueing.work(number)
        return Done

    at_once(app, job, job, job)
    assert keys() == sorted(f"mailing:{number}:{one.id}" for one in people)
    assert get(number).state == "sending"
    assert [one.act for one in rows(Audit)] == ["mailing.begun"]


def test_who_leaves_while_it_is_queued_gets_nothing(app, house, monkeypatch):
    monkeypatch.setattr(queueing, "CHUNK", 1)
    ana, omar, eve = make_people(house.lead, 3)
    mailing = make_due(house)
    queue_many, last = batches.queue_many, eve.id

    def leave(*given):
        result = queue_many(*given)
        with scope.of(house.lead.id):
            consents.end(db.session.get_one(Person, last).consents[0])
        return result

    monkeypatch.setattr(batches, "queue_many", leave)
    work()
    assert keys() == [f"mailing:{mailing.id}:{one.id}" for one in (ana, omar)]


def test_an_address_that_no_mail_can_go_to_is_left_out(app, house):
    ana = make_person(house.lead, name="")
    comma = make_person(house.lead, "comma@example.org", name="Comma, \r\nBcc: eve")
    with scope.of(house.lead.id):
        db.session.get_one(Person, comma.id).email = "a,b@example.org"
        db.session.commit()
    mailing = make_due(house)
    work()

    assert keys() == [f"mailing:{mailing.id}:{ana.id}"]
    assert rows(OutgoingEmail)[0].merge["field_0"] == "friend"
    assert get(mailing.id).numbers["left_out"]["address"] == 1


def test_an_organization_that_left_the_campaign_looks_at_nothing_of_the_leads(app, house):
    make_person(house.lead)
    mailing = make_due(house, segment={"signed": 1}, scheduled_at=now() - timedelta(hours=1))
    with scope.of(house.lead.id):
        house.lead.partnerships[0].ended_at = now()
        db.session.commit()
        assert not queueing.audience_of(mailing).is_lead
