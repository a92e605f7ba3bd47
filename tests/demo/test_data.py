"""The demo's data files by themselves: whole, consistent and honest about what is disputed."""

import re
import tomllib
from datetime import date
from pathlib import Path

import pytest

DEMO = Path(__file__).parents[2] / "campaign" / "demo"
STATUSES = {"draft", "current", "disputed", "superseded", "retracted"}
KINDS = {"primary", "official", "peer-reviewed", "press", "vendor", "advocacy"}
DAY_OR_MONTH = re.compile(r"\d{4}-\d{2}(-\d{2})?")
EMAIL = re.compile(r"[\w.+-]+@[\w.-]+")
CITATION = re.compile(r"\{fact:([a-z0-9-]+)\}")


def read(name: str) -> dict:
    return tomllib.loads((DEMO / name).read_text("utf-8"))


SHEET = read("facts.toml")
FACTS = {fact["key"]: fact for fact in SHEET["fact"]}
CAMPAIGN = read("campaign.toml")
BODY = read("wards.toml")


def with_status(status: str) -> list[dict]:
    return [fact for fact in FACTS.values() if fact["status"] == status]


def test_the_sheet_has_32_facts_with_keys_of_their_own():
    assert len(SHEET["fact"]) == len(FACTS) == 32
    assert all(re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", key) for key in FACTS)
    assert SHEET["campaign"] == CAMPAIGN["campaign"]["slug"]


@pytest.mark.parametrize("key", FACTS)
def test_a_fact_can_stand_alone(key):
    fact = FACTS[key]
    assert fact["status"] in STATUSES
    assert fact["kind"] in KINDS
    assert len(fact["statement"]) <= 240
    assert len(fact["note"]) <= 500
    assert re.fullmatch(r"[A-Z].*[.]", fact["statement"])
    assert re.fullmatch(r"[A-Z].*[.]", fact["translations"]["es"])
    assert all(source["title"] and source["publisher"] for source in fact["source"])


@pytest.mark.parametrize("key", FACTS)
def test_figures_are_the_same_in_both_languages(key):
    english, spanish = FACTS[key]["statement"], FACTS[key]["translations"]["es"]
    assert large_figures(english) <= large_figures(spanish)


def large_figures(text: str) -> set[str]:
    """Figures of two digits or more, percentages and decimals, as printed."""
    return set(re.findall(r"\d+(?:[.,]\d+)+%?|\d+%|\d{2,}", text.replace("12:01", "")))


@pytest.mark.parametrize("key", FACTS)
def test_a_figure_stands_in_its_statement(key):
    digits = re.findall(r"\d[\d.,]*", FACTS[key].get("figure", ""))
    assert all(number in FACTS[key]["statement"] for number in digits)


def test_a_retraction_says_why_and_what_to_use():
    [fact] = with_status("retracted")
    assert fact["key"] == "nine-percent-accuracy"
    assert fact["note"].startswith("Retracted: ")
    assert fact["superseded_by"] == "oig-evidence-rate"


def test_a_disputed_fact_carries_each_reading_with_its_source():
    disputed = with_status("disputed")
    assert {fact["key"] for fact in disputed} == {"forty-nine-million", "start-of-use"}
    for fact in disputed:
        assert len({dispute["by"] for dispute in fact["dispute"]}) > 1
        assert all(dispute["source"] for dispute in fact["dispute"])


def test_a_draft_says_what_is_missing():
    assert [fact["key"] for fact in with_status("draft")] == ["prosecutor-alerts-arrests"]
    assert all("needs reading" in fact["note"] for fact in with_status("draft"))


@pytest.mark.parametrize(
    ("key", "words"),
    [
        ("oig-evidence-rate", ["9.1%", "41,830", "10.9%"]),
        ("forty-nine-million", ["$57.5 million", "$36 million", "$53 million"]),
        ("start-of-use", ["2017", "2018"]),
        ("oig-stops-keyword", ["2,422"]),
    ],
)
def test_a_note_shows_where_figures_part(key, words):
    assert all(word in FACTS[key]["note"] for word in words)


def test_the_misprinted_vote_is_carried_as_a_dispute():
    [dispute] = FACTS["vote-2024-05-22"]["dispute"]
    assert "34–16" in dispute["says"]


def test_the_vendors_figures_are_the_vendors():
    for key in ("vendor-accuracy-claim", "vendor-911-comparison"):
        assert FACTS[key]["kind"] == "vendor"
        assert "vendor sa" in FACTS[key]["statement"]


def test_every_successor_exists():
    successors = {fact["superseded_by"] for fact in FACTS.values() if "superseded_by" in fact}
    assert successors <= FACTS.keys()


def test_the_petition_cites_the_same_current_facts_in_both_languages():
    petition = CAMPAIGN["petition"]
    english = CITATION.findall(petition["text"])
    assert english == CITATION.findall(petition["translations"]["es"]["text"])
    assert len(set(english)) >= 6
    assert {FACTS[key]["status"] for key in english} == {"current"}
    assert petition["goal"] == 500
    assert petition["body"] == BODY["body"]["slug"]


def test_five_organizations_say_that_they_are_invented():
    organizations = CAMPAIGN["organization"]
    roles = [organization["role"] for organization in organizations]
    assert sorted(roles) == ["endorser", "endorser", "lead", "partner", "partner"]
    assert all(organization["name"].endswith(" (demo)") for organization in organizations)
    assert len({organization["slug"] for organization in organizations}) == 5


def test_the_timeline_runs_forward_in_both_languages():
    dates = read("timeline.toml")["date"]
    days = [entry["on"] for entry in dates]
    assert len(days) == 18
    assert days == sorted(days)
    assert all(DAY_OR_MONTH.fullmatch(day) and date.fromisoformat(f"{day}-01"[:10]) for day in days)
    assert all(entry["what"] and entry["es"] and entry["source"] for entry in dates)


def test_every_ward_has_a_division_and_a_tile_of_its_own():
    wards = BODY["ward"]
    division = "ocd-division/country:us/state:il/place:chicago/ward:"
    assert [ward["number"] for ward in wards] == list(range(1, 51))
    assert all(ward["division"] == f"{division}{ward['number']}" for ward in wards)
    assert len({tuple(ward["tile"]) for ward in wards}) == 50
    assert all(0 <= ward["tile"][0] < 7 and 0 <= ward["tile"][1] < 11 for ward in wards)


@pytest.mark.parametrize("path", sorted(DEMO.glob("*.toml")), ids=lambda path: path.name)
def test_no_real_mailbox_is_named(path):
    addresses = EMAIL.findall(path.read_text("utf-8"))
    assert all(address.endswith("@example.org") for address in addresses)
