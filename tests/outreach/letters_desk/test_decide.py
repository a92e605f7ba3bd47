"""What only a person decides: held, disowned, uncertain, refused and bounced letters."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from campaign.coalition.audit import Audit
from campaign.db import db, now
from campaign.officials.models import Contact
from campaign.outreach.letters.models import Letter, LetterAction
from campaign.outreach.letters_desk.desk_held import decided
from tests.factories import rows
from tests.outreach.factories import make_action, make_letter
from tests.outreach.letters_desk.desk import (
    NAME,
    ONE,
    SAME,
    SECRET,
    at_desk,
    decide,
    make_alike,
    make_secret,
    post,
    state_of,
)

HELD, UNCERTAIN = f"{ONE}/held", f"{ONE}/uncertain"


def bounce() -> Contact:
    """The office's address comes back."""
    contact = rows(Contact)[0]
    contact.bounced_at, contact.bounce = now(), "550 5.1.1 no such user"
    db.session.commit()
    return contact


def test_letters_that_are_alike_stand_together(client):
    action = at_desk(client)
    letters = make_alike(action)
    make_secret(action, state="held", text=f"{SAME}. {SECRET}")
    make_letter(action, state="held", text="Quite another letter about the lake and its birds.")
    page = client.get(HELD).text
    assert "3 letters say much the same" in page
    assert f"<mark>{SAME}. Number</mark>" in page or f"<mark>{SAME}" in page
    assert "1 private letter<" in page
    assert "Alone by now" in page
    assert f'value="{" ".join(str(one.id) for one in letters)}"' in page


def test_one_or_a_group_is_released_or_kept_back(client):
    action = at_desk(client)
    first, second, third = make_alike(action)
    assert decide(client, "release", first).location == HELD
    assert decide(client, "withhold", second, third).status_code == 303
    assert [state_of(one) for one in (first, second, third)] == ["waiting", *["withdrawn"] * 2]
    noted = rows(Audit)
    assert [one.act for one in noted] == ["letters.released", "letters.withheld"]
    assert db.session.get_one(Letter, first.id).held_for == ""
    page = client.get(f"{ONE}/all/{second.id}").text
    assert SAME not in page


def test_of_two_who_decide_the_second_learns_it(client):
    action = at_desk(client)
    first, second = make_alike(action, 2)
    decide(client, "withhold", first)
    decide(client, "release", first, second)
    page = client.get(HELD).text
    assert "1 letter waits for its turn now." in page
    assert "1 letter was decided before you" in page
    assert (state_of(first), state_of(second)) == ("withdrawn", "waiting")


def test_what_waits_for_nobody_is_left_alone(client):
    action = at_desk(client)
    states = ["unconfirmed", "waiting", "leaving", "sent", "withdrawn"]
    letters = [make_letter(action, f"{one}@example.org", state=one) for one in states]
    for act in ("release", "withhold", "arrived", "again", "seen"):
        decide(client, act, *letters)
    assert [state_of(one) for one in letters] == states
    assert rows(Audit) == []


DAMAGED = [
    {"act": "explode"},
    {"act": ""},
    {"numbers": ""},
    {"numbers": "x"},
    {"numbers": "1 " * 2000},
    {"numbers": "9" * 30},
    {"back": "https://example.org"},
    {"csrf_token": ""},
]


def test_a_damaged_button_is_refused(client):
    letter = make_alike(at_desk(client), 1)[0]
    values = {"act": "release", "numbers": str(letter.id), "back": "held"}
    for fields in DAMAGED:
        answer = post(client, f"{ONE}/decide", **values | fields)
        assert answer.status_code == 400, fields
    assert client.post(f"{ONE}/decide").status_code == 400
    assert state_of(letter) == "held"


def test_a_disowned_letter_is_told_until_somebody_has_looked(client):
    action = at_desk(client)
    letter = make_letter(action, state="withdrawn", disowned_at=now(), sent_at=now())
    page = client.get(HELD).text
    assert "Somebody writes in other people’s names" in page
    assert "tell the office" in page
    assert NAME not in page
    assert "1 letter was written in somebody else’s name" in client.get("/organize").text
    decide(client, "seen", letter)
    assert "other people’s names" not in client.get(HELD).text
    assert "somebody else’s name" not in client.get("/organize").text


def test_a_disowned_letter_that_is_held_never_leaves(client):
    letter = make_letter(at_desk(client), state="held", disowned_at=now())
    decide(client, "release", letter)
    assert state_of(letter) == "held"
    decide(client, "seen", letter)
    assert state_of(letter) == "withdrawn"


def test_of_an_uncertain_letter_somebody_says_what_is_so(client):
    action = at_desk(client)
    arrived = make_letter(action, "a@example.org", state="uncertain", left_at=now(), tries=0)
    lost = make_secret(action, state="uncertain", left_at=now())
    page = client.get(UNCERTAIN).text
    assert "Perhaps sent (2)" in page
    assert "Zoraida" not in page
    decide(client, "arrived", arrived, back="uncertain")
    decide(client, "again", lost, back="uncertain")
    assert (state_of(arrived), state_of(lost)) == ("sent", "waiting")
    assert db.session.get_one(Letter, lost.id).tries == 1
    said = db.session.get_one(Letter, arrived.id)
    assert said.sent_at == said.left_at
    assert "Nothing went wrong" in client.get(UNCERTAIN).text


def test_bounced_letters_are_sent_again_once_the_address_is_corrected(client):
    action = at_desk(client)
    letter = make_letter(action, state="bounced", left_at=now(), contact=rows(Contact)[0])
    contact = bounce()
    page = client.get(UNCERTAIN).text
    assert "550 5.1.1 no such user" in page
    assert "Correct the address" in page
    assert ">Send it again<" not in page
    contact.value, contact.bounced_at = "office35@example.org", None
    db.session.commit()
    assert "office35@example.org" in client.get(UNCERTAIN).text
    decide(client, "again", letter, back="letters")
    assert state_of(letter) == "waiting"


@pytest.mark.parametrize(("on_bounce", "can_leave"), [("wait", False), ("next", True)])
def test_the_next_address_is_taken_only_where_the_action_says_so(client, on_bounce, can_leave):
    action = at_desk(client, on_bounce=on_bounce)
    make_letter(action, state="bounced", left_at=now())
    contact = bounce()
    other = Contact(kind="email", label="ward office", value="two@example.org")
    other.verified_on = now().date()
    contact.term.contacts.append(other)
    db.session.commit()
    assert ("Send it again" in client.get(UNCERTAIN).text) is can_leave


def test_two_buttons_at_once_send_one_letter_again_once(app):
    letter = make_letter(make_action(), state="uncertain", left_at=now())
    number, action_id = letter.id, letter.action_id
    db.session.remove()
    together = threading.Barrier(2)

    def press(_one: int) -> bool:
        with app.app_context():
            action = db.session.get_one(LetterAction, action_id)
            db.session.rollback()
            together.wait(10)
            done = decided(action, number, "again")
            db.session.commit()
            return done

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(press, range(2))) == [False, True]
    assert db.session.get_one(Letter, number).tries == 1
