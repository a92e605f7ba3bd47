"""A report is heeded: a dead mailbox gets no more mail, everything else is only noted."""

import time

import pytest
import time_machine

from campaign import mail
from campaign.db import db
from campaign.mail import Bounce, OutgoingEmail, Suppression
from campaign.mail.bounces.heeding import figures, heed
from campaign.signals import mail_bounced
from tests.factories import rows
from tests.mail.bounces.older_shapes import SHAPES
from tests.mail.bounces.shapes import Shape

ANA = "ana@example.org"
BY_KIND = {kind: next(one for one in SHAPES if one.kind == kind) for kind in mail.models.BOUNCES}


def take(shape: Shape, back: str) -> str:
    result = heed(shape.filled(back))
    db.session.commit()
    return result


@pytest.mark.parametrize("shape", SHAPES, ids=lambda shape: shape.name)
def test_it_works(back, shape):
    assert take(shape, back) == (shape.kind or "nothing")

    assert [(one.kind, one.code) for one in rows(Bounce)] == [(shape.kind, shape.code)][
        : shape.kind is not None
    ]
    reasons = {"hard": "bounced", "complaint": "complained"}
    assert [one.reason for one in rows(Suppression)] == [
        reason for kind, reason in reasons.items() if kind == shape.kind
    ]


def test_only_this_mailbox_is_suppressed(back, sent, queue):
    sent("omar@example.org", "confirm:2")
    take(BY_KIND["hard"], back)

    assert mail.is_suppressed("ANA@example.org")
    assert len(rows(Suppression)) == 1
    assert not queue(ANA, "confirm:3")
    assert queue("omar@example.org", "confirm:4")


def test_what_waits_for_it_is_dropped_when_its_turn_comes(back, queue, sink, deliver, configured):
    queue(ANA, "confirm:2")
    queue("omar@example.org", "mailing:1", list_unsubscribe="https://example.org/u/1")
    queue(ANA, "mailing:2", list_unsubscribe="https://example.org/u/2")
    take(BY_KIND["complaint"], back)
    deliver()

    assert [to for to, _ in sink.arrived] == ["omar@example.org"]
    assert [one.state for one in rows(OutgoingEmail)] == ["sent", "dropped", "sent", "dropped"]


@pytest.mark.parametrize("kind", BY_KIND)
def test_twice_is_once(back, kind):
    assert take(BY_KIND[kind], back) == kind
    before = [(one.kind, one.code, one.at) for one in rows(Bounce)]
    heard: list[str] = []
    with mail_bounced.connected_to(lambda email, kind, code: heard.append(kind)):
        assert take(BY_KIND[kind], back) == "again"

    assert [(one.kind, one.code, one.at) for one in rows(Bounce)] == before
    assert heard == []


def test_what_counts_more_replaces_what_counts_less(back):
    assert take(BY_KIND["soft"], back) == "soft"
    assert take(BY_KIND["policy"], back) == "again"
    assert take(BY_KIND["hard"], back) == "hard"
    assert take(BY_KIND["soft"], back) == "again"
    assert take(BY_KIND["complaint"], back) == "complaint"
    assert take(BY_KIND["hard"], back) == "again"

    assert [one.kind for one in rows(Bounce)] == ["complaint"]
    assert [one.reason for one in rows(Suppression)] == ["complained"]


def test_what_a_person_wants_counts_more_than_what_a_server_says(app):
    for reason in ("bounced", "unsubscribed", "bounced", "complained"):
        mail.suppress(ANA, reason)
    mail.suppress("omar@example.org", "bounced")
    mail.revive(ANA)
    mail.revive("omar@example.org")
    db.session.commit()

    assert [one.reason for one in rows(Suppression)] == ["unsubscribed"]


def test_full_three_times_is_not_dead(sent, queue):
    for number in range(3):
        email = sent(ANA, f"mailing:{number}")
        assert take(BY_KIND["soft"], mail.verp.envelope_sender(email)) == "soft"

    assert queue(ANA, "mailing:9", budgeted=False)


def test_higher_rooms_hear_of_it(back):
    heard: list[tuple[int, str, str]] = []
    with mail_bounced.connected_to(lambda email, kind, code: heard.append((email.id, kind, code))):
        take(BY_KIND["hard"], back)
        take(BY_KIND["complaint"], back)

    number = rows(OutgoingEmail)[0].id
    assert heard == [(number, "hard", BY_KIND["hard"].code), (number, "complaint", "")]


def test_they_hear_of_a_mailbox_that_the_server_refuses_at_once(queue, sink, deliver):
    heard: list[tuple[str, str, str]] = []
    sink.at_recipient = {ANA: "550 5.1.1 no mailbox here", "eve@example.org": "550 5.7.1 blocked"}
    for address in (ANA, "eve@example.org", "omar@example.org"):
        queue(address, address)
    with mail_bounced.connected_to(lambda email, kind, code: heard.append((email.to, kind, code))):
        deliver()

    assert heard == [(ANA, "hard", "5.1.1")]


def test_nothing_of_a_report_is_kept(back):
    for shape in SHAPES:
        take(shape, back)

    [row] = rows(Bounce)
    assert {one.name for one in Bounce.__table__.columns} == {
        "outgoing_email_id",
        "kind",
        "code",
        "at",
    }
    assert len(row.code) < 10


def test_the_last_thirty_days_are_counted(sent, campaign):
    for number, kind in enumerate(("hard", "hard", "soft", "policy", "complaint")):
        email = sent(f"p{number}@example.org", f"k:{number}")
        take(BY_KIND[kind], mail.verp.envelope_sender(email))

    assert figures() == {"complaint": 1, "hard": 2, "soft": 1, "policy": 1}
    lines = campaign("mail", "status").output.splitlines()[-4:]
    assert [line.split() for line in lines] == [
        ["bounced", "2"],
        ["bounced_for_now", "1"],
        ["refused", "1"],
        ["complaints", "1"],
    ]
    with time_machine.travel(time.time() + 31 * 86400):
        assert set(figures().values()) == {0}
