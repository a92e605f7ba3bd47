"""Writing a mailing: kept whole, in every language, and never over somebody else's words."""

import pytest

from campaign.coalition.audit import Audit
from campaign.factsheet import stale
from campaign.outreach.mailings.models import KIND, Mailing
from tests.coalition.desk import make_desk
from tests.factories import rows
from tests.factsheet.factories import change, make_fact
from tests.outreach.factories import make_mailing

from .desk import URL, get, make_due, make_house, make_omar

WORDS = {
    "edition": "0",
    "name": "November",
    "subject_en": "The vote, {first_name|friend}",
    "text_en": "Dear {first_name|friend},\r\n\r\ncome.",
    "sender_name": "Ana of Neighbors",
    "reply_to": "omar@example.org",
}


@pytest.fixture
def house(app):
    return make_house()


def test_it_works(app, house):
    omar = make_omar(app, house, "writer")
    assert "None yet" in omar.get(URL).text
    answer = omar.post(f"{URL}/new", **WORDS)
    [made] = rows(Mailing)

    assert answer.location == f"{URL}/{made.id}/segment"
    assert made.text == {"en": "Dear {first_name|friend},\n\ncome."}
    assert (made.state, made.organization_id, made.sender_name) == (
        "draft",
        house.lead.id,
        "Ana of Neighbors",
    )
    assert "November" in omar.get(URL).text
    assert "The vote" in omar.get(f"{URL}/{made.id}").text
    assert [one.act for one in rows(Audit)] == ["mailing.created"]


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name", " "),
        ("name", "x" * 121),
        ("subject_en", "a\r\nBcc: eve@example.org"),
        ("subject_en", "x" * 151),
        ("text_en", "x" * 50_001),
        ("sender_name", "Ana <eve@example.org>"),
        ("sender_name", "a\r\nBcc: eve@example.org"),
        ("reply_to", "no address"),
        ("reply_to", "omar@example.org\r\nBcc: eve@example.org"),
        ("edition", "x"),
    ],
)
def test_it_rejects(app, house, field, value):
    answer = make_omar(app, house).post(f"{URL}/new", **WORDS | {field: value})
    assert answer.status_code == 422
    assert rows(Mailing) == []


def test_what_is_wrong_is_named_by_its_line_and_nothing_is_kept_yet(app, house):
    words = WORDS | {"text_en": "Dear {frist_name},\n\nsee {fact:nothing}", "act": "preview"}
    page = make_omar(app, house).post(f"{URL}/new", **words).text

    assert "Line 1: there is no field {frist_name}" in page
    assert "Line 3" in page
    assert rows(Mailing) == []


def test_two_editors_overwrite_nothing(app, house):
    omar, ana = make_omar(app, house), make_desk(app, house.lead, "writer", "ana@example.org")
    mailing = make_mailing(house.lead, house.campaign)
    url = f"{URL}/{mailing.id}/edit"
    first = omar.ready(url, **WORDS | {"edition": "1", "text_en": "Omar's words"})
    second = ana.ready(url, **WORDS | {"edition": "1", "text_en": "Ana's words"})
    assert first().status_code == 303

    answer = second()
    assert answer.status_code == 409
    assert "Omar&#39;s words" in answer.text
    assert "Ana&#39;s words" in answer.text
    assert get(mailing.id).text["en"] == "Omar's words"
    assert ana.post(url, **WORDS | {"edition": "2", "text_en": "Ana's words"}).status_code == 303


@pytest.mark.parametrize("state", ["proposed", "scheduled"])
def test_an_edit_needs_a_new_approval(app, house, state):
    omar = make_omar(app, house)
    mailing = make_due(house, state=state, approved_edition=1)
    omar.post(f"{URL}/{mailing.id}/edit", **WORDS | {"edition": "1"})
    found = get(mailing.id)

    assert (found.state, found.edition, found.scheduled_at) == ("draft", 2, None)
    assert found.approved_edition is None


@pytest.mark.parametrize("state", ["queueing", "sending", "done", "cancelled"])
def test_what_has_begun_keeps_its_words(app, house, state):
    omar = make_omar(app, house)
    mailing = make_mailing(house.lead, house.campaign, state=state)
    for page in ("edit", "segment"):
        assert omar.get(f"{URL}/{mailing.id}/{page}").status_code == 409


def test_facts_are_cited_and_brought_up_to_date(app, house):
    omar = make_omar(app, house)
    fact = make_fact(house.campaign, key="beds", statement="There are 12 beds.", translations={})
    omar.post(f"{URL}/new", **WORDS | {"text_en": "See {fact:beds}"})
    [made] = rows(Mailing)
    change(fact, statement="There are 9 beds.")
    assert len(stale(KIND, made.id)) == 1
    page = omar.get(f"{URL}/{made.id}").text
    assert "There are 9 beds." in page
    assert "beds" in omar.get(f"{URL}/{made.id}/schedule").text

    omar.post(f"{URL}/{made.id}/facts", f"{URL}/{made.id}", edition="1")
    assert stale(KIND, made.id) == []
    assert get(made.id).edition == 2


def test_copies_deletes_and_brings_back(app, house):
    omar = make_omar(app, house)
    mailing = make_mailing(house.lead, house.campaign, segment={"languages": ["es"]})
    one = f"{URL}/{mailing.id}"
    omar.post(f"{one}/copy", one, edition="1")
    copied = rows(Mailing)[1]
    assert (copied.name, copied.segment, copied.state) == (
        "Copy of News of November",
        {"languages": ["es"]},
        "draft",
    )
    omar.post(f"{one}/delete", one, edition="1")
    assert get(mailing.id).state == "cancelled"
    assert ">News of November<" not in omar.get(URL).text
    assert "News of November" in omar.get(f"{URL}?state=cancelled").text
    omar.post(f"{one}/restore", one, edition="1")
    assert get(mailing.id).state == "draft"
    assert omar.get(f"{URL}?q=november&state=draft").text.count("News of November") == 2
    assert "No mailing fits" in omar.get(f"{URL}?q=nothing").text


def test_nobody_else_sees_it(app, house):
    mailing = make_mailing(house.lead, house.campaign)
    eve = make_desk(app, house.partner, "organizer", "eve@example.org")
    theirs = URL.replace("neighbors", "parents")
    pages = ("", "/edit", "/segment", "/segment.json", "/preview", "/preview.html", "/schedule")
    for page in (*pages, "/report", "/recipients", "/progress.json", "/recipients/export"):
        assert eve.get(f"{theirs}/{mailing.id}{page}").status_code == 404
        assert eve.get(f"{URL}/{mailing.id}{page}").status_code == 404
    assert "News of November" not in eve.get(theirs).text


def test_who_writes_does_not_send(app, house):
    mailing = make_mailing(house.lead, house.campaign)
    writer = make_omar(app, house, "writer")
    for page in ("schedule", "report", "recipients"):
        assert writer.get(f"{URL}/{mailing.id}/{page}").status_code == 403
    viewer = make_desk(app, house.lead, "viewer", "eve@example.org")
    assert viewer.get(f"{URL}/{mailing.id}").status_code == 200
    for page in ("edit", "segment", "preview", "preview.html", "segment.json"):
        assert viewer.get(f"{URL}/{mailing.id}/{page}").status_code == 403
