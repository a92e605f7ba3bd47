"""To whom a mailing goes, and what a partner may not learn from it."""

import pytest

from campaign.coalition import scope
from campaign.db import db, now
from campaign.hearings.speaking.models import Speaker
from campaign.mail.models import OutgoingEmail
from campaign.mail.outbox import mailbox_hash, suppress
from campaign.outreach.mailings.segments import Audience, Segment
from campaign.people import consents
from campaign.people.models import OtherMailbox, Person, Tag, Tagged
from campaign.petitions.models import Signature
from tests.factories import add, rows
from tests.hearings.factories import make_hearing
from tests.outreach.factories import make_action, make_letter, make_person
from tests.petitions.factories import make_petition, make_signature

from .desk import URL, House, get, make_due, make_house, make_omar, names_in, work

SIGN = {"confirmed": True, "name": "Ana Ruiz"}


@pytest.fixture
def house(app) -> House:
    return make_house()


def test_only_own_people_who_allowed_it_and_have_a_mailbox(house):
    make_person(house.lead)
    make_person(house.partner, "eve@example.org", name="Eve")
    gone = make_person(house.lead, "gone@example.org", name="Gone")
    make_person(house.lead, "full@example.org", name="Full")
    with scope.of(house.lead.id):
        consents.end(db.session.get_one(Person, gone.id).consents[0])
        suppress("full@example.org", "bounced")
        db.session.commit()

    assert names_in(house) == ["Ana Ruiz"]
    with scope.of(house.lead.id):
        left_out = Audience(house.lead.id, True, Segment()).left_out(1)
    assert left_out == {"consent": 1, "suppressed": 1}


def test_by_ward_language_tag_and_source(house):
    ana = make_person(house.lead, division="ward:35")
    make_person(house.lead, "omar@example.org", name="Omar", division="ward:1", language="es")
    tag = add(Tag(organization_id=house.lead.id, name="Block", key="block"))
    add(Tagged(organization_id=house.lead.id, tag_id=tag.id, person_id=ana.id))

    assert names_in(house, wards=["ward:35"]) == ["Ana Ruiz"]
    assert names_in(house, wards=["ward:35", "ward:1"]) == ["Ana Ruiz", "Omar"]
    assert names_in(house, languages=["es"]) == ["Omar"]
    assert names_in(house, tags=[tag.id]) == ["Ana Ruiz"]
    assert names_in(house, tags=[tag.id], languages=["es"]) == []
    assert names_in(house, source="import:0") == ["Ana Ruiz", "Omar"]
    assert names_in(house, source="petition:1") == []


def test_the_lead_goes_by_confirmed_signatures(house):
    petition = make_petition(campaign=house.campaign)
    make_person(house.lead)
    make_person(house.lead, "omar@example.org", name="Omar")
    make_signature(petition, "Ana@Example.org", **SIGN)
    make_signature(petition, "omar@example.org")

    assert names_in(house, signed=petition.id) == ["Ana Ruiz"]
    for name in ("withdrawn_at", "invalidated_at"):
        setattr(rows(Signature)[0], name, now())
        db.session.commit()
        assert names_in(house, signed=petition.id) == []
        setattr(rows(Signature)[0], name, None)


def test_a_merged_persons_other_mailbox_counts(house):
    petition = make_petition(campaign=house.campaign)
    ana = make_person(house.lead)
    other = {"email": "ana.r@example.org", "mailbox": mailbox_hash("ana.r@example.org")}
    add(OtherMailbox(organization_id=house.lead.id, person_id=ana.id, **other))
    make_signature(petition, "ana.r@example.org", **SIGN)

    assert names_in(house, signed=petition.id) == ["Ana Ruiz"]


def test_a_segment_does_not_tell_a_partner_who_signed(house):
    """Ana came to the partner by a file; that she signed is the lead's to know."""
    petition = make_petition(campaign=house.campaign)
    make_person(house.partner)
    before = names_in(house, is_lead=False, signed=petition.id)
    make_signature(petition, **SIGN)

    assert names_in(house, is_lead=False, signed=petition.id) == before == []
    with scope.of(house.partner.id):
        as_lead = Audience(house.partner.id, True, Segment(signed=petition.id))
        assert as_lead.count() == 1  # the rule alone stands in between


