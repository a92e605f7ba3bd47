"""Words are changed before a letter leaves; it is withdrawn, or disowned."""

import pytest

from campaign.coalition.audit import Audit
from campaign.db import db, now
from campaign.mail import OutgoingEmail
from campaign.outreach.letters import acts, alike, confirming, sending
from campaign.outreach.letters.models import LetterRun
from campaign.outreach.replies.models import LetterReply
from tests.factories import add, rows
from tests.outreach.factories import make_action, make_letter
from tests.outreach.letters.writing import path_of, reread

OWN = "My grandmother keeps a shop on Cermak Road, and the lamps there have been dark since May."
NOTHING = ("name", "email", "subject", "text", "street", "network")


def form_of(letter, **values):
    seen = confirming.seen_of(letter)
    return {"text": OWN, "subject": "Lamps", "name": "Ana M. Ruiz", "seen": seen} | values


@pytest.mark.parametrize("state", ["unconfirmed", "waiting", "held"])
def test_it_works(client, state):
    letter = make_letter(make_action(), state=state)
    assert "keep my children awake" in client.get(f"{path_of(letter)}/edit").text
    response = client.post(f"{path_of(letter)}/edit", data=form_of(letter))

    assert response.location.startswith("/my-letter/")
    assert (reread(letter).text, letter.name) == (OWN, "Ana M. Ruiz")
    assert letter.state == ("unconfirmed" if state == "unconfirmed" else "waiting")


@pytest.mark.parametrize("values", [{"text": ""}, {"text": "Too short"}, {"name": ""}])
def test_a_faulty_form_is_refused_with_what_was_typed(client, values):
    letter = make_letter(make_action())
    response = client.post(f"{path_of(letter)}/edit", data=form_of(letter, **values))
    assert response.status_code == 422
    assert values.get("text", OWN) in response.text
    assert reread(letter).text.endswith("awake.")


def test_an_empty_form_is_refused(client):
    letter = make_letter(make_action())
    assert client.post(f"{path_of(letter)}/edit", data={}).status_code == 422


def test_looking_at_it_stores_nothing(client):
    letter = make_letter(make_action())
    response = client.post(f"{path_of(letter)}/edit", data=form_of(letter, act="check"))
    assert "Dear Alderperson Official 35," in response.text
    assert OWN in response.text
    assert reread(letter).text.endswith("awake.")


def test_the_script_compares_with_others_only(client):
    letter = make_letter(make_action(), state="waiting", text=OWN)
    alike.keep(letter)
    db.session.commit()
    token = path_of(letter).rpartition("/")[2]
    url = f"/letters/{letter.action.slug}/check?ward=35"
    found = client.post(url, data={"text": OWN, "letter": token})

    assert "These are your own words" in found.json["coach"]
    assert "lamps there" in found.json["preview"]


def test_of_two_changes_the_second_sees_both_texts(client):
    letter = make_letter(make_action())
    first, second = form_of(letter), form_of(letter, text=f"Other: {OWN}")
    client.post(f"{path_of(letter)}/edit", data=first)
    response = client.post(f"{path_of(letter)}/edit", data=second)

    assert response.status_code == 409
    assert f"Other: {OWN}" in response.text
    assert "It was changed elsewhere" in response.text
    assert reread(letter).text == OWN


@pytest.mark.parametrize("state", ["leaving", "sent", "failed", "withdrawn"])
def test_what_has_left_is_not_changed(client, state):
    letter = make_letter(make_action(), state=state)
    assert client.get(f"{path_of(letter)}/edit").status_code == 410
    response = client.post(f"{path_of(letter)}/edit", data=form_of(letter))
    assert response.status_code == 410
    assert OWN in response.text


@pytest.mark.parametrize(
    "state", ["unconfirmed", "waiting", "held", "sent", "uncertain", "failed", "bounced"]
)
@pytest.mark.parametrize("act", ["withdraw", "not-me"])
def test_what_was_typed_is_deleted(client, state, act):
    letter = make_letter(make_action(), state=state, street="35 18th Street", network="n")
    alike.keep(letter)
    add(LetterReply(letter_id=letter.id, answer="staff", text="They answered."))
    for _ in range(2):
        assert client.post(f"{path_of(letter)}/{act}").status_code == 303

    assert reread(letter).state == "withdrawn"
    assert [getattr(letter, name) for name in NOTHING] == [""] * len(NOTHING)
    assert rows(LetterRun) == rows(LetterReply) == []
    assert (letter.disowned_at is not None) == (act == "not-me")
    assert "deleted" in client.get(path_of(letter)).text


def test_organizers_hear_once_that_a_name_was_misused_and_not_whose(client):
    letter = make_letter(make_action(), state="waiting")
    for _ in range(2):
        client.post(f"{path_of(letter)}/not-me")

    [entry] = rows(Audit, act="letter.disowned")
    assert entry.about == f"letters/{letter.action.slug}"
    assert entry.organization_id is not None
    assert "ana" not in str(entry.details).lower()


def test_a_letter_that_no_worker_has_begun_with_is_held_back(client):
    letter = make_letter(make_action(), state="waiting")
    sending.send()
    assert reread(letter).state == "leaving"
    client.post(f"{path_of(letter)}/withdraw")

    assert reread(letter).state == "withdrawn"
    [email] = rows(OutgoingEmail)
    assert (email.state, email.due_at, email.shared, email.reply_to) == ("dropped", None, {}, None)


def test_a_letter_that_is_being_sent_cannot_be_held_back(client):
    letter = make_letter(make_action(), state="waiting")
    sending.send()
    [email] = rows(OutgoingEmail)
    email.state, email.leased_by = "sending", "a worker"
    db.session.commit()
    response = client.post(f"{path_of(letter)}/withdraw")

    assert (response.status_code, reread(letter).state) == (409, "leaving")
    assert "It is leaving at this moment" in response.text


def test_what_went_out_is_said_to_be_with_the_office(client):
    letter = make_letter(make_action(), state="sent", sent_at=now())
    client.post(f"{path_of(letter)}/withdraw")
    assert "what has gone out cannot be taken back" in client.get(path_of(letter)).text


def test_what_a_person_withheld_its_writer_reads_and_deletes(client):
    letter = make_letter(make_action(), state="held", held_for="similar")
    acts.withhold(letter)
    db.session.commit()
    page = client.get(path_of(letter)).text
    assert "decided not to send it" in page
    assert "keep my children awake" in page

    client.post(f"{path_of(letter)}/withdraw")
    assert (reread(letter).text, letter.email) == ("", "")
    assert "We have deleted" in client.get(path_of(letter)).text
