"""The packet of a hearing: what goes in, what is left out, and what holds it back."""

import csv
import io
import re
import zipfile

import pytest
from docx import Document

from campaign.coalition.audit import Audit
from campaign.coalition.exports import Export
from campaign.db import db
from campaign.testimony.beginning import add_version
from campaign.testimony.out import packet_orders
from campaign.testimony.out.models import HearingPacket
from tests.factories import rows
from tests.factsheet.factories import make_fact
from tests.hearings.factories import make_speaker
from tests.hearings.lineup.room import hidden, other_hearing
from tests.pdf import pages_of, words_of
from tests.testimony.factories import make_draft
from tests.testimony.out.room import TESTIMONY, file_at_desk, grow_stale, make_omar

URL = f"{TESTIMONY}/packet/public-safety"
ALL = "?states=approved&states=filed&states=draft&languages=en&languages=es"


@pytest.fixture
def hearing(client):
    """Ana is approved and cites a fact, Bo wrote too much, Cy has only begun."""
    hearing = make_omar(client)
    make_fact(hearing.campaign)
    for name, text, state in (
        ("Ana", "{fact:rate}\n\nCancel it.", "approved"),
        ("Bo", "word\n\n" * 130, "approved"),
        ("Cy", "Not yet.", "draft"),
    ):
        make_draft(make_speaker(hearing, name), text, seconds=0, state=state)
    return hearing


def order(client, query=""):
    """Order a packet as the page's button does; where it is."""
    page = client.get(URL + query)
    answer = client.post(URL + query, data=hidden(page.text))
    assert answer.status_code == 303, answer.text
    db.session.rollback()
    return answer.location


def take(client, kind, query=""):
    """Order a packet, let the worker make it, and fetch one of its files."""
    url = order(client, query)
    packet_orders.make_waiting()
    page = client.get(url)
    [name] = [name for name in rows(HearingPacket)[-1].digests if name.endswith(f".{kind}")]
    made = client.post(url, data=hidden(page.text) | {"file": name})
    assert made.status_code == 200, made.text
    data = made.data
    made.close()
    return data


def test_it_says_what_goes_in_and_what_does_not(client, hearing):
    page = client.get(URL).text

    assert "2 testimonies go in" in page
    assert "1 in another state" in page
    assert re.search(r"<bdi>Bo</bdi></a>: \d pages", page), "named before it is made"


def test_the_pdf_has_cover_index_and_letters(client, hearing):
    made = take(client, "pdf")
    assert b"pdfuaid:part>1<" in made
    pages = pages_of(made)

    assert "Testimony: Committee on Public Safety" in pages[0]
    assert "The body takes at most 2 pages of each." in pages[0]
    assert re.search(r"Ana\s+English\s+3\s+1", pages[1])
    assert re.search(r"Bo\s+English\s+4\s+\d+, over the limit", pages[1])
    assert "Testimony of Ana" in pages[2]
    assert "Sources" in pages[2]
    assert "Testimony of Bo" in pages[3]
    assert "Not yet." not in words_of(made)
    [export] = rows(Export)
    assert (export.count, export.kind) == (2, "testimony")
    assert all(export.code in page for page in pages)
    [act] = rows(Audit, act="testimony.packet")
    assert act.details["count"] == 2


def test_the_word_file_has_the_same(client, hearing):
    made = take(client, "docx")
    document = Document(io.BytesIO(made))
    [index] = document.tables

    cells = [[cell.text for cell in row.cells] for row in index.rows]
    assert cells[0] == ["Ward", "Name", "Language", "Page", "Pages"]
    assert cells[1][:3] == ["Elsewhere", "Ana", "English"]
    assert "over the limit" in cells[2][4]
    headings = [one.text for one in document.paragraphs if one.style.name == "Heading 1"]
    assert headings == ["Who says what", "Testimony of Ana", "Testimony of Bo"]
    inside = zipfile.ZipFile(io.BytesIO(made)).read("word/document.xml").decode()
    assert "PAGEREF _Letter1" in inside
    assert inside.count("<w:pageBreakBefore/>") == 3, "the index and each letter begin a page"


