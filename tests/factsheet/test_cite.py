"""Documents pin facts; what changes is flagged where it is said, and nowhere else."""

import json
import tempfile
from datetime import timedelta
from pathlib import Path

import pytest
import time_machine
from hypothesis import given, settings
from hypothesis import strategies as st

from campaign import signals
from campaign.db import db, now
from campaign.factsheet import (
    Citation,
    OutdatedDecisionError,
    all_stale,
    cite,
    decide,
    pins,
    stale,
    where_used,
)
from campaign.factsheet.models import today
from tests.factories import rows
from tests.factsheet.factories import RATE, VENDOR, change, make_campaign, make_fact

TEXT = "{fact:rate} and {fact:price}"


@pytest.fixture
def campaign_with_two(app):
    campaign = make_campaign()
    make_fact(campaign)
    make_fact(campaign, "price", statement="It cost $33 million.")
    cite("petition", 1, TEXT, campaign)
    db.session.commit()
    return campaign


def fact_of(citation: Citation):
    return citation.fact


def test_it_works(campaign_with_two):
    cite("petition", 2, "{fact:price}", campaign_with_two)
    assert stale("petition", 1) == []
    fact = rows(Citation)[0].fact
    change(fact, statement="It is 10.9%.")

    [found] = stale("petition", 1)
    assert (found.fact.key, found.pinned.number, found.current.number) == ("rate", 1, 2)
    assert found.why == "changed"
    assert (found.old_sentence, found.new_sentence) == (RATE["statement"], "It is 10.9%.")
    assert [one.field for one in found.changes] == ["statement"]
    assert stale("petition", 2) == []
    assert [one.document_id for one in where_used(fact)] == ["1"]


def test_citing_again_keeps_pins_and_forgets_what_left(campaign_with_two):
    fact = rows(Citation)[0].fact
    change(fact, statement="Newer.")
    cite("petition", 1, "{fact:rate} {fact:none}", campaign_with_two)
    assert pins("petition", 1) == {"rate": 1}
    cite("petition", 1, "No fact.", campaign_with_two)
    assert pins("petition", 1) == {}
    cite("petition", 1, "{fact:rate}", campaign_with_two)
    assert pins("petition", 1) == {"rate": 2}


def test_a_document_says_one_version_in_all_its_places(campaign_with_two):
    fact = rows(Citation)[0].fact
    change(fact, statement="Newer.")
    cite("petition", 1, TEXT, campaign_with_two, place="es")
    assert pins("petition", 1) == {"rate": 1, "price": 1}

    [found] = stale("petition", 1)
    assert found.places == ("", "es")
    decide(found.citation, "update", "", "Omar")
    assert {one.version_number for one in where_used(fact)} == {2}
    assert stale("petition", 1) == []


def test_keeping_needs_a_reason_and_holds_until_the_next_change(campaign_with_two):
    fact = rows(Citation)[0].fact
    change(fact, statement="Newer.")
    [found] = stale("petition", 1)
    with pytest.raises(ValueError, match="reason"):
        decide(found.citation, "keep", " ", "Omar")
    decide(found.citation, "keep", "The letter was sent with it.", "Omar")

    assert stale("petition", 1) == []
    kept = rows(Citation)[0]
    assert (kept.decision, kept.reason, kept.decided_by) == (
        "keep",
        "The letter was sent with it.",
        "Omar",
    )
    assert kept.version_number == 1
    change(kept.fact, statement="Newest.")
    assert [one.why for one in stale("petition", 1)] == ["changed"]


def test_a_decision_about_what_has_changed_again_is_refused(campaign_with_two):
    citation = rows(Citation)[0]
    change(change(citation.fact, statement="Newer."), statement="Newest.")

    with pytest.raises(OutdatedDecisionError):
        decide(citation, "update", "", "Omar", seen=2)
    with pytest.raises(ValueError, match="update or keep"):
        decide(citation, "drop", "", "Omar")
    decide(citation, "update", "", "Omar", seen=3)
    assert stale("petition", 1) == []


@pytest.mark.parametrize(
    ("values", "why"),
    [
        ({"status": "disputed", "disputes": [VENDOR]}, "disputed"),
        ({"status": "retracted"}, "retracted"),
        ({"status": "superseded"}, "superseded"),
        ({"note": "Only a note."}, "changed"),
    ],
)
def test_it_says_why(campaign_with_two, values, why):
    change(rows(Citation)[0].fact, **values)
    assert [one.why for one in stale("petition", 1)] == [why]


def test_updating_does_not_make_a_retracted_fact_right(campaign_with_two):
    citation = rows(Citation)[0]
    change(citation.fact, status="retracted")
    decide(citation, "update", "", "Omar")
    assert [one.why for one in stale("petition", 1)] == ["retracted"]
    decide(citation, "keep", "The text is about the mistake.", "Omar")
    assert stale("petition", 1) == []


