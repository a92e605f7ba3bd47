"""One speaker: details, steps, correcting, adding by hand, deleting."""

from datetime import timedelta

import pytest

from campaign.coalition.audit import Audit
from campaign.db import now
from campaign.hearings.speaking.models import Speaker, SpeakerChange
from tests.factories import rows
from tests.hearings.factories import SEATS, make_rule, make_speaker
from tests.hearings.speaking.desk import SPEAKERS, at_desk, post

ADDED = {
    "name": "Ana Quetzal",
    "email": "Ana.Quetzal@example.org",
    "phone": "312-555-0134",
    "ward_id": "0",
    "mode": "remote",
    "language": "es",
    "speaks": "Spanish",
    "interpreter": "consecutive",
    "access": "A chair.",
    "says": "The clinic is near.",
}


def add(client, **fields):
    return post(client, f"{SPEAKERS}/add", **ADDED | fields)


def edit(client, one, **fields):
    shown = {"edition": str(one.edition)}
    return post(client, f"{SPEAKERS}/{one.id}/edit", **ADDED | shown | fields)


def test_somebody_is_added(client):
    at_desk(client)
    answer = add(client)
    [one] = rows(Speaker)

    assert answer.location.endswith(f"/speakers/{one.id}")
    assert one.proven_at is not None
    assert (one.state, one.added_by.email, one.mode) == ("interested", "omar@example.org", "remote")
    assert (one.interpreter, one.access, one.phone) == ("consecutive", "A chair.", "312-555-0134")
    page = client.get(answer.location).text
    for text in ("Ana Quetzal", "A chair.", "The clinic is near.", "omar"):
        assert text.casefold() in page.casefold()
    assert [one.act for one in rows(Audit)][-1] == "speaker.added"


def test_two_without_an_address_are_two(client):
    at_desk(client)
    for name in ("Ana Quetzal", "Omar Tern"):
        assert add(client, email="", name=name).status_code == 303
    assert [one.email for one in rows(Speaker)] == ["", ""]


def test_a_mailbox_is_in_a_pool_once(client):
    at_desk(client)
    add(client)
    answer = add(client, name="Eve", email="ANA.quetzal@example.org")

    assert answer.status_code == 422
    assert "Ana Quetzal has this mailbox and is in the pool" in answer.text
    assert 'value="Eve"' in answer.text
    assert len(rows(Speaker)) == 1


@pytest.mark.parametrize("known", [{"proven_at": None}, {"state": "withdrawn"}])
def test_who_never_confirmed_or_has_withdrawn_is_taken_in_again(client, known):
    hearing = at_desk(client)
    make_speaker(hearing, **known)
    assert add(client, name="Ana María Quetzal").status_code == 303
    [one] = rows(Speaker)

    assert (one.name, one.state) == ("Ana María Quetzal", "interested")
    assert one.proven_at is not None


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("name", "", "Enter a name."),
        ("name", "=1+1", "Begin the name with a letter."),
        ("email", "nowhere", "Enter an email address"),
        ("mode", "dancing", "Not a valid choice"),
        ("phone", "3" * 41, "Use at most 40 letters."),
    ],
)
def test_it_rejects(client, field, value, sentence):
    at_desk(client)
    answer = add(client, **{field: value})

    assert answer.status_code == 422
    assert sentence in answer.text
    assert rows(Speaker) == []


def test_after_signing_up_has_closed_it_takes_a_reason(client):
    hearing = at_desk(client, starts_at=now() + timedelta(hours=1))
    hearing_id = hearing.id
    refused = add(client)
    assert refused.status_code == 422
    assert "Signing up has closed. Say why" in refused.text
    assert rows(Speaker) == []
    assert add(client, why="The clerk agreed on the phone.").status_code == 303

    [one] = rows(Speaker, hearing_id=hearing_id)
    assert [each.why for each in rows(SpeakerChange)] == ["The clerk agreed on the phone."]
    noted = rows(Audit, act="speaker.added")[0]
    assert noted.details == {"speaker": one.id, "is_late": True}


def test_nobody_is_added_to_a_hearing_that_does_not_take_place(client):
    at_desk(client, status="cancelled")
    assert client.get(f"{SPEAKERS}/add").status_code == 410
    assert client.post(f"{SPEAKERS}/add", data=ADDED).status_code == 410


