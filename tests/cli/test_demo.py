"""`campaign demo load`."""

from campaign.coalition import scope
from campaign.coalition.models import Campaign, Organization
from campaign.db import db
from campaign.demo import life
from campaign.demo.loading import SIGNATURES
from campaign.factsheet import Fact, FactVersion
from campaign.mail import OutgoingEmail
from campaign.officials.models import Body, Holiday, Official, Seat, Term, Ward
from campaign.officials.record.models import Measure
from campaign.officials.whip.models import Stance, Whip
from campaign.outreach.letters.models import Letter, LetterAction
from campaign.outreach.replies.models import LetterReply
from campaign.people.models import Consent, Person
from campaign.petitions import counting
from campaign.petitions.integrity import moderation
from campaign.petitions.models import Petition, Signature
from tests.factories import rows

TABLES = (Campaign, Organization, Fact, FactVersion, Ward, Petition, Signature, Person, Consent)
COUNCIL = (Body, Seat, Official, Term, Holiday, Measure, Whip, Stance)


def counts():
    with scope.everyones():
        return [db.session.query(table).count() for table in TABLES]


def test_it_works(campaign, app, instance):
    result = campaign("demo", "load")

    assert result.exit_code == 0, result.output
    assert "The demo campaign is loaded." in result.output
    petition, draft = rows(Petition)
    assert (petition.state, draft.state) == ("open", "draft")
    assert moderation.count_waiting(petition) == life.UNREAD
    assert counting.count(petition.id).total == SIGNATURES
    assert len(counting.count(petition.id).wards) == len(rows(Ward)) == 50
    assert rows(OutgoingEmail) == []
    assert (instance / "demo_login").stat().st_mode & 0o777 == 0o600


def test_a_second_time_changes_nothing(campaign, app):
    campaign("demo", "load")
    before = counts()
    result = campaign("demo", "load")

    assert result.exit_code == 0
    assert result.output.endswith("The demo campaign was there already.\n")
    assert counts() == before
    assert all(before)


def test_an_older_demo_gets_its_council(campaign, app):
    campaign("demo", "load")
    before = [len(rows(table)) for table in (*COUNCIL, Signature)]
    for table in (
        LetterReply,
        Letter,
        LetterAction,
        Stance,
        Whip,
        Measure,
        Term,
        Official,
        Seat,
        Holiday,
    ):
        for row in rows(table):
            db.session.delete(row)
    for committee in rows(Body)[1:]:
        db.session.delete(committee)
    db.session.commit()
    result = campaign("demo", "load")

    assert result.output.endswith("The demo campaign is loaded.\n")
    assert [len(rows(table)) for table in (*COUNCIL, Signature)] == before