def test_a_partner_goes_by_what_was_ticked_for_it_not_by_who_came_by_its_link(house):
    petition = make_petition(campaign=house.campaign)
    make_person(house.partner)
    make_signature(petition, organization_id=house.partner.id, **SIGN)
    assert names_in(house, is_lead=False, signed=petition.id) == []

    details = {"name": "Omar", "email": "omar@example.org", "division": None, "language": "en"}
    wording = {house.partner.id: "Parents may email me."}
    consents.allow(mailbox_hash("omar@example.org"), details, wording, f"petition:{petition.id}")
    db.session.commit()
    assert names_in(house, is_lead=False, signed=petition.id) == ["Omar"]


def test_speakers_and_writers_of_a_hearing(house):
    hearing = make_hearing(campaign=house.campaign)
    make_person(house.lead)
    make_person(house.partner)
    values = {"mailbox": mailbox_hash("ana@example.org"), "name": "Ana", "language": "en"}
    speaker = add(Speaker(hearing=hearing, mode="in_person", **values))
    assert names_in(house, hearing=hearing.id) == []
    speaker.proven_at = now()
    db.session.commit()

    assert names_in(house, hearing=hearing.id) == ["Ana Ruiz"]
    assert names_in(house, hearing=hearing.id, part="speaks") == ["Ana Ruiz"]
    assert names_in(house, hearing=hearing.id, part="writes") == []
    assert names_in(house, is_lead=False, hearing=hearing.id) == []


def test_writers_of_letters(house):
    action = make_action(campaign=house.campaign)
    make_person(house.lead)
    make_person(house.partner)
    letter = make_letter(action)
    assert names_in(house, wrote=action.id) == []
    letter.state, letter.confirmed_at = "waiting", now()
    db.session.commit()

    assert names_in(house, wrote=action.id) == ["Ana Ruiz"]
    assert names_in(house, is_lead=False, wrote=action.id) == []


def test_who_did_not_get_an_earlier_one(house):
    make_person(house.lead)
    first = make_due(house)
    work()
    make_person(house.lead, "omar@example.org", name="Omar")

    assert names_in(house, without=first.id) == ["Omar"]
    rows(OutgoingEmail)[0].state = "failed"
    db.session.commit()
    assert names_in(house, without=first.id) == ["Ana Ruiz", "Omar"]


@pytest.mark.parametrize(
    "values",
    [
        *({}, {"signed": "x"}, {"wards": "35"}, {"tags": ["x", None, {}]}, {"hearing": -1}),
        *({"part": 7}, {"signed": "9" * 30}, {"source": ["a"]}, {"unknown": 1}),
        {"languages": [""]},
    ],
)
def test_what_makes_no_sense_is_nothing(values):
    assert Segment.of(values) == Segment()


def test_what_is_kept_comes_back():
    segment = Segment(signed=3, wards=("a", "b"), tags=(1, 2), part="speaks", without=9)
    assert Segment.of(segment.values) == segment
    assert Segment().values == {}


def test_the_page_counts_before_it_keeps(app, house):
    omar = make_omar(app, house)
    make_person(house.lead, language="es")
    make_person(house.lead, "omar2@example.org", name="Omar")
    mailing = make_due(house, state="draft", scheduled_at=None)
    url = f"{URL}/{mailing.id}/segment"

    assert "2 people get it" in omar.get(url).text
    counted = omar.post(url, edition="1", languages="es", act="count")
    assert "1 person gets it" in counted.text
    assert "tracking pixels" in counted.text
    assert get(mailing.id).segment == {}
    found = omar.get(f"{url}.json?languages=es").json
    assert (found["count"], found["sample"]) == (1, ["Ana Ruiz"])
    assert "ana@example.org" not in str(found)

    assert omar.post(url, edition="1", languages="es").status_code == 303
    assert get(mailing.id).segment == {"languages": ["es"]}
    outdated = omar.post(url, edition="1", languages="en")
    assert outdated.status_code == 409
    assert "reads Español" in outdated.text
    assert omar.post(url, edition="2", languages="xx").status_code == 422
