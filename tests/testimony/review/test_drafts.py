"""The desk's table: filters, sorting, acts with several, the next to review, taking it out."""

from types import SimpleNamespace

import pytest
import time_machine
from sqlalchemy import event

from campaign.coalition.audit import Audit
from campaign.db import db, now
from campaign.hearings.lineup.models import Deal
from campaign.mail import OutgoingEmail
from campaign.testimony import reading
from campaign.testimony.links import make_token
from campaign.testimony.models import Draft, DraftStep
from campaign.testimony.review import bulk, listing
from campaign.testimony.review import rows as table
from tests.accounts.factories import make_user
from tests.coalition.factories import make_membership
from tests.factories import add, rows
from tests.factsheet.factories import change, make_fact
from tests.hearings.factories import make_hearing, make_point, make_rule, make_speaker
from tests.hearings.speaking.desk import at_desk
from tests.testimony.factories import make_draft, make_drafts, write
from tests.testimony.review.desk import DESK, draft_at_desk, page_of, post


def names(client, query=""):
    page = client.get(f"{DESK}{query}").text
    return [n for n in ("Speaker 1", "Speaker 2", "Speaker 3") if f"<bdi>{n}</bdi>" in page]


def three(client):
    return make_drafts(at_desk(client), "One.", "Two.", "Three.")


def test_it_works(client):
    draft = draft_at_desk(client, text="word " * 500, state="in_review")
    page = client.get(DESK).text
    assert "Ana Quetzal" in page
    assert "too long" in page
    assert f'href="{page_of(draft)}"' in page
    assert "Review the next one" in page


def test_nothing_yet(client):
    at_desk(client)
    assert "Nobody has begun to write yet." in client.get(DESK).text
    assert client.get(f"{DESK}/next").location == DESK


def test_filters(client):
    one, other, third = three(client)
    second = make_hearing(one.campaign, make_rule(one.hearing.body), slug="second")
    third.speaker.hearing_id = second.id
    one.state, other.reviewer_id = "in_review", 1
    db.session.commit()
    assert names(client) == ["Speaker 1", "Speaker 2", "Speaker 3"]
    assert names(client, "?state=in_review") == ["Speaker 1"]
    assert names(client, "?reviewer=1") == ["Speaker 2"]
    assert names(client, "?reviewer=none") == ["Speaker 1", "Speaker 3"]
    assert names(client, "?hearing=second") == ["Speaker 3"]
    assert names(client, "?q=speak+2") == ["Speaker 2"]
    assert names(client, "?q=zzz") == []
    other.state = "changes_asked"
    third.state = "approved"
    third.speaker.name = "Speaker 3 Núñez"
    db.session.commit()
    assert names(client, "?state=unfinished") == ["Speaker 2"]
    assert f'/{third.id}"' in client.get(f"{DESK}?q=nunez").text
    assert "Nothing fits." in client.get(f"{DESK}?q=zzz").text


@pytest.mark.parametrize(
    "query",
    ["?page=99", "?page=x", "?sort=zzz", "?state=%00", "?reviewer=9999999999", "?reviewer=²"],
)
def test_what_nobody_can_ask_for(client, query):
    three(client)
    assert client.get(f"{DESK}{query}").status_code in (200, 400)


def test_pages(client, monkeypatch):
    monkeypatch.setattr(listing, "PAGE", 2)
    three(client)
    assert names(client, "?sort=name") == ["Speaker 1", "Speaker 2"]
    for number in (2, 3, 99):  # the last, where somebody else has shortened the list
        assert names(client, f"?sort=name&page={number}") == ["Speaker 3"]
    assert names(client, "?q=speaker&page=2") == ["Speaker 3"]


def test_who_has_withdrawn_is_not_counted(client):
    one, other, _third = three(client)
    fact = make_fact(one.campaign)
    write(one, f"We read: {{fact:{fact.key}}}")
    write(other, f"We read: {{fact:{fact.key}}}")
    change(fact, statement="It was 10.9% of alerts.")
    one.speaker.state = "withdrawn"
    db.session.commit()
    assert names(client, "?stale=1") == ["Speaker 2"]
    assert "<strong>1</strong> with facts to decide" in client.get(DESK).text


@pytest.mark.parametrize("sort", listing.SORTS)
def test_every_order(client, sort):
    three(client)
    assert len(names(client, f"?sort={sort}")) == 3


def test_facts_that_changed(client):
    one, _other, _third = three(client)
    fact = make_fact(one.campaign)
    write(one, f"We read: {{fact:{fact.key}}}")
    assert names(client, "?stale=1") == []
    change(fact, statement="It was 10.9% of alerts.")
    db.session.commit()
    assert names(client, "?stale=1") == ["Speaker 1"]


def test_points_and_length_are_those_of_the_page(client):
    draft = draft_at_desk(client)
    fact = make_fact(draft.campaign, statement="It was 9.1% of all alerts.")
    points = [
        make_point(draft.campaign, f"Point {n}", text=text)
        for n, text in enumerate((f"{{fact:{fact.key}}}", "{fact:other}", "No fact."))
    ]
    for point in points:
        add(Deal(hearing=draft.hearing, speaker=draft.speaker, point=point, why="only"))
    write(draft, f"I read: {{fact:{fact.key}}}\n\nSee [this](https://example.org/a-b-c).")
    [row] = table.rows_of([draft], listing.Listing(place_of(draft), listing.Asked()).stale)
    assert (row.points, row.covered) == (2, 1)
    assert row.seconds == reading.read(draft.main).seconds


