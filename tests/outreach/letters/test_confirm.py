"""The owner of a mailbox reads their letter and sends it."""

from datetime import timedelta

import pytest

from campaign.db import db, now
from campaign.officials.models import Contact
from campaign.outreach.letters import alike, confirming
from campaign.outreach.letters.links import make_token
from campaign.outreach.letters.offices import office_of
from campaign.people.models import Consent, Person
from tests.factories import rows
from tests.officials.factories import make_official, make_term
from tests.outreach.factories import make_action, make_letter, ward_of
from tests.outreach.letters.writing import path_of, reread, the_letter, write
from tests.petitions.factories import make_organization

LONG = "The drones fly over our block every night, and nobody has asked the people who live here."


def test_it_works(client):
    letter = make_letter(make_action())
    page = client.get(path_of(letter))
    assert page.headers["Cache-Control"] == "private, no-store"
    assert "Send it to Alderperson Official 35" in page.text
    assert "keep my children awake" in page.text

    response = client.post(f"{path_of(letter)}/confirm")
    assert response.location.startswith("/my-letter/")
    assert reread(letter).state == "waiting"
    assert "Your letter waits for its turn" in client.get(path_of(letter)).text


def test_opening_the_link_changes_nothing(client):
    letter = make_letter(make_action())
    for _ in range(3):
        client.get(path_of(letter))
    assert reread(letter).state == "unconfirmed"
    for act in ("confirm", "withdraw", "not-me"):
        assert client.get(f"{path_of(letter)}/{act}").status_code == 405


def test_confirming_twice_is_once(client):
    letter = make_letter(make_action())
    client.post(f"{path_of(letter)}/confirm")
    first = reread(letter).confirmed_at
    assert client.post(f"{path_of(letter)}/confirm").status_code == 303
    assert reread(letter).confirmed_at == first


def test_consents_are_kept_now_with_their_wording_and_source(client):
    action = make_action()
    make_organization(action.campaign, "parents", "partner")
    letter = write(client, allow=["parents"])
    assert rows(Person) == []
    client.post(f"{path_of(letter)}/confirm")

    [person] = rows(Person)
    assert (person.name, person.division) == ("Ana Ruiz", "ocd-division/ward:35")
    [consent] = rows(Consent)
    assert consent.source == f"letter:{action.id}"

    client.post(f"{path_of(letter)}/withdraw")
    assert rows(Person) == []


@pytest.mark.parametrize("word", ["x", "a.b.c", ""])
def test_a_damaged_link_says_so(client, word):
    make_letter(make_action())
    assert client.get(f"/my-letter/{word}").status_code == 404


def test_a_link_ends_when_the_letter_is_deleted(client):
    letter = make_letter(make_action())
    path = path_of(letter)
    db.session.delete(letter)
    db.session.commit()
    for one in (path, f"{path}/edit"):
        assert client.get(one).status_code == 404
    for act in ("confirm", "withdraw", "not-me"):
        assert client.post(f"{path}/{act}").status_code == 404


def test_links_of_other_things_open_no_letter(client):
    from campaign import tokens

    letter = make_letter(make_action())
    forged = tokens.make("petition.signature", [letter.id, letter.mailbox[:8]])
    assert client.get(f"/my-letter/{forged}").status_code == 404
    assert make_token(letter) != forged


def test_one_resident_writes_as_of_one_ward(client):
    action = make_action()
    make_term(action.body, 2)
    first = make_letter(action)
    second = make_letter(action, ward=ward_of(action.body, 2))
    for letter in (first, second):
        client.post(f"{path_of(letter)}/confirm")

    assert [one.state for one in (reread(first), reread(second))] == ["waiting", "unconfirmed"]
    assert "You have a letter from Ward 35 already" in client.get(path_of(second)).text

    client.post(f"{path_of(first)}/withdraw")
    client.post(f"{path_of(second)}/confirm")
    assert reread(second).state == "waiting"


