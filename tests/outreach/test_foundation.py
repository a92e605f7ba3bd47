"""The ground that the parts of outreach stand on: states, offices, batches, documents."""

import pytest
from sqlalchemy.exc import IntegrityError

from campaign.db import db, now
from campaign.factsheet import find_documents
from campaign.mail import batches
from campaign.outreach.letters import acts
from campaign.outreach.letters.models import KIND, Letter
from campaign.outreach.letters.offices import address_for, office_of
from campaign.outreach.letters.states import NoSuchStepError, step
from tests.outreach.factories import make_action, make_letter, ward_of


def test_a_letter_goes_to_the_verified_address_of_its_ward(app):
    letter = make_letter(make_action(), state="waiting")

    contact = address_for(letter)
    assert contact is not None
    assert contact.value == "ward35@example.org"
    assert not office_of(ward_of(letter.action.body, 1)).can_be_written_to


@pytest.mark.parametrize("change", [{"verified_on": None}, {"bounced_at": now()}, {"value": ""}])
def test_no_letter_goes_to_an_address_that_is_not_verified(app, change):
    letter = make_letter(make_action(), state="waiting")
    contact = address_for(letter)
    for name, value in change.items():
        setattr(contact, name, value)
    db.session.commit()

    assert address_for(letter) is None


def test_no_letter_goes_to_the_successor_of_whom_it_was_written_to(app):
    letter = make_letter(make_action(), state="waiting")
    term = office_of(letter.ward).term
    assert term is not None
    term.ends = "2024-01-01"
    db.session.commit()

    assert address_for(letter) is None


def test_what_was_sent_is_not_sent_again(app):
    letter = make_letter(make_action(), state="sent")

    with pytest.raises(NoSuchStepError):
        step(letter, "waiting")


def test_what_failed_can_be_sent_again_as_a_new_mail(app):
    letter = make_letter(make_action(), state="failed")
    acts.send_again(letter)
    db.session.commit()

    assert (letter.state, letter.tries) == ("waiting", 1)


def test_one_person_writes_to_one_official_once(app):
    action = make_action()
    make_letter(action)
    with pytest.raises(IntegrityError):
        make_letter(action)
    db.session.rollback()
    assert len(db.session.scalars(db.select(Letter)).all()) == 1


def test_a_topic_is_one_batch(app):
    action = make_action()
    lead = action.campaign.partners("lead")[0]
    first = batches.of(lead.id, "petition-reminders:1", {"en": "Reminders"})
    assert batches.of(lead.id, "petition-reminders:1", {"en": "Others"}).id == first.id
    assert batches.pause(first, "Omar")
    assert not batches.pause(first)
    assert batches.resume(first)
    assert batches.cancel(first)
    assert not batches.resume(first)


def test_an_action_is_known_to_the_fact_sheet(app):
    action = make_action()
    [document] = find_documents([(KIND, str(action.id))]).values()
    assert document.title == "Write to your alderperson"
