"""Finding what one organization may see: pages, petitions, testimony, facts, officials, people.

Words match by their first letters, whatever their case and accents. Campaigns hold dozens of
petitions and facts, which are looked through here; people are many, and their room finds them.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import and_
from sqlalchemy.orm import joinedload

from ..accounts.models import User
from ..coalition.models import Membership
from ..db import db
from ..factsheet import Fact, FactVersion
from ..filters import datetime_words
from ..hearings.models import Hearing
from ..hearings.speaking.models import Speaker
from ..i18n import spoken
from ..officials.bodies import councils
from ..officials.listing import Asked, rows, today
from ..people import listing
from ..people.searching import asked_words, fits
from ..petitions.models import Petition
from ..testimony.models import Draft
from .navigation import entries
from .places import Place, places_of

LONGEST, MOST = 100, 10  # letters of a question, results of a kind


@dataclass(frozen=True)
class Hit:
    """One thing that was found, and where it is."""

    label: Any
    url: str
    hint: str = ""


@dataclass
class Group:
    """What was found of one kind; `more` says that there is more than is shown."""

    title: str
    hits: list[Hit] = field(default_factory=list)
    more: bool = False
    more_url: str | None = None


def question(typed: str) -> str:
    """What somebody typed, as it can be asked: one line, without control characters."""
    plain = "".join(one if one.isprintable() and one != "\ufffd" else " " for one in typed)
    return " ".join(plain.split())[:LONGEST]


def search(membership: Membership, asked: str) -> list[Group]:
    """Groups with hits, for a question that is not empty."""
    here = places_of(membership)
    found = [
        people(here[0], asked),
        Group(_("Pages"), list(pages(here, asked))),
        Group(_("Petitions"), list(petitions(here, asked))),
        Group(_("Hearings"), list(hearings(here, asked))),
        testimony(here, asked),
        Group(_("Facts"), list(facts(here, asked))),
        officials(here, asked),
        Group(_("Members"), list(members(membership, asked))),
    ]
    return [cut(one) for one in found if one.hits]


def cut(group: Group) -> Group:
    more = len(group.hits) > MOST
    return Group(group.title, group.hits[:MOST], more, group.more_url if more else None)


def people(place: Place, asked: str) -> Group:
    """The organization's own people, by name or address."""
    group = Group(_("People"))
    if not place.may_open("people_desk.people") or not asked_words(asked):
        return group
    found = listing.page(place.organization.id, listing.Asked(q=asked)).people
    for one in found[: MOST + 1]:
        url = place.url("people_desk.person", number=one.id)
        group.hits.append(Hit(one.name or one.email, url, one.email if one.name else ""))
    group.more_url = place.url("people_desk.people", q=asked)
    return group


def pages(places: list[Place], asked: str) -> Iterator[Hit]:
    """The places of the menu; those of a campaign once for each campaign."""
    seen = set()
    for place in places:
        for entry in entries(place):
            url = place.url(entry.endpoint)
            if url not in seen and fits(asked, str(entry.label)):
                seen.add(url)
                yield Hit(entry.label, url, place.name if place.campaign else "")


def petitions(places: Iterable[Place], asked: str) -> Iterator[Hit]:
    for place in that_open("petitions_desk.petition", places):
        query = db.select(Petition).filter_by(campaign=place.campaign).order_by(Petition.id)
        for petition in db.session.scalars(query):
            if fits(asked, petition.slug, *petition.title.values()):
                url = place.url("petitions_desk.petition", slug=petition.slug)
                yield Hit(spoken(petition.title), url, place.name)


def hearings(places: Iterable[Place], asked: str) -> Iterator[Hit]:
    """Those of a campaign, the last to come first."""
    for place in that_open("hearings_desk.hearing", places):
        query = db.select(Hearing).filter_by(campaign=place.campaign)
        query = query.options(joinedload(Hearing.body)).order_by(Hearing.starts_at.desc())
        for one in db.session.scalars(query):
            if fits(asked, one.slug, *one.title.values(), *one.body.name.values()):
                url = place.url("hearings_desk.hearing", slug=one.slug)
                yield Hit(spoken(one.title), url, datetime_words(one.starts_at, one.body.timezone))


def testimony(places: Iterable[Place], asked: str) -> Group:
    """Drafts by who wrote them: for those alone who know the speakers."""
    group = Group(_("Testimony"))
    for place in that_open("testimony_desk.draft", places):
        query = db.select(Draft.id, Speaker.name, Hearing.title).join(Draft.speaker)
        query = query.join(Speaker.hearing).where(
            Hearing.campaign == place.campaign, Speaker.state != "withdrawn"
        )
        for number, name, title in db.session.execute(query.order_by(Speaker.name, Draft.id)):
            if fits(asked, name):
                url = place.url("testimony_desk.draft", number=number)
                group.hits.append(Hit(name, url, spoken(title)))
        group.more_url = place.url("testimony_desk.drafts", q=asked)
    return group


def facts(places: Iterable[Place], asked: str) -> Iterator[Hit]:
    """Facts by key, topic and statement, as they read now; drafts are the lead's alone."""
    for place in that_open("factsheet_desk.fact", places):
        is_lead = place.partnership is not None and place.partnership.role == "lead"
        query = (
            db.select(Fact.key, FactVersion.statement, FactVersion.topic)
            .join(
                FactVersion,
                and_(FactVersion.fact_id == Fact.id, FactVersion.number == Fact.version_number),
            )
            .where(Fact.campaign == place.campaign, is_lead or Fact.status != "draft")
            .order_by(Fact.key)
        )
        for key, statement, topic in db.session.execute(query):
            if fits(asked, key, statement, topic or ""):
                yield Hit(statement, place.url("factsheet_desk.fact", key=key), key)


def officials(places: Iterable[Place], asked: str) -> Group:
    """Who sits in a council, by name, ward or seat; seen from the first campaign."""
    group = Group(_("Officials"))
    for place in that_open("officials_desk.official", places)[:1]:
        for body in councils():
            for row in rows(body, today(body), Asked(q=asked)):
                for term in row.held.terms:
                    url = place.url("officials_desk.official", slug=term.official.slug)
                    group.hits.append(Hit(term.official.name, url, row.name))
        group.more_url = place.url("officials_desk.officials", q=asked)
    return group


def members(membership: Membership, asked: str) -> Iterator[Hit]:
    url = Place(membership, None).organization_home
    query = (
        db.select(User.name, User.email)
        .join(Membership, Membership.user_id == User.id)
        .where(
            Membership.organization_id == membership.organization_id,
            Membership.ended_at.is_(None),
        )
        .order_by(User.name, User.email)
    )
    for name, email in db.session.execute(query):
        if fits(asked, name, email):
            yield Hit(name or email, url, email if name else "")


def that_open(endpoint: str, places: Iterable[Place]) -> list[Place]:
    return [one for one in places if one.may_open(endpoint)]