def test_the_table(client, hearing):
    made = take(client, "csv", ALL)
    table = list(csv.DictReader(io.StringIO(made.decode("utf-8-sig"))))

    assert [one["Name"] for one in table] == ["Ana", "Bo", "Cy"]
    assert table[0]["Words"] == "13"
    assert table[0]["Pages"] == "1"
    assert [one["State"] for one in table] == ["Approved", "Approved", "Draft"]


def test_no_cell_runs_in_a_spreadsheet(client, hearing):
    make_draft(make_speaker(hearing, "=cmd|' /c calc'!A1"), "Yes.", state="approved")
    assert b"\n'=cmd" in take(client, "csv")


def test_what_was_filed_goes_in_with_its_receipt(client, hearing):
    draft = make_draft(make_speaker(hearing, "Di"), "Main.", seconds=0)
    add_version(draft, "es", 0, "Otra.", None)
    db.session.commit()
    file_at_desk(client, draft)
    table = take(client, "csv").decode()

    assert re.search(r"Di,.*,Filed,By email,\d{4}-\d\d-\d\d \d\d:\d\d,No. 17,", table)
    assert table.count("\nDi,") == 1, "its translation was not filed"


def test_one_text_in_each_language(client, hearing):
    draft = make_draft(make_speaker(hearing, "Di"), "Short.", seconds=60)
    for language, seconds, text in (("en", 120, "Long."), ("es", 60, "Corto.")):
        add_version(draft, language, seconds, text, None)
    draft.state = "approved"
    db.session.commit()
    text = words_of(take(client, "pdf"))

    assert "Long." in text
    assert "Corto." in text
    assert "Short." not in text
    text = words_of(take(client, "pdf", "?states=approved&languages=es"))
    assert "Corto." in text
    assert "Long." not in text


def test_a_stale_fact_holds_it_back_and_is_named(client, hearing):
    page = client.get(URL)
    grow_stale()
    answer = client.post(URL, data=hidden(page.text))

    assert answer.status_code == 409
    assert "<bdi>Ana</bdi>" in answer.text.partition("facts that have changed")[2]
    assert rows(Export) == rows(HearingPacket) == []


def test_a_stale_fact_elsewhere_does_not(client, hearing):
    page = client.get(URL + "?states=draft&languages=en")
    grow_stale()
    url = f"{URL}?states=draft&languages=en"
    assert client.post(url, data=hidden(page.text)).status_code == 303


@pytest.mark.parametrize("query", ["?states=nope", "?languages=xx", "?states=draft", "?x=1"])
def test_nothing_chosen_is_nothing_made(client, hearing, query):
    token = hidden(client.get(URL).text)
    assert client.get(URL + query).status_code == 200
    assert client.post(URL + query, data=token).status_code == 422


def test_an_empty_form_is_answered(client, hearing):
    assert client.post(URL).status_code in (400, 422)
    assert client.post(order(client)).status_code in (400, 422)


def test_who_withdrew_is_left_out(client, hearing):
    make_draft(make_speaker(hearing, "Eve", state="withdrawn"), "Mine.", state="approved")
    assert "1 of people who withdrew" in client.get(URL).text
    assert "Mine." not in words_of(take(client, "pdf"))


def test_a_hearing_without_drafts(client):
    make_omar(client)
    assert "Nobody has begun to write for this hearing." in client.get(URL).text


@pytest.mark.parametrize(("role", "part"), [("organizer", "partner"), ("writer", "lead")])
def test_others_do_not_get_it(client, role, part):
    make_omar(client, role=role, part=part)
    assert client.get(URL).status_code == 403
    assert client.post(URL).status_code == 403


def test_a_hearing_of_another_campaign_is_none(client, hearing):
    other_hearing()
    assert client.get(f"{TESTIMONY}/packet/zoning").status_code == 404
