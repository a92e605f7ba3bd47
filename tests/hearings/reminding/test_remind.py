"""Reminders that go out: each once, to whom they are for, none too late."""

from datetime import UTC, datetime, timedelta
from threading import Barrier, Thread

import pytest
import time_machine

from campaign.db import db
from campaign.hearings.models import Hearing
from campaign.hearings.reminding.sending import remind
from campaign.hearings.rules.models import SpeakingRule
from campaign.mail import OutgoingEmail
from tests.accounts.factories import log_in, make_user, make_user_with_phone, text_of
from tests.coalition.factories import make_membership, make_organization, make_partnership
from tests.factories import rows
from tests.hearings.factories import make_hearing, make_speaker, make_speakers
from tests.hearings.speaking.desk import DESK, lottery

START = datetime(2026, 11, 2, 16, tzinfo=UTC)  # 10:00 in Chicago, the day after the clock changes
SIGN_UP = datetime(2026, 10, 28, 13, tzinfo=UTC)  # 8:00 there, five days before, on summer time
CLOSES = datetime(2026, 11, 1, 14, tzinfo=UTC)  # 8:00 the day before, on winter time


@pytest.fixture
def hearing(app):
    with time_machine.travel(SIGN_UP - timedelta(days=3), tick=False):
        return make_hearing(rule=lottery(), starts_at=START)


def sent(at):
    """What goes out at a moment, as kind and address."""
    known = {one.id for one in rows(OutgoingEmail)}
    with time_machine.travel(at, tick=False):
        remind()
    new = [one for one in rows(OutgoingEmail) if one.id not in known]
    return sorted((one.key.split(":")[1], one.to.partition("@")[0]) for one in new)


def test_it_works(hearing):
    make_speaker(hearing, "Ana", mode="remote", language="es")
    make_speaker(hearing, "Omar", mode="remote", state="applied")
    make_speaker(hearing, "Eve")
    assert sent(SIGN_UP - timedelta(seconds=1)) == []
    assert sent(SIGN_UP) == [("sign_up_opens", "ana")]
    assert sent(CLOSES - timedelta(hours=2)) == [("sign_up_closes", "ana")]

    [first, second] = rows(OutgoingEmail)
    assert (first.locale, first.budgeted) == ("es", False)
    assert "/speaking/" in text_of(first)
    assert "(312) 555-0134" in text_of(first)
    assert "CST" in second.shared["ends"]


def test_each_goes_out_once(hearing):
    make_speaker(hearing, "Ana", mode="remote")
    assert sent(SIGN_UP) == [("sign_up_opens", "ana")]
    for minutes in (0, 1, 600):
        assert sent(SIGN_UP + timedelta(minutes=minutes)) == []


def test_of_two_jobs_at_once_one_sends(app, hearing):
    make_speakers(hearing, 20, mode="remote")
    db.session.rollback()
    ready, done = Barrier(2), []

    def work():
        with app.app_context():
            ready.wait()
            done.append(remind())

    with time_machine.travel(SIGN_UP, tick=False):
        jobs = [Thread(target=work) for _ in range(2)]
        for one in jobs:
            one.start()
        for one in jobs:
            one.join()

    assert sorted(done) == [0, 20]
    assert len(rows(OutgoingEmail)) == 20


def test_nothing_goes_out_after_the_fact(hearing):
    make_speaker(hearing, "Ana", mode="remote")
    make_speaker(hearing, "Eve", state="confirmed")
    assert sent(CLOSES) == []
    assert sent(START) == []


def test_hours_of_calls_are_announced_to_who_applied(hearing):
    make_speaker(hearing, "Ana", mode="remote", state="applied")
    make_speaker(hearing, "Omar", mode="remote", state="drawn")
    make_speaker(hearing, "Eve", mode="remote", state="not_drawn")
    assert sent(CLOSES + timedelta(minutes=90)) == [("calls", "ana"), ("calls", "omar")]
    assert "10:00" in rows(OutgoingEmail)[0].shared["calls_from"]


