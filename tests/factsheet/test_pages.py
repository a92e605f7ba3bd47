"""The public fact pages."""

import json
from datetime import date

import pytest

from campaign.db import db
from tests.factsheet.factories import RATE, VENDOR, change, make_campaign, make_fact

SHEET = "/c/clinic/facts"


def test_it_works(client, app):
    campaign = make_campaign()
    make_fact(campaign, disputes=[VENDOR])
    page = client.get(SHEET)

    assert page.status_code == 200
    assert "1 fact." in page.text
    assert RATE["statement"] in page.text
    assert "disputed by SoundThinking" in page.text
    assert "Set-Cookie" not in page.headers


def test_one_fact_shows_all_that_is_known(client, app):
    make_fact(make_campaign(), disputes=[VENDOR], note="Mind it.", last_read_on=date(2026, 5, 4))
    text = client.get(f"{SHEET}/rate").text

    for shown in (
        RATE["statement"],
        "9.1%",
        "out of 50,176 alerts",
        "January 2020 to May 2021",
        "Official report",
        "https://oig.example.org/report",
        "page 3",
        "a total of 50,176 alerts",
        VENDOR["says"],
        "https://vendor.example.org/",
        "May 4, 2026",
        "No date is recorded.",
        "Mind it.",
        "http://localhost/c/clinic/facts/rate/v1",
    ):
        assert shown in text


def test_it_speaks_the_readers_language_and_marks_english(client, app):
    campaign = make_campaign()
    make_fact(campaign)
    make_fact(campaign, "plain", statement="Only English.", translations={})

    assert RATE["translations"]["es"] in client.get(f"{SHEET}/rate?lang=es").text
    assert (
        '<h1 class="statement" lang="en">Only English.</h1>'
        in client.get(f"{SHEET}/plain?lang=es").text
    )


def test_what_is_not_translated_is_marked_english(client, app):
    make_fact(make_campaign(), disputes=[VENDOR], note="Mind it.")

    spanish = client.get(f"{SHEET}/rate?lang=es").text
    assert '<p lang="en">Mind it.</p>' in spanish
    assert f'<p lang="en">{VENDOR["says"]}</p>' in spanish
    assert 'lang="en">Mind' not in client.get(f"{SHEET}/rate").text


def test_drafts_and_unknown_facts_do_not_exist(client, app):
    fact = make_fact(make_campaign(), status="draft", statement="Secret.")
    for path in ("rate", "rate/v1", "rate/v2", "other", "other/v1"):
        assert client.get(f"{SHEET}/{path}").status_code == 404
    for path in ("", ".txt", ".json"):
        assert "Secret" not in client.get(SHEET + path).text
    change(fact, status="current", statement="Open.")

    assert client.get(f"{SHEET}/rate/v1").status_code == 404
    assert "Secret" not in client.get(f"{SHEET}/rate").text


def test_a_campaign_that_is_not_public_has_no_sheet(client, app):
    campaign = make_campaign()
    make_fact(campaign)
    campaign.published_at = None
    db.session.commit()
    for path in (SHEET, f"{SHEET}/rate", f"{SHEET}.json", f"{SHEET}.txt", "/c/other/facts"):
        assert client.get(path).status_code == 404


def test_an_old_version_says_what_has_changed(client, app):
    change(make_fact(make_campaign()), statement="Evidence was found after 10.9% of alerts.")
    old = client.get(f"{SHEET}/rate/v1").text
    new = client.get(f"{SHEET}/rate").text

    assert "It is no longer the current one" in old
    assert f'<h1 class="statement">{RATE["statement"]}</h1>' in old
    assert '<span class="visually-hidden">now:' in old
    assert "10.9% " in old.partition("<ins>")[2]
    assert "no longer" not in new
    assert "/c/clinic/facts/rate/v2" in new


def test_history_tells_every_field_in_words(client, app):
    campaign = make_campaign()
    make_fact(campaign, "other", statement="Use me.")
    change(
        make_fact(campaign, disputes=[VENDOR]),
        disputes=[],
        sources=[],
        status="superseded",
        superseded_by="other",
        reason="Counted twice.",
        as_of="2024-02",
        translations={},
    )
    text = client.get(f"{SHEET}/rate").text

    for shown in (
        "Use me.",
        "Counted twice.",
        "February 2024",
        "No source is recorded.",
        "SoundThinking",
    ):
        assert shown in text


def test_corrected_facts_stay_visible_with_the_reason(client, app):
    fact = make_fact(make_campaign(), statement="Accuracy is 9%.")
    change(fact, status="retracted", reason="The report measured something else.")
    sheet = client.get(SHEET).text

    assert sheet.index('id="corrected"') < sheet.index("Accuracy is 9%.")
    assert "The report measured something else." in sheet
    assert "Retracted: do not use this" in client.get(f"{SHEET}/rate").text


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        ("", ["rate", "price"]),
        ("kind=press", ["price"]),
        ("topic=Money", ["price"]),
        ("q=MILLÍON", ["price"]),
        ("q=soundthinking", ["rate"]),
        ("q=evidence+gun", ["rate"]),
        ("q=nothing", []),
        ("kind=%00", []),
        ("q=" + "x" * 5000, []),
        ("q=%F0%9F%92%A9%3Cscript%3E", []),
    ],
)
def test_it_narrows(client, app, query, shown):
    campaign = make_campaign()
    make_fact(campaign, disputes=[VENDOR])
    make_fact(campaign, "price", statement="It cost $33 million.", topic="Money", kind="press")
    text = client.get(f"{SHEET}?{query}").text

    assert [key for key in ("rate", "price") if f'/facts/{key}"' in text] == shown
    assert "<script>" not in text


def test_nothing_from_a_fact_becomes_markup(client, app):
    evil = "<script>alert(1)</script>"
    make_fact(
        make_campaign(),
        statement=evil,
        topic=evil,
        figure=evil,
        note=evil,
        sources=[{"title": evil, "quote": evil, "publisher": evil, "locator": evil}],
        disputes=[{"by": evil, "says": evil, "sources": []}],
    )
    for path in (SHEET, f"{SHEET}/rate", f"{SHEET}/rate/v1"):
        assert evil not in client.get(path).text


def test_a_handout_leaves_out_what_paper_cannot_use(client, app):
    change(make_fact(make_campaign()), note="New.")
    text = client.get(f"{SHEET}/rate?print=1").text

    assert "History" not in text
    assert "http://localhost/c/clinic/facts/rate/v2" in text


def test_plain_text(client, app):
    make_fact(make_campaign(), disputes=[VENDOR], status="disputed")
    answer = client.get(f"{SHEET}.txt")

    assert answer.mimetype == "text/plain"
    assert f"[DISPUTED] {RATE['statement']}" in answer.text
    for shown in (
        "9.1%, out of 50,176 alerts",
        VENDOR["says"],
        "http://localhost/c/clinic/facts/rate/v1",
    ):
        assert shown in answer.text


def test_facts_json_is_for_any_site(client, app):
    make_fact(make_campaign(), last_read_on=date(2026, 5, 4))
    answer = client.get(f"{SHEET}.json")
    [fact] = json.loads(answer.data)["facts"]

    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert (fact["last_read_on"], fact["review_by"]) == ("2026-05-04", None)
    assert fact["url"] == "http://localhost/c/clinic/facts/rate/v1"
