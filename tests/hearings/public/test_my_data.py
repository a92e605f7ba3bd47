"""What hearings hold about somebody is shown, corrected, taken back, moved, erased, and ends."""

import time_machine

from campaign.coalition import scope
from campaign.db import db
from campaign.hearings import ending, holdings
from campaign.hearings.speaking import way
from campaign.people import places
from campaign.people.models import Consent
from campaign.people.my_data.holdings import Correction
from campaign.security import keyed_hash
from tests.factories import rows
from tests.hearings.factories import make_hearing, make_rule, make_speaker
from tests.hearings.public.people import (
    ANA,
    URL,
    in_days,
    join,
    link_in_mail,
    make_led_campaign,
    make_own_hearing,
    speakers,
    states,
)


def mark(email: str = "ana@example.org") -> str:
    return keyed_hash(email, "mailbox")


def only(mailbox: str | None = None):
    with scope.everyones():
        [one] = holdings.find(mailbox or mark())
    return one


def test_it_is_shown_in_plain_words(client):
    hearing = make_hearing(make_led_campaign())
    ana = make_speaker(hearing, "Ana", says="It is near.", access="A ramp.")
    with client.application.test_request_context():
        found = only(ana.mailbox)
    shown = [str(text) for _label, text in found.rows]
    assert str(found.title) == "You at the hearing “Committee on Public Safety”"
    assert {"Ana", "ana@example.org", "It is near.", "A ramp."} <= {*shown}
    assert found.values["hearing"] == "public-safety"
    assert [use.who for use in found.uses] == ["Neighbors"]
    assert "60 days after the hearing" in str(found.until)


def test_it_can_be_taken_back_from_there(client):
    make_hearing(make_led_campaign())
    client.post(f"{URL}/sign-up", data=ANA | {"allow": ["parents"]})
    client.post(link_in_mail(), data={"act": "confirm"})
    db.session.rollback()
    with scope.everyones():
        assert places.source_words(rows(Consent)[0].source) == (
            "ticked when signing up for “Committee on Public Safety”"
        )
    with client.application.test_request_context(), scope.everyones():
        holdings.withdraw(mark(), only().key)
    db.session.commit()
    assert states() == [("", "withdrawn")]
    assert rows(Consent) == []


def test_it_is_corrected(app):
    hearing = make_hearing()
    ana = make_speaker(hearing, "Ana")
    said = Correction(name="Ana R.", division="ocd-division/ward:25", language="es")
    assert holdings.correct(ana.mailbox, said) == 1
    db.session.commit()
    [ana] = speakers()
    assert (ana.name, ana.ward.number, ana.language) == ("Ana R.", 25, "es")


def test_it_moves_to_another_mailbox(app):
    hearing = make_hearing()
    make_speaker(hearing, "Ana")
    assert holdings.move(mark(), mark("new@example.org"), "new@example.org") == 1
    db.session.commit()
    assert [one.email for one in speakers()] == ["new@example.org"]


def test_where_both_are_in_one_pool_one_stays(app):
    hearing = make_hearing()
    make_speaker(hearing, "Ana")
    make_speaker(hearing, "Omar")
    holdings.move(mark(), mark("omar@example.org"), "omar@example.org")
    db.session.commit()
    assert [one.name for one in speakers()] == ["Omar"]


def test_erasing_gives_the_seat_to_the_next(client):
    make_own_hearing(cap=1)
    for name in ("Ana", "Omar"):
        join(client, name)
    assert holdings.erase(mark()) == 1
    db.session.commit()
    assert states() == [("Omar", "offered")]


def test_addresses_are_found(app):
    make_speaker(make_hearing(), "Ana")
    assert holdings.addresses(mark()) == ["ana@example.org"]


def test_who_it_was_ends_sixty_days_after_the_hearing(app):
    hearing = make_hearing()
    make_speaker(hearing, "Ana", state="spoke", phone="312", says="It is near.", seconds_used=90)
    way.noted(speakers()[0], "filed", None, "Ana rang")
    later = make_hearing(
        hearing.campaign, make_rule(hearing.body), slug="later", starts_at=in_days(90)
    )
    make_speaker(later, "Omar")
    days = (hearing.starts_at - in_days(0)).total_seconds() / 86_400
    with time_machine.travel(in_days(days + 59.9)):
        assert ending.count_finished() == 0
    with time_machine.travel(in_days(days + 60.1)):
        assert ending.count_finished() == 1
        assert ending.end_finished() == 1
        assert ending.end_finished() == 0
    ana, omar = speakers()
    assert (ana.name, ana.email, ana.phone, ana.says) == ("", "", "", "")
    assert (ana.state, ana.seconds_used, ana.changes[0].why) == ("filed", 90, "")
    assert ana.mailbox == f"past-{ana.id}"
    assert omar.name == "Omar"


def test_marks_of_networks_end_sooner(app):
    hearing = make_hearing(starts_at=in_days(80))
    make_speaker(hearing, "Ana", network="n")
    with time_machine.travel(in_days(31)):
        assert ending.count_networks() == 1
        assert ending.end_networks() == 1
    assert speakers()[0].network == ""
