"""Handing in, asking for changes, approving what was seen: by whom, and who is told."""

import pytest

from campaign.coalition.audit import Audit
from campaign.db import db
from campaign.hearings.speaking.models import Speaker
from campaign.mail import OutgoingEmail
from campaign.testimony.beginning import add_version
from campaign.testimony.models import Draft, DraftStep
from tests.factories import rows
from tests.factsheet.factories import change, make_fact
from tests.testimony.factories import write
from tests.testimony.review.desk import act, draft_at_desk, marks_in, mine, page_of, post


def state() -> str:
    return rows(Draft)[0].state


def test_it_works(client):
    draft = draft_at_desk(client, state="in_review")
    assert act(client, draft, "approve").status_code == 303

    [draft] = rows(Draft)
    assert (draft.state, draft.is_approved, draft.main.approved_number) == ("approved", True, 1)
    [step] = rows(DraftStep)
    assert (step.before, step.after, step.by.email) == ("in_review", "approved", "omar@example.org")
    assert rows(Speaker)[0].state == "ready"
    [mail] = rows(OutgoingEmail)
    assert (mail.to, mail.template) == ("ana.quetzal@example.org", "testimony/mail/approved")
    assert "/drafts/" in mail.merge["link"]
    assert [one.act for one in rows(Audit)][-1] == "testimony.approved"
    assert "It is approved as you saw it." in client.get(page_of(draft)).text


def test_a_speaker_who_has_gone_on_stays_there(client):
    draft = draft_at_desk(client, state="in_review", speaker={"state": "drawn"})
    assert act(client, draft, "approve").status_code == 303
    assert rows(Speaker)[0].state == "drawn"


def test_what_was_saved_since_is_shown_before_it_is_approved(client):
    draft = draft_at_desk(client, state="in_review", text="I hear the drones.")
    seen = marks_in(client.get(page_of(draft)).text)
    write(draft, "I hear the helicopters.")
    answer = post(client, page_of(draft), act="approve", seen=seen)

    assert answer.status_code == 409
    assert "Somebody has saved since you read this." in answer.text
    assert "drones" in answer.text
    assert (state(), rows(DraftStep)) == ("in_review", [])
    assert (
        post(client, page_of(draft), act="approve", seen=marks_in(answer.text)).status_code == 303
    )
    assert rows(Draft)[0].main.approved_number == 2


def test_another_length_is_seen_too(client):
    draft = draft_at_desk(client, state="in_review")
    seen = marks_in(client.get(page_of(draft)).text)
    add_version(draft, "en", 60, "Short.", None)
    db.session.commit()
    assert post(client, page_of(draft), act="approve", seen=seen).status_code == 409
    assert act(client, draft, "approve").status_code == 303
    assert rows(Draft)[0].is_approved


@pytest.mark.parametrize("seen", ["", "x", "1:", "1:2:3", ",", "9" * 40, "1:99999999999", "é:1"])
def test_marks_that_are_none(client, seen):
    draft = draft_at_desk(client, state="in_review")
    assert post(client, page_of(draft), act="approve", seen=seen).status_code == 409
    assert state() == "in_review"


def test_a_fact_that_changed_is_decided_first(client):
    draft = draft_at_desk(client)
    fact = make_fact(draft.campaign, statement="It was 9.1% of alerts.")
    write(draft, f"We read: {{fact:{fact.key}}}")
    assert act(client, draft, "submit").status_code == 303
    change(fact, statement="It was 10.9% of alerts.")
    db.session.commit()
    answer = act(client, draft, "approve")

    assert answer.status_code == 409
    assert "Facts in this text have changed." in answer.text
    assert "It was 10.9% of alerts." in answer.text
    assert state() == "in_review"


