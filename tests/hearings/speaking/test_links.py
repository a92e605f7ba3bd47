"""A speaker's private link: of one purpose, for a time, and of one mailbox."""

from datetime import timedelta

import time_machine

from campaign import tokens
from campaign.db import db, now
from campaign.hearings.speaking.links import PURPOSE, link, read_link
from tests.hearings.desk.world import make_desk, make_one
from tests.hearings.factories import make_rule, make_speaker


def token_of(speaker):
    address = link(speaker)
    assert address.startswith("http://localhost/speaking/")
    return address.rpartition("/")[2]


def test_it_works(app):
    ana = make_speaker(make_one(make_rule(make_desk())))
    token = token_of(ana)
    assert read_link(token) == (ana.hearing_id, ana.id)
    with time_machine.travel(now() + timedelta(days=399)):
        assert read_link(token)
    with time_machine.travel(now() + timedelta(days=401)):
        assert read_link(token) is None


def test_what_is_no_link(app):
    odd = (None, "x", 1, [1], ["1", "1"], [1, 2, 3], {}, [1, 2, "3", 4])
    assert [read_link(tokens.make(PURPOSE, one)) for one in odd] == [None] * len(odd)
    assert read_link(tokens.make("petition.signature", [1, 1])) is None
    assert read_link("x") is None


def test_it_follows_its_mailbox_to_another_day_and_no_other(app):
    hearing = make_one(make_rule(make_desk()))
    later = make_one(make_rule(hearing.body), slug="later")
    ana = make_speaker(hearing)
    token = token_of(ana)
    ana.hearing_id = later.id
    db.session.commit()
    assert read_link(token) == (later.id, ana.id)
    ana.mailbox = "somebody else’s"
    db.session.commit()
    assert read_link(token) is None
