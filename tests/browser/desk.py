"""Every page of the organizers, by the app's own map, beside the demo campaign of a server."""

import itertools
import time
from datetime import date
from typing import Any

from flask import current_app
from werkzeug.routing import Rule

from campaign import tokens
from campaign.accounts.models import User, register
from campaign.coalition import partners, scope
from campaign.coalition.models import Campaign, KeyDate, Organization, Partnership
from campaign.db import db, now
from campaign.factsheet import stale
from campaign.hearings.day.models import Heard
from campaign.hearings.lineup.models import Point
from campaign.officials.contact.models import Interaction
from campaign.officials.models import Body, Official
from campaign.officials.record.models import VOTES, RollCall, Vote
from campaign.officials.record.numbers import find_measure
from campaign.officials.terms import all_held
from campaign.officials.whip.models import Whip
from campaign.people.bringing import carrying_out as importing
from campaign.people.bringing import uploads
from campaign.people.models import Person
from campaign.petitions.integrity import decisions as integrity
from campaign.petitions.integrity.filters import Filter, mark_of
from campaign.petitions.models import Petition
from campaign.petitions.paper import sheets as paper
from campaign.testimony.models import KIND, Draft
from tests.browser.outreach import make_desk
from tests.browser.testimony import make_packet
from tests.coalition.factories import make_campaign, make_organization
from tests.officials.bringing import rosters
from tests.officials.wards.city import bring_map, jagged_city
from tests.petitions.factories import make_signature
from tests.promises import hearings_day, hearings_desk, outreach, testimony
from tests.promises.hearings_speaking import make_pool
from tests.server import Server

OWNER = "owner@example.org"
LEAD, PETITION, FACT = "demo-neighbors-network", "cancel-shotspotter", "oig-evidence-rate"
RECORD, COUNCIL = "O2024-0011032", "chicago-city-council"
DRAFT = "evaluate-first"
OFFICIAL = "daniel-la-spata"
TESTIMONY = "demo-council-meeting"  # the hearing whose speakers have drafts
FILES = {  # answers that no browser shows as a page
    "factsheet_desk.facts_toml",
    "factsheet_desk.facts_csv",
    "paper_desk.run",
    "delivery_desk.packet",
    "people_desk.rejects",
    "officials_desk.as_csv",
    "officials_desk.as_vcard",
    "officials_desk.as_vcards",
    "officials_import.problems",
    "day_desk.record_text",
}
MESSY = "Name;E-Mail;Ward\nAna Núñez;ana@example.org;25\nEve;eve at example.org;3\n"


def addresses(server: Server) -> dict[str, str]:
    """The path of each page by its endpoint, as an owner of the demo's lead opens them."""
    with server.app.app_context():
        numbers = make_rows()
        adapter = server.app.url_map.bind("localhost")
        found = {
            rule.endpoint: adapter.build(rule.endpoint, values_for(rule, numbers))
            for rule in server.app.url_map.iter_rules()
            if is_page(rule)
        }
        token = tokens.make(partners.PURPOSE, numbers["coalition_offers.accept"])
        return found | {"coalition_offers.accept": f"/partner-offers/{token}"}


def is_page(rule: Rule) -> bool:
    is_ours = f"{rule.rule}/".startswith("/organize/") and "GET" in (rule.methods or ())
    is_file = "." in rule.rule.rpartition("/")[2]  # …/testimony.<kind>
    return is_ours and not is_file and rule.endpoint not in FILES


def values_for(rule: Rule, numbers: dict[str, int]) -> dict[str, Any]:
    slug = DRAFT if rule.endpoint == "petitions_desk.publish" else PETITION
    if rule.endpoint.partition(".")[0] in ("officials_desk", "contact_desk"):
        slug = OFFICIAL
    if rule.endpoint.partition(".")[0] in hearings_desk.ROOMS:
        slug = hearings_desk.SLUG
    if rule.endpoint.partition(".")[0] in hearings_day.ROOMS:
        slug = hearings_day.SLUG
    if rule.endpoint.partition(".")[0] in testimony.ROOMS:
        slug = TESTIMONY
    if rule.endpoint.partition(".")[0] in outreach.ROOMS:
        slug = outreach.SLUG
    every = {"organization": LEAD, "campaign": PETITION, "slug": slug, "key": FACT}
    every |= {"record": RECORD, "body": COUNCIL, "official": OFFICIAL}
    every["window"] = numbers.get("window", 0)
    every["version"] = numbers["version"]
    every["kind"] = "pdf"
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
    by_mail = partners.offer(other, OWNER, "endorser", omar)
    db.session.commit()
    mine = db.session.scalars(db.select(Campaign).filter_by(slug=PETITION)).one()
    return {
        "coalition_desk.key_date": first(db.select(KeyDate.id).filter_by(campaign=mine)),
        "coalition_desk.member": membership.id,
        "coalition_desk.remove_partner": first(
            db.select(Partnership.id).filter_by(campaign=mine, role="partner")
        ),
        "coalition_desk.answer": offer.id,
        "coalition_offers.accept": by_mail.id,
        **make_talk(lead, mine, omar),
        **make_hearings(mine),
        **make_day(mine),
        **testimony_of_demo(lead),
        **make_desk(lead, mine, get_petition().body),
        "people_desk.look": make_import(lead, omar),
        "speakers_desk": make_pool(mine, get_petition().body, PETITION).id,
        "officials_import": rosters.make_import(lead).id,
        "wards_desk.days": bring_map(get_petition().body, jagged_city()).id,
        "petitions_integrity.decision": make_decision(omar),
        "paper_desk.sheet": make_sheet(lead, omar),
        "record_desk.correct_vote": make_roll_call(),
        "whip_desk": first(db.select(Whip.id).filter_by(campaign=mine)),
        "people_desk": first(db.select(Person.id).where(Person.organization_id == lead.id)),
    }


