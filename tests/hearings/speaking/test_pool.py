"""The pool: a table with filters, steps with many at once, and the way back."""

import pytest
from sqlalchemy import event

from campaign.coalition.audit import Audit
from campaign.db import db, now
from campaign.hearings.speaking.models import Speaker, SpeakerChange
from tests.coalition.factories import make_campaign, make_organization, make_partnership
from tests.factories import rows
from tests.hearings.factories import SEATS, make_hearing, make_rule, make_speaker, make_speakers
from tests.hearings.speaking.desk import DESK, SPEAKERS, act, at_desk, batch_in, post


def states():
    return [one.state for one in rows(Speaker)]


def test_it_works(client):
    hearing = at_desk(client)
    make_speaker(hearing, says="The clinic is near.", phone="312-555-0134", speaks="Spanish")
    make_speaker(hearing, "Omar Tern", state="drawn", drawn=3, mode="remote")
    make_speaker(hearing, "Eve Ibis", proven_at=None)
    make_speaker(hearing, "Ana Wren", state="withdrawn")
    page = client.get(SPEAKERS).text

    for text in ("Ana Quetzal", "The clinic is near.", "Spanish", "Omar Tern", "Drawn", "Remotely"):
        assert text in page
    assert "not confirmed yet" in page
    for text in ("Eve Ibis", "Ana Wren", "555-0134"):
        assert text not in page


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("state=drawn", ["Omar"]),
        ("mode=written", ["Eve"]),
        ("q=núñez", ["Ana"]),
        ("q=clinic", ["Eve"]),
        ("q=nobody", []),
        ("state=withdrawn", ["Gone"]),
        ("state=nonsense", ["Ana", "Omar", "Eve"]),
    ],
)
def test_it_filters(client, query, names):
    hearing = at_desk(client)
    make_speaker(hearing, "Ana Nunez")
    make_speaker(hearing, "Omar Tern", state="drawn")
    make_speaker(hearing, "Eve Ibis", mode="written", says="A clinic.")
    make_speaker(hearing, "Gone Gull", state="withdrawn")
    page = client.get(f"{SPEAKERS}?{query}").text

    found = [one for one in ("Ana Nunez", "Omar Tern", "Eve Ibis", "Gone Gull") if one in page]
    assert [one.split()[0] for one in found] == names


def test_a_step_is_taken_with_many(client):
    hearing = at_desk(client)
    ana, omar, eve = (make_speaker(hearing, name) for name in ("Ana", "Omar", "Eve"))
    act(client, "withdrawn", [eve])
    page = act(client, "applied", [ana, omar, eve], why="Omar rang at 8:05.")

    assert states() == ["applied", "applied", "withdrawn"]
    assert "2 marked. 1 could not: Eve (Withdrawn)." in page.text
    changes = rows(SpeakerChange, after="applied")
    assert [one.why for one in changes] == ["Omar rang at 8:05."] * 2
    assert len({one.batch for one in changes}) == 1
    assert [one.by.email for one in changes] == ["omar@example.org"] * 2
    noted = rows(Audit, act="speakers.marked")[-1]
    assert (noted.details["step"], noted.details["count"]) == ("applied", 2)
    assert "Ana" not in str(noted.details)


def test_nobody_ticked_is_said_and_the_note_stays(client):
    hearing = at_desk(client)
    make_speaker(hearing)
    page = act(client, "ready", [], why="They rang.")

    assert page.status_code == 422
    assert "Tick at least one person." in page.text
    assert "They rang." in page.text
    assert states() == ["interested"]


def test_it_is_undone(client):
    hearing = at_desk(client)
    people = [make_speaker(hearing, name) for name in ("Ana", "Omar")]
    page = act(client, "applied", people)
    answer = post(client, f"{SPEAKERS}/undo", batch=batch_in(page))

    assert "2 taken back." in client.get(answer.location).text
    assert states() == ["interested"] * 2
    assert [one.why for one in rows(SpeakerChange)] == ["", "", "undo", "undo"]


def test_who_has_gone_on_stays_when_it_is_undone(client):
    hearing = at_desk(client)
    ana, omar = (make_speaker(hearing, name) for name in ("Ana", "Omar"))
    batch = batch_in(act(client, "applied", [ana, omar]))
    act(client, "confirmed", [ana])
    answer = post(client, f"{SPEAKERS}/undo", batch=batch)

    assert "1 taken back. 1 could not: Ana (Confirmed)." in client.get(answer.location).text
    assert states() == ["confirmed", "interested"]


def test_undoing_twice_is_once(client):
    hearing = at_desk(client)
    batch = batch_in(act(client, "applied", [make_speaker(hearing)]))
    for _ in range(2):
        answer = post(client, f"{SPEAKERS}/undo", batch=batch)
    assert states() == ["interested"]
    assert "0 taken back." in client.get(answer.location).text


def test_the_history_offers_the_way_back(client):
    hearing = at_desk(client)
    ana = make_speaker(hearing)
    batch = batch_in(act(client, "applied", [ana]))
    assert batch_in(client.get(f"{SPEAKERS}/history")) == batch
    post(client, f"{SPEAKERS}/undo", batch=batch)
    page = client.get(f"{SPEAKERS}/history").text

    assert 'name="batch"' not in page
    assert "taken back" in page


