"""Founding an organization, its settings, closing it."""

import pytest

from campaign.accounts import User
from campaign.coalition import audit, invitations, organizations
from campaign.coalition.audit import Audit
from campaign.coalition.models import Invitation, Membership, Organization, Partnership
from campaign.db import db
from tests.accounts.factories import fill_in, log_in, make_user, make_user_with_phone
from tests.coalition.desk import SOUTH, Desk, at_once, make_desk, make_two
from tests.coalition.factories import make_membership, make_organization
from tests.factories import rows

NEW = "/organize/new"


def found(client, **values):
    return fill_in(client, NEW, **{"name": "Southwest Families", "slug": ""} | values)


def test_it_works(client):
    log_in(client, make_user_with_phone())
    answer = found(client)

    assert answer.location == "/organize/southwest-families"
    [membership] = rows(Membership)
    assert (membership.role, membership.user.email) == ("owner", "omar@example.org")
    assert "Southwest Families is here." in client.get(answer.location).text
    [noted] = rows(Audit)
    assert (noted.act, noted.about) == ("organization.founded", "southwest-families")
    assert list(audit.verify()) == []


def test_a_founder_without_second_factor_is_led_to_it(client):
    log_in(client, make_user())
    assert "Have your phone ready" in client.get(NEW).text

    assert found(client).location == "/account/second-factor"
    page = client.get("/account/second-factor").text
    assert "One more step: protect it with your phone." in page
    assert client.get("/organize/southwest-families").location == "/account/second-factor"


@pytest.mark.parametrize(
    ("name", "slug", "sentence"),
    [
        ("", "", "Enter the name of the organization."),
        ("=cmd", "", "Begin the name with a letter."),
        ("www.evil.example", "", "Leave links out of the name."),
        ("<b>", "", "angle brackets"),
        ("x" * 121, "", "at most 120 letters"),
        ("South", "a b", "single dashes between them"),
        ("South", "-a", "single dashes between them"),
        ("South", "süd", "single dashes between them"),
        ("South", "a" * 61, "Use at most 60 letters."),
        ("South", "new", "This site uses that word itself."),
        ("South", "campaigns", "This site uses that word itself."),
        ("South", "search", "This site uses that word itself."),
        ("South", "south-side", "Another organization has this short name."),
    ],
)
def test_it_rejects(client, name, slug, sentence):
    make_organization()
    log_in(client, make_user_with_phone())
    answer = found(client, name=name, slug=slug)

    assert answer.status_code == 422
    assert sentence in answer.text
    assert len(rows(Organization)) == 1


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("South Side", "south-side-2"),
        ("¡Únete, México!", "unete-mexico"),
        ("New", "new-organization"),
        ("الجيران", "organization"),
        ("O’Hare Neighbors", "ohare-neighbors"),
    ],
)
def test_the_short_name_is_made_from_the_name(client, name, slug):
    make_organization()
    log_in(client, make_user_with_phone())

    assert found(client, name=name).location == f"/organize/{slug}"


def test_of_two_who_want_a_short_name_at_once_one_gets_it(app):
    users = [make_user_with_phone(f"{name}@example.org") for name in ("ana", "omar")]
    desks = [Desk(app, user) for user in users]
    answers = at_once(app, *(desk.ready(NEW, name="One", slug="one") for desk in desks))

    assert sorted(answers) == [303, 422]
    assert [one.slug for one in rows(Organization)] == ["one"]
    assert len(rows(Membership)) == 1


def test_one_account_founds_few_in_a_day(client):
    log_in(client, make_user_with_phone())
    for _ in range(5):
        assert found(client).status_code == 303
    assert found(client).status_code == 422
    assert len(rows(Organization)) == 5


def test_settings(app):
    omar = make_desk(app, make_organization())
    values = {"name": "South Side United", "blurb_en": "Us.", "blurb_es": "Nosotros."}
    answer = omar.post(f"{SOUTH}/settings", **values, homepage="https://example.org", edition="1")

    assert answer.location == SOUTH
    [organization] = rows(Organization)
    assert (organization.name, organization.website) == ("South Side United", "https://example.org")
    assert organization.blurb == {"en": "Us.", "es": "Nosotros."}
    assert rows(Audit)[-1].act == "organization.edited"


@pytest.mark.parametrize(
    "address", ["javascript:alert(1)", "example", "https://a b.org", "ftp://x.y"]
)
def test_settings_refuse_what_is_no_web_address(app, address):
    omar = make_desk(app, make_organization())
    answer = omar.post(f"{SOUTH}/settings", name="South", homepage=address, edition="1")

    assert answer.status_code == 422
    assert rows(Organization)[0].website == ""


def test_the_second_editor_sees_both_texts(app):
    omar = make_desk(app, make_organization())
    page = {"page": f"{SOUTH}/settings", "edition": "1"}
    omar.post(f"{SOUTH}/settings", name="First", **page)
    late = omar.post(f"{SOUTH}/settings", name="Second", **page)

    assert late.status_code == 409
    assert "Somebody else has saved" in late.text
    assert "First" in late.text
    assert 'value="Second"' in late.text
    assert 'name="edition" type="hidden" value="2"' in late.text
    assert rows(Organization)[0].name == "First"


def test_closing_ends_everybodys_access(app):
    _campaign, omar, eve = make_two(app)
    north = db.session.scalars(db.select(Organization).filter_by(slug="north-side")).one()
    invitations.invite(north, "ana@example.org", "viewer", by=None)
    db.session.commit()
    answer = eve.post("/organize/north-side/close", is_sure="y")

    assert answer.location == "/organize"
    assert eve.get("/organize/north-side").status_code == 404
    assert [one.ended_at is None for one in rows(Partnership)] == [True, False]
    assert not rows(Invitation)[0].is_open
    assert rows(Audit)[-1].act == "organization.closed"
    assert omar.get(SOUTH).status_code == 200


def test_closing_needs_the_tick(app):
    omar = make_desk(app, make_organization())
    assert omar.post(f"{SOUTH}/close").status_code == 422
    assert rows(Organization)[0].closed_at is None


def test_who_leads_a_campaign_cannot_close(app):
    _campaign, omar, _eve = make_two(app)
    answer = omar.post(f"{SOUTH}/close", is_sure="y")

    assert answer.status_code == 422
    assert "Stop the contract" in answer.text
    assert rows(Organization)[0].closed_at is None


def test_nobody_joins_what_is_closed(client):
    organization = make_organization()
    offer = invitations.invite(organization, "ana@example.org", "owner", by=None)
    path = invitations.link(offer).removeprefix("http://localhost")
    organizations.close(organization)
    offer.withdrawn_at = None
    db.session.commit()

    assert client.get(path).status_code == 410
    assert rows(User) == []


def test_a_member_sees_what_the_role_says(app):
    make_desk(app, make_organization())
    eve = make_user("eve@example.org")
    make_membership(eve, rows(Organization)[0], "viewer")
    page = Desk(app, eve).get(SOUTH).text

    assert "Members" in page
    for hidden in ("Invitations", "Settings", "Who did what", "/members/"):
        assert hidden not in page.split("<main")[1]
