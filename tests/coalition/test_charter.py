"""What the charter shares, for whom, until when; and that its text never changes."""

from datetime import date

import pytest
import time_machine
from sqlalchemy.exc import IntegrityError

from campaign.coalition import charter, exports
from campaign.coalition.charter import Charter, CharterAgreement
from campaign.coalition.charter_changes import Change, changes
from campaign.db import db
from tests.accounts.factories import make_user
from tests.coalition.factories import make_campaign, make_organization, make_partnership
from tests.factories import rows

SHARED = {"fields": ["name", "email"], "purposes": ["deliver", "email"], "ends_on": None}


@pytest.fixture
def parts(app):
    """A campaign, its lead and a partner."""
    campaign = make_campaign()
    lead, partner = make_organization(), make_organization("north-side")
    make_partnership(campaign, lead, "lead")
    make_partnership(campaign, partner, "partner")
    return campaign, lead, partner


def write(campaign, lead, seen=0, **values):
    written = charter.write(campaign, lead, None, seen=seen, **SHARED | {"note": ""} | values)
    db.session.commit()
    return written


def agree(written, organization):
    is_new = charter.agree(written, organization, make_user("owner@example.org"))
    db.session.commit()
    return is_new


@pytest.mark.parametrize(
    ("purpose", "fields"),
    [
        ("deliver", {"name", "ward", "comment", "signed_on"}),
        ("email", {"name", "email", "ward", "language"}),
    ],
)
def test_without_a_charter_little_is_shared(parts, purpose, fields):
    campaign, lead, _partner = parts
    assert charter.refusal(campaign, fields, purpose, lead) is None
    assert charter.refusal(campaign, {*fields, "organization"}, purpose, lead) == (
        "The charter does not share this: Organization whose link they used."
    )
    assert charter.shared_fields(campaign, purpose, lead) == fields


@pytest.mark.parametrize("purpose", ["invite", "sell"])
def test_without_a_charter_nothing_is_for_other_purposes(parts, purpose):
    assert charter.refusal(parts[0], {"name"}, purpose, parts[1])


def test_the_lead_works_under_what_it_wrote_at_once(parts):
    campaign, lead, _partner = parts
    write(campaign, lead)

    assert charter.refusal(campaign, {"name", "email"}, "deliver", lead) is None
    assert "Ward" in charter.refusal(campaign, {"name", "ward"}, "deliver", lead)
    assert "Invite" in charter.refusal(campaign, {"name"}, "invite", lead)


def test_a_partner_works_under_the_default_until_it_agrees(parts):
    campaign, lead, partner = parts
    first = write(campaign, lead)
    assert "Email address" in charter.refusal(campaign, {"email"}, "deliver", partner)
    assert charter.refusal(campaign, {"ward"}, "deliver", partner) is None
    assert charter.waiting(first) == [partner]
    assert charter.waits_for(campaign, partner) == first

    assert agree(first, partner)
    assert charter.refusal(campaign, {"email"}, "deliver", partner) is None
    assert "Ward" in charter.refusal(campaign, {"ward"}, "deliver", partner)
    assert charter.waiting(first) == []


def test_a_partner_works_under_the_version_it_agreed_to_last(parts):
    campaign, lead, partner = parts
    agree(write(campaign, lead), partner)
    write(campaign, lead, seen=1, fields=["name"])

    assert charter.in_force(campaign, partner).number == 1
    assert charter.in_force(campaign, lead).number == 2
    assert charter.current(campaign).number == 2
    assert charter.refusal(campaign, {"email"}, "deliver", partner) is None


def test_another_campaigns_charter_shares_nothing_here(parts):
    campaign, lead, _partner = parts
    other = make_campaign(slug="park", name={"en": "Park"})
    write(other, lead)

    assert "Email address" in charter.refusal(campaign, {"email"}, "deliver", lead)


def test_it_ends_with_its_last_day_where_the_installation_is(parts):
    campaign, lead, _partner = parts
    write(campaign, lead, ends_on=date(2027, 3, 1))

    with time_machine.travel("2027-03-01T23:59:59-06:00", tick=False):
        assert charter.refusal(campaign, {"name"}, "deliver", lead) is None
    with time_machine.travel("2027-03-02T00:00:00-06:00", tick=False):
        assert charter.refusal(campaign, {"name"}, "deliver", lead) == (
            "The charter of this campaign ended on March 1, 2027."
            " Nothing is taken out until there is a new one."
        )
        assert charter.shared_fields(campaign, "deliver", lead) == frozenset()


def test_exports_obey(parts):
    campaign, lead, partner = parts
    write(campaign, lead)
    values = {"campaign": campaign, "fields": ["name", "email"], "count": 3}
    with pytest.raises(exports.RefusedError, match="Email address"):
        exports.note("people", organization=partner, **values)

    assert len(exports.note("people", organization=lead, **values).code) == 8


def test_agreeing_twice_is_once(parts):
    campaign, lead, partner = parts
    first = write(campaign, lead)

    assert agree(first, partner)
    assert not charter.agree(first, partner, None)
    db.session.commit()
    assert len(rows(CharterAgreement)) == 2


def test_who_saw_an_older_version_writes_none(parts):
    campaign, lead, _partner = parts
    write(campaign, lead)
    for seen in (0, 2):
        with pytest.raises(charter.OutdatedCharterError):
            write(campaign, lead, seen=seen)
        db.session.rollback()

    assert len(rows(Charter)) == 1


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE charter SET note = 'x'",
        "DELETE FROM charter",
        "DELETE FROM charter_agreement",
        "UPDATE charter_agreement SET organization_id = 2",
    ],
)
def test_what_was_agreed_to_never_changes(parts, statement):
    write(parts[0], parts[1])
    with pytest.raises(IntegrityError, match="never edited"):
        db.session.execute(db.text(statement))
    db.session.rollback()


def test_what_changed_is_said(parts):
    campaign, lead, _partner = parts
    first = write(campaign, lead, note="For the council.")
    second = write(campaign, lead, 1, fields=["name", "ward"], ends_on=date(2027, 3, 1))

    assert changes(first, second) == [
        Change("fields", ["Email address"], ["Ward"]),
        Change("ends_on", ["No last day"], ["March 1, 2027"]),
        Change("note", ["For the council."], []),
    ]
    assert [one.field for one in changes(None, first)] == ["fields", "purposes", "ends_on", "note"]
