"""Contact details of an office: still right, corrected, added, removed, bounced."""

from datetime import date

import pytest

from campaign.coalition.audit import Audit
from campaign.db import db
from campaign.officials.bringing import plan
from campaign.officials.bringing.plan import Wanted
from campaign.officials.listing import today
from campaign.officials.models import Contact
from tests.factories import rows
from tests.officials.desk import ANA, contacts, enter, hidden, make_council, send

EMAIL, PHONE = f"{ANA}/contacts/1", f"{ANA}/contacts/2"


@pytest.fixture
def council(app):
    return make_council()


def test_it_works(client, council):
    omar = enter(client)
    assert send(client, f"{ANA}/contacts/right", ANA).status_code == 303
    found = contacts().values()
    assert {(one.verified_on, one.verified_by_id) for one in found} == {(today(council), omar.id)}
    assert "(Omar-Neighbors)" in client.get(ANA).text
    [noted] = rows(Audit)
    assert (noted.act, noted.about) == ("contact.verified", "officials/ana-quetzal")


def test_one_of_them(client, council):
    enter(client)
    send(client, f"{PHONE}/right", ANA)
    assert contacts()["phone"].verified_on == today(council)
    assert contacts()["email"].verified_on == date(2026, 11, 1)


@pytest.mark.parametrize("act", ["contacts/right", "contacts/2/right", "contacts/2/remove"])
def test_nobody_vouches_for_what_they_did_not_see(client, council, act):
    enter(client)
    fields = hidden(client.get(PHONE if "remove" in act else ANA).text, f"{ANA}/{act}")
    contacts()["phone"].value = "312-555-0199"
    db.session.commit()
    answer = client.post(f"{ANA}/{act}", data=fields)
    assert answer.status_code == 409
    assert "312-555-0199" in answer.text
    assert "Somebody was faster" in answer.text
    assert contacts()["phone"].verified_on is None


def test_a_corrected_detail_is_unverified(client, council):
    enter(client)
    assert send(client, EMAIL, value="new@example.org").status_code == 303
    found = contacts()["email"]
    assert (found.value, found.verified_on, found.by_hand) == ("new@example.org", None, ["value"])


def test_unless_somebody_checked_it(client, council):
    omar = enter(client)
    send(client, EMAIL, value="new@example.org", is_checked="y")
    assert contacts()["email"].verified_on == today(council)
    assert contacts()["email"].verified_by_id == omar.id


@pytest.mark.parametrize(
    ("number", "value"),
    [(1, ""), (1, "eve at example.org"), (1, "https://example.org"), (2, "call me"), (2, "1\n2")],
)
def test_it_rejects(client, council, number, value):
    enter(client)
    answer = send(client, f"{ANA}/contacts/{number}", value=value)
    assert answer.status_code == 422
    assert contacts()["email"].value == "ward1@example.org"
    assert contacts()["phone"].value == "312-555-0100"


def test_who_saves_second_sees_both(client, council):
    enter(client)
    fields = hidden(client.get(EMAIL).text)
    send(client, EMAIL, value="first@example.org")
    answer = client.post(EMAIL, data=fields | {"value": "second@example.org"})
    assert answer.status_code == 409
    assert "first@example.org" in answer.text
    assert "second@example.org" in answer.text
    assert contacts()["email"].value == "first@example.org"
    again = client.post(EMAIL, data=hidden(answer.text) | {"value": "second@example.org"})
    assert again.status_code == 303
    assert contacts()["email"].value == "second@example.org"


def test_one_more(client, council):
    enter(client)
    url = f"{ANA}/terms/1/contacts"
    assert send(client, url, kind="website", value="https://w1.example.org").status_code == 303
    assert contacts()["website"].value == "https://w1.example.org"
    taken = send(client, url, kind="phone", value="312-555-0101")
    assert taken.status_code == 422
    assert "There is one of this kind already" in taken.text
    named = send(client, url, kind="phone", label="evenings", value="312-555-0101")
    assert named.status_code == 303


def test_what_is_removed_stays_away(client, council):
    enter(client)
    assert send(client, f"{PHONE}/remove", PHONE).status_code == 303
    assert "312-555-0100" in client.get(ANA).text  # in the message that says so
    assert "312-555-0100" not in client.get(ANA).text
    assert client.get(PHONE).status_code == 404
    key = {"term": contacts()["phone"].term, "kind": "phone", "label": ""}
    wanted = Wanted(Contact, "Phone", 2, key, {"value": "312-555-0100"})
    found = plan.make([wanted])
    assert [one.kind for one in found.changes] == ["kept"]
    assert found.is_nothing
    send(client, f"{ANA}/terms/1/contacts", kind="phone", value="312-555-0102")
    assert contacts()["phone"].value == "312-555-0102"


def test_what_no_file_brought_goes_altogether(client, council):
    enter(client)
    send(client, f"{EMAIL}/remove", EMAIL)
    assert "email" not in contacts()


def test_a_bounce(client, council):
    enter(client)
    assert send(client, f"{EMAIL}/bounced", EMAIL, reason="").status_code == 422
    assert send(client, f"{EMAIL}/bounced", EMAIL, reason="Mailbox full").status_code == 303
    found = contacts()["email"]
    assert (found.bounce, found.is_verified) == ("Mailbox full", False)
    assert "Mailbox full" in client.get(ANA).text
    send(client, f"{ANA}/contacts/right", ANA)
    assert contacts()["email"].verified_on == date(2026, 11, 1)

    assert send(client, f"{EMAIL}/works", ANA).status_code == 303
    assert contacts()["email"].is_verified
    assert contacts()["email"].bounce == ""


def test_details_of_others_are_not_there(client, council):
    enter(client)
    assert client.get(f"{ANA}/contacts/3").status_code == 404
    assert client.get(f"{ANA}/terms/2/contacts").status_code == 404
    assert client.post(f"{ANA}/contacts/3/remove").status_code == 404
