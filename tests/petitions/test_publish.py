"""Publishing, stopping, closing; and changing words that people have signed."""

import pytest

from campaign.coalition.audit import Audit
from campaign.db import db, now
from campaign.factsheet import Fact, all_stale
from campaign.petitions.models import PetitionDecision, PetitionRevision
from campaign.petitions.writing import changes
from tests.factories import rows
from tests.factsheet.factories import change, make_fact
from tests.petitions.factories import ANA, URL, make_signature
from tests.petitions.writing import (
    DESK,
    NEW,
    ONE,
    act,
    begin,
    log_in_as,
    make_world,
    petition,
    write,
)

EDIT, SIGN = f"{ONE}/edit", f"{URL}/sign"


@pytest.fixture
def omar(client):
    """Omar's browser, with a draft that could be published."""
    make_world()
    log_in_as(client)
    begin(client, closes_at="2099-05-01T10:00")
    return client


def test_it_works(omar):
    page = omar.get(f"{ONE}/publish").text
    assert "All facts are current." in page
    assert "http://localhost/petitions/save-the-clinic" in page
    answer = act(omar, "published")

    assert (answer.status_code, answer.location) == (303, ONE)
    assert omar.get(URL).status_code == 200
    assert omar.get(SIGN).status_code == 200
    assert [(one.act, one.by.name) for one in rows(PetitionDecision)] == [("published", "Omar")]
    assert [one.act for one in rows(Audit)][-1] == "petition.published"


def set_values(**values):
    found = petition()
    for name, value in values.items():
        setattr(found, name, value)
    db.session.commit()


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"text": {}}, "No language has title, ask and text yet."),
        ({"title": {"en": "Clinic", "es": "Clínica"}}, "Español: what you ask, text missing."),
        ({"text": {"en": "{fact:unknown}"}}, "the fact sheet has no “unknown”"),
        ({"text": {"en": "{fact:later}"}}, "the fact “later” is a draft."),
        ({"closes_at": now()}, "Its closing time has passed."),
    ],
)
def test_it_refuses_what_is_not_ready(omar, values, sentence):
    make_fact(petition().campaign, "later", status="draft")
    set_values(**values)
    assert sentence in omar.get(f"{ONE}/publish").text
    answer = act(omar, "published")

    assert answer.status_code == 409
    assert "must be mended first" in answer.text
    assert petition().published_at is None


def test_a_stale_fact_needs_a_decision_first(omar):
    change(rows(Fact)[0], statement=NEW)
    assert len(all_stale(petition().campaign)) == 1
    answer = act(omar, "published")

    assert answer.status_code == 409
    assert "The fact “rate” needs a decision" in answer.text
    assert petition().published_at is None


def test_what_was_looked_at_is_what_goes_out(omar):
    page = {"seen": "1"}
    write(omar, EDIT, text_en="Other words.")
    answer = act(omar, "published", **page)

    assert answer.status_code == 409
    assert "Somebody has changed it" in answer.text
    assert petition().published_at is None


def test_the_kill_switch_works_though_pages_are_kept(omar):
    act(omar, "published")
    omar.keeps_pages = True
    assert omar.get(SIGN).status_code == 200
    assert act(omar, "stopped").status_code == 303

    assert omar.post(SIGN, data=ANA).status_code == 410
    assert omar.get(SIGN).status_code == 410
    assert "Signing is stopped" in omar.get(URL).text
    assert act(omar, "resumed").status_code == 303
    assert omar.post(SIGN, data=ANA).status_code == 303
    assert [one.act for one in rows(Audit)][-2:] == ["petition.stopped", "petition.resumed"]


def test_the_kill_switch_reaches_other_processes_within_a_second(omar, app):
    """Another process learns of it from the database: what it remembers is a second old at most."""
    act(omar, "published")
    omar.keeps_pages = True
    assert omar.post(SIGN, data=ANA).status_code == 303
    set_values(stopped_at=now())
    assert omar.post(SIGN, data=ANA | {"email": "b@example.org"}).status_code == 303
    grow_older(app, 1.1)
    assert omar.post(SIGN, data=ANA | {"email": "c@example.org"}).status_code == 410


def grow_older(app, seconds):
    facts = app.extensions["pages"].facts
    for key, (made_at, value) in list(facts.items()):
        facts[key] = (made_at - seconds, value)


