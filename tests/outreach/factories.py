"""Letter actions, letters and mailings with valid defaults."""

from typing import Any

from campaign.coalition.models import Campaign, Organization
from campaign.db import db, now
from campaign.factsheet import cite
from campaign.mail.outbox import mailbox_hash
from campaign.officials.models import Body, Ward
from campaign.outreach.letters.models import KIND, Letter, LetterAction
from campaign.outreach.letters.offices import office_of
from campaign.outreach.mailings.models import Mailing
from campaign.people import consents
from campaign.people.models import Person
from tests.factories import add
from tests.officials.factories import make_body, make_term
from tests.petitions.factories import make_campaign, make_organization

ANA = "ana@example.org"


def make_action(**values: Any) -> LetterAction:
    """An open action of a campaign that one organization leads; ward 35 has an office."""
    if "campaign" not in values:
        values["campaign"] = make_campaign()
        make_organization(values["campaign"])
    if "body" not in values:
        values["body"] = db.session.scalar(db.select(Body)) or make_body()
        make_term(values["body"], 35)
    defaults: dict[str, Any] = {
        "slug": "write-to-your-alderperson",
        "title": {"en": "Write to your alderperson", "es": "Escribe a tu concejal"},
        "text": {"en": "The contract ends soon."},
        "subject": {"en": "Please end the contract"},
        "prompts": [{"en": "What have you seen?"}, {"en": "What do you ask for?"}],
        "published_at": now(),
    }
    action = add(LetterAction(**defaults | values))
    cite_offered(action)
    return action


def cite_offered(action: LetterAction) -> None:
    """Pin the facts that the action offers, as its editor does; committed."""
    offered = " ".join(f"{{fact:{key}}}" for key in action.facts)
    cite(KIND, action.id, offered, action.campaign, place="facts")
    db.session.commit()


def ward_of(body: Body, number: int = 35) -> Ward:
    return db.session.scalars(db.select(Ward).filter_by(body_id=body.id, number=number)).one()


def make_letter(action: LetterAction, email: str = ANA, **values: Any) -> Letter:
    """An unconfirmed letter to the office of ward 35, or as `state` says."""
    ward = values.pop("ward", None) or ward_of(action.body)
    official = office_of(ward).official
    assert official is not None
    defaults: dict[str, Any] = {
        "action": action,
        "ward": ward,
        "official": official,
        "mailbox": mailbox_hash(email),
        "email": email,
        "name": "Ana Ruiz",
        "language": "en",
        "subject": "Please end the contract",
        "text": "I live on 18th Street, and the drones keep my children awake.",
    }
    if values.get("state", "unconfirmed") not in ("unconfirmed", "withdrawn"):
        defaults["confirmed_at"] = now()
    return add(Letter(**defaults | values))


def make_person(organization: Organization, email: str = ANA, **values: Any) -> Person:
    """Somebody who allowed this organization to mail them."""
    details = {"name": "Ana Ruiz", "email": email, "division": None, "language": "en"} | values
    wording = f"{organization.name} may email me about this campaign."
    kept = consents.allow(mailbox_hash(email), details, {organization.id: wording}, "import:0")
    db.session.commit()
    query = db.select(Person).filter_by(id=kept[organization.id])
    return db.session.scalars(query.execution_options(everyones=True)).one()


def make_mailing(organization: Organization, campaign: Campaign, **values: Any) -> Mailing:
    defaults: dict[str, Any] = {
        "organization": organization,
        "campaign": campaign,
        "name": "News of November",
        "subject": {"en": "The vote is on Wednesday"},
        "text": {"en": "Dear {first_name|friend},\n\ncome to the hearing."},
    }
    return add(Mailing(**defaults | values))
