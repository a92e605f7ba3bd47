"""The organizers' frame: its menu shows what the endpoints' own checks let one open."""

import re

import pytest
from flask import url_for

from campaign.dashboard.navigation import CAMPAIGN, MINE, ORGANIZATION, STEPS
from campaign.db import now
from campaign.factsheet import Fact
from campaign.security import declared
from tests.accounts.factories import log_in, make_user, make_user_with_phone
from tests.coalition.factories import (
    make_campaign,
    make_membership,
    make_organization,
    make_partnership,
)
from tests.dashboard.factories import NEW, PAGE, make_omar, make_two_petitions
from tests.factories import rows
from tests.factsheet.factories import change
from tests.officials.factories import make_body

EVERY = [entry for part in (MINE, CAMPAIGN, ORGANIZATION) for entry in part]


def menu_of(page):
    menu = page.text.partition("<nav")[2].partition("</nav>")[0]
    return dict(re.findall(r'<a href="([^"]+)"[^>]*>.*?<span>([^<]+)</span>', menu, re.DOTALL))


def make_one(role, part="lead", slug="south-side"):
    omar, organization = make_user_with_phone(), make_organization(slug)
    make_membership(omar, organization, role)
    make_partnership(make_campaign(), organization, part)
    return omar


@pytest.mark.parametrize("role", ["viewer", "writer", "organizer", "owner"])
@pytest.mark.parametrize("part", ["lead", "partner", "endorser"])
def test_every_place_of_the_menu_opens(client, role, part):
    make_body(1)
    log_in(client, make_one(role, part))
    links = menu_of(client.get("/organize"))

    assert len(links) > 3
    for url in links:
        assert client.get(url).status_code == 200, url


def test_every_entry_leads_to_a_page_that_says_who_may(app):
    endpoints = [entry.endpoint for entry in EVERY] + [one for step in STEPS for one in step[:2]]
    assert [one for one in endpoints if declared(app, one) is None] == []


def test_no_key_opens_two_places():
    keys = [entry.key for entry in EVERY if entry.key]
    assert len(set(keys)) == len(keys)


@pytest.mark.parametrize(("role", "sees"), [("viewer", False), ("organizer", True)])
def test_what_the_role_may_not_open_is_not_offered(client, role, sees):
    log_in(client, make_one(role))
    assert ("People" in menu_of(client.get("/organize")).values()) is sees
    assert (client.get("/organize/south-side/people").status_code == 200) is sees


def test_the_page_one_is_on_is_marked(client):
    make_body(1)
    log_in(client, make_one("owner"))
    for url, label in menu_of(client.get("/organize")).items():
        page = client.get(url).text
        marked = re.findall(r'aria-current="page"[^>]*>.*?<span>([^<]+)</span>', page, re.DOTALL)
        assert label in marked, url


def test_what_waits_is_counted_beside_its_place(client):
    make_two_petitions()
    change(rows(Fact, key="rate")[0], statement=NEW)
    log_in(client, make_omar())
    page = client.get(PAGE).text

    assert re.search(r'<span>Overview</span> <span class="waits">1<', page)
    assert not re.search(r'<span>Today</span> <span class="waits">', page)


def test_the_switcher_lists_each_campaign_of_each_organization(client):
    omar = make_one("owner")
    north, other = make_organization("north-side"), make_campaign(slug="park", name={"en": "Park"})
    make_membership(omar, north, "viewer")
    make_partnership(other, north, "partner")
    make_partnership(other, rows(type(north), slug="south-side")[0], "endorser")
    log_in(client, omar)
    page = client.get("/organize/north-side/campaigns/park").text
    switch = page.partition('<details class="switch">')[2].partition("</details>")[0]

    assert re.findall(r'href="/organize/([^"]+)"', switch) == [
        "north-side/campaigns/park",
        "south-side/campaigns/stop-the-contract",
        "south-side/campaigns/park",
    ]
    assert switch.count('aria-current="true"') == 1
    assert 'href="/organize/north-side/campaigns/park" aria-current="true"' in switch


def test_with_one_place_there_is_nothing_to_switch(client):
    log_in(client, make_one("viewer"))
    page = client.get("/organize").text
    assert 'class="switch"' not in page
    assert "/organize/south-side/campaigns/stop-the-contract" in menu_of(client.get("/organize"))


def test_where_to_work_is_not_guessed(client):
    omar = make_one("owner")
    make_membership(omar, make_organization("north-side"), "owner")
    log_in(client, omar)
    page = client.get("/organize")

    assert "Choose where to work" in page.text
    assert list(menu_of(page)) == ["/organize"]


def test_an_ended_part_is_gone(client):
    omar, organization = make_user(), make_organization()
    make_membership(omar, organization, "viewer")
    make_partnership(make_campaign(), organization, "partner", ended_at=now())
    log_in(client, omar)
    assert "/campaigns/" not in client.get("/organize").text


@pytest.mark.parametrize("path", ["nothing", "south-side/nothing", "south-side/campaigns/park"])
def test_error_pages_keep_the_frame(client, path):
    log_in(client, make_one("viewer"))
    answer = client.get(f"/organize/{path}")

    assert answer.status_code == 404
    assert "There is no such page" in answer.text
    assert "Today" in menu_of(answer).values()


def test_error_pages_of_strangers_and_of_public_addresses_do_not(client):
    assert 'class="side"' not in client.get("/organize/south-side/x").text
    log_in(client, make_one("owner"))
    answer = client.get("/no-such-page")
    assert 'class="side"' not in answer.text
    assert "Set-Cookie" not in answer.headers


def test_a_refused_change_leaves_an_error_page_in_the_frame(client):
    log_in(client, make_one("viewer"))
    answer = client.post("/organize/south-side/invitations", data={"emails": "ana@example.org"})
    assert answer.status_code == 403
    assert "Your role in this organization does not include this." in answer.text
    assert "Today" in menu_of(answer).values()


def test_pages_on_the_way_in_have_no_menu(client):
    assert 'class="side"' not in client.get("/login").text


def test_logging_out_works_from_the_frame(client):
    log_in(client, make_one("viewer"))
    assert f'action="{url_path("security.logout", client)}"' in client.get("/organize").text
    assert client.post("/logout").status_code == 302
    assert client.get("/organize").status_code == 302


def url_path(endpoint, client):
    with client.application.test_request_context():
        return url_for(endpoint)
