"""Petitions, wards and signatures with valid defaults."""

from typing import Any

from campaign.coalition.models import Campaign, Organization
from campaign.db import db, now
from campaign.officials.models import Body
from campaign.petitions import signing
from campaign.petitions.models import Petition, Signature
from tests.factories import add
from tests.officials.factories import make_body

URL = "/petitions/save-the-clinic"
ANA = {"name": "Ana Ruiz", "email": "Ana@example.org", "ward": "25"}


def make_organization(
    campaign: Campaign, slug: str = "neighbors", role: str = "lead"
) -> Organization:
    organization = Organization(slug=slug, name=slug.title(), blurb={"en": "A group."})
    db.session.add(organization)
    organization.join(campaign, role)
    db.session.commit()
    return organization


def make_campaign(**values: Any) -> Campaign:
    defaults: dict[str, Any] = {
        "slug": "clinic",
        "name": {"en": "Save the clinic"},
        "ask": {"en": "Keep the clinic open."},
        "summary": {"en": "A clinic."},
        "published_at": now(),
    }
    return add(Campaign(**defaults | values))


def make_petition(**values: Any) -> Petition:
    """An open petition of a campaign that one organization leads."""
    if "campaign" not in values:
        values["campaign"] = make_campaign()
        make_organization(values["campaign"])
    defaults: dict[str, Any] = {
        "slug": "save-the-clinic",
        "body": None,
        "title": {"en": "Save the clinic", "es": "Salven la clínica"},
        "ask": {"en": "Keep it open.", "es": "Que siga abierta."},
        "text": {"en": "It is needed.", "es": "Hace falta."},
        "goal": 500,
        "published_at": now(),
    }
    values.setdefault("body", db.session.scalar(db.select(Body)) or make_body())
    return add(Petition(**defaults | values))


def make_signature(petition: Petition, email: str = "ana@example.org", **values: Any) -> Signature:
    """An unconfirmed signature, or a confirmed one with `confirmed=True`."""
    confirmed = values.pop("confirmed", False)
    defaults: dict[str, Any] = {
        "name": "Ana Ruiz",
        "ward_id": petition.body.wards[24].id,
        "comment": "",
        "is_public": False,
        "language": "en",
        "organization_id": None,
        "wanted": None,
        "network": "n",
    }
    signing.sign(petition, email, **defaults | values)
    db.session.commit()
    signature = db.session.scalars(db.select(Signature).order_by(Signature.id.desc())).first()
    assert signature is not None
    if confirmed:
        signing.confirm(signature.id)
    return signature


def link_of(signature: Signature) -> str:
    """The path in the mail of this signature."""
    return signing.link(signature.petition_id, signature.id).removeprefix("http://localhost")
