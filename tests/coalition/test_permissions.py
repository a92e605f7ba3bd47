import pytest

from campaign.coalition.permissions import (
    lead_of_campaign,
    partner_in_campaign,
    role_at_least,
    signed_in,
)
from campaign.db import db, now
from tests.accounts.factories import PASSWORD, fill_in, log_in, make_user, make_user_with_phone
from tests.coalition.factories import (
    make_campaign,
    make_membership,
    make_organization,
    make_partnership,
)
from tests.coalition.planted import planted_app

PLAIN = "/organize/<organization>/planted"
SHARED = "/organize/<organization>/campaigns/<campaign>/planted"
HERE = "/organize/south-side/planted"
THERE = "/organize/south-side/campaigns/stop-the-contract/planted"


def make_omar(role="organizer", part="partner", **partnership):
    """Omar, in an organization that takes part in a campaign."""
    omar, organization = make_user_with_phone(), make_organization()
    make_membership(omar, organization, role)
    make_partnership(make_campaign(published_at=None), organization, part, **partnership)
    return omar


@pytest.mark.parametrize("role", ["viewer", "writer", "organizer", "owner"])
@pytest.mark.parametrize("needed", ["viewer", "writer", "organizer", "owner"])
def test_a_role_may_do_what_lower_ones_may(app, role, needed):
    ranks = ["viewer", "writer", "organizer", "owner"]
    omar = make_omar(role)
    with planted_app(app, {PLAIN: role_at_least(needed)}) as client:
        log_in(client, omar)
        expected = 200 if ranks.index(role) >= ranks.index(needed) else 403
        assert client.get(HERE).status_code == expected
        assert client.post(HERE).status_code == expected


@pytest.mark.parametrize(("part", "status"), [("lead", 200), ("partner", 403), ("endorser", 403)])
def test_only_the_lead_runs_what_is_shared(app, part, status):
    omar = make_omar(part=part)
    with planted_app(app, {SHARED: lead_of_campaign()}) as client:
        log_in(client, omar)
        assert client.get(THERE).status_code == status


def test_leading_does_not_lift_a_low_role(app):
    omar = make_omar("writer", "lead")
    with planted_app(app, {SHARED: lead_of_campaign("organizer")}) as client:
        log_in(client, omar)
        assert client.get(THERE).status_code == 403


def test_a_campaign_of_others_is_not_found(app):
    omar, other = make_omar(), make_campaign(slug="another", name={"en": "Another"})
    make_partnership(other, make_organization("north-side"))
    with planted_app(app, {SHARED: partner_in_campaign("viewer")}) as client:
        log_in(client, omar)
        assert client.get(THERE).status_code == 200
        hidden = client.get(THERE.replace("stop-the-contract", "another"))
        missing = client.get(THERE.replace("stop-the-contract", "nothing"))
    assert (hidden.status_code, hidden.text) == (404, missing.text.replace("nothing", "another"))


def test_a_partnership_that_is_over_opens_nothing(app):
    omar = make_omar(ended_at=now())
    with planted_app(app, {SHARED: partner_in_campaign("viewer")}) as client:
        log_in(client, omar)
        assert client.get(THERE).status_code == 404


def test_exports_ask_for_the_password_again(app):
    omar = make_omar()
    with planted_app(app, {PLAIN: role_at_least("viewer", fresh=True)}) as client:
        log_in(client, omar, seconds_ago=1900)
        asked = client.get(HERE)
        assert asked.location == f"/account/verify?next={HERE}"
        assert fill_in(client, asked.location, password=PASSWORD).location == HERE
        assert client.get(HERE).text == "secret"


def test_an_outsider_learns_nothing_by_the_password_question(app):
    eve = make_user("eve@example.org")
    make_omar()
    with planted_app(app, {PLAIN: role_at_least("viewer", fresh=True)}) as client:
        log_in(client, eve, seconds_ago=1900)
        assert client.get(HERE).status_code == 404


def test_an_owner_without_second_factor_is_led_to_it(app):
    owner = make_user()
    make_membership(owner, make_organization(), "owner")
    with planted_app(app, {"/planted": signed_in, PLAIN: role_at_least("viewer")}) as client:
        log_in(client, owner)
        for url in ("/planted", HERE):
            assert client.get(url).location == "/account/second-factor"
            assert client.post(url).location == "/account/second-factor"


def test_nobody_is_led_to_a_login_twice(app):
    with planted_app(app, {PLAIN: role_at_least("viewer")}) as client:
        assert client.get(HERE).location == f"/login?next={HERE}"
        assert client.post(HERE).status_code == 302


def test_a_disabled_user_is_out_at_once(app):
    omar = make_omar()
    with planted_app(app, {PLAIN: role_at_least("viewer")}) as client:
        log_in(client, omar)
        assert client.get(HERE).status_code == 200
        omar.disable()
        db.session.commit()
        assert client.get(HERE).status_code == 302


def test_a_role_that_does_not_exist_is_a_mistake_of_ours():
    with pytest.raises(ValueError, match="king"):
        role_at_least("king")