def test_closing_and_reopening_say_why(omar):
    act(omar, "published")
    answer = act(omar, "closed")
    assert answer.status_code == 422
    assert "Say why: people will ask." in answer.text
    assert act(omar, "closed", why="The council has decided.").status_code == 303
    assert petition().state == "closed"
    assert "The council has decided." in omar.get(ONE).text
    assert act(omar, "closed", why="Again.").status_code == 409
    assert act(omar, "reopened", why="It decided otherwise.").status_code == 303
    assert petition().is_open
    assert [one.act for one in rows(PetitionDecision)] == ["published", "closed", "reopened"]


def test_a_passed_date_is_changed_before_it_reopens(omar):
    act(omar, "published")
    act(omar, "closed", why="Over.")
    set_values(closes_at=now())
    answer = act(omar, "reopened", why="On again.")

    assert answer.status_code == 409
    assert "change that, then reopen it" in answer.text


def test_it_goes_back_to_draft_only_while_nobody_has_signed(omar):
    act(omar, "published")
    assert act(omar, "unpublished", why="Too early.").status_code == 303
    assert omar.get(URL).status_code == 404
    act(omar, "published")
    make_signature(petition())
    answer = act(omar, "unpublished", why="Too early.")

    assert answer.status_code == 409
    assert "Somebody has signed it: close it instead." in answer.text
    assert omar.get(URL).status_code == 200


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("act", "deleted", "Choose what to do."),
        ("seen", "", "The form was damaged on its way."),
        ("why", "x" * 501, "Use at most 500 characters here."),
        ("csrf_token", "x", "The CSRF token is invalid."),
    ],
)
def test_it_says_what_is_wrong(omar, field, value, sentence):
    act(omar, "published")
    answer = act(omar, **{"what": "closed", "why": "Because."} | {field: value})
    assert answer.status_code == 422
    assert sentence in answer.text
    assert petition().is_open


@pytest.mark.parametrize("role", ["viewer", "writer"])
def test_only_organizers_decide(omar, role):
    log_in_as(omar, role)
    assert omar.get(f"{ONE}/publish").status_code == 403
    assert omar.post(f"{ONE}/decide", data={"act": "published", "seen": "1"}).status_code == 403
    assert petition().published_at is None


def test_changing_public_words_needs_a_reason_that_everyone_reads(omar):
    act(omar, "published")
    answer = write(omar, EDIT, text_en="It is needed now.\n\n{fact:rate}")
    assert answer.status_code == 422
    assert "People signed other words: say why you change them." in answer.text
    write(omar, EDIT, page=answer, why="The council asked when.")

    public = omar.get(URL).text
    assert "Changed on" in public
    assert "The council asked when." in public
    assert "now.</ins>" in public.replace('<span class="visually-hidden">now: </span>', "")
    assert rows(PetitionRevision)[-1].was_public


def test_what_nobody_signed_changes_without_a_reason(omar):
    act(omar, "published")
    assert write(omar, EDIT, goal="900", share_en="Sign with us.").status_code == 303
    assert "Changed on" not in omar.get(URL).text


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"text_en": ""}, "People read this: do not empty it."),
        ({"text_en": "{fact:nothing}"}, "the fact sheet has no “nothing”"),
    ],
)
def test_what_is_public_stays_whole(omar, values, sentence):
    act(omar, "published")
    answer = write(omar, EDIT, why="Because.", **values)
    assert answer.status_code == 422
    assert sentence in answer.text


def test_the_address_is_fixed_once_it_is_public(omar):
    act(omar, "published")
    write(omar, EDIT, slug="another", goal="900")
    assert petition().goal == 900
    assert omar.get(f"{DESK}/another").status_code == 404


def test_a_fact_that_took_its_new_sentence_is_told(omar):
    from campaign.factsheet import Citation, decide

    act(omar, "published")
    change(rows(Fact)[0], statement=NEW)
    decide(rows(Citation)[0], "update", "", "Omar")
    db.session.commit()
    page = omar.get(URL).text
    assert "(a fact)" in page
    assert 'href="/c/clinic/facts/rate"' in page


def test_many_changes_are_compared_once(omar, monkeypatch):
    """Each view of a page would otherwise compare every revision with the one before."""
    act(omar, "published")
    for number in range(3):
        write(omar, EDIT, text_en=f"It is needed {number}.\n\n{{fact:rate}}", why=f"Why {number}.")
    compared = []
    with omar.application.test_request_context():
        told = changes.changes(petition())
        monkeypatch.setattr(changes, "differences", lambda *_: compared.append(1))
        assert changes.changes(petition()) == told

    assert [one["why"] for one in told] == ["Why 2.", "Why 1.", "Why 0."]
    assert compared == []
