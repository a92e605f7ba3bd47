"""What somebody wrote to an official is shown to them, goes with them, and ends in time."""

from datetime import timedelta

import pytest
import time_machine

from campaign.coalition import scope
from campaign.config import settings
from campaign.db import db, now
from campaign.mail import OutgoingEmail, batches
from campaign.mail.outbox import mailbox_hash
from campaign.outreach import ending, holdings
from campaign.outreach.letters.models import Letter, LetterRun
from campaign.outreach.replies.models import LetterReply
from campaign.people.my_data import erasing
from campaign.people.my_data import mail as held_mail
from campaign.people.my_data.holdings import Correction
from tests.factories import add, rows
from tests.my_data.factories import link_for
from tests.outreach.factories import ANA, make_action, make_letter, make_person
from tests.outreach.leaving.desk import make_row

EVE = "eve@example.org"
WORDS = {"name": "Tezcatlipoca", "text": "Tezcatlipoca lives here.", "street": "35 Tezcatlipoca St"}


def make_whole(action=None, email=ANA, state="sent", **values):
    """A letter with its runs, its mail to the office, and what was said about the answer."""
    action = action or make_action()
    sent = now() if state == "sent" else None
    letter = make_letter(action, email, state=state, sent_at=sent, network="n", **WORDS | values)
    add(LetterRun(letter_id=letter.id, run="tezcatlipoca", action_id=action.id, language="en"))
    if state in ("sent", "leaving"):
        letter.outgoing_email_id = make_mail(letter).id
        add(LetterReply(letter_id=letter.id, answer="staff", text="Dear Tezcatlipoca"))
    return letter


def make_mail(letter):
    values = {"state": "sent", "due_at": None} if letter.state == "sent" else {}
    return add(
        OutgoingEmail(
            key=f"letter:{letter.id}:0",
            template="outreach/letters/mail/letter",
            locale="en",
            to="ward35@example.org",
            mailbox=mailbox_hash("ward35@example.org"),
            reply_to=letter.email,
            sender_name="Tezcatlipoca via Save the clinic",
            shared={"text": letter.text},
            merge={},
            budgeted=False,
            at_most_once=True,
            **{"due_at": now()} | values,
        )
    )


def everything():
    """All that is stored, as one text."""
    found = [rows(model) for model in (Letter, LetterRun, LetterReply, OutgoingEmail)]
    return "".join(
        str(getattr(row, column.key))
        for model in found
        for row in model
        for column in row.__table__.columns
    )


def is_gone():
    return "Tezcatlipoca" not in everything() and "tezcatlipoca" not in everything()


@pytest.mark.parametrize("state", ["unconfirmed", "held", "waiting", "leaving", "sent"])
def test_it_goes_with_its_writer(app, state):
    make_whole(state=state)
    assert not is_gone()
    with app.test_request_context(), scope.everyones():
        erasing.erase(mailbox_hash(ANA), "person")
    db.session.commit()

    assert is_gone()
    assert ANA not in everything()
    assert [one.state for one in rows(Letter)] == ([state] if state in ("leaving", "sent") else [])
    assert [row.due_at for row in rows(OutgoingEmail)] == [None for _ in rows(OutgoingEmail)]


def test_of_others_nothing_goes(app):
    action = make_action()
    make_whole(action, EVE)
    make_whole(action)
    with app.test_request_context(), scope.everyones():
        assert holdings.withdraw(mailbox_hash(ANA), str(rows(Letter)[0].id)) is None  # not hers
        assert holdings.erase(mailbox_hash(ANA)) == 1
    db.session.commit()
    assert rows(Letter)[0].email == EVE
    assert len(rows(LetterReply)) == 1


def test_it_is_shown_with_what_became_of_it(client):
    make_whole()
    page = client.get(link_for()).text
    for words in (*WORDS.values(), "Dear Tezcatlipoca", "The office has it", "The office keeps"):
        assert words in page