def place_of(draft):
    return SimpleNamespace(organization=None, campaign=draft.campaign)


def test_reviewers_are_noted_and_told_once(client):
    drafts = three(client)
    eve = make_user("eve@example.org")
    organization = drafts[0].campaign.partners("lead")[0]
    make_membership(eve, organization, "organizer")
    fields = {"act": "assign", "reviewer": eve.id, "numbers": [one.id for one in drafts]}
    assert post(client, f"{DESK}/act", **fields).status_code == 303
    assert {one.reviewer_id for one in rows(Draft)} == {eve.id}
    [mail] = rows(OutgoingEmail)
    assert (mail.to, mail.shared["count"]) == ("eve@example.org", 3)
    assert [one.why for one in rows(DraftStep)] == ["assigned"] * 3
    assert rows(Audit)[-1].act == "testimony.assigned"
    post(client, f"{DESK}/act", **fields)
    assert len(rows(OutgoingEmail)) == 1


def test_a_stranger_reviews_nothing(client):
    drafts = three(client)
    eve = make_user("eve@example.org")
    fields = {"act": "assign", "reviewer": eve.id, "numbers": [drafts[0].id]}
    assert post(client, f"{DESK}/act", **fields).status_code == 422
    assert rows(Draft)[0].reviewer_id is None


def test_writers_are_reminded_once_a_day(client):
    one, other, third = three(client)
    other.state = "approved"
    third.speaker.email = ""
    db.session.commit()
    fields = {"act": "nudge", "numbers": [each.id for each in (one, other, third)]}
    for _again in range(2):
        answer = post(client, f"{DESK}/act", **fields)
        assert answer.status_code == 303
    [mail] = rows(OutgoingEmail)
    assert (mail.to, mail.template) == ("speaker.1@example.org", "testimony/mail/nudge")
    with time_machine.travel(now() + bulk.OFTEN, tick=False):
        found = bulk.some(place_of(one), [one.id])
        with client.application.test_request_context():
            assert bulk.nudge(place_of(one), found) == 1
    db.session.rollback()


@pytest.mark.parametrize(
    "fields", [{}, {"act": "nudge"}, {"act": "approve", "numbers": ["1"]}, {"act": "assign"}]
)
def test_bad_acts(client, fields):
    three(client)
    assert post(client, f"{DESK}/act", **fields).status_code == 422


def test_another_campaigns_drafts_are_not_touched(client):
    one, *_rest = three(client)
    post(client, f"{DESK}/act", act="nudge", numbers=["99999", "x", "-1"])
    assert rows(OutgoingEmail) == []
    assert one.nudged_at is None


def test_the_next_one_to_review(client):
    one, other, third = three(client)
    one.state = other.state = third.state = "in_review"
    third.reviewer_id = 1
    db.session.commit()
    assert client.get(f"{DESK}/next").location == page_of(third)
    assert client.get(f"{DESK}/next?after={third.id}").location == page_of(one)


def test_who_says_the_same(client):
    words = "The city pays for microphones that send police to our block."
    make_drafts(at_desk(client), words, words + " Stop it.", "Another thing altogether, my own.")
    page = client.get(f"{DESK}/alike").text
    assert "These 2 say much the same" in page
    assert "The city pays for microphones" in page
    assert "Speaker 3" not in page
    assert client.get(f"{DESK}/alike?hearing=nowhere").status_code == 404


@pytest.mark.parametrize(
    ("role", "part"), [("writer", "lead"), ("viewer", "lead"), ("owner", "partner")]
)
@pytest.mark.parametrize("page", ["", "/next", "/alike", "/export"])
def test_who_may_not_know_the_speakers(client, role, part, page):
    draft_at_desk(client, role, part, state="in_review")
    answer = client.get(f"{DESK}{page}")
    assert answer.status_code in (302, 403)
    assert "Ana Quetzal" not in answer.text
    assert client.post(f"{DESK}/act", data={"act": "nudge", "numbers": "1"}).status_code in (
        302,
        403,
    )


def test_another_organization_is_not_there(client):
    draft_at_desk(client)
    for page in ("", "/alike", "/next", "/export"):
        assert client.get(f"{DESK}{page}".replace("south-side", "other")).status_code == 404


def test_more_drafts_cost_no_more_statements(client):
    hearing = at_desk(client)
    fact = make_fact(hearing.campaign)
    for number in range(60):
        make_draft(make_speaker(hearing, f"Speaker {number}"), f"We read: {{fact:{fact.key}}}")
    client.keeps_pages = True
    client.get(DESK)
    few, many = statements(client, f"{DESK}?page=2"), statements(client, DESK)
    assert few == many <= 32


def statements(client, url):
    seen = []

    def note(_connection, _cursor, statement, *_more):
        seen.append(statement)

    event.listen(db.engine, "before_cursor_execute", note)
    try:
        assert client.get(url).status_code == 200
    finally:
        event.remove(db.engine, "before_cursor_execute", note)
    return len(seen)


def test_ana_deletes_her_testimony(client):
    draft = draft_at_desk(client)
    url = f"/drafts/{make_token(draft)}/delete"
    assert "Delete your testimony?" in client.get(url).text
    assert len(rows(Draft)) == 1
    answer = client.post(url, data={})
    assert rows(Draft) == []
    assert "Your testimony is deleted" in client.get(answer.location).text
    assert client.get(url).status_code == 404
