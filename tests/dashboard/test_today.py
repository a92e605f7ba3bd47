"""What needs doing: the most urgent first, for those who may do it, never a name."""

from datetime import timedelta

import pytest

from campaign import mail
from campaign.coalition import invitations
from campaign.coalition.models import Organization
from campaign.db import db, is_postgresql, now
from campaign.factsheet import Fact
from campaign.mail.models import OutgoingEmail
from tests.accounts.factories import log_in, make_user
from tests.coalition.factories import make_membership, make_partnership
from tests.coalition.factories import make_organization as make_group
from tests.dashboard.factories import NEW, make_omar, make_two_petitions, petition_of
from tests.factories import rows
from tests.factsheet.factories import change
from tests.petitions.factories import make_signature

LAST = timedelta(days=3)


def items(client):
    page = client.get("/organize").text
    listed = page.partition('<ul class="ruled todo">')[2].partition("</ul>")[0]
    return [" ".join(one.split()) for one in listed.split("<li")[1:]]


@pytest.fixture
def world(app):
    return make_two_petitions()


def test_nothing_to_do_says_so_and_what_could_be_done(client, world):
    log_in(client, make_omar("owner"))
    page = client.get("/organize").text

    assert "Nothing waits for you." in page
    assert "What you could do next" in page
    assert 'href="/organize/neighbors/campaigns/clinic/petitions/new"' in page


def test_a_viewer_is_offered_no_step_that_is_refused(client, world):
    log_in(client, make_omar("viewer"))
    page = client.get("/organize").text
    assert "Nothing waits for you." in page
    assert "/petitions/new" not in page


def test_the_most_urgent_comes_first(client, world):
    petition = petition_of("count-the-cost")
    petition.closes_at = now() + LAST
    db.session.commit()
    make_signature(petition)
    change(rows(Fact, key="rate")[0], statement=NEW)
    log_in(client, make_omar("owner"))
    outdated, closing, waiting = items(client)

    assert "Petition “Save the clinic” says what its facts no longer say" in outdated
    assert "now" in outdated.partition(">")[0]
    assert "“Count the cost” closes on" in closing
    assert "1 signature of “Count the cost” waits for confirmation" in waiting


def test_a_petition_that_ends_later_is_no_item(client, world):
    petition_of("count-the-cost").closes_at = now() + timedelta(days=8)
    db.session.commit()
    log_in(client, make_omar("owner"))
    assert items(client) == []


def test_a_stopped_petition_is_urgent(client, world):
    petition_of("count-the-cost").stopped_at = now()
    db.session.commit()
    log_in(client, make_omar())
    assert "Signing “Count the cost” is stopped" in items(client)[0]


def test_an_overdue_fact_that_nobody_cites(client, world):
    rows(Fact, key="rate")[0].review_by = now().date() - timedelta(days=3)
    db.session.commit()
    log_in(client, make_omar("owner"))
    page = " ".join(items(client))

    assert "1 fact is overdue: read its source again" in page
    assert "/organize/neighbors/campaigns/clinic/facts?look=overdue" in page


def test_partners_learn_of_it_and_decide_nothing(client, world):
    make_partnership(world, make_group("south-side"), "partner")
    make_signature(petition_of("count-the-cost"))
    change(rows(Fact, key="rate")[0], statement=NEW)
    log_in(client, make_omar("owner", "south-side"))
    page = " ".join(items(client))

    assert "Read: Petition “Save the clinic”" in page
    assert "Decide" not in page
    assert "Ana Ruiz" not in client.get("/organize").text


def test_invitations_are_for_owners(client, world):
    invitations.invite(rows(Organization)[0], "ana@example.org", "writer", by=None)
    db.session.commit()
    omar = make_omar("owner")
    log_in(client, omar)
    [item] = items(client)
    assert "1 invitation waits for an answer" in item
    assert "/organize/neighbors#invitations" in item

    rows(Organization)[0].memberships[0].role = "organizer"
    db.session.commit()
    assert items(client) == []


def test_an_invitation_that_is_over_waits_for_nobody(client, world):
    offer = invitations.invite(rows(Organization)[0], "ana@example.org", "writer", by=None)
    offer.expires_at = now()
    db.session.commit()
    log_in(client, make_omar("owner"))
    assert items(client) == []


def test_an_organizer_without_second_factor_is_told(client, world):
    ana = make_user("ana@example.org")
    for group in (rows(Organization)[0], make_group("south-side")):
        make_membership(ana, group, "organizer")
    log_in(client, ana)
    assert [one for one in items(client) if "/account/second-factor" in one] == items(client)
    assert len(items(client)) == 1  # though she belongs to two


def test_held_mail_is_for_owners(client, world):
    mail.hold("a restored backup")
    db.session.commit()
    log_in(client, make_omar("owner"))
    [item] = items(client)
    assert "All mail is on hold: a restored backup" in item
    assert "campaign mail release" in item
    assert "<a" not in item


def test_failed_mail_is_told_without_a_number(client, world):
    for name in ("ana", "eve"):
        mail.queue(
            "petitions/mail/remind",
            f"{name}@example.org",
            key=name,
            locale="en",
            shared={},
            merge={},
        )
    db.session.execute(db.update(OutgoingEmail).values(state="failed", due_at=None))
    db.session.commit()
    log_in(client, make_omar("owner"))
    [item] = items(client)
    assert "Some mail did not go out" in item
    assert "example.org" not in item


def test_another_campaigns_trouble_is_nobodys_business(client, world):
    change(rows(Fact, key="rate")[0], statement=NEW)
    eve = make_user("eve@example.org")
    make_membership(eve, make_group("north-side"), "writer")
    log_in(client, eve)
    assert items(client) == []


@pytest.mark.parametrize(("days", "is_told"), [(6, False), (8, True)])
@pytest.mark.parametrize("noted", [True, False], ids=["a backup", "the first day"])
def test_a_backup_that_is_too_old(client, instance, days, is_told, noted):
    """PostgreSQL's own tools leave no note, so nothing is said there."""
    make_two_petitions()
    omar, last = make_omar("owner"), now() - timedelta(days=days)
    rows(Organization)[0].created_at = last if not noted else now() - timedelta(days=99)
    db.session.commit()
    note = instance / "last_backup"
    if noted:
        note.write_text(last.isoformat(), encoding="ascii")
    log_in(client, omar)
    found = " ".join(items(client))
    note.unlink(missing_ok=True)

    assert ("No backup for 8 days" in found) is (is_told and not is_postgresql())