def test_changes_are_asked_for_in_words(client):
    draft = draft_at_desk(client, state="in_review", speaker={"language": "es"})
    refused = act(client, draft, "ask", why="  ")
    assert refused.status_code == 422
    assert "Say what should change" in refused.text
    assert act(client, draft, "ask", why="Say where you live.").status_code == 303

    assert [(one.after, one.why) for one in rows(DraftStep)] == [
        ("changes_asked", "Say where you live.")
    ]
    [mail] = rows(OutgoingEmail)
    assert (mail.locale, mail.merge["words"]) == ("es", "Say where you live.")
    assert "Say where you live." in client.get(mine(draft)).text


def test_an_approval_is_taken_back(client):
    draft = draft_at_desk(client, state="approved")
    assert act(client, draft, "reopen").status_code == 303
    assert state() == "draft"
    assert rows(OutgoingEmail) == []


@pytest.mark.parametrize("name", ["approved", "filed"])
def test_it_was_spoken(client, name):
    draft = draft_at_desk(client, state=name)
    assert act(client, draft, "spoke").status_code == 303
    assert state() == "delivered"


@pytest.mark.parametrize(
    ("before", "name"),
    [("draft", "approve"), ("approved", "ask"), ("filed", "submit"), ("delivered", "reopen")],
)
def test_no_step_that_is_not_in_the_table(client, before, name):
    draft = draft_at_desk(client, state=before)
    assert act(client, draft, name, why="Why").status_code == 409
    assert (state(), rows(DraftStep)) == (before, [])


@pytest.mark.parametrize("name", ["", "dance"])
def test_an_act_that_there_is_not(client, name):
    draft = draft_at_desk(client)
    assert act(client, draft, name).status_code == 422


def test_a_writer_hands_in_and_takes_back(client):
    draft = draft_at_desk(client)
    coordinator = rows(Draft)[0].hearing
    coordinator.coordinator_id = 1
    db.session.commit()
    answer = client.post(mine(draft), data={"act": "submit"})
    assert answer.status_code == 303
    assert "It is in review now." in client.get(answer.location).text
    [mail] = rows(OutgoingEmail)
    assert (mail.to, mail.template) == ("omar@example.org", "testimony/mail/submitted")
    assert mail.merge["link"].endswith(page_of(draft))
    assert client.post(mine(draft), data={"act": "take_back"}).status_code == 303
    assert [(one.after, one.by) for one in rows(DraftStep)] == [
        ("in_review", None),
        ("draft", None),
    ]


@pytest.mark.parametrize("name", ["approve", "ask", "reopen", "spoke"])
def test_a_writer_approves_nothing(client, name):
    draft = draft_at_desk(client, state="in_review")
    answer = client.post(mine(draft), data={"act": name, "why": "Good."})
    assert answer.status_code == 409
    assert state() == "in_review"


def test_an_empty_text_is_not_handed_in(client):
    draft = draft_at_desk(client, text="")
    answer = client.post(mine(draft), data={"act": "submit"})
    assert answer.status_code == 422
    assert "There is no text yet." in answer.text


@pytest.mark.parametrize(
    ("role", "part"), [("writer", "lead"), ("viewer", "lead"), ("owner", "partner")]
)
def test_who_may_not_know_the_speakers(client, role, part):
    draft = draft_at_desk(client, role, part, state="in_review")
    for url in (page_of(draft), page_of(draft, f"/{draft.main.id}")):
        assert client.get(url).status_code in (302, 403)
        assert client.post(url, data={"act": "approve"}).status_code in (302, 403)
    assert state() == "in_review"


def test_another_campaigns_draft_is_not_there(client):
    draft = draft_at_desk(client)
    url = page_of(draft).replace("stop-the-contract", "other")
    assert client.get(url).status_code == 404
    assert client.get(page_of(draft, "/99999")).status_code == 404
    assert client.get(page_of(draft).replace(str(draft.id), "99999")).status_code == 404


def test_a_forged_link_is_none(client):
    draft = draft_at_desk(client)
    url = mine(draft)
    assert client.get(url).status_code == 200
    assert client.get(url.replace("/drafts/", "/drafts/x")).status_code == 404
    assert client.get(mine(draft, version=99999)).status_code == 404
