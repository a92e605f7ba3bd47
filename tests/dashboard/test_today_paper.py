"""Paper in today: sheets half entered, packets not handed over; each organization its own."""

from datetime import date, timedelta

import pytest

from campaign.coalition import exports
from campaign.coalition.models import Organization
from campaign.db import db, now
from campaign.petitions.delivery.models import Delivery
from tests.accounts.factories import log_in, make_user
from tests.coalition.factories import make_organization as make_group
from tests.coalition.factories import make_partnership
from tests.dashboard.factories import make_omar, make_two_petitions, only_campaign, petition_of
from tests.dashboard.test_today import items
from tests.factories import rows
from tests.petitions.paper import PAGE, enter, make_run, open_first, sheets

SHEET = "1 sheet of “Save the clinic” is half entered"


@pytest.fixture
def omar(client):
    make_two_petitions()
    omar = make_omar()
    log_in(client, omar)
    return omar


def make_packet(omar, **values):
    campaign, petition = only_campaign(), petition_of("save-the-clinic")
    [lead] = rows(Organization, slug="neighbors")
    noted = exports.Export(
        code=f"CODE{db.session.query(Delivery).count()}",
        kind="packet",
        organization_id=lead.id,
        campaign_id=campaign.id,
        fields=["name", "ward"],
        count=1,
        purpose="deliver",
        user_id=omar.id,
    )
    defaults = {"recipient": "The clerk", "choices": {}, "folder": "x", "state": "ready"}
    packet = Delivery(
        petition=petition,
        organization_id=lead.id,
        export=noted,
        made_by=omar,
        **defaults | values,
    )
    db.session.add(packet)
    db.session.commit()
    return packet


def test_a_sheet_waits_until_it_is_finished(client, omar):
    make_run(petition_of("save-the-clinic"))
    assert items(client) == []
    url = open_first(client, total=1)
    [item] = items(client)
    assert SHEET in item
    assert f"{PAGE}#begun" in item

    enter(client, url, ("Ana Ruiz", "1", ""), finish="1")
    assert sheets()[0].state == "done"
    assert items(client) == []


def test_nobody_else_hears_of_our_sheets(client, omar):
    make_run(petition_of("save-the-clinic"))
    open_first(client, total=1)
    make_partnership(only_campaign(), make_group("park-friends"), "partner")
    eve = make_user("eve@example.org")
    [theirs] = rows(Organization, slug="park-friends")
    theirs.add_member(eve, "organizer")
    db.session.commit()
    log_in(client, eve)
    assert [one for one in items(client) if "half entered" in one] == []


def test_the_newest_packet_waits_until_it_is_handed_over(client, omar):
    make_packet(omar)
    packet = make_packet(omar)
    [item] = items(client)
    assert f"Packet {packet.export.code} waits to be handed over" in item
    assert f"/petitions/save-the-clinic/delivery/{packet.id}" in item
    assert "are gone" not in item

    packet.made_at = now() - timedelta(days=2)
    db.session.commit()
    assert "The files were kept for a day and are gone." in items(client)[0]

    packet.handed_on = date(2024, 5, 4)
    db.session.commit()
    assert items(client) == []


def test_a_packet_that_failed_is_urgent(client, omar):
    packet = make_packet(omar, state="failed")
    [item] = items(client)
    assert f"Packet {packet.export.code} could not be made" in item
    assert 'class="now"' in item
