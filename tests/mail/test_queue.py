"""What gets into the outbox: once a key, within the budget, never an extra header."""

import contextvars
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest

from campaign import mail
from campaign.db import db, now
from campaign.mail import OutgoingEmail
from campaign.mail.leases import table
from campaign.signals import person_erased
from tests.factories import rows
from tests.mail import templates


def test_it_works(queue):
    assert queue()

    [email] = rows(OutgoingEmail)
    assert (email.to, email.state, email.attempts) == ("ana@example.org", "queued", 0)
    assert (email.shared, email.merge) == (templates.SHARED, templates.MERGE)
    assert "ana" not in email.mailbox
    assert email.due_at == email.queued_at


def test_a_key_counts_once(queue):
    assert queue()
    assert not queue()
    assert not queue("eve@example.org")
    assert len(rows(OutgoingEmail)) == 1


def test_it_goes_with_the_transaction_of_the_caller(app):
    assert mail.queue(templates.NAME, "ana@example.org", key="1", locale="en")
    db.session.rollback()
    assert rows(OutgoingEmail) == []


def test_three_a_day_over_all_forms_and_spellings(queue):
    spellings = ["ana@gmail.com", "A.n.a@gmail.com", "ana+form@googlemail.com", "AN.A@gmail.com"]
    assert [queue(to, f"form:{to}") for to in spellings] == [True, True, True, False]
    assert queue("omar@gmail.com", "form:5")


def test_five_in_thirty_days(queue):
    def age(hours: int) -> None:
        earlier = now() - timedelta(hours=hours)
        db.session.execute(table.update().values(queued_at=earlier))
        db.session.commit()

    assert [queue(key=f"day1:{number}") for number in range(4)] == [True, True, True, False]
    age(25)
    assert [queue(key=f"day2:{number}") for number in range(3)] == [True, True, False]
    age(29 * 24)
    assert not queue(key="day29")
    age(30 * 24 + 1)
    assert queue(key="day31")


def test_mail_without_budget_is_neither_counted_nor_refused(queue):
    assert all(queue(key=f"staff:{number}", budgeted=False) for number in range(6))
    assert [queue(key=f"form:{number}") for number in range(4)] == [True, True, True, False]


def test_suppressed_mailboxes_get_nothing(queue):
    mail.suppress("Ana+x@gmail.com", "complained")
    mail.suppress("ana@gmail.com", "complained")
    db.session.commit()

    assert not queue("a.n.a@googlemail.com", "form:1")
    assert not queue("a.n.a@googlemail.com", "staff:1", budgeted=False)
    assert rows(OutgoingEmail) == []


def test_the_budget_is_exact_when_many_write_at_once(app):
    def write(number: int) -> bool:
        with app.app_context():
            written = mail.queue(
                templates.NAME, f"ana+{number}@gmail.com", key=f"form:{number}", locale="en"
            )
            db.session.commit()
            return written

    db.session.rollback()
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda at: contextvars.Context().run(write, at), range(32)))
    assert sum(answers) == 3
    assert len(rows(OutgoingEmail)) == 3


@pytest.mark.parametrize(
    "to",
    [
        "ana@example.org\r\nBcc: eve@example.org",
        "ana@example.org\n",
        "ana@example.org,eve@example.org",
        "Ana <ana@example.org>",
        "ana@exam ple.org",
        "ana@example.org\0",
        "ana@@example.org",
        "ána@example.org",
        "ana@-example.org",
        "",
    ],
)
def test_no_header_through_an_address(app, to):
    with pytest.raises(ValueError, match="address"):
        mail.queue(templates.NAME, to, key="1", locale="en")
    with pytest.raises(ValueError, match="address"):
        mail.queue(templates.NAME, "ana@example.org", key="1", locale="en", reply_to=to or "@")


@pytest.mark.parametrize("page", ["https://x/\r\nBcc: eve@example.org", "mailto:x", "https://x/ y"])
def test_no_header_through_list_unsubscribe(app, page):
    with pytest.raises(ValueError, match="List-Unsubscribe"):
        mail.queue(templates.NAME, "a@example.org", key="1", locale="en", list_unsubscribe=page)


@pytest.mark.parametrize("end", ["\r\n", "\n", "\r", "\x0b", "\x85", "\u2028", "\r\n\r\n"])
def test_no_header_through_a_value(queue, sink, deliver, end):
    evil = f"Eve{end}Bcc: victim@example.org"
    queue(merge=templates.MERGE | {"name": evil}, shared={"title": evil})
    deliver()

    [message] = sink.messages
    assert message["Bcc"] is None
    said = "Confirm “Eve Bcc: victim@example.org”, Eve Bcc: victim@example.org"
    assert message["Subject"].replace(" ", "") == said.replace(" ", "")
    assert [to for to, _ in sink.arrived] == ["ana@example.org"]


def test_who_is_erased_leaves_nothing(queue, deliver, instance, configured):
    configured(instance=instance)
    queue("Ana+x@gmail.com", "1")
    deliver()
    queue("ana@gmail.com", "2")
    queue("eve@gmail.com", "3")
    [email, *_] = rows(OutgoingEmail)
    file = instance / "mail" / f"{email.id}.eml"
    assert file.exists()
    person_erased.send("ana@gmail.com")
    db.session.commit()

    kept = [(email.to, email.merge, email.state) for email in rows(OutgoingEmail)]
    assert kept == [
        ("", {}, "sent"),
        ("", {}, "dropped"),
        ("eve@gmail.com", templates.MERGE, "queued"),
    ]
    assert not file.exists()