def test_who_is_added_takes_a_seat_or_waits(client):
    at_desk(client, rule=make_rule(**SEATS | {"cap": 1}))
    for name in ("Ana", "Omar"):
        add(client, name=name, email=f"{name}@example.org", mode="in_person")

    found = [(one.state, one.seat, one.offered_until) for one in rows(Speaker)]
    assert found == [("confirmed", 1, None), ("waiting", None, None)]


def test_details_are_corrected(client):
    hearing = at_desk(client)
    answer = edit(client, make_speaker(hearing), name="Ana Quetzal-Ruiz", is_extended="y")
    [one] = rows(Speaker)

    assert answer.status_code == 303
    assert (one.name, one.email, one.is_extended) == (
        "Ana Quetzal-Ruiz",
        "Ana.Quetzal@example.org",
        True,
    )
    assert one.edition == 2


def test_a_second_editor_sees_both(client):
    hearing = at_desk(client)
    one = make_speaker(hearing)
    edit(client, one, says="First words.")
    answer = edit(client, one, edition="1", says="Second words.")

    assert answer.status_code == 409
    assert "First words." in answer.text
    assert "Second words." in answer.text
    assert rows(Speaker)[0].says == "First words."
    assert edit(client, one, edition="2", says="Second words.").status_code == 303
    assert rows(Speaker)[0].says == "Second words."


def test_an_address_of_somebody_else_is_refused(client):
    hearing = at_desk(client)
    make_speaker(hearing)
    answer = edit(client, make_speaker(hearing, "Omar Tern"), name="Omar Tern")

    assert answer.status_code == 422
    assert "Ana Quetzal has this mailbox" in answer.text
    assert [one.email for one in rows(Speaker)][1] == "omar.tern@example.org"


def test_one_step_is_taken_on_the_page(client):
    hearing = at_desk(client)
    one = make_speaker(hearing)
    url = f"{SPEAKERS}/{one.id}"
    answer = post(client, f"{url}/step", act="applied", why="By phone.")

    assert answer.location == url
    page = client.get(url).text
    assert "By phone." in page
    assert "1 marked." in page
    assert post(client, f"{url}/step", act="nonsense").status_code == 422


def test_a_step_that_is_not_offered_is_refused(client):
    hearing = at_desk(client)
    one = make_speaker(hearing, state="spoke")
    answer = post(client, f"{SPEAKERS}/{one.id}/step", act="applied")

    assert "1 could not" in client.get(answer.location).text
    assert rows(Speaker)[0].state == "spoke"


def test_an_entry_is_deleted_after_asking(client):
    hearing = at_desk(client)
    one = make_speaker(hearing)
    url = f"{SPEAKERS}/{one.id}/delete"
    assert "Delete the entry of Ana Quetzal" in client.get(url).text
    assert len(rows(Speaker)) == 1
    post(client, url)

    assert rows(Speaker) == []
    assert client.get(url).status_code == 404
    assert "Ana" not in str([one.details for one in rows(Audit)])


def test_deleting_frees_a_seat(client):
    hearing = at_desk(client, rule=make_rule(**SEATS | {"cap": 1}))
    one = make_speaker(hearing, state="confirmed", seat=1)
    make_speaker(hearing, "Omar", state="waiting", queued_at=now())
    post(client, f"{SPEAKERS}/{one.id}/delete")

    assert [each.state for each in rows(Speaker)] == ["offered"]


def test_the_table_is_taken_out(client):
    hearing = at_desk(client)
    make_speaker(hearing, says="=1+1", phone="312-555-0134")
    make_speaker(hearing, "Eve", proven_at=None)
    answer = post(client, f"{SPEAKERS}/export")

    assert answer.mimetype == "text/csv"
    assert "'=1+1" in answer.text
    assert "Ana Quetzal" in answer.text
    for text in ("Eve", "example.org", "555-0134"):
        assert text not in answer.text
    assert rows(Audit, act="export.made")[0].details["count"] == 1


def test_who_writes_instead_gives_the_seat_to_the_next(client):
    hearing = at_desk(client, rule=make_rule(**SEATS | {"cap": 1}))
    ana = make_speaker(hearing, "Ana", state="confirmed", seat=1)
    make_speaker(hearing, "Omar", state="waiting", queued_at=now())
    assert edit(client, ana, email="ana@example.org", name="Ana", mode="written").status_code == 303

    found = {one.name: (one.state, one.seat) for one in rows(Speaker)}
    assert found == {"Ana": ("interested", None), "Omar": ("offered", 1)}
