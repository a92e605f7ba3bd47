"""Whoever left gets nothing that was queued before, and no import brings them back."""

import pytest

from campaign.coalition import scope
from campaign.db import db
from campaign.mail import OutgoingEmail
from campaign.mail.delivery import worker
from campaign.mail.outbox import mailbox_hash
from campaign.outreach.leaving.links import unsubscribe_link
from campaign.people import consents, gate
from campaign.people.leaving import come_back, leave
from campaign.people.merging import merge
from campaign.people.models import Consent, Person
from tests.factories import rows
from tests.outreach.factories import ANA, make_person
from tests.outreach.leaving.desk import (
    make_row,
)
from tests.people.desk_factories import log_in_as_organizer
from tests.people.uploading import FILE, carry_out, upload
from tests.petitions.factories import make_campaign, make_organization

EVE, WORKER = "eve@example.org", "a worker"


@pytest.fixture
def lead(app):
    return make_organization(make_campaign())


def going(organization, email=ANA, list_id="news.example.org", **values):
    """A mail that a worker has leased; its number."""
    given = {
        "key": f"{organization.id} {email} {list_id} {values}",
        "leased_by": WORKER,
        "state": "sending",
    }
    topic = f"mailing:{list_id}"
    return make_row(organization, email, topic, list_id, **given | values).id


def refused():
    """Asked on a connection of its own, as a worker asks."""
    db.session.rollback()
    with db.engine.connect() as connection:
        return set(connection.scalars(gate.LEFT, {"worker": WORKER}))


def test_it_works(lead):
    other = make_organization(lead.partnerships[0].campaign, "parents", "partner")
    make_person(lead)
    make_person(lead, EVE)
    ana, _, _ = going(lead), going(lead, EVE), going(other)
    assert refused() == set()

    leave([lead.id], mailbox_hash(ANA))
    db.session.commit()
    assert refused() == {ana}


def test_a_consent_that_ended_is_enough(lead):
    person = make_person(lead)
    with scope.of(lead.id):
        consents.end(person.consents[0])
        db.session.commit()
    ana = going(lead)
    assert refused() == {ana}


def test_only_lists_are_asked_about(lead):
    leave([lead.id], mailbox_hash(ANA))
    db.session.commit()
    link = unsubscribe_link(lead.id, mailbox_hash(ANA))

    going(lead, list_id="")
    assert refused() == set()
    ana = going(lead, list_id="", list_unsubscribe=link)
    assert refused() == {ana}


def test_the_second_mailbox_of_a_person_is_refused_too(lead):
    first, second = make_person(lead), make_person(lead, EVE)
    with scope.of(lead.id):
        merge(lead, first.id, second.id, "Ana Ruiz", ANA)
        db.session.commit()
    leave([lead.id], mailbox_hash(ANA))
    db.session.commit()
    mails = {going(lead), going(lead, EVE)}
    assert refused() == mails


def test_who_came_back_gets_mail_again(lead):
    make_person(lead)
    moment = leave([lead.id], mailbox_hash(ANA))
    db.session.commit()
    come_back([lead.id], mailbox_hash(ANA), moment)
    db.session.commit()
    going(lead)
    assert refused() == set()


def test_no_import_brings_back_who_left_by_the_link(client, lead):
    make_person(lead)
    link = unsubscribe_link(lead.id, mailbox_hash(ANA)).removeprefix("http://localhost")
    assert client.post(link, data={"List-Unsubscribe": "One-Click"}).status_code == 200
    log_in_as_organizer(client, lead)
    number = upload(client, FILE)
    carry_out(client, number)

    [ana] = [one for one in rows(Person) if one.email == ANA]
    assert [one.is_given for one in rows(Consent, person_id=ana.id)] == [False]
    ana = going(lead)
    assert refused() == {ana}


def test_what_a_job_wrote_after_one_left_is_not_sent(lead):
    """A mailing's job had found her before; the worker asks once more."""
    make_person(lead)
    make_person(lead, EVE)
    leave([lead.id], mailbox_hash(ANA))
    for email in (ANA, EVE):
        make_row(lead, email, merge={"link": "http://localhost/"})
    worker().send_all_due()

    assert {row.to: (row.state, row.error) for row in rows(OutgoingEmail)} == {
        ANA: ("dropped", "left"),
        EVE: ("sent", None),
    }
