"""Organizers see the maps; the lead's correct from when to when one is in force."""

import re
from datetime import date
from typing import Any

import pytest

from campaign.coalition.audit import Audit
from campaign.db import db, now
from campaign.officials.wards.models import WardMap
from tests.accounts.factories import log_in, make_user
from tests.coalition.factories import (
    make_campaign,
    make_membership,
    make_organization,
    make_partnership,
)
from tests.factories import rows
from tests.officials.factories import make_body
from tests.officials.wards.city import bring_map, squares
from tests.page import PageClient

HOME = "/organize/south-side/campaigns/stop-the-contract/maps"


@pytest.fixture
def omar(client: PageClient) -> Any:
    """An organizer of the lead; there is one map, since May 15, 2023."""
    campaign, lead = make_campaign(), make_organization()
    make_partnership(campaign, lead)
    user = make_user()
    made = make_membership(user, lead, "organizer")
    bring_map(make_body(wards=4), squares(), source="the city’s portal")
    log_in(client, user)
    return made


def form(client: PageClient, **values: str) -> dict[str, str]:
    """What the page about this map would send."""
    page = client.get(f"{HOME}/1").text
    hidden = dict(re.findall(r'name="(seen|csrf_token)"[^>]*value="([^"]*)"', page))
    return {"starts_on": "2023-05-15", "ends_on": "", **hidden, **values}


def test_it_works(client: PageClient, omar: Any) -> None:
    page = client.get(HOME)

    assert "Map “2023”" in page.text
    assert "in force since May 15, 2023" in page.text
    assert "4 wards" in page.text
    assert "From: the city’s portal" in page.text
    assert '<img src="/wards/map.svg?' in page.text


def test_days_are_corrected(client: PageClient, omar: Any) -> None:
    answer = client.post(f"{HOME}/1", data=form(client, ends_on="2033-05-14"))

    assert answer.location == HOME
    [found] = rows(WardMap)
    assert (found.ends_on, found.by_hand) == (date(2033, 5, 14), ["ends_on"])
    [act] = [one for one in rows(Audit) if one.act == "map.days"]
    assert act.details["after"] == ["2023-05-15", "2033-05-14"]
    assert "Its days were corrected by hand" in client.get(HOME).text


def test_nothing_changed_is_no_act(client: PageClient, omar: Any) -> None:
    assert client.post(f"{HOME}/1", data=form(client)).status_code == 303
    assert [one for one in rows(Audit) if one.act == "map.days"] == []


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"starts_on": ""}, "Enter the first day."),
        ({"ends_on": "2020-01-01"}, "The last day of the map is before its first."),
        ({"starts_on": "2023-05-14"}, "Map “2015” is in force from 2015-05-18 to 2023-05-14"),
    ],
)
def test_what_cannot_be(
    client: PageClient, omar: Any, values: dict[str, str], sentence: str
) -> None:
    [found] = rows(WardMap)
    days = {"from": "2015-05-18", "until": "2023-05-14"}
    bring_map(found.body, squares(), "2015", **days)
    answer = client.post(f"{HOME}/1", data=form(client, **values))

    assert answer.status_code == 422
    assert sentence in answer.text
    assert rows(WardMap)[0].by_hand == []


def test_the_second_to_save_learns_of_the_first(client: PageClient, omar: Any) -> None:
    typed = form(client, ends_on="2033-05-14")
    [found] = rows(WardMap)
    found.ends_on, found.changed_at = date(2030, 1, 1), now()
    db.session.commit()
    answer = client.post(f"{HOME}/1", data=typed)

    assert answer.status_code == 409
    assert "Somebody was faster" in answer.text
    assert "to January 1, 2030" in answer.text
    assert 'value="2033-05-14"' in answer.text
    assert rows(WardMap)[0].ends_on == date(2030, 1, 1)


def test_partners_read(client: PageClient, omar: Any) -> None:
    [campaign] = [one.campaign for one in omar.organization.partnerships]
    north = make_organization("north-side")
    make_partnership(campaign, north, "partner")
    eve = make_user("eve@example.org")
    make_membership(eve, north, "organizer")
    log_in(client, eve)
    home = HOME.replace("south-side", "north-side")
    page = client.get(home)

    assert "Map “2023”" in page.text
    assert "Correct its days" not in page.text
    assert client.get(f"{home}/1").status_code == 403
    assert client.get(HOME).status_code == 404


def test_a_map_that_is_not_there(client: PageClient, omar: Any) -> None:
    assert client.get(f"{HOME}/99").status_code == 404
