"""Noting that the body has a testimony: what is kept, what is asked about, and taking it back."""

from datetime import timedelta

import pytest

from campaign.coalition.audit import Audit
from campaign.db import db, now
from campaign.testimony import links, saving, states
from campaign.testimony.beginning import add_version
from campaign.testimony.models import Draft, DraftStep, Filing
from campaign.testimony.out.plain import plain_text
from campaign.testimony.out.printed import printed
from tests.factories import rows
from tests.hearings.lineup.room import hidden
from tests.testimony.factories import write
from tests.testimony.out.room import (
    TESTIMONY,
    at,
    file_at_desk,
    filing,
    grow_stale,
    make_ana,
    make_omar,
    with_fact,
)


def local(draft: Draft, **delta: int) -> str:
    return f"{now().astimezone(draft.hearing.zone) + timedelta(**delta):%Y-%m-%dT%H:%M}"


def test_it_works(client):
    draft = make_ana()
    text = plain_text(printed(draft.main))
    answer = client.post(at(draft, "/file"), data=filing(draft))

    assert answer.status_code == 303
    [found] = rows(Filing)
    assert (found.how, found.receipt, found.number) == ("email", "No. 17", draft.main.number)
    assert found.text == text
    assert "[1] Evidence of a gun crime" in found.text
    assert (draft.state, draft.is_frozen) == ("filed", True)
    assert (draft.speaker.state, draft.speaker.receipt) == ("filed", "No. 17")
    page = client.get(answer.location).text
    assert "The body has it" in page
    assert "No. 17" in page


def test_it_never_says_that_we_send_it(client):
    page = client.get(at(make_ana(), "/file")).text

    assert "We do not send it for you. You have filed it once the body has it." in page
    assert "clerk@example.org" in page
    assert "Public comment, May 19" in page
    assert "At most 2 pages." in page


def test_a_filed_text_stays_as_it_is(client):
    draft = make_ana()
    client.post(at(draft, "/file"), data=filing(draft))
    with pytest.raises(saving.FrozenError):
        saving.save(draft.main, "Other.", draft.main.number, None)
    db.session.rollback()
    grow_stale()

    page = client.get(at(draft, "/file"))
    assert page.status_code == 200
    assert "found after 9.1% of alerts" in page.text
    assert "8.4" not in page.text


def test_who_speaks_keeps_their_place(client):
    draft = make_ana(mode="in_person")
    client.post(at(draft, "/file"), data=filing(draft))

    assert (draft.state, draft.speaker.state) == ("filed", "interested")


def test_a_speaker_who_cannot_take_that_step_stays(client):
    draft = make_ana()
    draft.speaker.state = "withdrawn"
    db.session.commit()

    assert client.post(at(draft, "/file"), data=filing(draft)).status_code == 303
    assert (draft.state, draft.speaker.state) == ("filed", "withdrawn")


@pytest.mark.parametrize(
    "wrong",
    [
        {"how": ""},
        {"how": "pigeon"},
        {"version": ""},
        {"version": "999-1"},
        {"version": "x-y"},
        {"version": "1-²"},
        {"moment": ""},
        {"moment": "yesterday"},
        {"moment": "2027-02-30T10:00"},
        {"moment": "0001-01-01T00:00"},
        {"receipt": "x" * 301},
    ],
)
def test_it_rejects(client, wrong):
    draft = make_ana()
    answer = client.post(at(draft, "/file"), data=filing(draft, **wrong))

    assert answer.status_code == 422
    assert rows(Filing) == []
    assert draft.state == "draft"


def test_an_empty_form_is_answered(client):
    assert client.post(at(make_ana(), "/file")).status_code == 422


def test_not_in_the_future(client):
    draft = make_ana()
    answer = client.post(at(draft, "/file"), data=filing(draft, moment=local(draft, hours=2)))

    assert answer.status_code == 422
    assert "This moment is yet to come." in answer.text


def test_before_the_window_opened_is_asked_about(client):
    draft = make_ana(opens="on the day 08:00")
    form = filing(draft)
    asked = client.post(at(draft, "/file"), data=form)

    assert asked.status_code == 422
    assert "Is the time right?" in asked.text
    assert 'name="is_sure"' in asked.text
    assert client.post(at(draft, "/file"), data=form | {"is_sure": "y"}).status_code == 303


def test_too_many_pages_are_asked_about(client):
    draft = make_ana(text="word\n\n" * 120)
    form = filing(draft)
    asked = client.post(at(draft, "/file"), data=form)

    assert asked.status_code == 422
    assert "the body takes at most 2." in asked.text
    assert client.post(at(draft, "/file"), data=form | {"is_sure": "y"}).status_code == 303


