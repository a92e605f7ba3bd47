"""Whose notes one reads: one's organization's, and as the lead those that are shared."""

import pytest

from campaign.coalition import scope
from campaign.coalition.models import Campaign, Organization
from campaign.db import db, now
from campaign.officials.contact.models import Interaction
from tests.factories import add, rows
from tests.officials.desk import ANA, DESK, enter, make_council, send
from tests.petitions.factories import make_campaign

LIST = DESK.replace("/officials", "/interactions")
CANARIES = ("Leadsecret", "Sharedword", "Ownsecret")


@pytest.fixture
def council(app):
    """A note of the lead, a shared and an unshared one of its partner, one of another campaign."""
    body = make_council()
    other = make_campaign(slug="other")
    rows(Organization, slug="south-side")[0].join(other, "partner")
    rows(Organization, slug="neighbors")[0].join(other, "lead")
    make_note("neighbors", "Leadsecret")
    make_note("south-side", "Sharedword")
    make_note("south-side", "Ownsecret", is_shared=False)
    make_note("south-side", "Elsewhere", campaign_id=other.id)
    return body


def make_note(slug, words, **values):
    mine = rows(Organization, slug=slug)[0]
    said = {"campaign_id": rows(Campaign, slug="clinic")[0].id, "official_id": 1, "way": "visit"}
    said |= {"answered": words, "who": f"{words} asked", "on": now().date(), "next_step": words}
    return add(Interaction(organization_id=mine.id, **said | values))


def read(client, url):
    page = client.get(url).text
    return {one for one in (*CANARIES, "Elsewhere") if one in page}


@pytest.mark.parametrize(
    ("slug", "seen"),
    [("neighbors", {"Leadsecret", "Sharedword"}), ("south-side", {"Sharedword", "Ownsecret"})],
)
def test_it_works(client, council, slug, seen):
    enter(client, "owner", slug)
    assert read(client, ANA.replace("neighbors", slug)) == seen
    mine = LIST.replace("neighbors", slug)
    assert read(client, mine) == seen
    for query in ("way=visit", "step=open", "q=Ana", "page=1", "q=asked"):
        assert read(client, f"{mine}?{query}") == seen, query
    taken = send(client, f"{mine}.csv", mine).get_data(as_text=True)
    assert {one for one in CANARIES if one in taken} == seen


def test_looking_for_others_is_like_looking_for_nobody(client, council):
    enter(client, "owner", "south-side")
    mine = LIST.replace("neighbors", "south-side")
    theirs = client.get(f"{mine}?q=Leadsecret").text.replace("Leadsecret", "")
    nobody = client.get(f"{mine}?q=Zorzalword").text.replace("Zorzalword", "")
    assert plain(theirs) == plain(nobody)
    assert read(client, f"{mine}?by=neighbors") == set()
    assert "Neighbors</option>" not in client.get(mine).text


def plain(page):
    return [line for line in page.splitlines() if "csrf_token" not in line]


@pytest.mark.parametrize("act", ["edit", "delete"])
def test_what_is_shared_is_read_and_not_changed(client, council, act):
    enter(client, "owner")
    for note in rows(Interaction):
        expected = 200 if note.answered == "Leadsecret" else 404
        assert client.get(f"{LIST}/{note.id}/{act}").status_code == expected
        if expected == 404:
            assert client.post(f"{LIST}/{note.id}/{act}").status_code == 404
            assert client.post(f"{LIST}/{note.id}/done").status_code == 404
    assert len(rows(Interaction)) == 4


def test_a_note_of_another_campaign_is_not_of_this_one(client, council):
    enter(client, "owner", "south-side")
    elsewhere = rows(Interaction, answered="Elsewhere")[0]
    url = f"{LIST.replace('neighbors', 'south-side')}/{elsewhere.id}/edit"
    assert client.get(url).status_code == 404
    assert client.get(url.replace("/clinic/", "/other/")).status_code == 200


def test_viewers_read_none(client, council):
    enter(client, "viewer")
    assert read(client, ANA) == set()
    assert client.get(LIST).status_code == 403
    assert client.get(f"{ANA}/log").status_code == 403


def test_the_last_talk_is_one_that_may_be_read(client, council):
    """Whether a partner spoke to somebody without sharing it does not show in the list either."""
    for note in rows(Interaction):
        note.official_id = 2 if note.answered == "Ownsecret" else 1
    add(rows(Interaction)[0])
    enter(client)
    assert "Luis Zorzal" in client.get(f"{DESK}?state=quiet").text
    assert "Ana Quetzal" not in client.get(f"{DESK}?state=quiet").text


def test_the_scope_is_below_the_views(app, council):
    lead = rows(Organization, slug="neighbors")[0]
    with scope.of(lead.id):
        assert [one.answered for one in db.session.scalars(db.select(Interaction))] == [
            "Leadsecret"
        ]
