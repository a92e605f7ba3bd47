"""Deciding about an outdated sentence: update, or keep and say why."""

import re

import pytest

from campaign.coalition.audit import Audit
from campaign.coalition.models import Organization
from campaign.db import db
from campaign.factsheet import Citation, Fact, all_stale
from tests.accounts.factories import log_in, make_user_with_phone
from tests.coalition.factories import make_membership, make_partnership
from tests.coalition.factories import make_organization as make_group
from tests.dashboard.factories import (
    DECIDE,
    NEW,
    OLD,
    PAGE,
    PRICE,
    make_omar,
    make_two_petitions,
    only_campaign,
)
from tests.factories import rows
from tests.factsheet.factories import VENDOR, change


def fact(key="rate"):
    return rows(Fact, key=key)[0]


@pytest.fixture
def omar(client):
    """A client in which Omar, an organizer of the lead, is logged in; `rate` has changed."""
    make_two_petitions()
    change(fact(), statement=NEW)
    log_in(client, make_omar())
    return client


def shown(page, name):
    return re.findall(rf'name="{name}"[^>]* value="([^"]+)"', page.text)


def values_of(page):
    """What the first form of the page would send, as a browser does."""
    return {name: shown(page, name)[0] for name in ("csrf_token", "citation", "seen")}


def decide(client, decision, reason="", page=None, **values):
    page = page or client.get(PAGE)
    data = values_of(page) | {"decision": decision, "reason": reason} | values
    return client.post(DECIDE, data=data)


def decisions(key="rate"):
    return {
        (one.decision, one.reason, one.decided_by, one.version_number)
        for one in rows(Citation, fact_id=fact(key).id)
    }


def test_update_takes_the_new_sentence_in_all_languages(omar):
    assert OLD in omar.get("/petitions/save-the-clinic").text
    answer = decide(omar, "update")

    assert (answer.status_code, answer.location) == (303, PAGE)
    assert decisions() == {("update", "", "Omar", 2)}
    assert len(rows(Citation, fact_id=fact().id)) == 2
    [act] = rows(Audit)
    assert (act.act, act.about, act.details["decision"]) == ("fact.decided", "facts/rate", "update")
    assert NEW in omar.get("/petitions/save-the-clinic").text
    page = omar.get(PAGE).text
    assert "says the new sentence from now on" in page
    assert "Nothing: every document says" in page
    assert "took version 2." in page


def test_keep_stores_the_reason_and_holds_until_the_next_change(omar):
    assert decide(omar, "keep", "It was delivered like that.").status_code == 303
    assert decisions() == {("keep", "It was delivered like that.", "Omar", 1)}
    assert all_stale(only_campaign()) == []
    assert OLD in omar.get("/petitions/save-the-clinic").text
    page = omar.get(PAGE).text
    assert "It was delivered like that." in page
    assert "omar@example.org" not in page

    change(fact(), statement="It was 12% of alerts.")
    assert "It was <del>9.1%</del> of alerts." in omar.get(PAGE).text
    assert [one.fact.key for one in all_stale(only_campaign())] == ["rate"]


@pytest.mark.parametrize("reason", ["", "   ", "\n\t"])
def test_keeping_without_a_reason_is_refused(omar, reason):
    answer = decide(omar, "keep", reason)

    assert answer.status_code == 422
    assert "Say why the old sentence stays." in answer.text
    assert decisions() == {(None, None, None, 1)}


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("decision", "drop", "Choose: update, or keep."),
        ("decision", "", "Choose: update, or keep."),
        ("reason", "x" * 501, "Use at most 500 letters for the reason."),
        ("reason", "a\x00b", "Remove the invisible control characters."),
        ("citation", "", "The form was damaged on its way."),
        ("citation", "9" * 20, "The form was damaged on its way."),
        ("citation", "-1", "The form was damaged on its way."),
        ("citation", "x", "Not a valid integer value."),
        ("seen", "", "The form was damaged on its way."),
        ("seen", str(2**31), "The form was damaged on its way."),
        ("csrf_token", "x", "The CSRF token is invalid."),
    ],
)
def test_it_says_what_is_wrong_and_decides_nothing(omar, field, value, sentence):
    answer = decide(omar, **({"decision": "keep", "reason": "Because."} | {field: value}))

    assert answer.status_code == 422
    assert sentence in answer.text
    assert decisions() == {(None, None, None, 1)}
    assert rows(Audit) == []


def test_a_reason_is_shown_as_text(omar):
    decide(omar, "keep", "<script>alert(1)</script>")
    assert "&lt;script&gt;alert(1)" in omar.get(PAGE).text


