"""Reading answers: stances made of them by a person, and who answers at all."""

import csv
import io
import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta

import pytest

from campaign.coalition.audit import Audit
from campaign.coalition.editing import OutdatedEditError
from campaign.db import db, now
from campaign.officials.whip.models import Stance, Whip
from campaign.outreach.replies import deciding
from campaign.outreach.replies.guessing import guess
from campaign.outreach.replies.models import LetterReply
from campaign.outreach.replies.reading import without
from tests.factories import add, rows
from tests.officials.factories import make_measure
from tests.outreach.factories import make_action, make_letter
from tests.outreach.letters_desk.desk import NAME, ONE, at_desk, make_secret, other_office, post

REPLIES = f"{ONE}/replies"
TEXT = "Dear Ana,\n\nthank you, Ms. Ruiz. I will vote no on this contract."
WANTED = {
    "edition": "1",
    "value": "lean no",
    "evidence": "staff",
    "on": "2026-11-02",
    "source": "Reply to a resident, November 2, 2026",
}


def make_reply(action, email="ana@example.org", answer="staff", text=TEXT, days=10, **values):
    sent = now() - timedelta(days=days)
    given = {"state": "sent", "sent_at": sent, "reply_asked_at": now()}
    letter = make_letter(action, email, **given | values)
    return add(LetterReply(letter_id=letter.id, answer=answer, text=text))


def with_count(client, **values):
    """An action on a measure that the campaign counts on, and Omar at its desk."""
    action = at_desk(client)
    action.measure = make_measure(action.body)
    db.session.flush()
    given = {"campaign_id": action.campaign_id, "measure_id": action.measure_id, "needed": 26}
    add(Whip(**given | values))
    return action


def reload(reply):
    db.session.expire_all()
    return db.session.get_one(LetterReply, reply.letter_id)


def test_it_works(client):
    reply = make_reply(with_count(client))
    page = client.get(REPLIES).text
    assert '<q dir="auto">I will vote no on this contract.</q>' in page
    assert 'selected value="lean no"' in page
    assert 'selected value="staff"' in page
    assert 'value="Reply to a resident, ' in page

    answer = post(client, f"{REPLIES}/{reply.letter_id}/stance", **WANTED)
    assert (answer.status_code, answer.location) == (303, REPLIES)
    [stance] = rows(Stance)
    assert (stance.value, stance.evidence, stance.official.name) == (
        "lean no",
        "staff",
        "Official 35",
    )
    assert stance.note == ""
    assert reload(reply).stance_id == stance.id
    assert [one.act for one in rows(Audit)] == ["letters.stance"]
    assert "No answer waits to be read." in client.get(REPLIES).text


def test_the_residents_name_is_nowhere(client):
    make_reply(with_count(client))
    page = client.get(REPLIES).text
    assert "Dear […]," in page
    for hidden in (NAME, "Ruiz", "ana@example.org", "Please end the contract"):
        assert hidden not in page


def test_of_a_private_letter_only_the_pasted_answer_shows(client):
    action = with_count(client)
    letter = make_secret(action, state="sent", sent_at=now(), reply_asked_at=now())
    add(LetterReply(letter_id=letter.id, answer="form", text="Dear Zoraida, thank you."))
    page = client.get(REPLIES).text
    assert "Dear […], thank you." in page
    assert "Zoraida" not in page


def test_a_decision_is_taken_back(client):
    reply = make_reply(with_count(client))
    post(client, f"{REPLIES}/{reply.letter_id}/stance", **WANTED)
    assert post(client, f"{REPLIES}/{reply.letter_id}/undo").status_code == 303
    assert rows(Stance)[0].withdrawn_at is not None
    assert (reload(reply).decided_at, reload(reply).stance_id) == (None, None)
    post(client, f"{REPLIES}/{reply.letter_id}/undo")
    assert len(rows(Audit)) == 2


def test_a_stance_of_two_answers_stands_until_both_are_taken_back(client):
    action = with_count(client)
    both = [make_reply(action, email) for email in ("a@example.org", "b@example.org")]
    for one in both:
        post(client, f"{REPLIES}/{one.letter_id}/stance", **WANTED)
    [stance] = rows(Stance)
    post(client, f"{REPLIES}/{both[0].letter_id}/undo")
    db.session.expire_all()
    assert stance.withdrawn_at is None
    post(client, f"{REPLIES}/{both[1].letter_id}/undo")
    db.session.expire_all()
    assert stance.withdrawn_at is not None


def test_an_answer_that_says_nothing_is_dismissed(client):
    reply = make_reply(at_desk(client))
    page = client.get(REPLIES).text
    assert "This action names no measure" in page
    assert "I have read it" in page
    assert post(client, f"{REPLIES}/{reply.letter_id}/dismiss", edition="1").status_code == 303
    assert reload(reply).decided_at is not None
    assert "says nothing of the vote" in client.get(REPLIES).text


