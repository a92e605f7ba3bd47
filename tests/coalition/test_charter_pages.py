"""Writing the charter, reading it, agreeing to it."""

import pytest

from campaign.coalition.audit import Audit
from campaign.coalition.charter import Charter, CharterAgreement
from campaign.coalition.models import Organization
from campaign.mail import OutgoingEmail
from tests.accounts.factories import make_user, text_of
from tests.coalition.desk import CAMPAIGN, NORTH, SOUTH, Desk, make_two
from tests.coalition.factories import make_membership
from tests.factories import rows

WRITE = f"{SOUTH}{CAMPAIGN}/charter/new"
READ = f"{NORTH}{CAMPAIGN}/charter"
SHARED = {"fields_shared": ["name", "email"], "purposes": ["email"]}
WORDS = {**SHARED, "note": "Be kind.", "edition": "0"}


def write(omar, **values):
    return omar.post(WRITE, **WORDS | values)


def test_it_works(app):
    _campaign, omar, eve = make_two(app)
    assert write(omar, ends_on="2099-01-31").location == f"{SOUTH}{CAMPAIGN}/charter"
    [charter] = rows(Charter)
    assert (charter.fields, charter.purposes) == (["name", "email"], ["email"])
    page = eve.get(READ).text
    assert "the address that the resident can be written to" in page
    assert "January 31, 2099 is the last day" in page
    assert "Agree for North Side" in page
    assert "what holds without a charter" in page

    assert eve.post(f"{READ}/1/agree", page=READ).location == READ
    assert "Agree for North Side" not in eve.get(READ).text
    assert [one.act for one in rows(Audit)] == ["charter.written", "charter.agreed"]
    assert "has not agreed" not in omar.get(f"{SOUTH}{CAMPAIGN}/partners").text


def test_the_owners_who_have_to_agree_are_told(app):
    _campaign, omar, _eve = make_two(app)
    write(omar)
    [email] = rows(OutgoingEmail)

    assert email.to == "eve@example.org"
    assert "version 1 of the charter of “Stop the contract”" in text_of(email)
    assert email.merge["link"] == f"http://localhost{READ}?lang=en"


def test_a_new_version_shows_what_it_changes(app):
    _campaign, omar, eve = make_two(app)
    write(omar)
    eve.post(f"{READ}/1/agree", page=READ)
    write(omar, fields_shared=["name", "ward"], edition="1")
    page = eve.get(READ).text

    assert '<del><span class="visually-hidden">was: </span>Email address</del>' in page
    assert '<ins><span class="visually-hidden">now: </span>Ward</ins>' in page
    assert "you work under version 1" in page


def test_who_saw_an_older_version_gets_both(app):
    _campaign, omar, _eve = make_two(app)
    write(omar)
    late = write(omar, note="Mine instead.")

    assert late.status_code == 409
    assert "Be kind." in late.text
    assert "Mine instead." in late.text
    assert len(rows(Charter)) == 1


def test_nobody_agrees_to_a_version_they_did_not_see(app):
    _campaign, omar, eve = make_two(app)
    write(omar)
    send = eve.ready(f"{READ}/1/agree", page=READ)
    write(omar, edition="1")

    assert send().status_code == 409
    assert len(rows(CharterAgreement)) == 2


@pytest.mark.parametrize(
    "values",
    [
        {"fields_shared": ["name", "blood"]},
        {"purposes": ["sell"]},
        {"ends_on": "2020-01-01"},
        {"ends_on": "soon"},
        {"note": "x" * 4_001},
        {"edition": "x"},
    ],
)
def test_it_rejects(app, values):
    _campaign, omar, _eve = make_two(app)
    assert write(omar, **values).status_code == 422
    assert rows(Charter) == []


def test_only_owners_write_and_agree(app):
    _campaign, omar, eve = make_two(app)
    write(omar)
    ana = make_user("ana@example.org")
    assert eve.get(f"{NORTH}{CAMPAIGN}/charter/new").status_code == 403
    make_membership(ana, rows(Organization)[1], "organizer")
    desk = Desk(app, ana)
    assert "Agree for" not in desk.get(READ).text
    assert desk.client.post(f"{READ}/1/agree").status_code == 403


def test_an_endorser_need_not_agree(app):
    _campaign, omar, eve = make_two(app, "endorser")
    write(omar)
    assert "Agree for" not in eve.get(READ).text
    assert eve.client.post(f"{READ}/1/agree").status_code == 403
