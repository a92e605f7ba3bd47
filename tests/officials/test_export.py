"""Offices as a table and as cards for an address book."""

import csv
import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from campaign.db import db, now
from campaign.officials import vcards
from campaign.officials.models import Contact
from tests.officials.desk import ANA, DESK, contacts, enter, make_council
from tests.officials.factories import make_official, make_term


@pytest.fixture
def council(app):
    return make_council()


def table(client, query=""):
    text = client.get(f"{DESK}/list.csv?{query}").get_data(as_text=True)
    return list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"))))


def test_it_works(client, council):
    enter(client, "viewer")
    first, second, third = table(client)
    assert (first["Seat"], first["Name"]) == ("Ward 1", "Ana Quetzal")
    assert (first["Phone"], first["Email address"]) == ("312-555-0100", "ward1@example.org")
    assert first["Checked on"] == ""  # not all of it
    assert second["Checked on"] == "2026-11-01"
    assert third["Name"] == "vacant"
    assert [one["Name"] for one in table(client, "q=zorzal")] == ["Luis Zorzal"]


def test_a_formula_is_guarded(client, council):
    contacts()["phone"].value = "=1+1"
    db.session.commit()
    enter(client)
    assert table(client)[0]["Phone"] == "'=1+1"


def test_all_as_cards(client, council):
    enter(client)
    answer = client.get(f"{DESK}/cards.vcf")
    assert answer.content_type == "text/vcard; charset=utf-8"
    text = answer.get_data(as_text=True)
    assert text.count("BEGIN:VCARD\r\n") == text.count("END:VCARD\r\n") == 2


def test_one_as_a_card(client, council):
    ana = council.seats[0].terms[0]
    ana.official.name, ana.official.sort_name = "Ana Quetzal, Jr.", "Quetzal, Ana, Jr."
    ana.contacts += [
        Contact(kind="office", value="4924 W Chicago Ave; rear\nChicago, IL"),
        Contact(kind="fax", value="312-555-0111", bounced_at=now(), bounce="no tone"),
        Contact(kind="website", value="https://ward1.example.org"),
    ]
    db.session.commit()
    enter(client)
    lines = client.get(f"{ANA}/card.vcf").get_data(as_text=True).split("\r\n")
    assert lines[:2] == ["BEGIN:VCARD", "VERSION:3.0"]
    assert "FN:Ana Quetzal\\, Jr." in lines
    assert "N:Quetzal;Ana;;;Jr." in lines
    assert "ORG:City Council;Ward 1" in lines
    assert "TITLE:Alderperson" in lines
    assert "EMAIL;TYPE=INTERNET:ward1@example.org" in lines
    assert "ADR;TYPE=WORK:;;4924 W Chicago Ave\\; rear\\nChicago\\, IL;;;;" in lines
    assert "URL:https://ward1.example.org" in lines
    assert not any("0111" in line for line in lines)


@settings(max_examples=40)
@given(st.text(st.characters(exclude_categories=["Cc", "Cs"]), max_size=300))
def test_long_lines_are_folded_between_letters(text):
    folded = vcards.fold(f"NOTE:{text}")
    assert all(len(line.encode()) <= 75 for line in folded.split("\r\n"))
    assert folded.replace("\r\n ", "") == f"NOTE:{text}"


@given(st.text(max_size=60))
@settings(max_examples=40)
def test_what_is_escaped_stays_one_value(text):
    escaped = vcards.escape(text)
    assert "\n" not in escaped
    assert "\r" not in escaped
    plain = escaped.replace("\\\\", "").replace("\\,", "").replace("\\;", "")
    assert not {",", ";"} & set(plain)


def test_who_is_unsure_is_two_rows(client, council):
    council.seats[0].terms[0].ends = "2026"
    db.session.commit()
    make_term(council, 1, make_official("Rosa Gaviota"), starts="2026")
    enter(client)
    assert [one["Name"] for one in table(client, "ward=1")] == ["Ana Quetzal", "Rosa Gaviota"]


def test_from_the_command_line(council, campaign):
    found = campaign("officials", "export")
    assert found.exit_code == 0
    assert "Ana Quetzal" in found.stdout
    assert campaign("officials", "export", "--format", "vcf").stdout.count("END:VCARD") == 2
    refused = campaign("officials", "export", "--body", "nothing")
    assert refused.exit_code == 1
    assert "There is no council nothing." in refused.output
