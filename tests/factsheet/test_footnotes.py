"""The notes under a text, as a page shows them."""

from flask import render_template_string

from campaign.factsheet import render
from tests.factsheet.factories import VENDOR, change, make_campaign, make_fact

PAGE = '{% from "components/footnotes.html" import footnotes %}{{ footnotes(text) }}'


def drawn(app, text, campaign, pinned=None):
    with app.test_request_context():
        return render_template_string(PAGE, text=render(text, campaign, pinned, "en"))


def test_it_works(app):
    campaign = make_campaign()
    make_fact(campaign, disputes=[VENDOR])
    html = drawn(app, "{fact:rate} {fact:rate}", campaign)

    words = " ".join(html.split())
    for shown in (
        'role="doc-endnotes"',
        '<li id="note-1">',
        "https://oig.example.org/report",
        "Office of Inspector General",
        "August 24, 2021",
        "page 3",
        "page 3. ",
        " Disputed by SoundThinking. ",
        'href="/c/clinic/facts/rate/v1"',
        'href="#note-1-ref-1"',
        'href="#note-1-ref-2"',
    ):
        assert shown in words


def test_nothing_is_drawn_without_facts(app):
    assert drawn(app, "No fact.", make_campaign()).strip() == ""


def test_a_correction_and_a_newer_version_are_told(app):
    campaign = make_campaign()
    fact = change(make_fact(campaign), statement="Newer.")
    assert "newer version" in drawn(app, "{fact:rate}", campaign, {"rate": 1})
    assert "newer version" not in drawn(app, "{fact:rate}", campaign, {"rate": 2})
    change(fact, status="retracted", reason="Wrong <b>.")

    html = drawn(app, "{fact:rate}", campaign, {"rate": 1})
    assert "This fact has been retracted." in html
    assert "Wrong &lt;b&gt;." in html
