"""What the menu does not ask for counts nothing: its numbers are those of all rooms."""

from datetime import timedelta

import pytest
from flask_login import login_user

from campaign.coalition.models import Membership
from campaign.dashboard import today
from campaign.dashboard.desks import Desk
from campaign.dashboard.places import Place, places_of
from campaign.db import db, now
from campaign.officials.models import Contact
from campaign.petitions.models import Petition
from tests.factories import rows


@pytest.fixture
def memberships(app, campaign):
    """Those of the demo, in which something waits in nearly every room."""
    assert campaign("demo", "load").exit_code == 0
    for petition in rows(Petition):
        petition.closes_at = now() + timedelta(days=1)
    for contact in rows(Contact):
        contact.bounced_at, contact.verified_on = now(), None
    db.session.commit()
    return rows(Membership)


def test_the_menu_leaves_out_nothing_that_counts(app, memberships):
    found = 0
    for one in memberships:
        with app.test_request_context("/organize"):
            login_user(one.user)
            [place] = places_of(one)
            left_out = items(today._in_organizations, Place(one, None))
            left_out += items(today._in_campaigns, Desk(one, place.partnership))
            left_out += items(today._in_parts, place)
            assert [item.words for item in left_out if item.count] == []
            found += len(left_out)
    assert found > 3


def items(rooms, place):
    """What waits there in rooms that only Today asks."""
    only = [room for room in rooms if room in today._only_today]
    return [one.item for one in today.seen_from(place, only)]
