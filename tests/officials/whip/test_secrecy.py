"""A canary in the whip count: nobody who may not read it finds it, a trace of it, or a number."""

import logging
import re

import pytest

from campaign.coalition.models import Campaign, Organization
from campaign.db import db
from campaign.officials.whip import counts, entries, readers
from campaign.officials.whip.models import Stance, Whip
from tests.accounts.factories import fill_in, log_in, make_user_with_phone
from tests.coalition.factories import make_membership, make_organization, make_partnership
from tests.factories import rows
from tests.factsheet.factories import make_fact
from tests.officials.whip.factories import WHIP, at_desk, make_lead, officials, today
from tests.petitions.factories import make_petition
from tests.promises.crawler import Crawler
from tests.test_routes import address, all_rules

CANARY = "Cucullatus"
TRACES = (CANARY, "Strong yes", "/whip", "whip count", "Whip count", "whip.")
CHANGING = re.compile(  # what differs between two visits to one page, whatever stands in the rows
    r'(name="csrf_token"[^>]*value=")[^"]+|(name="token"[^>]*value=")[^"]+|\b\d+:\d\d[^<"]*'
)
PEOPLE = {  # who looks: organization, role there
    "a stranger": None,
    "partner’s owner": ("parents", "owner"),
    "partner’s organizer": ("parents", "organizer"),
    "endorser’s owner": ("friends", "owner"),
    "lead’s viewer": ("south-side", "viewer"),
    "lead’s writer": ("south-side", "writer"),
}
MORE = [
    "/organize/{}/search?q=" + CANARY,
    "/organize/{}/search?q=whip",
    "/organize/{}/audit?act=whip.recorded",
    "/officials?q=" + CANARY,
    "/officials?stance=strong+yes&sort=stance",
    "/officials/official-1?campaign=stop-the-contract",
    "/organize/{}/campaigns/stop-the-contract/whip/1?official=official-1",
]


def make_everything():
    """A campaign of three organizations, with something public and a council; nothing counted."""
    omar, whip = make_lead()
    campaign = whip.campaign
    db.session.delete(whip)
    db.session.commit()
    for slug, part in (("parents", "partner"), ("friends", "endorser")):
        make_partnership(campaign, make_organization(slug), part)
    make_petition(campaign=campaign, slug="petition", body=whip.measure.body)
    make_fact(campaign)
    return omar


def make_user_of(who):
    organization, role = PEOPLE[who]
    user = make_user_with_phone("eve@example.org")
    found = db.session.scalars(db.select(Organization).filter_by(slug=organization)).one()
    make_membership(user, found, role)
    return user


def plant(omar):
    """A count with the canary in every text that one can write into it."""
    campaign = db.session.scalars(db.select(Campaign)).one()
    measure = officials_measure()
    whip = counts.begin(campaign, measure, "yes", 3)
    said = {"evidence": "meeting", "source": f"{CANARY} told us", "note": f"About {CANARY}"}
    for one, value in zip(officials(), ("strong yes", "lean no", "undecided"), strict=False):
        entries.record(whip, [one], value=value, on=today(whip), by=db.session.merge(omar), **said)
    db.session.commit()


def officials_measure():
    from campaign.officials.record.models import Measure

    return db.session.scalars(db.select(Measure)).one()


def look(app, client, who):
    """Every page that can be asked for, as this person gets it: status, headers, text."""
    client.reads_pages = False
    slug = (PEOPLE[who] or ("south-side",))[0]
    named = {"organization": slug, "campaign": "stop-the-contract", "number": 1, "key": "rate"}
    found = {}
    for rule in all_rules(app):
        for kind in ("petition", "official-1", "stop-the-contract"):
            if "GET" in rule.methods:
                path = address(app, rule, **named, slug=kind, official="official-1")
                found[path] = None
    for path in [*found, *(one.format(slug) for one in MORE)]:
        answer = client.get(path)
        headers = sorted(name for name in answer.headers.keys() if name != "Set-Cookie")
        text = CHANGING.sub("", answer.get_data(as_text=True))
        found[path] = (answer.status_code, headers, answer.headers.get("ETag"), text)
    return found


def is_about_the_count(path):
    return f"{path}/".startswith(f"{WHIP}/".replace("south-side", path.split("/")[2]))


