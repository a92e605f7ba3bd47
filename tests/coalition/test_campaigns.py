"""Starting a campaign, editing what it says and its dates, publishing it."""

import pytest

from campaign.coalition.audit import Audit
from campaign.coalition.models import Campaign, KeyDate, Partnership
from campaign.db import db
from tests.coalition.desk import CAMPAIGN, NORTH, SOUTH, at_once, make_desk, make_two
from tests.coalition.factories import make_campaign, make_organization
from tests.factories import rows

NEW = f"{SOUTH}/campaigns/new"
TEXT, DATES = f"{SOUTH}{CAMPAIGN}/text", f"{SOUTH}{CAMPAIGN}/dates"
WORDS = {"name_en": "Keep the park", "ask_en": "Keep it.", "summary_en": "A park."}
DATE = {"on": "2027-03-01", "what_en": "The committee votes", "edition": "0"}


def test_it_works(app, client):
    omar = make_desk(app, make_organization(), "organizer")
    answer = omar.post(NEW, **WORDS, name_es="Que siga el parque")

    assert answer.location == f"{SOUTH}/campaigns/keep-the-park/text"
    assert "only you see it" in omar.get(answer.location).text
    [campaign] = rows(Campaign)
    assert campaign.name == {"en": "Keep the park", "es": "Que siga el parque"}
    assert (campaign.published_at, rows(Partnership)[0].role) == (None, "lead")
    assert client.get("/c/keep-the-park").status_code == 404
    assert rows(Audit)[-1].act == "campaign.started"


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"name_en": ""}, "Enter the name of the campaign."),
        ({"ask_en": " "}, "Say in a sentence what you ask for."),
        ({"summary_en": ""}, "Say in a few sentences"),
        ({"name_es": "x" * 121}, "Use at most 120 letters."),
        ({"name_en": "a\x00b"}, "Remove the invisible control characters."),
        ({"slug": "new"}, "This site uses that word itself."),
        ({"slug": "stop-the-contract"}, "Another campaign has this short name."),
    ],
)
def test_it_rejects(app, values, sentence):
    make_campaign()
    omar = make_desk(app, make_organization())
    answer = omar.post(NEW, **WORDS | values)

    assert answer.status_code == 422
    assert sentence in answer.text
    assert len(rows(Campaign)) == 1


def test_a_writer_starts_none(app):
    omar = make_desk(app, make_organization(), "writer")
    assert omar.get(NEW).status_code == 403
    assert omar.client.post(NEW, data=WORDS).status_code == 403


def test_editing(app, client):
    _campaign, omar, _eve = make_two(app)
    omar.post(TEXT, **WORDS, edition="1")

    assert "Keep the park" in client.get("/c/stop-the-contract").text
    assert rows(Audit)[-1].act == "campaign.edited"


def test_the_second_editor_sees_both_texts(app):
    _campaign, omar, _eve = make_two(app)
    omar.post(TEXT, **WORDS, edition="1")
    late = omar.post(TEXT, **WORDS | {"name_en": "Save the park", "edition": "1"})

    assert late.status_code == 409
    assert 'value="Save the park"' in late.text
    assert '<span dir="auto">Keep the park</span>' in late.text
    assert 'name="edition" type="hidden" value="2"' in late.text
    assert rows(Campaign)[0].name["en"] == "Keep the park"
    assert [one.act for one in rows(Audit)] == ["campaign.edited"]


def test_of_two_who_save_at_once_none_is_overwritten(app):
    _campaign, omar, _eve = make_two(app)
    for edition in range(1, 6):
        saves = [
            omar.ready(TEXT, **WORDS | {"name_en": name, "edition": str(edition)})
            for name in ("One", "Two")
        ]
        assert sorted(at_once(app, *saves)) == [303, 409]
    assert len(rows(Audit)) == 5
    assert rows(Campaign)[0].edition == 6


@pytest.mark.parametrize("edition", ["", "0", "-1", "x", "99999999999"])
def test_a_damaged_edition_is_refused(app, edition):
    _campaign, omar, _eve = make_two(app)
    assert omar.post(TEXT, **WORDS, edition=edition).status_code == 422
    assert rows(Campaign)[0].edition == 1


def test_texts_in_a_language_that_is_shown_no_more_stay(app):
    campaign, omar, _eve = make_two(app)
    db.session.merge(campaign).name = {"en": "Park", "pl": "Park po polsku"}
    db.session.commit()
    omar.post(TEXT, **WORDS, edition="1")

    assert rows(Campaign)[0].name == {"en": "Keep the park", "pl": "Park po polsku"}


def test_publishing_and_taking_back(app, client):
    _campaign, omar, _eve = make_two(app)
    for act, status in (("unpublish", 404), ("publish", 200), ("end", 200), ("reopen", 200)):
        omar.post(f"{SOUTH}{CAMPAIGN}/state", page=TEXT, act=act)
        assert client.get("/c/stop-the-contract").status_code == status
        assert rows(Audit)[-1].act == f"campaign.{act}"
    assert rows(Campaign)[0].closed_at is None


def test_publishing_twice_is_once(app):
    _campaign, omar, _eve = make_two(app)
    at = rows(Campaign)[0].published_at
    omar.post(f"{SOUTH}{CAMPAIGN}/state", page=TEXT, act="publish")

    assert rows(Campaign)[0].published_at == at
    assert rows(Audit) == []


def test_a_state_that_is_none_is_refused(app):
    _campaign, omar, _eve = make_two(app)
    assert omar.post(f"{SOUTH}{CAMPAIGN}/state", page=TEXT, act="burn").status_code == 400


def test_a_partner_edits_nothing(app):
    _campaign, _omar, eve = make_two(app)
    for path in ("text", "dates", "state"):
        assert eve.client.post(f"{NORTH}{CAMPAIGN}/{path}").status_code == 403


def test_key_dates_stand_in_order(app, client):
    _campaign, omar, _eve = make_two(app)
    omar.post(DATES, **DATE)
    omar.post(DATES, **DATE | {"on": "2026-12", "what_en": "It began", "result_en": "Passed"})

    page = client.get("/c/stop-the-contract").text
    assert page.index("It began") < page.index("The committee votes")
    assert "December 2026" in page
    assert [one.position for one in rows(KeyDate)] == [1, 2]


@pytest.mark.parametrize(
    "on", ["", "soon", "2027-13", "2027-02-30", "27-1-1", "2027-3", "2027-03-01-01"]
)
def test_a_day_that_is_none_is_refused(app, on):
    _campaign, omar, _eve = make_two(app)
    assert omar.post(DATES, **DATE | {"on": on}).status_code == 422
    assert rows(KeyDate) == []


def test_changing_a_date(app):
    _campaign, omar, _eve = make_two(app)
    omar.post(DATES, **DATE)
    page = f"{DATES}/{rows(KeyDate)[0].id}"
    first = omar.post(page, **DATE | {"edition": "1", "what_en": "The council votes"})
    late = omar.post(page, **DATE | {"edition": "1", "what_en": "Nobody votes"})

    assert (first.status_code, late.status_code) == (303, 409)
    assert "The council votes" in late.text
    assert "Nobody votes" in late.text
    assert rows(KeyDate)[0].what == {"en": "The council votes"}


def test_taking_a_date_off(app):
    _campaign, omar, _eve = make_two(app)
    omar.post(DATES, **DATE)
    page = f"{DATES}/{rows(KeyDate)[0].id}"
    omar.post(f"{page}/remove", page=page)

    assert rows(KeyDate) == []
    assert rows(Audit)[-1].details["what"] == "The committee votes"
    assert omar.get(page).status_code == 404
