"""Filling facts into a text."""

from html.parser import HTMLParser

import pytest
from flask import Flask
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import event

from campaign.db import db
from campaign.factsheet import cite, current, keys_in, pins, render
from tests.factsheet.factories import RATE, VENDOR, change, make_campaign, make_fact
from tests.growth import assert_gentle, quarter

ALLOWED = set(
    "p br hr em strong code pre blockquote ul ol li h2 h3 h4 a table thead tbody tr th td".split()
)
OURS = {"span", "sup", "mark"}


class Tags(HTMLParser):
    """Every tag and attribute of a piece of HTML, and whether it is well nested."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: set[str] = set()
        self.open: list[str] = []
        self.links: list[str] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag, pairs):
        self.tags.add(tag)
        self.attributes |= {name for name, _ in pairs}
        self.links += [value or "" for name, value in pairs if name == "href"]
        if tag not in ("br", "hr"):
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag


def count_statements(work) -> int:
    seen = []
    listener = lambda *args: seen.append(args[2])  # noqa: E731
    event.listen(db.engine, "before_cursor_execute", listener)
    try:
        work()
    finally:
        event.remove(db.engine, "before_cursor_execute", listener)
    return len(seen)


def test_it_works(app: Flask):
    campaign = make_campaign()
    make_fact(campaign, disputes=[VENDOR])
    rendered = render("We **know**: {fact:rate}", campaign, locale="en")

    assert RATE["statement"] in rendered.html
    assert "<strong>know</strong>" in rendered.html
    assert 'href="#note-1"' in rendered.html
    [note] = rendered.footnotes
    assert (note.number, note.key, note.version, note.path) == (
        1,
        "rate",
        1,
        "/c/clinic/facts/rate/v1",
    )
    assert note.sources[0]["title"] == "The Use of ShotSpotter Technology"
    assert [one["by"] for one in note.disputes] == ["SoundThinking"]
    assert rendered.citations == {"rate": 1}
    assert rendered.text == f"We **know**: {RATE['statement']} [1]"
    assert "Disputed by SoundThinking." in rendered.notes
    assert "http://localhost/c/clinic/facts/rate/v1" in rendered.notes


def test_the_same_fact_twice_has_one_footnote_with_two_ways_back(app: Flask):
    campaign = make_campaign()
    make_fact(campaign)
    make_fact(campaign, "other")
    rendered = render("{fact:rate} {fact:other} {fact:rate}", campaign)

    assert [note.key for note in rendered.footnotes] == ["rate", "other"]
    assert rendered.footnotes[0].references == ["note-1-ref-1", "note-1-ref-2"]
    for reference in rendered.footnotes[0].references:
        assert rendered.html.count(f'id="{reference}"') == 1


def test_a_pin_keeps_the_sentence_that_was_written(app: Flask):
    campaign = make_campaign()
    change(make_fact(campaign), statement="Newer.")

    assert "Newer." in render("{fact:rate}", campaign).html
    pinned = render("{fact:rate}", campaign, {"rate": 1, "gone": 3})
    assert RATE["statement"] in pinned.html
    assert not pinned.footnotes[0].is_current
    assert "Newer." in render("{fact:rate}", campaign, {"rate": 99}).html


def test_the_reader_gets_their_language_else_english_marked_so(app: Flask):
    campaign = make_campaign()
    make_fact(campaign)
    make_fact(campaign, "plain", statement="Only English.", translations={})
    spanish = render("{fact:rate} {fact:plain}", campaign, locale="es")

    assert RATE["translations"]["es"] in spanish.html
    assert '<span class="fact" lang="en">Only English.</span>' in spanish.html
    assert RATE["translations"]["es"] in render("{fact:rate}", campaign, locale="es_MX").html


def test_a_retracted_fact_stays_and_says_so(app: Flask):
    campaign = make_campaign()
    fact = make_fact(campaign, statement="Accuracy is 9%.")
    cite("petition", 1, "{fact:rate}", campaign)
    change(fact, status="retracted", reason="It measured something else.")
    rendered = render("{fact:rate}", campaign, pins("petition", 1), "en")

    assert "Accuracy is 9%." in rendered.html
    assert "(retracted)" in rendered.html
    assert "It measured something else." in rendered.notes
    assert "(retracted)" in rendered.text


def test_a_dispute_that_came_later_is_named(app: Flask):
    campaign = make_campaign()
    change(make_fact(campaign), status="disputed", disputes=[VENDOR])
    note = render("{fact:rate}", campaign, {"rate": 1}).footnotes[0]

    assert (note.version, [one["by"] for one in note.disputes]) == (1, ["SoundThinking"])


def test_drafts_unknown_and_foreign_facts_are_told(app: Flask):
    campaign = make_campaign()
    make_fact(campaign, "secret", status="draft", statement="Nobody knows.")
    make_fact(make_campaign("other"), "foreign", statement="Not yours.")
    rendered = render("{fact:secret} {fact:foreign} {fact:none} {fact:none}", campaign)

    assert rendered.unknown == ["secret", "foreign", "none"]
    assert rendered.footnotes == []
    assert "Nobody knows." not in rendered.html
    assert "Not yours." not in rendered.html
    assert "[missing fact: none]" in rendered.html
    assert current(campaign, "secret") is None


@pytest.mark.parametrize(
    "text",
    ["{fact:", "{fact:rate", "{fact: rate}", "{fact:RATE}", "{{fact}}", "{fact:}", "`{fact:rate}`",
     "\\{fact:rate}", "    {fact:rate}", "```\n{fact:rate}\n```", "[x](<{fact:rate}>)", "{fact:-}"],
)  # fmt: skip
def test_what_is_no_mark_stays_as_it_is(app: Flask, text):
    campaign = make_campaign()
    make_fact(campaign)

    assert render(text, campaign).footnotes == []
    assert keys_in(text) == []


def test_marks_work_where_people_put_them(app: Flask):
    campaign = make_campaign()
    make_fact(campaign, statement="It is so.")
    text = "{{fact:rate}}\n\n- {fact:rate}\n\n> {fact:rate}\n\n## {fact:rate}\n\n[see {fact:rate}](https://x.example.org)"
    rendered = render(text, campaign)

    assert rendered.html.count("It is so.") == 5
    assert keys_in(text) == ["rate"]
    assert "</sup></a>" in rendered.html  # no link within the link
    assert len(rendered.footnotes[0].references) == 4


MARKS = st.sampled_from(
    ["{fact:rate}", "{fact:evil}", "{fact:none}", "{fact:", "{", "}", "[", "](", ")", "<b>", '"',
     "'", "<script>alert(1)</script>", "![", "`", "*", "javascript:alert(1)", "\n\n", "- ",
     "| a |\n|-|\n", "&#60;", "&#xe000;0&#xe001;", "\ue000", "(0)", "<http://x>", ' "{fact:evil}")']
)  # fmt: skip


@settings(max_examples=150)
@given(st.lists(st.one_of(MARKS, st.text(max_size=6)), max_size=25).map("".join))
def test_no_text_and_no_fact_becomes_markup(app: Flask, sheet, text):
    rendered = render(text, sheet)
    found = Tags(rendered.html)

    assert found.open == []
    assert found.tags <= ALLOWED | OURS
    assert found.attributes <= {
        "href",
        "id",
        "class",
        "lang",
        "rel",
        "role",
        "aria-label",
        "title",
        "start",
    }
    assert not any(link.lower().startswith("javascript") for link in found.links)
    assert set(rendered.citations) | set(rendered.unknown) == set(keys_in(text))


@pytest.fixture
def sheet(app: Flask):
    campaign = make_campaign()
    make_fact(campaign)
    evil = "\"><img src=x onerror=alert(1)>' {fact:rate} [x](javascript:alert(1)) (0)"
    make_fact(campaign, "evil", statement=evil)
    return campaign


def test_a_page_with_twelve_facts_needs_three_statements(app: Flask):
    campaign = make_campaign()
    for number in range(12):
        change(make_fact(campaign, f"fact-{number}", disputes=[VENDOR]), note="Two versions.")
    text = " ".join(f"{{fact:fact-{number}}}" for number in range(12))
    pinned = {f"fact-{number}": 1 for number in range(6)}
    db.session.commit()
    campaign.slug  # noqa: B018 - loaded, as a view has it
    db.session.expunge_all()

    assert count_statements(lambda: render(text, campaign, pinned)) <= 3


@pytest.mark.parametrize(
    "piece", ["word {fact:rate} ", "{fact:", "{{{{{{", "{fact:a}}{", "`{fact:rate", "{fact:none} "]
)
def test_time_grows_with_the_length_and_not_faster(app: Flask, piece):
    campaign = make_campaign()
    make_fact(campaign)
    text = piece * (100_000 // len(piece))
    assert_gentle(lambda one: render(one, campaign), quarter(text), text)


def test_ten_thousand_citations(app: Flask):
    campaign = make_campaign()
    make_fact(campaign)
    rendered = render("{fact:rate} " * 10_000, campaign)

    assert rendered.html.count(RATE["statement"]) == 10_000
    assert len(rendered.footnotes) == 1


def test_thousands_of_unknown_keys(app: Flask):
    campaign = make_campaign()
    make_fact(campaign)
    text = " ".join(f"{{fact:k{number}}}" for number in range(10_000)) + " {fact:rate}"

    assert len(render(text, campaign).unknown) == 10_000
    assert [one.fact.key for one in cite("petition", 1, text, campaign)] == ["rate"]
