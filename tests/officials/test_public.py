"""No public page tells what a coalition thinks of officials, or who spoke to them."""

import re

from campaign.coalition.models import Campaign
from campaign.db import db, now
from campaign.officials.contact.models import Interaction
from campaign.officials.models import Official, Term
from campaign.officials.record.models import Sponsor
from campaign.officials.whip.models import Stance, Whip
from tests.factories import add, rows
from tests.officials.desk import make_council
from tests.officials.factories import make_measure
from tests.petitions.factories import make_petition

CANARY = re.compile("canary", re.IGNORECASE)
BEGINNINGS = ("/", "/officials", "/wards", "/officials?state=quiet")


def plant(council):
    """Private words in every column that holds some."""
    [campaign] = rows(Campaign)
    make_petition(body=council, campaign=campaign)
    measure = make_measure(council)
    whip = add(Whip(campaign=campaign, measure=measure, needed=26))
    said = {"source": "canary source", "note": "canary note", "on": now().date()}
    for official in rows(Official):
        add(Stance(whip=whip, official=official, value="lean no", evidence="staff", **said))
        texts = dict.fromkeys(("who", "with_whom", "asked", "answered", "next_step"), "canary")
        add(
            Interaction(
                organization_id=1,
                campaign=campaign,
                official=official,
                measure=measure,
                way="visit",
                on=now().date(),
                next_on=now().date(),
                **texts,
            )
        )
        add(Sponsor(measure=measure, official=official, source="canary"))
    for term in rows(Term):
        term.source = "canary.csv"
        for contact in term.contacts:
            contact.source = "canary.csv"
    db.session.commit()


def test_it_works(client, app):
    plant(make_council())
    waiting, seen, found = list(BEGINNINGS), set(), []
    while waiting:
        path = waiting.pop()
        if path not in seen:
            seen.add(path)
            page = client.get(path).text
            found += [path] if CANARY.search(page) else []
            waiting += [one for one in links(page) if is_ours(one)]
    assert found == []
    assert {"/officials/ana-quetzal", "/wards/1", "/wards/3"} <= seen
    assert "Nobody fits" in client.get("/officials?q=canary").text
    for words in ("lean no", "visit", "Last talk"):
        assert words not in client.get("/officials/ana-quetzal").text


def links(page):
    return [one.partition("#")[0] for one in re.findall(r'href="(/[^"]*)"', page)]


def is_ours(path):
    return not path.startswith(("/static", "/organize", "/login", "/dev")) and "lang=" not in path
