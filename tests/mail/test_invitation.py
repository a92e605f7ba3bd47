"""A mail that brings an invitation: calendars offer to add it (RFC 6047)."""

from email import message_from_bytes, policy

import icalendar
import vobject

from campaign import mail
from campaign.db import db
from campaign.mail import OutgoingEmail
from campaign.mail.delivery import worker as worker_of
from campaign.mail.message import calendar_part, compose
from campaign.mail.outbox import mailbox_hash
from tests.factories import rows
from tests.mail.templates import MERGE

CALENDAR = "\r\n".join(
    [
        *("BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//x//y//EN", "METHOD:CANCEL"),
        *("BEGIN:VEVENT", "UID:1@example.org", "DTSTAMP:20261130T120000Z", "SEQUENCE:2"),
        *("DTSTART:20261209T160000Z", "SUMMARY:Audiencia pública 🎤 " + "long " * 9),
        *("STATUS:CANCELLED", "END:VEVENT", "END:VCALENDAR", ""),
    ]
)


def test_it_works(queue, sink, deliver):
    queue("Ana@example.org", calendar=CALENDAR)
    deliver()

    [message] = sink.messages
    assert message.get_content_type() == "multipart/alternative"
    text, html, invitation = message.iter_parts()
    assert MERGE["link"] in text.get_content()
    assert html.get_content_type() == "text/html"
    assert invitation.get_content_type() == "text/calendar"
    assert invitation.get_param("method") == "CANCEL"
    assert invitation.get_param("charset") == "utf-8"
    data = invitation.get_payload(decode=True).decode()
    assert data == CALENDAR
    assert vobject.readOne(data).vevent.sequence.value == "2"
    assert icalendar.Calendar.from_ical(data)["method"] == "CANCEL"


def test_a_mail_without_one_is_as_before(queue, sink, deliver):
    queue()
    deliver()
    [message] = sink.messages
    assert [one.get_content_subtype() for one in message.iter_parts()] == ["plain", "html"]


def test_every_line_is_short_and_the_bytes_are_the_same_at_every_try(queue, app):
    queue(calendar=CALENDAR)
    [row] = rows(OutgoingEmail)
    worker = worker_of()
    first, second = (compose(row, worker.sender, worker.moulds) for _ in range(2))

    assert first == second
    assert first.isascii()
    assert all(len(line) <= 76 for line in first.split(b"\r\n\r\n", 1)[1].split(b"\r\n"))
    assert first.count(b"\n") == first.count(b"\r\n")
    assert not message_from_bytes(first, policy=policy.default).defects


def test_a_calendar_cannot_add_a_header(queue, app):
    queue(calendar="METHOD:X\r\nBcc: eve@example.org\r\n\r\n--=_x--\r\n")
    [row] = rows(OutgoingEmail)
    data = compose(row, worker_of().sender, worker_of().moulds)
    message = message_from_bytes(data, policy=policy.default)
    assert message["Bcc"] is None
    assert len([*message.iter_parts()]) == 3


def test_it_goes_with_the_rest_of_the_mail(queue, app):
    queue(calendar=CALENDAR)
    assert mail.outbox.forget_mark(mailbox_hash("ana@example.org")) == 1
    db.session.commit()
    assert [row.calendar for row in rows(OutgoingEmail)] == [None]


def test_odd_calendars_have_no_method():
    assert b"method" not in calendar_part("BEGIN:VCALENDAR\r\n", "b")