def test_taking_it_back_leaves_a_mark_alone(client):
    make_whole(state="waiting")
    data = {"holder": "outreach", "key": str(rows(Letter)[0].id)}
    assert client.post(f"{link_for()}/take-back", data=data).status_code == 303
    [letter] = rows(Letter)
    assert (letter.state, letter.mailbox) == ("withdrawn", mailbox_hash(ANA))
    assert is_gone()


def test_what_is_leaving_cannot_be_taken_back(client):
    make_whole(state="leaving")
    assert "Take the letter back" not in client.get(link_for()).text
    data = {"holder": "outreach", "key": str(rows(Letter)[0].id)}
    client.post(f"{link_for()}/take-back", data=data)
    assert [one.state for one in rows(Letter)] == ["leaving"]


def test_a_name_is_corrected_until_it_has_left(app):
    action = make_action()
    make_whole(action, state="waiting")
    make_whole(action, EVE)
    with scope.everyones():
        holdings.correct(mailbox_hash(ANA), Correction(name="Ana Xochitl"))
        holdings.correct(mailbox_hash(EVE), Correction(name="Eve Xochitl"))
    db.session.commit()
    assert [one.name for one in rows(Letter)] == ["Ana Xochitl", "Tezcatlipoca"]


def test_it_moves_to_another_mailbox_unless_that_wrote_too(app):
    action = make_action()
    make_whole(action, state="waiting")
    with scope.everyones():
        assert holdings.move(mailbox_hash(ANA), mailbox_hash(EVE), EVE) == 1
    db.session.commit()
    assert [(one.mailbox, one.email) for one in rows(Letter)] == [(mailbox_hash(EVE), EVE)]

    make_whole(action)
    with scope.everyones():
        holdings.move(mailbox_hash(ANA), mailbox_hash(EVE), EVE)
    db.session.commit()
    assert [one.email for one in rows(Letter)] == [EVE, ""]


def after(**more):
    return time_machine.travel(now() + timedelta(**more))


def test_words_end_some_time_after_the_action(app):
    make_whole(make_action(closed_at=now()))
    days = settings().letter_days
    with after(days=days - 1):
        assert (ending.count_finished(), ending.end_finished()) == (0, 0)
    with after(days=days + 1):
        assert ending.count_finished() == 1
        assert (ending.end_finished(), ending.end_finished()) == (1, 0)
    assert is_gone()
    assert [one.state for one in rows(Letter)] == ["sent"]
    assert [(one.answer, one.text) for one in rows(LetterReply)] == [("staff", "")]


@pytest.mark.parametrize("state", ending.UNSETTLED)
def test_nothing_ends_while_something_waits(app, state):
    action = make_action(closed_at=now())
    make_whole(action)
    make_letter(action, EVE, state=state)
    with after(days=400):
        assert ending.end_finished() == 0


def test_marks_of_networks_end(app):
    make_whole()
    with after(days=settings().network_days + 1):
        assert (ending.count_networks(), ending.end_networks(), ending.count_networks()) == (
            1,
            1,
            0,
        )
    assert rows(Letter)[0].network == ""


def test_the_outbox_forgets_the_words_of_a_letter(app):
    make_whole()
    with after(days=31):
        assert (ending.count_mails(), ending.end_mails(), ending.count_mails()) == (1, 1, 0)
    [row] = rows(OutgoingEmail)
    assert (row.shared, row.sender_name, row.state) == ({}, None, "sent")


def test_mailings_that_went_to_them_are_shown(app):
    lead = make_action().campaign.partners("lead")[0]
    make_person(lead)
    make_row(lead)
    batches.of(lead.id, "hearing-reminders:1", {"en": "Reminders of the hearing"})
    make_row(lead, topic="hearing-reminders:1", list_id="")
    with app.test_request_context(), scope.everyones():
        found = held_mail.find(mailbox_hash(ANA))
        said = {str(one.rows[1][1]): str(one.source) for one in found}
    assert said == {
        "News": f"{lead.name} sent it to its list.",
        "Reminders of the hearing": f"A reminder of {lead.name}.",
    }
