"""“Did they answer?”: asked once by mail, said by private link, changed later."""

from datetime import timedelta

from campaign.db import db, now
from campaign.mail import MailBatch, OutgoingEmail, batches, suppress
from campaign.mail.mould import Moulds
from campaign.outreach.letters.links import get_letter_behind, make_token
from campaign.outreach.letters.models import STATES, Letter
from campaign.outreach.replies.asking import ask
from campaign.outreach.replies.models import LetterReply
from tests.factories import rows
from tests.outreach.factories import make_action, make_letter

LONG_AGO = timedelta(days=15)


def make_sent(**values):
    action = values.pop("action", None) or make_action()
    return make_letter(action, **{"state": "sent", "sent_at": now() - LONG_AGO} | values)


def page_of(letter):
    return f"/my-letter/{make_token(letter)}/reply"


def test_it_works(client):
    letter = make_sent()
    url = page_of(letter)
    page = client.get(url)
    assert "Your letter went to Official 35" in page.text
    assert page.headers["Cache-Control"] == "private, no-store"
    assert "Set-Cookie" not in page.headers

    answer = client.post(url, data={"answer": "staff", "text": "We hear you.", "seen": "0"})
    assert answer.status_code == 303
    [reply] = rows(LetterReply)
    assert (reply.answer, reply.text, reply.edition) == ("staff", "We hear you.", 1)
    assert "Thank you: that helps" in client.get(answer.location).text


def test_it_can_be_changed_and_is_read_anew(client):
    letter = make_sent()
    url = page_of(letter)
    client.post(url, data={"answer": "no", "text": "", "seen": "0"})
    [reply] = rows(LetterReply)
    reply.decided_at = now()
    db.session.commit()
    assert "checked" in client.get(url).text
    assert client.post(url, data={"answer": "form", "text": "x", "seen": "1"}).status_code == 303
    db.session.expire_all()
    [reply] = rows(LetterReply)
    assert (reply.answer, reply.edition, reply.decided_at) == ("form", 2, None)


def test_two_pages_at_once_show_both(client):
    url = page_of(make_sent())
    client.post(url, data={"answer": "staff", "text": "The first", "seen": "0"})
    answer = client.post(url, data={"answer": "form", "text": "The second", "seen": "0"})
    assert answer.status_code == 409
    assert "The first" in answer.text
    assert "The second" in answer.text
    assert 'value="1"' in answer.text
    assert rows(LetterReply)[0].text == "The first"


WRONG = [
    {},
    {"seen": "0"},
    {"seen": "0", "answer": "perhaps"},
    {"seen": "0", "answer": "no", "text": "But they wrote"},
    {"seen": "0", "answer": "staff", "text": "x" * 10_001},
    {"seen": "0", "answer": "staff", "text": "a\x00b"},
    {"seen": "x", "answer": "staff"},
    {"seen": "9" * 30, "answer": "staff"},
    {"seen": "0", "answer": "staff", "website": "robot"},
]


def test_what_cannot_be_is_refused(client):
    url = page_of(make_sent())
    for fields in WRONG:
        assert client.post(url, data=fields).status_code == 422, fields
    assert rows(LetterReply) == []


def test_only_what_was_sent_is_answered(client):
    action = make_action()
    for state in [one for one in STATES if one != "sent"]:
        url = page_of(make_letter(action, f"{state}@example.org", state=state))
        assert client.get(url).status_code == 404
        assert client.post(url, data={"answer": "no", "seen": "0"}).status_code == 404


def test_a_forged_link_leads_nowhere(client):
    make_sent()
    assert client.get("/my-letter/forged/reply").status_code == 404


def test_each_writer_is_asked_once(app):
    action = make_action()
    letter = make_sent(action=action, language="es")
    make_sent(action=action, email="early@example.org", sent_at=now() - timedelta(days=13))
    make_sent(action=action, email="late@example.org", sent_at=now() - timedelta(days=70))
    make_letter(action, "bounced@example.org", state="bounced", sent_at=now() - LONG_AGO)
    assert (ask(), ask()) == (1, 0)

    [mail] = rows(OutgoingEmail)
    assert (mail.to, mail.locale, mail.budgeted) == ("ana@example.org", "es", True)
    *_site, token, last = mail.merge["link"].split("/")
    assert (get_letter_behind(token).id, last) == (letter.id, "reply")
    assert mail.merge["official"] == "Official 35"
    [batch] = rows(MailBatch)
    assert (batch.topic, mail.batch_id) == (f"letter-replies:{action.id}", batch.id)
    assert batch.organization_id == action.campaign.partners("lead")[0].id
    assert rows(Letter)[0].reply_asked_at is not None


def test_a_private_letters_writer_is_asked_too(app):
    make_sent(is_private=True)
    assert ask() == 1


def test_who_may_not_be_mailed_is_not_asked(app):
    letter = make_sent()
    suppress(letter.email, "unsubscribed")
    db.session.commit()
    assert ask() == 0
    assert rows(Letter)[0].reply_asked_at is None


def test_a_run_that_died_before_the_commit_is_done_again_once(app):
    from campaign.outreach.replies.asking import ask_one

    letter = make_sent()
    assert ask_one(letter)
    db.session.rollback()
    assert ask() == 1
    assert len(rows(OutgoingEmail)) == 1


def test_the_mail_says_to_whom_and_when(app):
    make_sent()
    ask()
    [row] = rows(OutgoingEmail)
    mould = Moulds().get(row.template, row.locale, row.shared, row.merge)
    assert mould is not None
    assert row.merge["day"] in f"{now() - LONG_AGO:%B} {(now() - LONG_AGO).day}, {now().year}"


def test_a_paused_batch_holds_the_questions(app):
    action = make_action()
    make_sent(action=action)
    ask()
    [batch] = rows(MailBatch)
    assert batches.pause(batch, "Omar")
