"""The sign-on letter at the lead's desk."""

import csv
import io
from datetime import UTC, datetime

import pytest

from campaign.coalition import charter
from campaign.coalition.audit import Audit
from campaign.coalition.models import Campaign, Organization
from campaign.db import db
from campaign.factsheet import Fact, all_stale
from campaign.petitions.letter.models import LetterEndorsement, SignOnLetter
from tests.accounts.factories import make_user
from tests.coalition.desk import Desk, at_once, make_desk
from tests.coalition.factories import make_membership
from tests.factories import rows
from tests.factsheet.factories import change, make_fact
from tests.petitions.factories import make_campaign, make_organization
from tests.petitions.test_sign_on import ANA, PAGE, confirm, endorse

HERE = "/organize/neighbors/campaigns/clinic/letter"
THERE = "/organize/partners/campaigns/clinic/letter"
WORDS = {"title_en": "Keep the clinic", "text_en": "We ask the council.", "edition": "0"}


@pytest.fixture
def omar(app):
    """An organizer of the lead; a partner is in the campaign too."""
    campaign = make_campaign()
    lead = make_organization(campaign)
    make_organization(campaign, "partners", "partner")
    return make_desk(app, lead, "organizer")


@pytest.fixture
def eve(app, omar):
    partner = db.session.scalars(db.select(Organization).filter_by(slug="partners")).one()
    return make_desk(app, partner, "organizer", "eve@example.org")


def write(omar, **values):
    return omar.post(f"{HERE}/text", **WORDS | values)


def publish(omar):
    return omar.post(f"{HERE}/state", page=HERE, act="publish")


def make_public(omar, **values):
    write(omar, **values)
    publish(omar)


def test_it_works(omar, client):
    assert "There is none in this campaign yet." in omar.get(HERE).text
    answer = write(omar, closes_at="2099-05-01T17:00")
    assert answer.location == f"{HERE}/text"
    [letter] = rows(SignOnLetter)
    assert letter.closes_at == datetime(2099, 5, 1, 22, tzinfo=UTC)
    assert client.get(PAGE).status_code == 404
    assert 'value="2099-05-01T17:00"' in omar.get(f"{HERE}/text").text

    publish(omar)
    assert "We ask the council." in client.get(PAGE).text
    assert [one.act for one in rows(Audit)] == ["letter.edited", "letter.publish"]
    omar.post(f"{HERE}/state", page=HERE, act="unpublish")
    assert client.get(PAGE).status_code == 404


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"title_en": ""}, "Enter a title."),
        ({"text_en": ""}, "Write the letter."),
        ({"text_en": "x" * 20_001}, "Use at most 20000 letters."),
        ({"text_en": "It is {fact:nothing}."}, "No public fact is called: nothing."),
        ({"closes_at": "soon"}, "Write a day and a time."),
        ({"closes_at": "2027-03-14T02:30"}, "Clocks skip this time that day."),
        ({"closes_at": "2027-11-07T01:30"}, "Clocks show this time twice that day."),
    ],
)
def test_it_rejects(omar, values, sentence):
    answer = write(omar, **values)

    assert answer.status_code == 422
    assert sentence in answer.text
    assert rows(SignOnLetter) == []


def test_the_hour_that_comes_twice_is_asked_about(omar):
    write(omar, closes_at="2027-11-07T01:30", closes_fold="later")
    assert rows(SignOnLetter)[0].closes_at == datetime(2027, 11, 7, 7, 30, tzinfo=UTC)


def test_the_second_editor_sees_both_texts(omar):
    write(omar)
    first = write(omar, edition="1", text_en="First.")
    late = write(omar, edition="1", text_en="Second.")

    assert (first.status_code, late.status_code) == (303, 409)
    assert "First." in late.text
    assert "Second." in late.text
    assert rows(SignOnLetter)[0].text == {"en": "First."}


def test_of_two_who_begin_it_at_once_one_does(app, omar):
    begin = [omar.ready(f"{HERE}/text", **WORDS | {"title_en": name}) for name in ("A", "B")]

    assert sorted(at_once(app, *begin)) == [303, 409]
    assert len(rows(SignOnLetter)) == 1


