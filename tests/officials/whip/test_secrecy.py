"""A canary in the whip count: nobody who may not read it finds it, a trace of it, or a number."""

import logging
import re
from difflib import unified_diff

import pytest
import time_machine
from flask import g, render_template
from flask_login import login_user

from campaign.coalition.models import Campaign, Organization
from campaign.coalition.permissions import get_my_membership
from campaign.db import db, now
from campaign.officials.record.models import Measure
from campaign.officials.whip import counts, entries, readers
from campaign.officials.whip.models import Stance, Whip
from tests.accounts.factories import fill_in, log_in, make_user_with_phone
from tests.coalition.factories import make_membership, make_organization, make_partnership
from tests.factories import rows
from tests.factsheet.factories import make_fact
from tests.officials.whip.factories import WHIP, at_desk, make_lead, officials, today
from tests.petitions.factories import make_petition
from tests.promises.conftest import once
from tests.promises.crawler import Crawler
from tests.test_routes import address, all_rules

CANARY = "Cucullatus"
TRACES = (CANARY, "Strong yes", "stop-the-contract/whip")
CHANGING = re.compile(  # what differs between two visits to one page, whatever stands in the rows
    r'(name="(csrf_token|token|key)"[^>]*value=")[^"]+|\d+:\d\d[^<"]*'
)
PEOPLE = {  # who looks: organization, role there
    "a stranger": None,
    "partner’s owner": ("parents", "owner"),
    "partner’s organizer": ("parents", "organizer"),
    "endorser’s owner": ("friends", "owner"),
    "lead’s viewer": ("south-side", "viewer"),
    "lead’s writer": ("south-side", "writer"),
}
CLOSEST = ["partner’s owner", "lead’s writer"]  # of those shown least, and of those shown most
NOT_TRIED = ("/logout", "/metrics")  # the one ends the visit, the other counts visits
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
    campaign, body = whip.campaign, whip.measure.body
    db.session.delete(whip)
    db.session.commit()
    for slug, part in (("parents", "partner"), ("friends", "endorser")):
        make_partnership(campaign, make_organization(slug), part)
    make_petition(campaign=campaign, slug="petition", body=body)
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
    whip = counts.begin(campaign, rows(Measure)[0], "yes", 3)
    said = {"evidence": "meeting", "source": f"{CANARY} told us", "note": f"About {CANARY}"}
    for one, value in zip(officials(), ("strong yes", "lean no", "undecided"), strict=False):
        entries.record(whip, [one], value=value, on=today(whip), by=db.session.merge(omar), **said)
    db.session.commit()


def look(app, client, who, user):
    """Every page that can be asked for, as this person gets it: status, headers, text."""
    client.reads_pages, client.keeps_pages = False, True
    app.extensions["pages"].clear()
    slug = (PEOPLE[who] or ("south-side",))[0]
    named = {"organization": slug, "campaign": "stop-the-contract", "number": 1, "key": "rate"}
    paths = [
        address(app, rule, **named, slug=kind, official="official-1")
        for rule in all_rules(app)
        for kind in ("petition", "official-1", "stop-the-contract")
        if "GET" in rule.methods and rule.rule not in NOT_TRIED
    ]
    paths += [one.format(slug) for one in MORE]
    return {path: seen(client, path, user) for path in dict.fromkeys(paths)}


def seen(client, path, user):
    """An answer without what differs between two visits anyway."""
    if user:
        log_in(client, db.session.merge(user))
    else:
        client.delete_cookie("session")  # the log-in page shows what is kept in it
    answer = client.get(path)
    changing = ("Set-Cookie", "Content-Length")  # the text is compared without its tokens
    headers = sorted(one for one in answer.headers if one[0] not in changing)
    try:
        text = answer.get_data(as_text=True)
    except UnicodeDecodeError:  # a PDF carries the moment in which it was made
        return answer.status_code, CANARY.encode() in answer.get_data()
    return answer.status_code, headers, CHANGING.sub("", text)


def parts(first, second):
    """Where two answers differ."""
    lines = unified_diff(*(str(one).split(">") for one in (first, second)), lineterm="", n=0)
    return list(lines)[:9]


@pytest.mark.parametrize("who", once(CLOSEST[:1], ["a stranger", *CLOSEST]))
def test_no_answer_differs_for_whoever_may_not_read(app, client, who):
    omar = make_everything()
    user = make_user_of(who) if PEOPLE[who] else None
    moment = now()
    with time_machine.travel(moment, tick=False):
        before = look(app, client, who, user)
    plant(omar)
    with time_machine.travel(moment, tick=False):
        after = look(app, client, who, user)

    assert len(before) > 100
    differing = {path: parts(before[path], after[path]) for path in before}
    assert {path: found for path, found in differing.items() if found} == {}
    found = [path for path, answer in after.items() if CANARY in str(answer)]
    assert [path for path in found if CANARY not in path] == []  # a search says what was typed


@pytest.mark.parametrize("who", once(["partner’s owner", "lead’s viewer"], list(PEOPLE)[1:]))
def test_the_count_is_as_if_it_were_not_there(app, client, who):
    plant(make_everything())
    log_in(client, make_user_of(who))
    client.reads_pages, client.keeps_pages = False, True
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


@pytest.mark.parametrize("who", once(CLOSEST[:1], CLOSEST))
def test_whoever_follows_every_link_and_sends_every_form_finds_no_trace(app, client, who):
    plant(make_everything())
    log_in(client, make_user_of(who))
    client.reads_pages, client.keeps_pages = False, True
    traces = []

    def search(asked, answer):
        data = answer.get_data()
        traces.extend((asked, one) for one in TRACES if one.encode() in data)

    Crawler(client, "word", search).crawl("/organize", "/", "/c/stop-the-contract")
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


def test_an_officials_page_includes_it_for_those_who_may_read_alone(app):
    """`whip_of`, as the organizers' page of an official asks it."""
    omar = make_everything()
    plant(omar)
    eve = make_user_of("partner’s owner")
    assert fragment(app, eve, "parents") == ""
    shown = fragment(app, omar, "south-side")
    assert CANARY in shown
    assert "Record a stance" in shown

    campaign = db.session.scalars(db.select(Campaign)).one()
    readers.name(campaign, "eve@example.org", db.session.merge(omar))
    db.session.commit()
    read = fragment(app, eve, "parents")
    assert CANARY in read
    assert "Record a stance" not in read


def fragment(app, user, organization):
    """What the page of “Official 1” includes for this user, through this organization."""
    with app.test_request_context("/organize"):
        login_user(db.session.merge(user))
        g.membership = get_my_membership(organization)
        campaign = db.session.scalars(db.select(Campaign)).one()
        found = render_template(
            "officials/whip/of_official.html", campaign=campaign, official=officials()[0]
        )
        return found.strip()