def test_a_misquote_that_was_cited_knowingly_stays_flagged(app):
    campaign = make_campaign()
    make_fact(campaign, status="retracted", statement="Accuracy is 9%.")
    cite("petition", 1, "{fact:rate}", campaign)
    assert [one.why for one in stale("petition", 1)] == ["retracted"]


def test_a_dispute_known_when_citing_is_no_news(app):
    campaign = make_campaign()
    make_fact(campaign, status="disputed", disputes=[VENDOR])
    cite("petition", 1, "{fact:rate}", campaign)
    assert stale("petition", 1) == []


def test_overdue_until_a_person_reads_the_source(campaign_with_two):
    fact = rows(Citation)[0].fact
    fact.review_by = today()
    assert stale("petition", 1) == []
    with time_machine.travel(now() + timedelta(days=2), tick=False):
        assert [one.why for one in stale("petition", 1)] == ["overdue"]
        fact.link_answered_on = today()
        assert [one.why for one in stale("petition", 1)] == ["overdue"]
        fact.last_read_on = today()
        assert stale("petition", 1) == []


def test_overdue_can_be_kept_with_a_reason(campaign_with_two):
    citation = rows(Citation)[0]
    citation.fact.review_by = today() - timedelta(days=1)
    decide(citation, "keep", "The report will not change.", "Omar")
    assert stale("petition", 1) == []


def test_a_change_is_told_to_the_rooms_above(campaign_with_two):
    heard = []
    with signals.fact_changed.connected_to(lambda fact, **values: heard.append((fact.key, values))):
        change(rows(Citation)[0].fact, statement="Newer.")

    [(key, values)] = heard
    assert key == "rate"
    assert values["version"].statement == "Newer."


FIELDS = {
    "statement": lambda old: old["statement"] + " Again.",
    "figure": lambda old: (old["figure"] or "") + "0",
    "note": lambda old: (old["note"] or "") + "n",
    "status": lambda old: {"current": "disputed", "disputed": "retracted"}.get(
        old["status"], "current"
    ),
}
KEYS = [f"fact-{number}" for number in range(5)]


@settings(max_examples=25)
@given(
    documents=st.lists(st.lists(st.sampled_from(KEYS), max_size=6), min_size=1, max_size=6),
    edits=st.dictionaries(st.sampled_from(KEYS), st.sampled_from(sorted(FIELDS))),
)
def test_an_import_flags_exactly_the_documents_that_cite_what_it_changed(
    app, campaign, documents, edits
):
    slug = f"c{Path(tempfile.mktemp()).name}".lower().replace("_", "-")
    one = make_campaign(slug)
    for key in KEYS:
        make_fact(one, key, statement=f"This is {key}.")
    for number, keys in enumerate(documents):
        text = " ".join(f"{{fact:{key}}}" for key in keys)
        cite("petition", f"{slug}-{number}", text, one)
    db.session.commit()

    sheet = campaign("facts", "export", "--campaign", slug, "--format", "csv").stdout
    file = Path(tempfile.mkdtemp(), "facts.toml")
    old = {key: f"This is {key}." for key in KEYS}
    new = write_edited(file, slug, edits)
    result = campaign("facts", "import", str(file), "--campaign", slug, "--json")
    assert result.exit_code == 0, result.output
    report = json.loads(result.stdout)

    assert {each["key"] for each in report["changed"]} == edits.keys()
    expected = {
        (f"{slug}-{number}", key, old[key], new[key])
        for number, keys in enumerate(documents)
        for key in set(keys) & edits.keys()
    }
    flagged = all_stale(db.session.merge(one))
    assert {
        (each.citation.document_id, each.fact.key, each.old_sentence, each.new_sentence)
        for each in flagged
    } == expected
    assert len(flagged) == len(expected)
    for number in range(len(documents)):
        here = {each.fact.key for each in stale("petition", f"{slug}-{number}")}
        assert here == set(documents[number]) & edits.keys()
    assert sheet.count("This is") == len(KEYS)


def write_edited(file: Path, slug: str, edits: dict[str, str]) -> dict[str, str]:
    """Export, edit a field of some facts as a person would, and write the file back."""
    from campaign.coalition.models import Campaign
    from campaign.factsheet.files import write_toml
    from campaign.factsheet.sheet import exported

    one = db.session.scalars(db.select(Campaign).filter_by(slug=slug)).one()
    facts = []
    for key, content, care in exported(one):
        if field := edits.get(key):
            content[field] = FIELDS[field](content)
        facts.append((key, content, care))
    file.write_text(write_toml(slug, facts))
    return {key: content["statement"] for key, content, _ in facts}