def test_who_was_not_drawn_writes_instead_and_back(client):
    hearing = at_desk(client)
    ana = make_speaker(hearing, state="not_drawn")
    page = act(client, "write", [ana, make_speaker(hearing, "Omar")])
    [one, other] = rows(Speaker)

    assert (one.state, one.mode) == ("ready", "written")
    assert (other.state, other.mode) == ("interested", "in_person")
    assert "in writing now, before: In person" in client.get(f"{SPEAKERS}/{one.id}").text
    post(client, f"{SPEAKERS}/undo", batch=batch_in(page))
    [one, _other] = rows(Speaker)
    assert (one.state, one.mode) == ("not_drawn", "in_person")


def test_what_is_filed_has_a_receipt_each(client):
    hearing = at_desk(client)
    people = [make_speaker(hearing, name, mode="written") for name in ("Ana", "Omar")]
    form = act(client, "filed", people)
    assert form.status_code == 200
    assert "Mark as filed" in form.text
    url = f"{SPEAKERS}/receipts?number={people[0].id}&number={people[1].id}"
    answer = post(client, url, **{f"receipt_{people[0].id}": "Number 77"})
    page = client.get(answer.location)

    assert [(one.state, one.receipt) for one in rows(Speaker)] == [
        ("filed", "Number 77"),
        ("filed", ""),
    ]
    post(client, f"{SPEAKERS}/undo", batch=batch_in(page))
    assert [(one.state, one.receipt) for one in rows(Speaker)] == [("interested", "")] * 2


def test_a_receipt_that_is_too_long_is_refused(client):
    hearing = at_desk(client)
    one = make_speaker(hearing)
    url = f"{SPEAKERS}/receipts?number={one.id}"
    answer = post(client, url, **{f"receipt_{one.id}": "x" * 301})

    assert answer.status_code == 422
    assert "x" * 301 in answer.text
    assert states() == ["interested"]


def test_who_writes_is_not_marked_as_applied(client):
    hearing = at_desk(client)
    act(client, "applied", [make_speaker(hearing, mode="written")])
    assert states() == ["interested"]


def test_a_freed_seat_is_offered_to_the_next(client):
    hearing = at_desk(client, rule=make_rule(**SEATS | {"cap": 1}))
    ana = make_speaker(hearing, state="confirmed", seat=1)
    make_speaker(hearing, "Omar", state="waiting", queued_at=now())
    page = act(client, "withdrawn", [ana])

    assert [(one.state, one.seat) for one in rows(Speaker)] == [("withdrawn", None), ("offered", 1)]
    answer = post(client, f"{SPEAKERS}/undo", batch=batch_in(page))
    assert "1 could not" in client.get(answer.location).text
    assert states() == ["withdrawn", "offered"]


def test_our_own_seats_are_confirmed_from_an_offer_alone(client):
    hearing = at_desk(client, rule=make_rule(**SEATS | {"cap": 1}))
    make_speaker(hearing, "Ana", state="waiting", queued_at=now())
    make_speaker(hearing, "Omar", state="offered", seat=1, offered_until=hearing.starts_at)
    act(client, "confirmed", rows(Speaker))

    assert states() == ["waiting", "confirmed"]
    assert rows(Speaker)[1].offered_until is None


@pytest.mark.parametrize(("role", "part"), [("writer", "lead"), ("owner", "partner")])
def test_only_organizers_of_the_lead_see_names(client, role, part):
    hearing = at_desk(client, role, part)
    make_speaker(hearing)
    for url in (SPEAKERS, f"{SPEAKERS}/1", f"{SPEAKERS}/history", f"{DESK}/calls", f"{DESK}/draw"):
        answer = client.get(url)
        assert answer.status_code == 403
        assert "Quetzal" not in answer.text
    assert client.post(f"{SPEAKERS}/act", data={"act": "ready"}).status_code == 403


def make_other(hearing):
    """A hearing of the same body in another organization's campaign."""
    campaign = make_campaign(slug="other", name={"en": "Other"})
    make_partnership(campaign, make_organization("quetzal"))
    return make_hearing(campaign, make_rule(hearing.body), slug="other")


def test_another_hearings_speakers_are_not_there(client):
    ana = make_speaker(make_other(at_desk(client)))
    act(client, "applied", [ana])

    assert rows(Speaker)[0].state == "interested"
    for url in (f"{SPEAKERS}/{ana.id}", f"{SPEAKERS}/{ana.id}/edit", f"{SPEAKERS}/{ana.id}/delete"):
        assert client.get(url).status_code == 404
    assert client.get(SPEAKERS.replace("public-safety", "other")).status_code == 404
    assert rows(SpeakerChange) == []


def test_another_hearings_batch_cannot_be_undone(client):
    hearing = at_desk(client)
    batch = batch_in(act(client, "applied", [make_speaker(hearing)]))
    make_hearing(hearing.campaign, make_rule(hearing.body), slug="second")
    second = SPEAKERS.replace("public-safety", "second")
    answer = post(client, f"{second}/undo", batch=batch)

    assert answer.status_code == 404
    assert states() == ["applied"]


def test_more_speakers_cost_no_more_statements(client):
    hearing = at_desk(client)
    make_speakers(hearing, 60)
    client.keeps_pages = True
    client.get(SPEAKERS)
    few = statements(client, f"{SPEAKERS}?page=2")  # ten
    many = statements(client, SPEAKERS)  # fifty

    assert few == many <= 20


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
