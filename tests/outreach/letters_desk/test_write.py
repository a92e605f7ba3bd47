"""Writing a letter action: all languages, facts that are there, nothing lost."""

from typing import Any

import pytest

from campaign.coalition.audit import Audit
from campaign.db import db
from campaign.factsheet import Citation, pins
from campaign.hearings.lineup.models import Point
from campaign.outreach.letters.models import KIND, LetterAction
from tests.factories import add, rows
from tests.factsheet.factories import make_fact
from tests.officials.factories import make_body, make_measure
from tests.outreach.factories import make_action, make_letter
from tests.outreach.letters_desk.desk import DESK, ONE, add_partner, at_desk, write
from tests.petitions.factories import make_campaign, make_organization
from tests.petitions.writing import log_in_as

NEW, EDIT = f"{DESK}/new", f"{ONE}/edit"
WRITTEN = {
    "title_en": "Write to city hall",
    "subject_en": "Please end it",
    "text_en": "It ends soon. {fact:rate}",
    "prompt1_en": "What have you seen?",
}


@pytest.fixture
def omar(client):
    campaign = make_campaign()
    make_organization(campaign)
    make_body()
    make_fact(campaign, translations={})
    log_in_as(client)
    return client


def the_action() -> LetterAction:
    db.session.expire_all()
    return rows(LetterAction)[-1]


def test_it_works(omar):
    body = the_body()
    measure = make_measure(body)
    campaign = make_campaign_of()
    first, second = (add(Point(campaign=campaign, title=name)) for name in ("One", "Two"))
    more = {
        "title_es": "Escribe",
        "prompt2_en": "What do you ask?",
        "measure": str(measure.id),
        "facts": ["rate"],
        "points": [str(first.id)],
        "closes_at": "2030-03-01T18:00",
    }
    answer = write(omar, NEW, **WRITTEN | more)

    assert answer.status_code == 303, answer.text
    made = the_action()
    assert answer.location == f"{DESK}/write-to-city-hall"
    assert made.title == {"en": "Write to city hall", "es": "Escribe"}
    assert made.prompts == [{"en": "What have you seen?"}, {"en": "What do you ask?"}]
    assert (made.measure_id, made.facts, made.points) == (measure.id, ["rate"], [first.id])
    assert (made.state, made.per_hour, made.per_day) == ("draft", 6, 40)
    assert made.closes_at.isoformat() == "2030-03-02T00:00:00+00:00"
    assert {one.place for one in rows(Citation)} == {"en", "facts"}
    assert pins(KIND, made.id) == {"rate": 1}
    assert [one.act for one in rows(Audit)] == ["letters.created"]
    assert second.id not in made.points


def the_body():
    from campaign.officials.models import Body

    return rows(Body)[0]


def make_campaign_of():
    from campaign.coalition.models import Campaign

    return rows(Campaign)[0]


def test_all_points_are_stored_as_none_named(omar):
    point = add(Point(campaign=make_campaign_of(), title="One"))
    write(omar, NEW, **WRITTEN | {"points": [str(point.id)]})
    assert the_action().points == []


def test_the_pace_is_said_in_a_sentence(client):
    at_desk(client)
    page = client.get(EDIT).text
    assert "An office gets one letter every 10 minutes, at most 40 a day" in page
    assert "200 letters to one office take 5 days." in page


def test_a_preview_stores_nothing(client):
    at_desk(client)
    answer = write(client, EDIT, title_en="Other", act="preview", per_hour="60")
    assert answer.status_code == 200
    assert "one letter every minute" in answer.text
    assert the_action().title["en"] == "Write to your alderperson"


