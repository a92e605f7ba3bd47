"""A talk with an official: logged, corrected, deleted, its next step done."""

from datetime import timedelta

import pytest

from campaign.coalition.models import Organization
from campaign.db import db, now
from campaign.officials.contact.models import Interaction
from campaign.officials.listing import today
from tests.accounts.factories import log_in, make_user
from tests.coalition.factories import make_membership
from tests.factories import rows
from tests.officials.desk import ANA, DESK, enter, hidden, make_council, send
from tests.officials.factories import make_measure

LOG = f"{ANA}/log"
LIST = DESK.replace("/officials", "/interactions")
SHORT = {"way": "call", "answered": "She will vote yes."}


@pytest.fixture
def council(app):
    return make_council()


def write(client, **fields):
    answer = send(client, LOG, **SHORT | fields)
    assert answer.status_code == 303, answer.text
    return rows(Interaction)[-1]


def test_it_works(client, council):
    omar = enter(client, "writer")
    page = client.get(LOG).text
    assert f'value="{today(council)}"' in page
    found = write(client, on=str(today(council)), who="Omar")
    assert (found.way, found.answered, found.on) == ("call", SHORT["answered"], today(council))
    assert (found.user_id, found.organization_id, found.official_id) == (omar.id, 1, 1)
    assert "She will vote yes." in client.get(ANA).text
    assert "She will vote yes." in client.get(LIST).text


def test_a_short_one_takes_three_fields(client, council):
    """What a browser sends when somebody taps a way, writes one text and saves."""
    enter(client, "writer")
    page = client.get(LOG).text
    prefilled = {"on": str(today(council)), "who": "Omar-Neighbors", "is_shared": "y"}
    assert 'value="Omar-Neighbors"' in page
    answer = client.post(LOG, data=hidden(page) | prefilled | SHORT)
    assert answer.status_code == 303
    assert rows(Interaction)[0].is_shared


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"way": ""}, "Choose how you spoke."),
        ({"way": "dream"}, "Not a valid choice"),
        ({"answered": ""}, "Write what they said, or what you asked."),
        ({"on": "2999-01-01"}, "still to come"),
        ({"on": "1999-01-01"}, "too long ago"),
        ({"on": "soon"}, "Not a valid date"),
        ({"next_on": "2027-01-01"}, "Say what comes next"),
        ({"next_step": "x" * 201}, "Use at most 200 letters"),
        ({"measure": "99"}, "Choose a measure of the list."),
    ],
)
def test_it_rejects(client, council, fields, sentence):
    enter(client, "writer")
    said = SHORT | {"on": str(today(council)), "who": "Omar of us"} | fields
    answer = send(client, LOG, **said)
    assert answer.status_code == 422
    assert sentence in answer.text
    assert "Omar of us" in answer.text
    assert rows(Interaction) == []


def test_about_a_measure(client, council):
    measure = make_measure(council)
    enter(client)
    assert "O2024-0011032" in client.get(LOG).text
    found = write(client, on=str(today(council)), measure=str(measure.id))
    assert found.measure_id == measure.id


def test_who_saves_second_sees_both(client, council):
    enter(client)
    note = write(client, on=str(today(council)))
    url = f"{LIST}/{note.id}/edit"
    page = client.get(url).text
    assert "She will vote yes." in page
    fields = SHORT | {"on": str(note.on)}
    stale = hidden(page)
    assert client.post(url, data=stale | fields | {"answered": "Maybe."}).status_code == 303
    answer = client.post(url, data=stale | fields | {"answered": "No."})
    assert answer.status_code == 409
    assert "Maybe." in answer.text
    assert "No." in answer.text
    assert rows(Interaction)[0].answered == "Maybe."
    assert (
        client.post(url, data=hidden(answer.text) | fields | {"answered": "No."}).status_code == 303
    )
    assert rows(Interaction)[0].answered == "No."


def test_a_next_step_is_done_and_not_after_all(client, council):
    enter(client)
    step = {"next_step": "Send the report", "next_on": str(today(council) + timedelta(days=3))}
    note = write(client, on=str(today(council)), **step)
    url = f"{LIST}/{note.id}/done"
    assert send(client, url, ANA).status_code == 303
    assert rows(Interaction)[0].next_done_at
    assert "Send the report" not in client.get(f"{LIST}?step=open").text
    send(client, url, ANA)
    assert rows(Interaction)[0].next_done_at is None
    assert "Send the report" in client.get(f"{LIST}?step=open").text


def test_it_is_deleted_after_asking(client, council):
    enter(client)
    note = write(client, on=str(today(council)))
    url = f"{LIST}/{note.id}/delete"
    assert "gone for good" in client.get(url).text
    assert len(rows(Interaction)) == 1
    assert send(client, url).status_code == 303
    assert rows(Interaction) == []


def test_writers_change_their_own_and_organizers_all(client, council):
    enter(client, "organizer")
    note = write(client, on=str(today(council)))
    ana = enter_as(client, "writer", "ana@example.org")
    for act in ("edit", "delete"):
        assert client.get(f"{LIST}/{note.id}/{act}").status_code == 403
    assert client.post(f"{LIST}/{note.id}/done").status_code == 403
    assert f"interactions/{note.id}/edit" not in client.get(ANA).text

    note.user_id = ana.id
    db.session.commit()
    assert client.get(f"{LIST}/{note.id}/edit").status_code == 200


def enter_as(client, role, email):
    user = make_user(email)
    make_membership(user, rows(Organization, slug="neighbors")[0], role)
    log_in(client, user)
    return user


def test_the_list_is_narrowed(client, council):
    enter(client)
    write(client, on=str(today(council)))
    write(client, on=str(today(council)), way="letter", answered="", asked="A vote on it.")
    for query, words in (("way=letter", "A vote on it."), ("q=vote yes", "She will"), ("q=zz", "")):
        page = client.get(f"{LIST}?{query}").text
        found = {one for one in ("A vote on it.", "She will") if one in page}
        assert found == ({words} if words else set())


def test_it_goes_out_as_csv(client, council):
    enter(client)
    write(client, on=str(today(council)), answered="=1+1", next_step="Call again")
    answer = send(client, f"{LIST}.csv", LIST)
    assert answer.mimetype == "text/csv"
    lines = answer.get_data(as_text=True).splitlines()
    assert "'=1+1" in lines[1]
    assert lines[1].startswith(str(today(council)))
    assert client.post(f"{LIST}.csv").status_code == 400


def test_days_are_those_of_the_officials_city(client, council):
    council.timezone = "Pacific/Kiritimati"  # a day ahead for ten hours
    db.session.commit()
    enter(client)
    assert today(council) in {now().date(), now().date() + timedelta(days=1)}
    assert f'value="{today(council)}"' in client.get(LOG).text
    assert write(client, on=str(today(council))).on == today(council)
