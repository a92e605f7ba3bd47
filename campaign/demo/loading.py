"""Loading the demo campaign, once; what a newer version adds to it comes with the next load."""

import random
import secrets
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

from ..accounts.models import User, register
from ..coalition.models import Campaign, KeyDate, Organization
from ..config import settings
from ..db import db, now
from ..factsheet import cite, importing
from ..mail.addresses import mailbox
from ..officials.models import Body, Ward
from ..people import consents as people
from ..petitions import counting, signing
from ..petitions.models import KIND, Petition, Signature
from ..security import keyed_hash
from . import council, hearings, letters, life, mailings, testimony
from .files import read, words

SIGNATURES, WEEKS = 400, 7
LOGINS = (("Omar", 0, "organizer"), ("Ana", 1, "organizer"), ("Eve", 0, "viewer"))
LETTERS = "ABCDEFGHIJKLMNOPRSTVWY"
COMMENTS = {
    "en": [
        "My block deserves better.",
        "Put the money into people.",
        "Let the council vote on it.",
    ],
    "es": ["Por mi cuadra.", "Que el dinero sea para la gente.", "Que lo vote el concejo."],
}


def find_campaign() -> Campaign | None:
    slug = read("campaign.toml")["campaign"]["slug"]
    return db.session.scalar(db.select(Campaign).filter_by(slug=slug))


def load(progress: Callable[[], object] = lambda: None) -> bool:
    """Load what is missing of the demo in one transaction; False if all of it is there already."""
    campaign = find_campaign()
    is_new = campaign is None
    if campaign is None:
        campaign = load_all(progress)
    mine = db.select(Body).filter_by(slug=read("wards.toml")["body"]["slug"])
    body = db.session.scalars(mine).one()
    has_more = [council.bring(body, campaign), hearings.bring(body, campaign)]
    has_more += [testimony.bring(campaign), letters.bring(body, campaign)]
    has_more.append(mailings.bring(body, campaign))
    db.session.commit()
    return is_new or any(has_more)


def load_all(progress: Callable[[], object]) -> Campaign:
    data = read("campaign.toml")
    body = load_body()
    campaign = load_campaign(data["campaign"])
    organizations = load_organizations(campaign, data["organization"])
    db.session.flush()
    importing.load(read("facts.toml"), campaign, by="demo")
    testimony.say_first(campaign)
    petition = load_petition(data["petition"], campaign, body)
    db.session.flush()
    load_signatures(petition, organizations, data["consent"], progress)
    omar = load_logins(organizations)
    life.bring(read("life.toml"), petition, organizations, omar)
    return campaign


def load_body() -> Body:
    data = read("wards.toml")
    values = data["body"]
    body = Body(
        slug=values["slug"],
        name=words(values, "name"),
        place=words(values, "place"),
        seat_title=words(values, "seat_title"),
        timezone=values["timezone"],
        threshold=values["threshold"],
        override=values["override"],
    )
    for ward in data["ward"]:
        column, row = ward["tile"]
        body.wards.append(
            Ward(number=ward["number"], division=ward["division"], column=column, row=row)
        )
    db.session.add(body)
    return body


def load_campaign(values: dict[str, Any]) -> Campaign:
    campaign = Campaign(
        slug=values["slug"],
        name=words(values, "name"),
        ask=words(values, "ask"),
        summary=words(values, "summary"),
        published_at=now() - timedelta(weeks=WEEKS),
    )
    for position, date in enumerate(read("timeline.toml")["date"]):
        result = date.get("result")
        campaign.key_dates.append(
            KeyDate(
                position=position,
                on=date["on"],
                what={"en": date["what"], "es": date["es"]},
                record=date.get("record", ""),
                result={"en": result} if result else None,
                source=date["source"],
            )
        )
    db.session.add(campaign)
    return campaign


def load_organizations(campaign: Campaign, tables: list[dict[str, Any]]) -> list[Organization]:
    organizations = []
    for values in tables:
        organization = Organization(
            slug=values["slug"], name=values["name"], blurb=words(values, "blurb"), is_demo=True
        )
        db.session.add(organization)
        organization.join(campaign, values["role"])
        organizations.append(organization)
    return organizations


def load_petition(values: dict[str, Any], campaign: Campaign, body: Body) -> Petition:
    petition = Petition(
        slug=values["slug"],
        campaign=campaign,
        body=body,
        goal=values["goal"],
        published_at=now() - timedelta(weeks=WEEKS),
        **{name: words(values, name) for name in ("title", "ask", "text", "share")},
    )
    db.session.add(petition)
    db.session.flush()
    for code, text in petition.text.items():
        cite(KIND, petition.id, text, campaign, place=code)
    return petition


def load_signatures(
    petition: Petition,
    organizations: list[Organization],
    sentences: dict[str, str],
    progress: Callable[[], object],
) -> None:
    """Some 400 confirmed signatures, initials only, over all wards and the last weeks.

    The same ones in every installation but for their moments, which end today.
    """
    dice, body = random.Random(50), petition.body  # noqa: S311  (not a secret)
    recruiters = [None, None, *(one.id for one in organizations[:3])]
    for number in range(1, SIGNATURES + 1):
        ward = body.wards[int(len(body.wards) * dice.random() ** 1.3)]
        moment = now() - timedelta(weeks=WEEKS) * dice.random() ** 0.7
        language = dice.choice(["en", "en", "en", "es"])
        signature = Signature(
            petition_id=petition.id,
            name=f"{dice.choice(LETTERS)}. {dice.choice(LETTERS)}.",
            email=f"demo-{number}@example.org",
            mailbox=keyed_hash(mailbox(f"demo-{number}@example.org"), "mailbox"),
            ward_id=ward.id,
            comment=dice.choice(COMMENTS[language]) if dice.random() < 0.15 else "",
            is_public=dice.random() < 0.4,
            language=language,
            organization_id=dice.choice(recruiters),
            network=keyed_hash(str(dice.randrange(200)), "network"),
            asks=1,
            asked_at=moment,
            signed_at=moment,
            confirmed_at=moment + timedelta(minutes=dice.randrange(1, 90)),
        )
        signature.is_shown = signature.is_public
        db.session.add(signature)
        counting.change_all([signature], +1)
        if dice.random() < 0.3:
            allow(signature, ward, dice.choice(organizations[:3]), sentences[language])
        progress()
    db.session.flush()


def allow(signature: Signature, ward: Ward, organization: Organization, sentence: str) -> None:
    people.allow(
        signature.mailbox,
        {
            "name": signature.name,
            "email": signature.email,
            "division": ward.division,
            "language": signature.language,
        },
        {organization.id: sentence.format(organization=organization.name)},
        signing.source_of(signature.petition_id),
    )


def login_file() -> Path:
    return settings().instance / "demo_login"


def load_logins(organizations: list[Organization]) -> User:
    """Three people who log in, Omar first; their passwords are made up and kept in the instance.

    Nobody owns a demo organization: owners need a phone for their codes.
    """
    lines, users = [], []
    for name, number, role in LOGINS:
        password, email = secrets.token_urlsafe(9), f"{name.lower()}@example.org"
        users.append(register(email, name, password))
        organizations[number].add_member(users[-1], role)
        lines.append(f"{email} {password} ({role} of {organizations[number].slug})\n")
    path = login_file()
    path.touch(0o600)
    path.chmod(0o600)
    path.write_text("".join(lines), encoding="ascii")
    db.session.flush()
    return users[0]
