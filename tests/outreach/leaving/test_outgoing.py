"""One page shows everything that will go out for an organization, and stops it."""

import re
from datetime import timedelta

import pytest

from campaign.coalition.audit import Audit
from campaign.db import db, now
from campaign.mail import MailBatch, OutgoingEmail, batches
from campaign.petitions import waiting
from campaign.petitions.models import Petition
from tests.factories import add, rows
from tests.outreach.factories import make_action, make_letter, make_mailing
from tests.outreach.leaving.desk import (
    PAGE,
    come_in,
    make_row,
    make_unconfirmed,
    press,
    states,
)
from tests.petitions.factories import make_organization
from tests.testimony.review.test_drafts import statements


def test_it_works(client, lead, omar):
    make_row(lead)
    page = client.get(PAGE).text
    assert "News" in page
    assert "1 is ready to leave" in page

    assert press(client, "stop", "mailing:1").status_code == 303
    [batch] = rows(MailBatch)
    assert (batch.state, batch.why) == ("paused", omar.name)
    page = client.get(PAGE).text
    assert f"stopped by {omar.name}" in page
    assert "1 is stopped." in page

    press(client, "start", "mailing:1")
    assert rows(MailBatch)[0].state == "running"
    acts = [one.act for one in rows(Audit) if one.act.startswith("outgoing.")]
    assert acts == ["outgoing.stopped", "outgoing.started"]


def test_there_is_nothing(client, lead, omar):
    page = client.get(PAGE).text
    assert "Nothing waits" in page
    assert "None is stuck" in page


def test_petition_reminders_are_seen_and_stopped_before_they_are_written(
    client, petition, lead, omar
):
    signature = make_unconfirmed(petition)
    topic = f"petition-reminders:{petition.id}"
    page = client.get(PAGE).text
    assert "Reminders to confirm" in page
    assert "1 as of now" in page

    press(client, "stop", topic)
    signature.signed_at = now() - timedelta(days=4)
    db.session.commit()
    assert waiting.remind() == 1
    [row] = rows(OutgoingEmail, template=waiting.REMINDER)
    assert row.batch_id == rows(MailBatch, topic=topic)[0].id
    assert "1 is ready to leave" in client.get(PAGE).text


def test_letters_show_their_pace_and_are_stopped(client, petition, lead, omar):
    action = make_action(campaign=petition.campaign)
    make_letter(action, state="waiting")
    make_letter(action, "eve@example.org", state="held")
    page = client.get(PAGE).text
    assert "1 as of now" in page
    assert "40 a day" in page

    press(client, "stop", f"letters:{action.id}")
    db.session.refresh(action)
    assert action.state == "paused"
    press(client, "start", f"letters:{action.id}")
    db.session.refresh(action)
    assert action.state == "open"


def test_reply_questions_and_scheduled_mailings_are_foreseen(client, petition, lead, omar):
    action = make_action(campaign=petition.campaign)
    make_letter(action, state="sent", sent_at=now() - timedelta(days=3))
    later = now() + timedelta(days=1)
    one = make_mailing(lead, petition.campaign, state="scheduled", scheduled_at=later)
    page = client.get(PAGE).text

    assert "Did they answer?" in page
    assert one.name in page
    assert "as many as fit its segment" in page
    assert press(client, "stop", f"mailing:{one.id}").status_code == 409
    assert press(client, "stop", f"letter-replies:{action.id}").status_code == 303


def test_the_search(client, petition, lead, omar):
    make_row(lead)
    make_unconfirmed(petition)
    assert "ready to leave" not in client.get(f"{PAGE}?q=reminders+petition").text
    assert "Nothing fits" in client.get(f"{PAGE}?q=zorzal").text


def test_a_partner_sees_its_own_alone(client, petition, lead):
    partner = make_organization(petition.campaign, "parents", "partner")
    make_row(lead)
    make_unconfirmed(petition)
    come_in(client, partner)
    page = client.get("/organize/parents/outgoing").text

    assert "Nothing waits" in page
    token = re.search(r'name="csrf_token"[^>]* value="([^"]+)"', client.get("/organize").text)
    for topic in ("mailing:1", f"petition-reminders:{petition.id}"):
        data = {"topic": topic, "csrf_token": token[1] if token else ""}
        assert client.post("/organize/parents/outgoing/stop", data=data).status_code in (400, 404)
    assert client.get(PAGE).status_code == 404
    assert rows(MailBatch)[0].state == "running"


@pytest.mark.parametrize("role", ["viewer", "writer"])
def test_who_does_not_organize_does_not_see_it(client, lead, role):
    come_in(client, lead, role)
    assert client.get(PAGE).status_code == 403
    assert client.post(f"{PAGE}/stop").status_code == 403


def test_only_owners_drop_what_waits(client, lead, omar):
    make_row(lead)
    assert press(client, "drop", "mailing:1").status_code == 403
    rows(MailBatch)
    db.session.execute(db.text("UPDATE membership SET role = 'owner'"))
    db.session.commit()
    assert press(client, "drop", "mailing:1").status_code == 303
    assert [state for state, _error in states().values()] == ["dropped"]
    assert rows(MailBatch)[0].state == "running"


@pytest.mark.parametrize("topic", ["", "x" * 61, "mailing:2", "letters:9999", "mailing:", ":", "é"])
def test_what_is_not_there_cannot_be_stopped(client, lead, omar, topic):
    make_row(lead)
    assert press(client, "stop", topic).status_code in (400, 404)
    assert press(client, "start", topic).status_code in (400, 404)


def test_twice_is_once(client, lead, omar):
    make_row(lead)
    press(client, "stop", "mailing:1")
    press(client, "stop", "mailing:1")
    assert len(rows(Audit, act="outgoing.stopped")) == 1


def test_the_week_is_counted_by_day(client, lead, omar):
    make_row(lead, state="sent", sent_at=now(), due_at=None)
    make_row(lead, "eve@example.org", state="failed", due_at=None)
    old = now() - timedelta(days=9)
    make_row(lead, "eva@example.org", state="sent", sent_at=old, queued_at=old, due_at=None)
    page = client.get(PAGE).text
    assert '<td class="number">1</td><td class="number">1</td>' in page
    assert page.count('<td class="number">0</td>') == 12


def test_a_confirmation_that_is_stuck_is_said(client, lead, omar):
    row = make_row(lead, batch_id=None)
    row.queued_at = now() - timedelta(hours=1)
    db.session.commit()
    assert "more than ten minutes" in client.get(PAGE).text


def test_more_waits_cost_no_more_statements(client, petition, lead, omar):
    action = make_action(campaign=petition.campaign)

    def fill(first):
        for number in range(first, first + 4):
            make_row(lead, topic=f"mailing:{number}")
            more = add(Petition(**copy_of(petition, f"more-{number}")))
            make_unconfirmed(more, email=f"a{number}@example.org")
            make_letter(action, f"b{number}@example.org", state="waiting")

    fill(10)
    few = statements(client, PAGE)
    fill(20)
    assert statements(client, PAGE) <= few


def copy_of(petition, slug):
    columns = {one.key for one in Petition.__table__.columns} - {"id", "slug"}
    return {name: getattr(petition, name) for name in columns} | {"slug": slug}


def test_a_batch_that_stopped_itself_says_why(client, lead, omar):
    make_row(lead)
    [batch] = rows(MailBatch)
    batches.pause(batch, "errors")
    db.session.commit()
    assert "too many came back" in client.get(PAGE).text
