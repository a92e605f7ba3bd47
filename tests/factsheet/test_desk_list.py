"""The list of facts at the desk, and the page of what needs a look."""

from datetime import timedelta

import pytest

from campaign.factsheet.models import today
from tests.factsheet.desk import DESK, FACTS, make_desk, the_fact, use
from tests.factsheet.factories import VENDOR, change, make_fact


@pytest.fixture
def sheet(client, app):
    campaign = make_desk(client)
    make_fact(campaign, "rate", review_by=today() + timedelta(days=9))
    make_fact(campaign, "late", topic="Money", review_by=today() - timedelta(days=1))
    make_fact(campaign, "cost", topic="Money", kind="press", statement="It cost $33 million.")
    make_fact(campaign, "said", status="disputed", disputes=[VENDOR])
    make_fact(campaign, "soon", status="draft")
    use(campaign, 1, text="{fact:rate} {fact:late}")
    change(the_fact("late"), statement="Newer.")
    return campaign


def keys(page):
    found = page.text.partition('role="status"')[2]
    every = ("rate", "late", "cost", "said", "soon")
    return sorted(
        (key for key in every if f'href="{FACTS}/{key}"' in found),
        key=lambda key: found.index(f'href="{FACTS}/{key}"'),
    )


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        ("", ["cost", "late", "rate", "said", "soon"]),
        ("q=MILLÍON", ["cost"]),
        ("topic=Money", ["cost", "late"]),
        ("kind=press", ["cost"]),
        ("status=draft", ["soon"]),
        ("look=overdue", ["late"]),
        ("look=stale", ["late"]),
        ("look=uncited", ["cost", "said", "soon"]),
        ("look=uncited&status=disputed", ["said"]),
        ("sort=review", ["late", "rate", "cost", "said", "soon"]),
        ("sort=newest", ["late", "soon", "said", "cost", "rate"]),
        ("page=99", ["cost", "late", "rate", "said", "soon"]),
        ("page=²&sort=x&look=y", []),
        ("q=nothing", []),
    ],
)
def test_it_finds(client, sheet, query, shown):
    if "look=y" in query:
        shown = ["cost", "late", "rate", "said", "soon"]
    assert keys(client.get(f"{FACTS}?{query}")) == shown


def test_an_empty_sheet_says_what_to_do(client, app):
    make_desk(client)
    page = client.get(FACTS).text

    assert "Write the first one" in page


def test_a_long_sheet_has_pages(client, app):
    campaign = make_desk(client)
    for number in range(51):
        make_fact(campaign, f"fact-{number:02}")
    first, second = client.get(FACTS).text, client.get(f"{FACTS}?page=2").text

    assert f'href="{FACTS}/fact-49"' in first
    assert f'href="{FACTS}/fact-50"' not in first
    assert f'href="{FACTS}/fact-50"' in second


def test_partners_read_what_is_public_and_see_no_draft(client, app):
    campaign = make_desk(client, "owner", "partner")
    make_fact(campaign)
    make_fact(campaign, "secret", status="draft", statement="Not yet.")
    change(make_fact(campaign, "opened", status="draft", note="Hush."), status="current", note=None)

    assert "Not yet." not in client.get(FACTS).text
    assert client.get(f"{FACTS}/secret").status_code == 404
    assert "Hush." not in client.get(f"{FACTS}/opened").text
    assert client.get(f"{DESK}/facts-files").status_code == 403
    for name in ("facts.toml", "facts.csv"):
        assert client.get(f"{DESK}/facts-files/{name}").status_code == 403


def test_the_page_of_what_needs_a_look(client, sheet):
    page = client.get(f"{DESK}/facts-check").text

    assert "Its source was to be re-read by" in page
    assert "petition 1 says version 1 of 2: changed." in page
    assert f'href="{FACTS}/cost"' in page