def test_after_half_a_year_somebody_may_have_moved(client):
    action = make_action()
    make_term(action.body, 2)
    make_letter(action, state="sent", confirmed_at=now() - timedelta(days=200))
    second = make_letter(action, ward=ward_of(action.body, 2))
    client.post(f"{path_of(second)}/confirm")
    assert reread(second).state == "waiting"


def test_it_does_not_go_to_somebody_who_has_left_office(client):
    action = make_action()
    letter = make_letter(action)
    term = office_of(letter.ward).term
    assert term is not None
    term.ends = "2024-01-01"
    db.session.commit()
    make_term(action.body, 35, make_official("Nia Lopez"), starts="2024-01-02")
    page = client.get(path_of(letter)).text
    assert "Official 35 does not hold this seat any more." in page
    assert "Write to who holds it now" in page

    client.post(f"{path_of(letter)}/confirm")
    assert reread(letter).state == "unconfirmed"


def test_a_closed_action_sends_nothing_more(client):
    letter = make_letter(make_action(closed_at=now()))
    assert "This action is over" in client.get(path_of(letter)).text
    client.post(f"{path_of(letter)}/confirm")
    assert reread(letter).state == "unconfirmed"


def test_a_paused_action_takes_confirmations(client):
    letter = make_letter(make_action(paused_at=now()))
    client.post(f"{path_of(letter)}/confirm")
    assert reread(letter).state == "waiting"
    assert "leave later" in client.get(path_of(letter)).text


def confirmed(action, number, text):
    letter = make_letter(action, f"a{number}@example.org", text=text)
    confirming.confirm(letter)
    db.session.commit()
    return reread(letter)


def test_too_similar_letters_wait_for_a_person(client):
    action = make_action()
    letters = [confirmed(action, number, LONG) for number in range(alike.MANY + 1)]
    assert [one.state for one in letters] == ["waiting"] * alike.MANY + ["held"]
    held = letters[-1]
    assert held.held_for == "similar"
    page = client.get(path_of(held)).text
    assert "A person looks at your letter first" in page
    assert "Add your own words" in page


def test_own_words_let_a_held_letter_go(client):
    action = make_action()
    for number in range(alike.MANY):
        confirmed(action, number, LONG)
    held = confirmed(action, 99, LONG)
    own = "On Cermak Road my grandmother keeps a shop, and called four times about lamps."
    form = {"subject": "Lamps", "name": "Ana Ruiz", "seen": confirming.seen_of(held)}
    client.post(f"{path_of(held)}/edit", data=form | {"text": own})

    assert (reread(held).state, held.held_for) == ("waiting", "")


def test_an_own_story_is_compared_as_different(client):
    action = make_action()
    for number in range(alike.MANY):
        confirmed(action, number, LONG)
    own = f"{LONG} " + " ".join(f"word{one}" for one in range(30))
    assert confirmed(action, 99, own).state == "waiting"


def test_other_actions_and_languages_are_not_compared(app):
    action = make_action()
    for number in range(alike.MANY):
        letter = make_letter(action, f"a{number}@example.org", text=LONG, language="es")
        confirming.confirm(letter)
        db.session.commit()
    assert confirmed(action, 99, LONG).state == "waiting"


def test_next_steps_name_the_phone(client):
    action = make_action()
    letter = make_letter(action, state="sent", sent_at=now())
    term = office_of(letter.ward).term
    assert term is not None
    term.contacts.append(Contact(kind="phone", value="312 555 0100"))
    db.session.commit()
    page = client.get(path_of(the_letter())).text

    assert "Your letter has gone out" in page
    assert "312 555 0100" in page


@pytest.mark.parametrize(
    ("state", "words"),
    [
        ("leaving", "on its way"),
        ("uncertain", "not sure"),
        ("failed", "has not arrived"),
        ("bounced", "has not arrived"),
        ("withdrawn", "is withdrawn"),
        ("held", "A person looks"),
    ],
)
def test_every_state_says_what_is_next(client, state, words):
    letter = make_letter(make_action(), state=state, text="" if state == "withdrawn" else "Words")
    page = client.get(path_of(letter))
    assert (page.status_code, words in page.text) == (200, True)
