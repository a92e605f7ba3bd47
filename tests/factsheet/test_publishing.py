"""The sheet elsewhere: a hand-out on paper, one fact in a frame of another site."""

import re

import pytest

from campaign.db import db
from campaign.factsheet.arithmetic import drawn
from campaign.factsheet.content import full
from tests.factsheet.factories import RATE, SOURCE, VENDOR, change, make_campaign, make_fact

SHEET = "/c/clinic/facts"
CARD = "/embed/facts/clinic/rate"


def said(page):
    """The statements on the paper, not those to choose from."""
    paper = page.text.partition('class="handout"')[2].partition("</article>")[0]
    found = re.findall(r'<p class="said"><span[^>]*>([^<]+)</span>', paper)
    return [one.strip() for one in found], paper


@pytest.fixture
def three(app):
    campaign = make_campaign()
    make_fact(campaign, disputes=[VENDOR], status="disputed")
    other = SOURCE | {"title": "The budget"}
    make_fact(campaign, "cost", statement="It cost much.", topic="Money", sources=[other, SOURCE])
    make_fact(campaign, "wrong", statement="Wrong.", status="retracted", reason="Misread.")
    make_fact(campaign, "secret", statement="Secret.", status="draft")
    return campaign


def test_a_handout_has_its_facts_notes_and_address(client, three):
    page = client.get(f"{SHEET}?print=1")
    statements, paper = said(page)

    assert statements == [RATE["statement"], "It cost much."]
    assert paper.count("<li id=") == 2
    assert re.findall(r'href="#note-(\d)"', paper) == ["1", "2", "1"]
    assert "Disputed by SoundThinking." in paper
    assert "http://localhost/c/clinic/facts" in paper
    assert 'src="data:image/svg+xml' in paper
    assert "Set-Cookie" not in page.headers


@pytest.mark.parametrize(
    ("query", "statements"),
    [
        ("topic=Money", ["It cost much."]),
        ("key=cost&key=rate&key=cost", ["It cost much.", RATE["statement"]]),
        ("key=wrong&key=cost", ["It cost much."]),
        ("key=secret", []),
        ("key=%00&key=" + "x" * 3000, []),
    ],
)
def test_one_picks_by_topic_or_key(client, three, query, statements):
    assert said(client.get(f"{SHEET}?print=1&{query}"))[0] == statements


def test_what_is_shown_is_ticked(client, three):
    text = client.get(f"{SHEET}?print=1&key=cost").text
    ticked = re.findall(r'<input type="checkbox"[^>]* id="key-(\w+)"( checked)?', text)

    assert ticked == [("rate", ""), ("cost", " checked")]


def test_more_than_a_page_is_said(client, app):
    campaign = make_campaign()
    for number in range(7):
        make_fact(campaign, f"fact-{number}")

    assert "one page takes 6" in client.get(f"{SHEET}?print=1").text
    assert "one page takes 6" not in client.get(f"{SHEET}?print=1&key=fact-1").text


def test_a_card_for_other_sites(client, app):
    make_fact(make_campaign(), disputes=[VENDOR], status="disputed")
    answer = client.get(CARD)

    for shown in (RATE["statement"], "9.1%", "50,176 alerts", SOURCE["title"], "disputed"):
        assert shown in answer.text
    assert "Disputed by SoundThinking." in answer.text
    assert "http://localhost/c/clinic/facts/rate" in answer.text
    assert "frame-ancestors *" in answer.headers["Content-Security-Policy"]
    assert "X-Frame-Options" not in answer.headers
    assert "Set-Cookie" not in answer.headers
    links = re.findall(r"<a [^>]+>", answer.text)
    assert links
    assert all('target="_blank"' in one for one in links)


def test_a_card_says_that_the_fact_was_taken_back(client, app):
    change(make_fact(make_campaign()), status="retracted", reason="We misread it.")
    text = client.get(CARD).text

    assert "Retracted: do not use this" in text
    assert "We misread it." in text
    assert f"<del>{RATE['statement']}</del>" in text
    assert 'class="stat"' not in text


def test_there_is_no_card_of_what_is_not_public(client, app):
    campaign = make_campaign()
    make_fact(campaign, "secret", status="draft", statement="Secret.")
    make_fact(campaign)
    for path in ("clinic/secret", "clinic/none", "none/rate"):
        answer = client.get(f"/embed/facts/{path}")
        assert answer.status_code == 404
        assert "Secret" not in answer.text
        assert "frame-ancestors *" in answer.headers["Content-Security-Policy"]
    campaign.published_at = None
    db.session.commit()
    assert client.get(CARD).status_code == 404


def test_the_snippet_leads_to_the_card(client, app):
    change(make_fact(make_campaign()), note="Newer.")
    text = client.get(f"{SHEET}/rate?lang=es").text
    [address] = set(re.findall(r"&lt;iframe src=&#34;http://localhost([^&]+)", text))

    assert address == f"{CARD}?lang=es"
    assert RATE["translations"]["es"] in client.get(address).text
    assert "iframe" not in client.get(f"{SHEET}/rate/v1").text


@pytest.mark.parametrize(
    ("values", "percent"),
    [
        ({}, "9.1"),
        ({"figure": "12", "unit": "police districts", "denominator": "24 police districts"}, "50"),
        ({"figure": "2,543", "unit": "arrests", "denominator": "160,400 alerts"}, None),
        ({"figure": "33–14", "unit": "votes", "denominator": "50 members"}, None),
        ({"figure": "about 9"}, None),
        ({"denominator": "homicides"}, None),
        ({"denominator": "911 incidents; 400 alerts"}, None),
        ({"figure": "120"}, None),
        ({"status": "disputed"}, None),
        ({"figure": "٣"}, None),
    ],
)
def test_only_a_part_of_like_things_is_drawn(values, percent):
    found = drawn(full(RATE | values))

    assert (found and str(found.percent)) == percent


def test_the_bar_is_as_wide_as_its_share(client, app):
    make_fact(make_campaign(), figure="25")
    text = client.get(f"{SHEET}/rate").text

    assert '<rect class="bar" x="0" y="0" width="90.0"' in text
    assert "25% of the whole bar is filled." in text
