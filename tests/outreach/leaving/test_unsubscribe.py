"""Leaving an organization's list by the link in a mail."""

import pytest

from campaign.coalition import scope
from campaign.db import db
from campaign.mail import MailBatch, OutgoingEmail
from campaign.mail.outbox import mailbox_hash
from campaign.outreach.leaving.links import unsubscribe_link
from campaign.people.leaving import has_left
from campaign.people.merging import forget, merge
from campaign.people.models import EMAIL, Consent, Person, Refusal
from tests.factories import add, rows
from tests.outreach.factories import ANA, make_person
from tests.outreach.leaving.desk import make_row
from tests.petitions.factories import make_campaign, make_organization

EVE = "eve@example.org"
ONE_CLICK = {"List-Unsubscribe": "One-Click"}


@pytest.fixture
def lead(app):
    return make_organization(make_campaign())


def path(organization, email=ANA):
    link = unsubscribe_link(organization.id, mailbox_hash(email))
    return link.removeprefix("http://localhost")


def states():
    return {row.key: row.state for row in rows(OutgoingEmail)}


def consent_of(person):
    [found] = rows(Consent, person_id=person.id)
    return found


def test_one_bare_post_is_enough(lead, client):
    person, row = make_person(lead), make_row(lead)

    answer = client.post(path(lead), data=ONE_CLICK)

    assert answer.status_code == 200
    assert "Set-Cookie" not in answer.headers
    assert answer.headers["Cache-Control"] == "private, no-store"
    assert not consent_of(person).is_given
    assert has_left(lead.id, mailbox_hash(ANA))
    assert states() == {row.key: "dropped"}
    assert "does not write to you any more" in answer.text


@pytest.mark.parametrize(
    "request_",
    [
        {},
        {"data": {"List-Unsubscribe": "One-Click"}, "content_type": "multipart/form-data"},
        {"data": b"\xff\x00", "content_type": "text/plain"},
        {"headers": {"Origin": "https://mail.example.org", "Sec-Fetch-Site": "cross-site"}},
        {"json": []},
    ],
)
def test_however_a_mail_program_posts(lead, client, request_):
    make_person(lead)
    assert client.post(path(lead), **request_).status_code == 200
    assert has_left(lead.id, mailbox_hash(ANA))


def test_opening_the_link_changes_nothing(lead, client):
    person, row = make_person(lead), make_row(lead)
    answer = client.get(path(lead))
    client.head(path(lead))

    assert "a***@example.org" in answer.text
    assert ANA not in answer.text
    assert lead.name in answer.text
    assert consent_of(person).is_given
    assert states() == {row.key: "queued"}


def test_twice_is_once(lead, client):
    make_person(lead)
    client.post(path(lead))
    before = rows(Refusal)[0].at
    again = client.post(path(lead))

    assert again.status_code == 200
    assert "by mistake" not in again.text
    assert [one.at for one in rows(Refusal)] == [before]
    assert "does not write to you any more" in client.get(path(lead)).text


@pytest.mark.parametrize("change", [lambda t: t[:-1], lambda t: t + "x", lambda _: "x"])
def test_a_forged_link_is_no_link(lead, client, change):
    make_person(lead)
    assert client.get(change(path(lead))).status_code == 404
    assert client.post(change(path(lead))).status_code == 404
    assert rows(Refusal) == []


def test_who_was_deleted_already_still_leaves(lead, client):
    person = make_person(lead)
    link = path(lead)
    with scope.of(lead.id):
        forget(person)
        db.session.commit()

    assert client.post(link).status_code == 200
    assert has_left(lead.id, mailbox_hash(ANA))
    assert rows(Person) == []


def test_the_other_organization_is_not_left(lead, client):
    other = make_organization(lead.partnerships[0].campaign, "parents", "partner")
    make_person(lead)
    theirs, row = make_person(other), make_row(other, topic="mailing:2")
    client.post(path(lead))

    assert consent_of(theirs).is_given
    assert states() == {row.key: "queued"}


def test_all_lists_are_left_at_once(lead, client):
    other = make_organization(lead.partnerships[0].campaign, "parents", "partner")
    make_person(lead)
    theirs, row = make_person(other), make_row(other, topic="mailing:2")
    client.post(path(lead), data={"lists": "all"})

    assert not consent_of(theirs).is_given
    assert states() == {row.key: "dropped"}


def test_every_mailbox_of_a_person_leaves(lead, client):
    first, second = make_person(lead), make_person(lead, EVE)
    with scope.of(lead.id):
        merge(lead, first.id, second.id, "Ana Ruiz", ANA)
        db.session.commit()
    to_both = make_row(lead), make_row(lead, EVE)
    client.post(path(lead, EVE))

    assert has_left(lead.id, mailbox_hash(ANA))
    assert has_left(lead.id, mailbox_hash(EVE))
    assert states() == {row.key: "dropped" for row in to_both}


def test_what_is_no_list_still_comes(lead, client):
    """A reminder of the hearing that one signed up for belongs to one's own act."""
    make_person(lead)
    row = make_row(lead, topic="hearing-reminders:1", list_id="")
    client.post(path(lead))
    assert states() == {row.key: "queued"}


def back_of(answer):
    return answer.text.split('name="back" value="')[1].split('"')[0]


def test_a_press_by_mistake_is_taken_back(lead, client):
    person = make_person(lead)
    answer = client.post(path(lead))
    answer = client.post(path(lead), data={"back": back_of(answer)})

    assert "You are back" in answer.text
    assert consent_of(person).is_given
    assert rows(Refusal) == []


def test_what_had_ended_before_stays_ended(lead, client):
    other = make_organization(lead.partnerships[0].campaign, "parents", "partner")
    make_person(lead)
    theirs = make_person(other)
    client.post(path(other))
    answer = client.post(path(lead), data={"lists": "all"})
    client.post(path(lead), data={"back": back_of(answer)})

    assert not has_left(lead.id, mailbox_hash(ANA))
    assert has_left(other.id, mailbox_hash(ANA))
    assert not consent_of(theirs).is_given


def test_an_undo_is_for_its_own_mailbox(lead, client):
    make_person(lead)
    make_person(lead, EVE)
    answer = client.post(path(lead))
    assert client.post(path(lead, EVE), data={"back": back_of(answer)}).status_code == 404
    assert has_left(lead.id, mailbox_hash(ANA))


@pytest.mark.parametrize("back", ["x", "", "y" * 5000])
def test_a_forged_undo_undoes_nothing(lead, client, back):
    make_person(lead)
    client.post(path(lead))
    assert client.post(path(lead), data={"back": back}).status_code == 200
    assert has_left(lead.id, mailbox_hash(ANA))


def test_other_consents_are_not_touched(lead, client):
    person = make_person(lead)
    [mine] = rows(Consent, person_id=person.id)
    add(
        Consent(
            organization_id=lead.id,
            person_id=person.id,
            purpose="call",
            wording_id=mine.wording_id,
            source="import:0",
        )
    )
    client.post(path(lead))
    assert {one.purpose: one.is_given for one in rows(Consent)} == {EMAIL: False, "call": True}
    assert len(rows(MailBatch)) == 0