def test_a_stale_fact_needs_a_decision_first(client):
    draft = make_ana()
    form = filing(draft)
    grow_stale()
    answer = client.post(at(draft, "/file"), data=form)

    assert answer.status_code == 422
    assert "Decide about the facts" in answer.text
    assert rows(Filing) == []


def test_what_changed_meanwhile_is_not_filed_unseen(client):
    draft = make_ana()
    form = filing(draft)
    write(draft, "Something else.")
    answer = client.post(at(draft, "/file"), data=form)

    assert answer.status_code == 409
    assert "Something else." in answer.text
    assert rows(Filing) == []


def test_filing_twice_is_said(client):
    draft = make_ana()
    form = filing(draft)
    client.post(at(draft, "/file"), data=form)

    assert client.post(at(draft, "/file"), data=form).status_code == 409
    assert len(rows(Filing)) == 1


def test_another_version_can_be_what_was_filed(client):
    draft = make_ana()
    other = add_version(draft, "es", 0, "Cancelen el contrato.", None)
    db.session.commit()
    page = client.get(at(draft, f"/file?version={other.id}"))
    assert "Cancelen el contrato." in page.text
    client.post(at(draft, "/file"), data=filing(draft, version=f"{other.id}-1"))

    [found] = rows(Filing)
    assert found.version is other
    assert "Cancelen el contrato." in found.text


def test_a_mistake_is_taken_back_with_a_reason(client):
    draft = make_ana()
    client.post(at(draft, "/file"), data=filing(draft))
    refused = client.post(at(draft, "/file"), data={"act": "revoke", "why": " "})
    assert refused.status_code == 422
    client.post(at(draft, "/file"), data={"act": "revoke", "why": "It bounced."})

    [found] = rows(Filing)
    assert found.revoked_at is not None
    assert draft.state == "draft"
    assert rows(DraftStep)[-1].why == "It bounced."
    assert (draft.speaker.state, draft.speaker.receipt) == ("interested", "")
    assert "Taken back" in client.get(at(draft, "/file")).text
    again = client.post(at(draft, "/file"), data={"act": "revoke", "why": "It bounced."})
    assert again.status_code == 409


def test_delivered_is_the_end(client):
    draft = make_ana()
    client.post(at(draft, "/file"), data=filing(draft))
    assert client.post(at(draft, "/file"), data={"act": "delivered"}).status_code == 303

    assert draft.state == "delivered"
    assert "It was delivered" in client.get(at(draft, "/file")).text
    answer = client.post(at(draft, "/file"), data={"act": "revoke", "why": "No."})
    assert answer.status_code == 409


def test_a_draft_is_not_delivered(client):
    draft = make_ana()
    assert client.post(at(draft, "/file"), data={"act": "delivered"}).status_code == 409


def test_what_was_said_is_delivered_without_filing(client):
    draft = make_ana(mode="in_person")
    for state in ("in_review", "approved"):
        states.step(draft, state, None)
    db.session.commit()
    client.post(at(draft, "/file"), data={"act": "delivered"})

    assert "It was said at the hearing." in client.get(at(draft, "/file")).text


def test_get_changes_nothing(client):
    draft = make_ana()
    client.get(at(draft, "/file?act=file"))
    assert (rows(Filing), draft.state) == ([], "draft")


def test_organizers_note_it_too(client):
    draft = with_fact(make_omar(client))
    assert file_at_desk(client, draft).status_code == 303

    [found] = rows(Filing)
    assert (found.by_id, draft.state) == (1, "filed")
    [act] = rows(Audit, act="testimony.filed")
    assert "Ana" not in str(act.details)
    page = client.get(f"{TESTIMONY}/{draft.id}/file")
    answer = client.post(
        f"{TESTIMONY}/{draft.id}/file", data=hidden(page.text) | {"act": "revoke", "why": "No."}
    )
    assert answer.status_code == 303
    assert draft.state == "draft"


def test_organizers_need_their_token(client):
    draft = with_fact(make_omar(client))
    answer = client.post(f"{TESTIMONY}/{draft.id}/file", data=filing(draft))
    assert (answer.status_code, rows(Filing)) in [(422, []), (400, [])]


def test_a_forged_link_files_nothing(client):
    draft = make_ana()
    token = links.make_token(draft)
    assert client.post(f"/drafts/x{token}/file", data=filing(draft)).status_code == 404
    assert rows(Filing) == []
