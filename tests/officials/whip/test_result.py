"""After the vote: where the count was right, where wrong, and who surprised us."""

from datetime import UTC, datetime, time, timedelta

import pytest

from campaign.db import db, now
from campaign.officials.record.models import RollCall, Vote
from campaign.officials.whip.models import Stance, Whip
from campaign.officials.whip.result import result
from tests.accounts.factories import fill_in
from tests.factories import add, rows
from tests.officials.whip.factories import WHIP, at_desk, make_stance, officials, today

PAGE = f"{WHIP}/1/result"


def make_roll_call(whip, *values, days=3):
    on = today(whip) - timedelta(days=days)
    body = whip.measure.body_id
    votes = [
        Vote(official_id=one.id, value=value, said=value.title())
        for one, value in zip(officials(), values, strict=False)
    ]
    call = RollCall(measure_id=whip.measure_id, body_id=body, on=on, action="Passage", votes=votes)
    return add(call)


def before(call, days=10):
    """Of so many days before the vote, and written down then."""
    on = call.on - timedelta(days=days)
    return {"on": on, "at": datetime.combine(on, time(12), UTC)}


@pytest.fixture
def voted(client):
    """Expected: yes, yes, undecided, no. It became: yea, nay, yea, absent."""
    whip = at_desk(client)
    call = make_roll_call(whip, "yea", "nay", "yea", "absent")
    for one, value in zip(
        officials(), ["strong yes", "lean yes", "undecided", "strong no"], strict=True
    ):
        evidence = "statement" if value == "lean yes" else "meeting"
        make_stance(whip, one, value, evidence=evidence, **before(call))
    return db.session.get_one(RollCall, call.id)


def found(call):
    return result(rows(Whip)[0], db.session.get_one(RollCall, call.id))


def test_it_works(client, voted):
    page = client.get(PAGE).text

    for number, label in ((1, "right"), (1, "wrong"), (1, "surprised"), (1, "cast no vote")):
        assert f"<strong>{number}</strong> {label}" in page
    assert "we expected 2 votes our way, 1 at worst, 3 at best; it became 2." in page
    assert "The vote was on" in client.get(f"{WHIP}/1").text


def test_each_verdict_has_its_officials(client, voted):
    names = {
        verdict: [one.official.name for one in found(voted).of(verdict)]
        for verdict in ("right", "wrong", "surprised", "absent")
    }
    assert names == {
        "right": ["Official 1"],
        "wrong": ["Official 2"],
        "surprised": ["Official 3"],
        "absent": ["Official 4"],
    }
    assert found(voted).evidence == [("meeting", 1, 0), ("statement", 0, 1)]


def test_it_is_the_count_of_the_evening_before(client, voted):
    """What was learned or written afterwards is no prediction, what was withdrawn since is one."""
    first, second, *_others = officials()
    whip = rows(Whip)[0]
    make_stance(whip, first, "strong no", on=voted.on)  # evidence of the day itself
    make_stance(whip, first, "strong no", on=voted.on - timedelta(days=1))  # written today
    rows(Stance)[1].withdrawn_at = now()
    db.session.commit()

    expected = {one.official.id: one.expected for one in found(voted).outcomes}
    assert expected[first.id] == "strong yes"
    assert expected[second.id] == "lean yes"


def test_what_was_withdrawn_before_is_no_prediction(client, voted):
    rows(Stance)[0].withdrawn_at = datetime.combine(voted.on - timedelta(days=5), time(), UTC)
    db.session.commit()
    assert found(voted).of("surprised")[0].official.name == "Official 1"


def test_it_fades_up_to_the_evening_before(client, voted):
    stance = rows(Stance)[0]
    stance.on = voted.on - timedelta(days=1 + 91)
    db.session.commit()
    [first] = [one for one in found(voted).outcomes if one.official.name == "Official 1"]
    assert first.expected == "lean yes"


def test_who_wants_it_to_fail_counts_whoever_did_not_say_yes(client, voted):
    rows(Whip)[0].wanted = "no"
    db.session.commit()
    assert found(voted).ours == 2  # a nay and somebody who was absent


def test_votes_become_stances_once(client, voted):
    for _ in range(2):
        answer = fill_in(client, PAGE, post_to=f"{WHIP}/1/result/record")
        assert answer.status_code == 303

    taken = [one for one in rows(Stance) if one.evidence == "vote"]
    assert [one.value for one in taken] == ["strong yes", "strong no", "strong yes"]
    assert {one.on for one in taken} == {rows(RollCall)[0].on}
    assert found(voted).of("wrong")[0].official.name == "Official 2"  # the prediction stands


def test_a_closed_count_takes_no_votes_over(client, voted):
    rows(Whip)[0].closed_at = now()
    db.session.commit()
    answer = fill_in(client, f"{WHIP}/1/edit", post_to=f"{WHIP}/1/result/record")
    assert answer.status_code == 410
    assert "Record these votes" not in client.get(PAGE).text


def test_without_a_roll_call_it_says_so(client):
    at_desk(client)
    assert "No vote by names is known yet" in client.get(PAGE).text
    answer = fill_in(client, f"{WHIP}/1/edit", post_to=f"{WHIP}/1/result/record")
    assert answer.status_code == 410