def make_hearings(mine: Campaign) -> dict[str, int]:
    """A hearing, and the template that it was made from, with its first window."""
    hearings_desk.make_hearings(mine, get_petition().body)
    rule = hearings_desk.first_rule()
    return {"rules_desk": rule.id, "window": rule.windows[0].id}


def make_day(mine: Campaign) -> dict[str, int]:
    """A hearing on its day; the numbers of its point and of what was heard."""
    official = db.session.scalars(db.select(Official).filter_by(slug=OFFICIAL)).one()
    body = db.session.scalars(db.select(Body).filter_by(slug=COUNCIL)).one()
    hearing = hearings_day.make_day(mine, body, official)
    heard = first(db.select(Heard.id).filter_by(hearing_id=hearing.id))
    point = first(db.select(Point.id).filter_by(campaign_id=mine.id))
    return {"lineup_desk": point, "day_desk": heard}


def testimony_of_demo(lead: Organization) -> dict[str, int]:
    """The demo's first draft in which no fact has changed, so that all may go out; a packet."""
    every = db.session.scalars(db.select(Draft).order_by(Draft.id))
    draft = next(one for one in every if not stale(KIND, one.id))
    packet = make_packet(TESTIMONY, lead)
    numbers = {"testimony_desk": draft.id, "version": draft.main.id}
    return numbers | {"testimony_desk.packet_made": packet}


def make_talk(lead: Organization, mine: Campaign, omar: User) -> dict[str, int]:
    """A note of a talk; the numbers of an official's term, seat and address."""
    official = db.session.scalars(db.select(Official).filter_by(slug=OFFICIAL)).one()
    term = next(one for one in official.terms if one.seat and one.contacts)
    said = {"way": "visit", "on": now().date(), "answered": "Yes.", "next_step": "Write to him"}
    who = {"organization": lead, "campaign": mine, "official": official, "user_id": omar.id}
    talk = Interaction(**who, **said)
    db.session.add(talk)
    db.session.commit()
    return {
        "officials_desk": term.id,
        "officials_desk.contact": term.contacts[0].id,
        "officials_desk.successor": term.seat_id or 0,
        "contact_desk": talk.id,
    }


def make_roll_call() -> int:
    """One vote of each alderperson whose seat is known; the number of the first."""
    council = db.session.scalars(db.select(Body).filter_by(slug=COUNCIL)).one()
    measure = find_measure(council, RECORD)
    assert measure is not None
    call = RollCall(measure=measure, body=council, on=date(2024, 9, 18), action="Passed")
    db.session.add(call)
    terms = [one.term for one in all_held(council, call.on) if one.term]
    every = zip(terms, itertools.cycle(VOTES))
    call.votes = [Vote(official=term.official, value=value) for term, value in every]
    db.session.commit()
    return call.votes[0].id


def make_import(lead: Organization, omar: User) -> int:
    """A file that was looked at and waits for a person."""
    data = MESSY.encode("cp1252")
    said = {"file_name": "messy.csv", "source": "Library", "wording": "Yes, email me."}
    with scope.of(lead.id):
        one = importing.begin(lead, data, omar.id, **said)
        importing.look(one, importing.read(one.columns, data))
        one.state = "checked"
        uploads.keep(one, data)
        db.session.commit()
        return one.id


def make_decision(omar: User) -> int:
    """One signature that was taken out."""
    petition = get_petition()
    odd = make_signature(petition, "odd@example.org", confirmed=True)
    wanted, seen = Filter(number=str(odd.id)), mark_of([odd.id])
    taken, _is_new = integrity.decide(
        petition, wanted, seen, reason="A trial", by=omar.id, token="look"
    )
    db.session.commit()
    return taken.id


def make_sheet(lead: Organization, omar: User) -> int:
    """A paper sheet that somebody has begun to enter."""
    with scope.of(lead.id):
        printed = {"count": 1, "lines": 10, "paper": "letter", "language": "en"}
        run = paper.print_run(get_petition(), lead, **printed)
        sheet = paper.open_sheet(run.petition, run.sheets[0].code, 2, omar)
        db.session.commit()
        return sheet.id


def get_petition() -> Petition:
    return db.session.scalars(db.select(Petition).filter_by(slug=PETITION)).one()


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
