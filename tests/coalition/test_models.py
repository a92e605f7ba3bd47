from campaign.coalition.models import Membership, Partnership
from campaign.db import db, now
from tests.accounts.factories import make_user
from tests.coalition.factories import (
    make_campaign,
    make_membership,
    make_organization,
    make_partnership,
)
from tests.factories import rows


def test_partners_are_the_current_ones_of_a_role(app):
    campaign = make_campaign()
    one, two, gone, named = (make_organization(slug) for slug in ("one", "two", "gone", "named"))
    make_partnership(campaign, two, "partner")
    make_partnership(campaign, one, "partner")
    make_partnership(campaign, gone, "partner", ended_at=now())
    make_partnership(campaign, named, "endorser")

    assert campaign.partners("partner") == [two, one]
    assert campaign.partners("endorser") == [named]
    assert campaign.partners("lead") == []


def test_coming_back_keeps_one_row(app):
    organization, campaign, user = make_organization(), make_campaign(), make_user()
    make_partnership(campaign, organization, "lead", ended_at=now())
    make_membership(user, organization, "owner", ended_at=now())
    organization.join(campaign, "partner")
    organization.add_member(user, "viewer")
    db.session.commit()

    assert [(one.role, one.ended_at) for one in rows(Partnership)] == [("partner", None)]
    assert [(one.role, one.ended_at) for one in rows(Membership)] == [("viewer", None)]


def test_a_role_includes_those_below_it(app):
    membership = make_membership(make_user(), make_organization(), "writer")

    assert membership.is_at_least("viewer")
    assert membership.is_at_least("writer")
    assert not membership.is_at_least("organizer")
    membership.ended_at = now()
    assert not membership.is_at_least("viewer")


def test_a_campaign_is_public_once_published(app):
    assert make_campaign().is_public
    assert not make_campaign(slug="later", published_at=None).is_public