def test_what_changed_since_the_page_was_shown_is_not_decided(omar):
    page = omar.get(PAGE)
    change(fact(), statement="It was 12% of alerts.")
    answer = decide(omar, "keep", "It is about the first report.", page)

    assert answer.status_code == 409
    assert "The fact has changed again" in answer.text
    assert "It was <ins>12%</ins> of alerts." in answer.text
    assert answer.text.count("It is about the first report.") == 2  # told, and still in its form
    assert decisions() == {(None, None, None, 1)}
    assert decide(omar, "update", page=answer).status_code == 303
    assert decisions() == {("update", "", "Omar", 3)}


def test_of_two_who_decide_the_second_is_told(omar):
    page = omar.get(PAGE)
    decide(omar, "keep", "The first reason.", page)
    answer = decide(omar, "update", "", page)

    assert answer.status_code == 409
    assert decisions() == {("keep", "The first reason.", "Omar", 1)}


@pytest.mark.parametrize("status", ["retracted", "superseded"])
def test_what_was_taken_back_has_no_new_sentence(omar, status):
    change(fact(), status=status, reason="We had misread it.")
    page = omar.get(PAGE)
    assert "We had misread it." in page.text
    assert 'value="update"' not in page.text

    answer = decide(omar, "update", page=page)
    assert answer.status_code == 422
    assert "There is no newer sentence to take" in answer.text
    assert decisions() == {(None, None, None, 1)}
    assert decide(omar, "keep", "The text is about the mistake.", page).status_code == 303
    assert all_stale(only_campaign()) == []


def test_a_dispute_shows_who_disputes(omar):
    change(fact("price"), status="disputed", disputes=[VENDOR])
    page = omar.get(PAGE).text

    assert "Somebody with a source disputes it now." in page
    assert VENDOR["says"] in page
    assert "The same sentence." in page


def test_another_campaigns_citation_is_not_found(omar):
    make_other_campaign()
    other = rows(Citation, document_id="other")[0].id
    assert decide(omar, "keep", "Mine now.", citation=str(other)).status_code == 404
    assert rows(Citation, document_id="other")[0].decision is None


def make_other_campaign():
    from campaign.factsheet import cite
    from tests.coalition.factories import make_campaign
    from tests.factsheet.factories import make_fact

    campaign = make_campaign()
    make_fact(campaign, "secret", statement="A secret of others.")
    cite("petition", "other", "{fact:secret}", campaign)
    db.session.commit()
    change(fact("secret"), statement="Another secret of others.")
    return campaign


@pytest.mark.parametrize("role", ["viewer", "writer"])
def test_viewers_and_writers_only_read(client, role):
    make_two_petitions()
    change(fact(), statement=NEW)
    log_in(client, make_omar(role))

    page = client.get(PAGE).text
    assert "It was <ins>10.9%</ins> of alerts." in page
    assert DECIDE not in page
    assert "Decide" not in client.get("/organize").text
    assert client.post(DECIDE, data={"decision": "update"}).status_code == 403
    assert decisions() == {(None, None, None, 1)}


@pytest.mark.parametrize(("part", "role"), [("partner", "owner"), ("endorser", "organizer")])
def test_partners_only_read(client, part, role):
    campaign = make_two_petitions()
    make_partnership(campaign, make_group("south-side"), part)
    change(fact(), statement=NEW)
    log_in(client, make_omar(role, "south-side"))
    page = PAGE.replace("neighbors", "south-side")

    assert "It was <ins>10.9%</ins> of alerts." in client.get(page).text
    assert "/decide" not in client.get(page).text
    assert client.post(f"{page}/decide", data={"decision": "update"}).status_code == 403
    assert client.get(PAGE).status_code == 404


def test_outsiders_find_nothing(client):
    make_two_petitions()
    change(fact(), statement=NEW)
    eve = make_user_with_phone("eve@example.org")
    make_membership(eve, make_group("north-side"), "owner")
    log_in(client, eve)

    assert client.get(PAGE).status_code == 404
    assert client.post(DECIDE, data={"decision": "update"}).status_code == 404
    assert client.get("/organize/north-side/campaigns/clinic").status_code == 404
    page = client.get("/organize").text
    assert NEW not in page
    assert PRICE not in page


def test_who_leads_through_one_organization_decides_there(client):
    campaign = make_two_petitions()
    change(fact(), statement=NEW)
    make_partnership(campaign, make_group("a-partner"), "partner")
    omar = make_omar()
    make_membership(omar, rows(Organization, slug="a-partner")[0], "owner")
    log_in(client, omar)
    page = client.get("/organize").text

    assert page.count("says what its facts no longer say</p>") == 1
    assert f'href="{PAGE}#look-' in page
    assert decide(client, "update").status_code == 303
    assert "no longer say" not in client.get("/organize").text