@pytest.mark.parametrize("who", PEOPLE)
def test_no_answer_differs_for_whoever_may_not_read(app, client, who):
    omar = make_everything()
    if PEOPLE[who]:
        log_in(client, make_user_of(who))
    before = look(app, client, who)
    plant(omar)
    after = look(app, client, who)

    assert len(before) > 40
    assert [path for path in before if before[path] != after[path]] == []
    for path, (_status, _headers, _tag, text) in after.items():
        assert CANARY not in text.replace(f"q={CANARY}", "").replace(f'value="{CANARY}"', ""), path


@pytest.mark.parametrize("who", list(PEOPLE)[1:])
def test_the_count_is_as_if_it_were_not_there(app, client, who):
    plant(make_everything())
    log_in(client, make_user_of(who))
    client.reads_pages = False
    slug = PEOPLE[who][0]
    base = WHIP.replace("south-side", slug)
    texts = {client.get(f"{base}/{number}").text for number in (1, 77)}

    assert len(texts) == 1  # a count that is there, and one that is not
    for rule in all_rules(app):
        if rule.endpoint.startswith("whip_desk."):
            path = address(
                app, rule, organization=slug, campaign="stop-the-contract", official="official-1"
            )
            for method in sorted(rule.methods - {"HEAD", "OPTIONS"}):
                assert client.open(path, method=method).status_code == 404, (method, path)
    assert len(rows(Whip)) == 1


@pytest.mark.parametrize("who", ["partner’s owner", "lead’s viewer"])
def test_whoever_follows_every_link_and_sends_every_form_finds_no_trace(app, client, who):
    plant(make_everything())
    log_in(client, make_user_of(who))
    client.reads_pages = False
    traces = []

    def search(asked, answer):
        text = answer.get_data(as_text=True)
        traces.extend((asked, one) for one in TRACES if one in text)

    Crawler(client, "word", search).crawl("/organize", "/", "/officials", "/c/stop-the-contract")
    assert traces == []


def test_logs_name_no_official_and_no_stance(client, caplog):
    whip = at_desk(client)
    caplog.set_level(logging.DEBUG)
    said = {"value": "strong yes", "evidence": "meeting", "on": str(today(whip))}
    said |= {"officials": [str(officials()[0].id)], "source": CANARY, "note": CANARY}
    answer = fill_in(client, f"{WHIP}/1/record?official=official-1", **said)

    assert answer.status_code == 303
    assert len(rows(Stance)) == 1
    for word in (CANARY, "strong yes", "official-1", "Official 1"):
        assert word not in caplog.text


def test_the_fragment_for_an_officials_page_is_empty_for_everybody_else(app, client):
    """`whip_of` on an organizers' page, for the lead's organizer, a named reader, and others."""
    plant(make_everything())
    shown = {}
    for who in ("lead’s organizer", "lead’s viewer", "partner’s owner"):
        shown[who] = fragment(app, who)
    assert CANARY in shown["lead’s organizer"]
    assert shown["lead’s viewer"].strip() == shown["partner’s owner"].strip() == ""

    campaign = db.session.scalars(db.select(Campaign)).one()
    readers.name(campaign, "parents-owner@example.org", rows_user("omar@example.org"))
    db.session.commit()
    read = fragment(app, "partner’s owner")
    assert CANARY in read
    assert "Record a stance" not in read
    assert "Record a stance" in shown["lead’s organizer"]


def rows_user(email):
    from campaign.accounts.models import User

    return db.session.scalars(db.select(User).filter_by(email=email)).one_or_none()


def fragment(app, who):
    """What the page of “Official 1” would include."""
    from flask import g, render_template
    from flask_login import login_user

    from campaign.coalition.permissions import get_my_membership

    organization, role = {"lead’s organizer": ("south-side", "organizer")}.get(who) or PEOPLE[who]
    email = "omar@example.org" if role == "organizer" else f"{organization}-{role}@example.org"
    user = rows_user(email) or make_user_with_phone(email)
    found = db.session.scalars(db.select(Organization).filter_by(slug=organization)).one()
    if role != "organizer" and who not in _made:
        make_membership(user, found, role)
    with app.test_request_context("/organize"):
        login_user(user)
        g.membership = get_my_membership(organization)
        return render_template(
            "officials/whip/of_official.html",
            campaign=db.session.scalars(db.select(Campaign)).one(),
            official=officials()[0],
        )
