"""Searching what one organization may see."""

import re

import pytest

from campaign.coalition.models import Campaign, Organization
from campaign.dashboard.search import LONGEST, question
from campaign.db import db
from campaign.officials.models import Body
from campaign.people.consents import allow
from tests.accounts.factories import log_in, make_user
from tests.coalition.factories import make_membership
from tests.coalition.factories import make_organization as make_group
from tests.dashboard.factories import make_omar, make_two_petitions
from tests.factories import rows
from tests.factsheet.factories import make_fact
from tests.hearings.factories import make_hearing, make_rule
from tests.petitions.factories import make_organization

URL = "/organize/neighbors/search"


@pytest.fixture
def omar(client):
    make_two_petitions()
    campaign, body = rows(Campaign)[0], rows(Body)[0]
    make_hearing(campaign, make_rule(body))
    log_in(client, make_omar("owner"))
    return client


def hits(client, q, url=URL):
    page = client.get(url, query_string={"q": q}).text
    return re.findall(r'<a href="([^"]+)">', page.partition("</h1>")[2])


@pytest.mark.parametrize(
    ("asked", "url"),
    [
        ("save", "/organize/neighbors/campaigns/clinic/petitions/save-the-clinic"),
        ("SAVE clin", "/organize/neighbors/campaigns/clinic/petitions/save-the-clinic"),
        ("rate", "/organize/neighbors/campaigns/clinic/facts/rate"),
        ("million", "/organize/neighbors/campaigns/clinic/facts/price"),
        ("omar", "/organize/neighbors"),
        ("public saf", "/organize/neighbors/campaigns/clinic/hearings/public-safety"),
        ("sett", "/organize/neighbors/settings"),
    ],
)
def test_first_letters_find_it(omar, asked, url):
    assert url in hits(omar, asked)


@pytest.mark.parametrize(
    "asked", ["%", "_", "'", '" OR 1=1 --', "*", "rate*", "a\x00b", "()", "(("]
)
def test_signs_are_signs(omar, asked):
    answer = omar.get(URL, query_string={"q": asked})
    assert answer.status_code == 200
    assert "/campaigns/clinic/petitions/save" not in answer.text.partition("</h1>")[2]


def test_nothing_found_says_what_to_try(omar):
    page = omar.get(URL, query_string={"q": "<b>zzz"}).text
    assert "Nothing here begins with “&lt;b&gt;zzz”." in page
    assert 'value="&lt;b&gt;zzz"' in page


def test_an_empty_question_says_what_is_found_here(omar):
    for query in ({}, {"q": ""}, {"q": " \x00 "}):
        assert "You find pages, petitions" in omar.get(URL, query_string=query).text


def test_a_long_question_is_cut():
    assert question("x" * 999) == "x" * LONGEST
    assert question(" a\x00\n b ") == "a b"


def make_person(organization, name, email):
    values = {"name": name, "email": email, "division": "ocd-division/ward:25", "language": "en"}
    allow(f"hash of {email}", values, {organization.id: "Yes."}, "petition 1")
    db.session.commit()


def test_only_own_people_are_found(omar):
    mine, other = rows(Organization)[0], make_group("quetzal")
    make_person(mine, "Ana Ruiz", "ana@example.org")
    make_person(other, "Anabel Quetzal", "anabel@example.org")
    page = omar.get(URL, query_string={"q": "ana"}).text

    assert "Ana Ruiz" in page
    assert "Anabel" not in page


def test_viewers_find_no_people(client):
    make_two_petitions()
    make_person(rows(Organization)[0], "Ana Ruiz", "ana@example.org")
    log_in(client, make_omar("viewer"))
    assert "Ana Ruiz" not in client.get(URL, query_string={"q": "ana"}).text


def test_members_and_texts_of_others_are_not_found(client):
    make_two_petitions()
    eve = make_user("eve@example.org")
    make_membership(eve, make_group("north-side"), "writer")
    make_omar("owner")
    log_in(client, eve)

    for asked in ("omar", "save", "rate", "clinic"):
        assert hits(client, asked, "/organize/north-side/search") == []
    assert client.get(URL, query_string={"q": "omar"}).status_code == 404


def test_more_than_ten_are_cut(omar):
    mine = rows(Organization)[0]
    for number in range(12):
        make_person(mine, f"Ana {number}", f"ana{number}@example.org")
    found = [url for url in hits(omar, "ana") if "/people/" in url]
    assert len(found) == 10
    assert "/organize/neighbors/people?q=ana" in hits(omar, "ana")


def test_drafts_of_facts_are_the_leads_alone(omar):
    campaign = db.session.scalars(db.select(Campaign)).one()
    make_fact(campaign, "secret", status="draft", statement="The mayor knew.")
    make_organization(campaign, "parents", "partner")
    assert hits(omar, "mayor") == ["/organize/neighbors/campaigns/clinic/facts/secret"]

    eve = make_user("eve@example.org")
    make_membership(eve, db.session.query(Organization).filter_by(slug="parents").one(), "writer")
    log_in(omar, eve)
    assert hits(omar, "mayor", "/organize/parents/search") == []
    assert hits(omar, "rate", "/organize/parents/search") != []
