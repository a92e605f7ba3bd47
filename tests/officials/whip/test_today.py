"""What the whip count asks for today, of those who may see it."""

from datetime import timedelta

from campaign.coalition.models import Membership
from campaign.db import db, now
from campaign.officials.record.models import AgendaItem, Meeting, RollCall
from campaign.officials.whip.models import Whip
from tests.factories import add, rows
from tests.officials.whip.factories import at_desk, days_ago, make_stance, officials, today

HOME = "/organize"


def make_meeting(whip, days):
    body, measure = whip.measure.body_id, whip.measure_id
    moment = now() + timedelta(days=days)
    meeting = add(Meeting(body_id=body, external="1", starts_at=moment))
    add(AgendaItem(meeting_id=meeting.id, position=1, title="x", measure_id=measure))


def test_a_vote_that_is_near_and_not_won(client):
    whip = at_desk(client)
    make_meeting(whip, 5)
    page = client.get(HOME).text

    assert "O2024-0011032 is on the agenda of" in page
    assert "3 not reached: 3 votes are missing." in page


def test_not_one_that_is_far_or_won(client):
    whip = at_desk(client)
    make_meeting(whip, 30)
    assert "on the agenda" not in client.get(HOME).text
    make_meeting_near = db.session.scalars(db.select(Meeting)).one()
    make_meeting_near.starts_at = now() + timedelta(days=2)
    whip = rows(Whip)[0]
    for one in officials()[:3]:
        make_stance(whip, one, "strong yes")
    assert "on the agenda" not in client.get(HOME).text


def test_stances_that_fade_this_week(client):
    whip = at_desk(client)
    first, second, third, _fourth = officials()
    make_stance(whip, first, "strong yes", on=days_ago(85))
    make_stance(whip, second, "strong yes", on=days_ago(95))  # has faded, not soon again
    make_stance(whip, third, "strong yes")
    page = client.get(HOME).text

    assert "1 stance on O2024-0011032 fades this week" in page
    assert "/whip/1?sort=faded" in page


def test_a_vote_that_was_cast_asks_for_a_look_until_it_is_closed(client):
    whip = at_desk(client)
    body, measure = whip.measure.body_id, whip.measure_id
    add(RollCall(measure_id=measure, body_id=body, on=today(whip), action="Passage"))
    whip = rows(Whip)[0]
    whip.begun_at = now() - timedelta(days=9)
    db.session.commit()

    assert "The vote on O2024-0011032 has been cast" in client.get(HOME).text
    rows(Whip)[0].closed_at = now()
    db.session.commit()
    assert "has been cast" not in client.get(HOME).text


def test_a_vote_before_the_count_began_is_none(client):
    whip = at_desk(client)
    body, measure = whip.measure.body_id, whip.measure_id
    add(RollCall(measure_id=measure, body_id=body, on=days_ago(9), action="Passage"))
    assert "has been cast" not in client.get(HOME).text


def test_who_may_not_see_the_count_hears_nothing(client):
    whip = at_desk(client)
    make_meeting(whip, 5)
    make_stance(whip, officials()[0], "strong yes", on=days_ago(85))
    rows(Membership)[0].role = "writer"
    db.session.commit()
    assert "O2024-0011032" not in client.get(HOME).text