def test_the_evening_before_and_two_hours_before(hearing):
    make_speaker(hearing, "Ana", state="confirmed")
    make_speaker(hearing, "Omar", state="drawn")
    evening = datetime(2026, 11, 2, 0, tzinfo=UTC)  # 18:00 on winter time
    assert sent(evening - timedelta(seconds=1)) == []
    assert sent(evening) == [("day_before", "ana")]
    assert sent(START - timedelta(hours=2)) == [("hours_before", "ana")]
    assert "in two hours" in text_of(rows(OutgoingEmail)[-1])


def test_who_writes_is_told_of_the_hour_for_it(hearing):
    make_speaker(hearing, "Ana", mode="written", state="ready")
    make_speaker(hearing, "Omar", mode="written", state="filed")
    assert sent(START - timedelta(hours=2)) == [("write_opens", "ana")]
    assert sent(START - timedelta(minutes=90)) == [("write_closes", "ana")]


def test_a_hearing_that_moves_reminds_anew(hearing):
    make_speaker(hearing, "Ana", state="confirmed")
    assert sent(START - timedelta(hours=2)) == [("hours_before", "ana")]
    db.session.get(Hearing, hearing.id).starts_at = START + timedelta(hours=6)
    db.session.commit()
    assert sent(START - timedelta(hours=1)) == [("day_before", "ana")]
    assert sent(START + timedelta(hours=4)) == [("hours_before", "ana")]


@pytest.mark.parametrize(
    "values",
    [{"status": "cancelled"}, {"status": "rescheduled"}, {"published_at": None}],
)
def test_a_hearing_that_is_not_on_reminds_nobody(hearing, values):
    make_speaker(hearing, "Ana", mode="remote")
    for name, value in values.items():
        setattr(db.session.get(Hearing, hearing.id), name, value)
    db.session.commit()
    assert sent(SIGN_UP) == []


@pytest.mark.parametrize("values", [{"proven_at": None}, {"state": "withdrawn"}, {"email": ""}])
def test_whom_nobody_reminds(hearing, values):
    make_speaker(hearing, "Ana", **{"mode": "remote"} | values)
    assert sent(SIGN_UP) == []


def test_the_coordinator_is_told_what_to_do(hearing):
    make_speaker(hearing, "Ana", mode="remote", state="applied")
    db.session.get(Hearing, hearing.id).coordinator = make_user()
    db.session.commit()
    assert sent(SIGN_UP) == [("desk_sign_up_opens", "omar")]
    assert sent(CLOSES - timedelta(hours=2)) == [("desk_sign_up_closes", "omar")]
    assert ("desk_draw", "omar") in sent(CLOSES + timedelta(hours=2))
    mails = rows(OutgoingEmail, to="omar@example.org")
    told = {one.key.split(":")[1]: text_of(one) for one in mails}
    assert "1 speaker has applied and waits for the draw." in told["desk_draw"]
    assert "/organize" in told["desk_draw"]
    assert "Ana" not in "".join(told.values())


def test_a_draw_without_anybody_in_it_is_nothing_to_do(hearing):
    db.session.get(Hearing, hearing.id).coordinator = make_user()
    db.session.commit()
    assert sent(CLOSES + timedelta(hours=2)) == []


def test_hundreds_are_told_in_batches(hearing):
    make_speakers(hearing, 450, mode="remote")
    assert len(sent(SIGN_UP)) == 450
    assert sent(SIGN_UP + timedelta(minutes=1)) == []


@pytest.mark.parametrize("part", ["lead", "partner"])
def test_what_will_go_out_is_shown_without_names(client, part):
    omar = make_user_with_phone()
    hearing = make_hearing(rule=lottery())
    organization = make_organization()
    make_partnership(hearing.campaign, organization, part)
    make_membership(omar, organization, "viewer")
    make_speaker(hearing, mode="remote")
    log_in(client, omar)
    page = client.get(f"{DESK}/reminders").text

    assert "Signing up is open: apply now" in page
    assert "Quetzal" not in page
    assert "The hearing has no coordinator" in page
    assert rows(SpeakingRule)[0].windows[0].address not in page