def test_a_changed_fact_flags_it_and_stops_its_print(omar, client):
    campaign = db.session.scalars(db.select(Campaign)).one()
    make_fact(campaign, statement="It was 9.1% of alerts.")
    make_public(omar, text_en="We read: {fact:rate}")
    assert "It was 9.1% of alerts." in omar.get(f"{HERE}/print").text
    change(db.session.scalars(db.select(Fact)).one(), statement="It was 10.9%.")

    [stale] = all_stale(db.session.scalars(db.select(Campaign)).one())
    assert stale.document == ("sign-on-letter", str(rows(SignOnLetter)[0].id))
    assert "A fact in it has changed" in omar.get(HERE).text
    page = omar.get(f"{HERE}/print").text
    assert "Decide first what the letter shall say" in page
    assert "It was 9.1% of alerts." not in page
    assert "It was 9.1% of alerts." in client.get(PAGE).text


def test_hiding_and_putting_back(omar, client):
    make_public(omar)
    endorse(client)
    confirm(client)
    number = rows(LetterEndorsement)[0].id
    assert omar.post(f"{HERE}/{number}/hide", page=HERE, reason=" ").status_code == 422
    assert "Quetzal" in client.get(PAGE).text
    omar.post(f"{HERE}/{number}/hide", page=HERE, reason="Does not exist.")
    assert "Quetzal" not in client.get(PAGE).text
    assert "Does not exist." in omar.get(HERE).text
    assert rows(Audit)[-1].act == "letter.hidden"

    omar.post(f"{HERE}/{number}/show", page=HERE)
    assert "Quetzal" in client.get(PAGE).text
    assert rows(Audit)[-1].act == "letter.shown"


def test_a_hidden_name_is_free_and_does_not_come_back_twice(omar, client):
    make_public(omar)
    endorse(client)
    confirm(client)
    number = rows(LetterEndorsement)[0].id
    omar.post(f"{HERE}/{number}/hide", page=HERE, reason="Not them.")
    endorse(client, email="real@example.org")
    confirm(client)
    omar.post(f"{HERE}/{number}/show", page=HERE)

    assert [one.counts for one in rows(LetterEndorsement)] == [False, True]
    assert client.get(PAGE).text.count("Quetzal Neighbors") == 1


def test_the_list_as_a_file(omar, client):
    make_public(omar)
    endorse(client)
    confirm(client)
    answer = omar.post(f"{HERE}/list.csv", page=HERE)
    table = list(csv.reader(io.StringIO(answer.get_data().decode("utf-8-sig"))))

    assert table[1][:2] == ["Quetzal Neighbors", "Ward 25"]
    assert table[0][-1] in answer.headers["Content-Disposition"]
    assert "Ana Ruiz" not in answer.get_data(as_text=True)
    assert rows(Audit)[-1].act == "export.made"


def test_the_charter_stops_the_file(omar, client):
    make_public(omar)
    campaign = db.session.scalars(db.select(Campaign)).one()
    lead = db.session.scalars(db.select(Organization).filter_by(slug="neighbors")).one()
    shared = {"fields": ["ward"], "purposes": ["deliver"], "ends_on": None, "note": ""}
    charter.write(campaign, lead, None, seen=0, **shared)
    db.session.commit()
    endorse(client)
    answer = omar.post(f"{HERE}/list.csv", page=HERE)

    assert answer.status_code == 403
    assert "The charter does not share this" in answer.text


def test_a_partner_reads_and_learns_nobodys_name(omar, eve, client):
    make_public(omar)
    endorse(client)
    confirm(client)
    page = eve.get(THERE).text

    assert "Quetzal Neighbors" in page
    assert ANA["contact"] not in page
    assert ANA["email"] not in page
    number = rows(LetterEndorsement)[0].id
    for path in ("text", "state", f"{number}/hide", f"{number}/show", "list.csv"):
        assert eve.client.post(f"{THERE}/{path}").status_code == 403
    assert eve.get(f"{THERE}/print").status_code == 200


def test_a_viewer_of_the_lead_sees_no_contact_either(app, omar, client):
    make_public(omar)
    endorse(client)
    ana = make_user("viewer@example.org")
    make_membership(ana, rows(Organization)[0], "viewer")

    assert ANA["contact"] not in Desk(app, ana).get(HERE).text