def test_an_answer_that_changed_meanwhile_is_read_again(client):
    reply = make_reply(with_count(client))
    reply.text, reply.edition = "I have not decided.", 2
    db.session.commit()
    for act in ("stance", "dismiss"):
        answer = post(client, f"{REPLIES}/{reply.letter_id}/{act}", **WANTED)
        assert answer.status_code == 409
        assert "The answer was changed" in answer.text
    assert rows(Stance) == []


WRONG = [
    {"value": "unknown"},
    {"value": ""},
    {"evidence": "rumor"},
    {"on": "soon"},
    {"on": ""},
    {"source": "x" * 301},
    {"edition": "x"},
]


def test_bad_input_is_refused(client):
    reply = make_reply(with_count(client))
    url = f"{REPLIES}/{reply.letter_id}"
    for change in WRONG:
        assert post(client, f"{url}/stance", **WANTED | change).status_code == 422, change
    assert client.post(f"{url}/stance").status_code == 422
    assert client.post(f"{url}/dismiss").status_code == 400
    assert client.post(f"{url}/undo").status_code == 400
    assert rows(Stance) == []


@pytest.mark.parametrize("values", [{"on": "2100-01-01"}, {}], ids=["future", "closed"])
def test_what_the_count_does_not_take_is_said(client, values):
    reply = make_reply(with_count(client, closed_at=None if values else now()))
    answer = post(client, f"{REPLIES}/{reply.letter_id}/stance", **WANTED | values)
    assert answer.status_code == 409
    assert reload(reply).decided_at is None


def test_another_actions_reply_is_not_here(client):
    reply = make_reply(with_count(client))
    other = make_action(
        campaign=reply.letter.action.campaign, body=reply.letter.action.body, slug="other"
    )
    url = REPLIES.replace("write-to-your-alderperson", other.slug)
    assert post(client, f"{url}/{reply.letter_id}/dismiss", edition="1").status_code == 404
    assert post(client, f"{REPLIES}/999999999999/dismiss", edition="1").status_code == 404


def test_who_answers_is_counted(client):
    action = at_desk(client)
    ward = other_office(action)
    make_reply(action, "a@example.org", "personal", days=2)
    make_reply(action, "b@example.org", "form", days=6)
    make_reply(action, "c@example.org", "no", "", ward=ward)
    sent = {"state": "sent", "sent_at": now(), "reply_asked_at": now()}
    make_letter(action, "d@example.org", **sent)
    make_letter(action, "e@example.org", **sent | {"reply_asked_at": None})
    answer = client.get(f"{REPLIES}/rates.csv")
    [_head, first, second] = csv.reader(io.StringIO(answer.data.decode("utf-8-sig")))
    assert first == ["Official 35", "3", "2", "1", "0", "1", "0", "1", "4.0"]
    assert second == ["Official 12", "1", "0", "0", "0", "0", "1", "0", ""]
    page = client.get(REPLIES).text
    assert "2 (67%)" in page


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("I will vote no.", "lean no"),
        ("I plan to vote against the order.", "lean no"),
        ("She said: I’ll vote yes!", "lean yes"),
        ("I am voting in favor of it.", "lean yes"),
        ("I cosponsored the ordinance.", "lean yes"),
        ("Voy a votar en contra.", "lean no"),
        ("The alderperson has not yet decided.", "undecided"),
        ("I have not made up my mind.", "undecided"),
        ("I will not vote no.", ""),
        ("You ask whether I will vote no.", ""),
        ("If it comes up I will vote yes.", ""),
        ("Will I vote yes? I will vote yes?", ""),
        ("I will vote no. I will vote yes.", ""),
        ("They will vote yes.", ""),
        ("No voy a votar a favor.", ""),
        ("Thank you for writing. I value your voice.", ""),
        ("", ""),
    ],
)
def test_a_guess_is_careful(text, value):
    assert guess(text).value == value


def test_names_are_taken_out_as_whole_words(app):
    letter = make_letter(make_action(), name="Ana de la Cruz")
    text = "Ana, banana, ANA ANA@EXAMPLE.ORG, de la Cruz; the crux"
    assert without(text, letter) == "[…], banana, […] […], de la […]; the crux"


def test_two_who_decide_at_once_make_one_stance(app):
    action = make_action()
    action.measure = make_measure(action.body)
    db.session.flush()
    whip = add(Whip(campaign_id=action.campaign_id, measure_id=action.measure_id, needed=26))
    numbers = make_reply(action).letter_id, whip.id
    db.session.remove()
    together = threading.Barrier(2)

    def press(value: str) -> bool:
        with app.app_context():
            reply, count = numbers
            found = db.session.get_one(LetterReply, reply), db.session.get_one(Whip, count)
            db.session.rollback()
            together.wait(10)
            said = {"evidence": "staff", "on": date(2026, 11, 2), "source": "A reply"}
            try:
                deciding.accept(*found, seen=1, value=value, by=None, **said)
            except OutdatedEditError:
                db.session.rollback()
                return False
            db.session.commit()
            return True

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(press, ["lean yes", "lean no"])) == [False, True]
    assert len(rows(Stance)) == 1
