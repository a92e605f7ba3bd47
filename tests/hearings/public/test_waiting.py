"""Who signed up and did not confirm: reminded once after 3 days, deleted after 21."""

import time_machine

from campaign.db import db
from campaign.hearings.public import waiting
from campaign.hearings.speaking import way
from tests.hearings.factories import make_hearing, make_speaker
from tests.hearings.public.people import in_days, sent, speakers


def test_one_reminder_after_three_days(app):
    make_speaker(make_hearing(starts_at=in_days(40)), "Ana", proven_at=None)
    for day, mails in ((2.9, 0), (3.1, 1), (3.2, 1), (9, 1)):
        with time_machine.travel(in_days(day)):
            assert waiting.remind() == (1 if day == 3.1 else 0)
            assert sent() == [("ana@example.org", "remind")] * mails


def test_who_confirmed_or_withdrew_is_not_reminded(app):
    hearing = make_hearing()
    make_speaker(hearing, "Ana")
    make_speaker(hearing, "Omar", state="withdrawn", proven_at=None, email="")
    with time_machine.travel(in_days(4)):
        assert waiting.remind() == 0


def test_nobody_is_reminded_of_a_hearing_that_is_off(app):
    hearing = make_hearing()
    make_speaker(hearing, "Ana", proven_at=None)
    hearing.status = "cancelled"
    db.session.commit()
    with time_machine.travel(in_days(4)):
        assert waiting.remind() == 0
    assert sent() == []


def test_deleted_after_21_days(app):
    hearing = make_hearing(starts_at=in_days(40))
    make_speaker(hearing, "Ana", proven_at=None)
    make_speaker(hearing, "Omar")
    with time_machine.travel(in_days(20.9)):
        assert waiting.forget() == 0
    with time_machine.travel(in_days(21.1)):
        assert waiting.forget() == 1
    assert [one.name for one in speakers()] == ["Omar"]


def test_deleted_when_the_hearing_is_over(app):
    hearing = make_hearing()
    make_speaker(hearing, "Ana", proven_at=None)
    make_speaker(hearing, "Omar")
    assert waiting.forget() == 0
    with time_machine.travel(in_days(12)):
        assert waiting.forget() == 1
    assert [one.name for one in speakers()] == ["Omar"]


def test_whom_organizers_took_out_is_emptied_after_a_day(app):
    ana = make_speaker(make_hearing(), "Ana", says="It is near.")
    way.step(ana, "withdrawn", None, "Ana rang", batch="b")
    db.session.commit()
    assert waiting.blank_withdrawn() == 0
    with time_machine.travel(in_days(1.1)):
        assert (waiting.blank_withdrawn(), waiting.blank_withdrawn()) == (1, 0)
    [ana] = speakers()
    assert (ana.name, ana.email, ana.says, ana.changes[0].why) == ("", "", "", "")
    assert way.undo("b", [ana], None).refused == [ana]
