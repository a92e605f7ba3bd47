"""Every page of the organizers, by the app's own map, beside the demo campaign of a server."""

import time
from typing import Any

from flask import current_app
from werkzeug.routing import Rule

from campaign.accounts.models import User, register
from campaign.coalition import partners
from campaign.coalition.models import Campaign, KeyDate, Organization, Partnership
from campaign.db import db
from campaign.people.models import Person
from tests.coalition.factories import make_campaign, make_organization
from tests.server import Server

OWNER = "owner@example.org"
LEAD, PETITION, FACT = "demo-neighbors-network", "cancel-shotspotter", "oig-evidence-rate"
DRAFT = "evaluate-first"
FILES = {  # answers that no browser shows as a page
    "factsheet_desk.facts_toml",
    "factsheet_desk.facts_csv",
    "paper_desk.run",
    "delivery_desk.packet",
    "people_desk.rejects",
}
LATER = {  # pages of something that only a longer story brings; their rooms' tests fetch them
    "people_desk.look",
    "petitions_integrity.decision",
    "paper_desk.sheet",
}


def addresses(server: Server) -> dict[str, str]:
    """The path of each page by its endpoint, as an owner of the demo's lead opens them."""
    with server.app.app_context():
        numbers = make_rows()
        adapter = server.app.url_map.bind("localhost")
        return {
            rule.endpoint: adapter.build(rule.endpoint, values_for(rule, numbers))
            for rule in server.app.url_map.iter_rules()
            if is_page(rule)
        }


def is_page(rule: Rule) -> bool:
    is_ours = f"{rule.rule}/".startswith("/organize/") and "GET" in (rule.methods or ())
    return is_ours and rule.endpoint not in FILES | LATER


def values_for(rule: Rule, numbers: dict[str, int]) -> dict[str, Any]:
    slug = DRAFT if rule.endpoint == "petitions_desk.publish" else PETITION
    every = {"organization": LEAD, "campaign": PETITION, "slug": slug, "key": FACT}
    number = numbers.get(rule.endpoint, numbers.get(rule.endpoint.partition(".")[0], 0))
    return {name: every.get(name, number) for name in rule.arguments}


def make_rows() -> dict[str, int]:
    """Numbers of rows by endpoint, or by room where all its pages show the same kind."""
    lead = db.session.scalars(db.select(Organization).filter_by(slug=LEAD)).one()
    omar = register(OWNER, "Omar", "four pelicans read maps")
    omar.tf_primary_method = "authenticator"
    totp = current_app.extensions["security"].totp_factory
    omar.tf_totp_secret = totp.generate_totp_secret()
    membership = lead.add_member(omar, "owner")
    db.session.commit()
    other = make_campaign(slug="another")
    host = make_organization("host")
    host.join(other, "lead")
    offer = partners.offer(other, lead, "partner", omar)
    db.session.commit()
    mine = db.session.scalars(db.select(Campaign).filter_by(slug=PETITION)).one()
    return {
        "coalition_desk.key_date": first(db.select(KeyDate.id).filter_by(campaign=mine)),
        "coalition_desk.member": membership.id,
        "coalition_desk.remove_partner": first(
            db.select(Partnership.id).filter_by(campaign=mine, role="partner")
        ),
        "coalition_desk.answer": offer.id,
        "people_desk": first(db.select(Person.id).where(Person.organization_id == lead.id)),
    }


def first(query: Any) -> int:
    found = db.session.scalars(query.limit(1).execution_options(everyones=True)).one()
    return int(found)


def session_of(server: Server) -> dict[str, Any]:
    """The cookie that logging in as the owner gives, for a browser."""
    with server.app.app_context():
        user = db.session.scalars(db.select(User).filter_by(email=OWNER)).one()
        values = {"_user_id": user.fs_uniquifier, "_fresh": True, "fs_paa": time.time()}
        signer = server.app.session_interface.get_signing_serializer(server.app)  # type: ignore[attr-defined]
        return {"name": "session", "value": signer.dumps(values), "url": server.url}