WRONG: list[dict[str, Any]] = [
    {"title_en": ""},
    {"title_en": "x" * 121},
    {"title_en": "{fact:rate}"},
    {"subject_en": "a\nb"},
    {"text_en": "{fact:rate"},
    {"per_hour": "0"},
    {"per_day": "x"},
    {"per_day": "1001"},
    {"per_hour": ""},
    {"slug": "new"},
    {"slug": "No!"},
    {"measure": "99999999999999999999"},
    {"body": "0"},
    {"facts": ["nothing"]},
    {"points": ["7"]},
    {"on_bounce": "explode"},
    {"closes_at": "2030-03-10T02:30"},
    {"closes_at": "soon"},
    {"seen": "x"},
    {"csrf_token": ""},
]


def test_what_cannot_be_is_refused_and_stays_in_the_form(omar):
    page = omar.get(NEW)
    for change in WRONG:
        answer = write(omar, NEW, page, **WRITTEN | {"prompt3_en": "Keep me"} | change)
        assert answer.status_code == 422, change
        assert "Keep me" in answer.text, change
    assert rows(LetterAction) == []


def test_an_empty_post_is_refused(client):
    at_desk(client)
    assert client.post(NEW).status_code == 422
    assert client.post(EDIT).status_code == 422


def test_two_who_save_at_once_see_both_texts(client):
    at_desk(client)
    mine = client.get(EDIT)
    assert write(client, EDIT, subject_en="Theirs first").status_code == 303

    answer = write(client, EDIT, mine, subject_en="Mine second")
    assert answer.status_code == 409
    assert "Theirs first" in answer.text
    assert "Mine second" in answer.text
    assert the_action().subject["en"] == "Theirs first"

    assert write(client, EDIT, answer).status_code == 303
    assert the_action().subject["en"] == "Mine second"
    assert the_action().edition == 3


def test_nothing_different_is_no_edition(client):
    at_desk(client)
    assert write(client, EDIT).status_code == 303
    assert the_action().edition == 1
    assert rows(Audit) == []


def test_an_address_belongs_to_one_action(client):
    action = at_desk(client)
    answer = write(client, NEW, **WRITTEN | {"slug": action.slug})
    assert answer.status_code == 422
    assert "Another letter action has this address" in answer.text


def test_what_is_public_keeps_address_and_council_and_is_not_emptied(client):
    action = at_desk(client)
    committee = make_body(0, slug="board", name={"en": "Board"})
    write(client, EDIT, slug="elsewhere", body=str(committee.id), title_en="Newer")
    assert (the_action().slug, the_action().body_id) == (action.slug, action.body_id)
    assert the_action().title["en"] == "Newer"
    assert write(client, EDIT, subject_en="").status_code == 422
    assert write(client, EDIT, prompt1_en="", prompt2_en="").status_code == 422


def test_a_fact_that_a_letter_quotes_stays_offered(client):
    action = at_desk(client)
    write(client, EDIT, facts=["rate"])
    letter = make_letter(action, text="I saw it. {fact:rate}", state="waiting")
    page = client.get(EDIT)

    answer = write(client, EDIT, page, facts=[])
    assert answer.status_code == 422
    assert "Letters quote this, so it stays: rate" in answer.text
    letter = db.session.merge(letter)
    letter.state = "withdrawn"
    db.session.commit()
    assert write(client, EDIT, page, facts=[]).status_code == 303
    assert pins(KIND, the_action().id) == {}


@pytest.mark.parametrize("page", ["", "/new", "/write-to-your-alderperson/edit"])
def test_it_is_for_organizers_of_the_lead(client, page):
    action = make_action()
    add_partner(action.campaign)
    assert client.get(f"{DESK}{page}").status_code == 302
    log_in_as(client, "writer")
    assert client.get(f"{DESK}{page}").status_code == 403
    log_in_as(client, "organizer", "friends")
    assert client.get(f"{DESK.replace('neighbors', 'friends')}{page}").status_code == 403
    assert client.get(f"{DESK}{page}").status_code == 404


def test_the_list_names_all_and_invites_to_write(omar):
    assert "None yet" in omar.get(DESK).text
    write(omar, NEW, **WRITTEN)
    assert "Write to city hall" in omar.get(DESK).text
