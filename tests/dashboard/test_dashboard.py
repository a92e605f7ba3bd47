from campaign.db import db, now
from tests.accounts.factories import log_in, make_user, make_user_with_phone
from tests.coalition.factories import (
    make_campaign,
    make_membership,
    make_organization,
    make_partnership,
)


def make_omar(role="organizer", slug="south-side"):
    """Omar, logged in nowhere yet, in one organization that leads a campaign."""
    omar, organization = make_user_with_phone(), make_organization(slug)
    make_membership(omar, organization, role)
    make_partnership(make_campaign(), organization, "lead")
    return omar


def test_it_shows_where_one_works(client):
    log_in(client, make_omar())
    make_organization("north-side")
    page = client.get("/organize").text

    assert "South Side" in page
    assert "Organizer" in page
    assert "Stop the contract" in page
    assert "North Side" not in page


def test_it_needs_a_login(client):
    assert client.get("/organize").location == "/login?next=/organize"


def test_without_an_organization_it_says_what_to_do(client):
    log_in(client, make_user())
    assert "You belong to no organization" in client.get("/organize").text


def test_what_is_over_is_not_shown(client):
    omar = make_omar()
    make_membership(omar, make_organization("north-side"), ended_at=now())
    log_in(client, omar)

    assert "North Side" not in client.get("/organize").text
    assert client.get("/organize/north-side").status_code == 404


def test_an_unpublished_campaign_has_no_public_link(client):
    omar, organization = make_user(), make_organization()
    make_membership(omar, organization, "viewer")
    make_partnership(make_campaign(published_at=None), organization)
    log_in(client, omar)
    page = client.get("/organize").text

    assert "not public yet" in page
    assert "/c/stop-the-contract" not in page


def test_a_viewer_sees_members_but_no_invitations(client):
    log_in(client, make_omar("viewer"))
    page = client.get("/organize/south-side").text

    assert "Members" in page
    assert "Invitations" not in page


def test_an_owner_without_second_factor_sets_it_up_first(client):
    omar, organization = make_user(), make_organization()
    make_membership(omar, organization, "owner")
    log_in(client, omar)

    for url in ("/organize", "/organize/south-side"):
        assert client.get(url).location == "/account/second-factor"
    assert client.post("/organize/south-side/invitations").status_code == 302
    assert client.get("/account/second-factor").status_code == 200


def test_a_removed_member_is_out_at_once(client):
    omar = make_user()
    membership = make_membership(omar, make_organization())
    log_in(client, omar)
    assert client.get("/organize/south-side").status_code == 200
    membership.ended_at = now()
    db.session.commit()

    assert client.get("/organize/south-side").status_code == 404


def test_the_account_page_shows_the_second_factor(client):
    log_in(client, make_user_with_phone())
    page = client.get("/account").text

    assert "On" in page
    assert "0 unused codes" in page
