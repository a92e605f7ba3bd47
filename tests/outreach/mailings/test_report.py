"""The report: what became of each mail, while it runs and for good."""

import csv
import io
from datetime import timedelta

import pytest

from campaign.accounts.models import User
from campaign.coalition import scope
from campaign.coalition.exports import Export
from campaign.db import db, now
from campaign.mail import work as mail_work
from campaign.mail.models import Bounce, OutgoingEmail
from campaign.outreach.mailings import desk_recipients, desk_report, reporting
from campaign.people import consents
from campaign.people.models import Person
from tests.accounts.factories import log_in
from tests.factories import add, rows

from .desk import URL, get, make_due, make_house, make_omar, make_people, work

STATES = ("sent", "sent", "failed", "dropped", "queued")


@pytest.fixture
def house(app):
    return make_house()


@pytest.fixture
def mailing(house):
    """Five mails: two sent, of which one came back and one reader left; one each otherwise."""
    people = make_people(house.lead, 5)
    made = make_due(house)
    work()
    for number, (row, state) in enumerate(zip(rows(OutgoingEmail), STATES, strict=True)):
        row.state, row.due_at = state, row.due_at if state == "queued" else None
        row.sent_at = now() + timedelta(seconds=number) if state == "sent" else None
        row.error = "550 5.7.1" if state == "failed" else None
    db.session.commit()
    add(Bounce(outgoing_email_id=rows(OutgoingEmail)[1].id, kind="hard", code="5.1.1", at=now()))
    with scope.of(house.lead.id):
        consents.end(db.session.get_one(Person, people[0].id).consents[0])
        db.session.commit()
    return made


def test_it_is_over_as_soon_as_somebody_looks(app, house, mailing, monkeypatch):
    asked = []
    monkeypatch.setattr(desk_report.jobs, "ask", asked.append)
    omar = make_omar(app, house)
    path = f"{URL}/{mailing.id}/progress.json"
    assert omar.get(path).json["is_over"] is False
    assert asked == []

    [last] = rows(OutgoingEmail, state="queued")
    last.state, last.due_at = "sent", None
    db.session.commit()
    omar.get(path)
    assert asked == ["outreach.mailings"]
    work()
    assert omar.get(path).json["is_over"] is True


def test_it_works(app, house, mailing):
    omar = make_omar(app, house)
    page = omar.get(f"{URL}/{mailing.id}/report").text

    assert "2 of 5 mails sent" in page
    assert "550 5.7.1" in page
    assert "1 mailbox does not exist" in page
    assert "tracking pixels" in page
    assert "example.org" in page
    found = omar.get(f"{URL}/{mailing.id}/progress.json").json
    assert (found["numbers"]["sent"], found["numbers"]["waiting"], found["is_over"]) == (
        "2",
        "1",
        False,
    )
    with scope.of(house.lead.id):
        assert reporting.left_since(get(mailing.id)) == 1
        assert reporting.bounces(get(mailing.id)) == {"hard": 1}
        assert [count for _at, count in reporting.sent_over_time(get(mailing.id))][-1] == 2


def test_the_receivers_are_searched_filtered_and_paged(app, house, mailing, monkeypatch):
    omar = make_omar(app, house)
    url = f"{URL}/{mailing.id}/recipients"
    assert all(f"Ana R{number}" in omar.get(url).text for number in range(5))
    assert "Ana R2" in omar.get(f"{url}?state=failed").text
    assert "Ana R0" not in omar.get(f"{url}?state=failed").text
    assert "Ana R1" in omar.get(f"{url}?state=bounced").text
    assert "Nobody fits" in omar.get(f"{url}?q=lopez").text
    assert "Ana R3" in omar.get(f"{url}?q=r3").text
    monkeypatch.setattr(desk_recipients, "PAGE", 2)
    assert "after=" in omar.get(url).text


def test_a_month_later_the_numbers_are_still_there(app, house, mailing):
    for row in rows(OutgoingEmail):
        row.state, row.due_at = ("sent", None) if row.state == "queued" else (row.state, None)
    db.session.commit()
    work()
    assert get(mailing.id).state == "done"
    for row in rows(OutgoingEmail):
        row.queued_at = now() - timedelta(days=31)
    db.session.commit()
    get(mailing.id).ended_at = now() - timedelta(days=31)
    db.session.commit()
    mail_work.prune()
    assert {row.to for row in rows(OutgoingEmail)} == {""}

    omar = make_omar(app, house)
    page = omar.get(f"{URL}/{mailing.id}/report").text
    assert "3 of 5 mails sent" in page
    assert "example.org</th>" in page
    assert "Ana R3" in omar.get(f"{URL}/{mailing.id}/recipients").text


def test_the_file_is_noted_and_marked(app, house, mailing, monkeypatch):
    monkeypatch.setattr(desk_recipients, "PIECE", 2)
    omar = make_omar(app, house)
    url = f"{URL}/{mailing.id}/recipients/export"
    answer = omar.post(url)
    table = list(csv.reader(io.StringIO(answer.data.decode("utf-8-sig"))))

    assert len(table) == 6
    [noted] = rows(Export)
    assert (noted.kind, noted.count) == ("mailing", 5)
    assert {row[-1] for row in table[1:]} == {noted.code}
    assert table[2][4:] == ["came back", table[2][5], "hard", noted.code]
    log_in(omar.client, rows(User)[0], seconds_ago=4000)
    assert omar.get(url).status_code == 302


def test_what_has_not_begun_has_no_report(app, house):
    mailing = make_due(house)
    omar = make_omar(app, house)
    for page in ("report", "recipients", "progress.json", "recipients/export"):
        assert omar.get(f"{URL}/{mailing.id}/{page}").status_code == 404
