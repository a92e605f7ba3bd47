"""Every kind of page in every state, beside the demo campaign of a running server."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from campaign.coalition.models import Campaign
from campaign.db import db, now
from campaign.demo.loading import read
from campaign.factsheet import cite, importing
from campaign.people.my_data import erasing
from campaign.people.my_data import links as my_data
from campaign.petitions import counting, signing
from campaign.petitions.letter import models as sign_on
from campaign.petitions.letter.models import LetterEndorsement, SignOnLetter
from campaign.petitions.models import KIND, Petition, Signature
from tests.browser import hearings_public, outreach, testimony
from tests.browser.words import ARABIC, LONG
from tests.officials.wards.city import bring_map, jagged_city
from tests.petitions.factories import make_signature
from tests.server import Server

CAMPAIGN, PETITION = "/c/cancel-shotspotter", "/petitions/cancel-shotspotter"
CHANGED = "cities-in-2021"  # a fact of the demo that gets a second version here


class World(NamedTuple):
    """Addresses by what they show, and how many answer with another status than 200."""

    pages: dict[str, str]
    refusals: dict[str, int]


def build(server: Server) -> World:
    with server.app.app_context():
        petitions = make_petitions()
        change_a_fact()
        bring_map(petitions["open"].body, jagged_city())
        hearings, closed = hearings_public.make_pages(petitions["open"])
        links = make_signatures(petitions["open"], petitions["closed"]) | hearings
        links |= testimony.make_pages(petitions["open"])
        links |= outreach.make_pages(petitions["open"])
        links |= my_data_links("done@example.org") | {"confirm an endorsement": make_endorsement()}
    pages = PUBLIC | {f"petition {state}": f"/petitions/{state}" for state in petitions} | links
    closed |= {"/drafts/cut-off/facts": 404}
    closed |= {"/petitions/closed/sign": 410, "/petitions/stopped/sign": 410}
    return World(pages, REFUSED | closed)


PUBLIC = {
    "home": "/",
    "campaign": CAMPAIGN,
    "petition": PETITION,
    "petition by an organization": f"{PETITION}?by=demo-southwest-families",
    "sign": f"{PETITION}/sign",
    "thanks": f"{PETITION}/thanks",
    "facts": f"{CAMPAIGN}/facts",
    "facts found": f"{CAMPAIGN}/facts?q=alerts",
    "facts not found": f"{CAMPAIGN}/facts?q=zzz",
    "fact": f"{CAMPAIGN}/facts/oig-evidence-rate",
    "fact disputed": f"{CAMPAIGN}/facts/start-of-use",
    "fact retracted": f"{CAMPAIGN}/facts/nine-percent-accuracy",
    "fact changed": f"{CAMPAIGN}/facts/{CHANGED}",
    "fact in an old version": f"{CAMPAIGN}/facts/{CHANGED}/v1",
    "hand-out": f"{CAMPAIGN}/facts/oig-evidence-rate?print=1",
    "hand-out of two": f"{CAMPAIGN}/facts?print=1&key=oig-evidence-rate&key=start-of-use",
    "letter": f"{CAMPAIGN}/letter",
    "endorse": f"{CAMPAIGN}/letter/endorse",
    "endorse: open your mail": f"{CAMPAIGN}/letter/thanks",
    "embedded petition": f"/embed{PETITION}",
    "embedded petition: open your mail": f"/embed{PETITION}/thanks",
    "embedded fact": "/embed/facts/cancel-shotspotter/oig-evidence-rate",
    "officials": "/officials",
    "officials not found": "/officials?q=zzz",
    "official": "/officials/daniel-la-spata",
    "wards": "/wards",
    "ward": "/wards/35",
    "ward on a day": "/wards/35?on=2025-03-10",
    "my data: ask": "/my-data",
    "my data: open your mail": "/my-data/sent",
    "my data: erased": "/my-data/gone",
    "find my ward": "/wards/find",
    "privacy": "/privacy",
    "mailbox empty": "/dev/mail?to=nobody",
}
LINKS = ("confirm", "endorse", "my-data", "partner-offers", "my-letter", "unsubscribe")
REFUSED = {
    "/no-such-page": 404,
    f"{CAMPAIGN}/facts/{CHANGED}/v99": 404,
    **{f"/{act}/cut-off": 404 for act in LINKS},
}


def make_petitions() -> dict[str, Petition]:
    """One petition in each state, with little text, at /petitions/<state>."""
    day = timedelta(days=1)
    states: dict[str, dict[str, Any]] = {
        "open": {"closes_at": now() + 30 * day, "goal": None},
        "coming": {"opens_at": now() + day},
        "stopped": {"stopped_at": now()},
        "closed": {"closed_at": now() - day},
    }
    model = db.session.scalars(db.select(Petition).filter_by(slug="cancel-shotspotter")).one()
    made = {state: make_petition(model, slug=state, **v) for state, v in states.items()}
    db.session.commit()
    return made


def make_petition(model: Petition, slug: str, **values: Any) -> Petition:
    values = {"goal": 500, "published_at": now() - timedelta(days=99)} | values
    petition = Petition(
        slug=slug,
        campaign=model.campaign,
        body=model.body,
        title={"en": f"A petition that is {slug}: {LONG}", "es": f"Una petición: {LONG}"},
        ask={"en": "Decide in public.", "es": "Que se decida en público."},
        text={"en": f"One fact. {{fact:{CHANGED}}}"},
        **values,
    )
    db.session.add(petition)
    db.session.flush()
    cite(KIND, petition.id, petition.text["en"], model.campaign, place="en")
    return petition


def change_a_fact() -> None:
    """Publish a second version, so that the petitions above cite an old one."""
    table = read("facts.toml")
    fact = next(fact for fact in table["fact"] if fact["key"] == CHANGED)
    fact["statement"] = fact["statement"].rstrip(".") + ", and has not said so since."
    campaign = db.session.scalars(db.select(Campaign).filter_by(slug="cancel-shotspotter")).one()
    importing.load(table, campaign, by="tests")
    db.session.commit()


def make_signatures(petition: Petition, closed: Petition) -> dict[str, str]:
    """A signature in each state; the pages that its mail leads to."""
    shown = {"is_public": True, "confirmed": True}
    make_signature(petition, "rtl@example.org", name="ليلى", comment=ARABIC, **shown)
    make_signature(petition, "long@example.org", name=LONG, comment=LONG * 3, **shown)
    late = make_signature(closed, "late@example.org")
    made: dict[str, Signature] = {
        "confirm": make_signature(petition, "new@example.org", comment=ARABIC),
        "confirm a closed one": late,
        "confirmed": make_signature(petition, "done@example.org", confirmed=True),
    }
    for state, change in {"withdrawn": signing.withdraw, "invalidated": invalidate}.items():
        made[state] = make_signature(petition, f"{state}@example.org", confirmed=True)
        change_signature(made[state], change)
    base = "http://127.0.0.1"
    return {
        state: "/" + signing.link(one.petition_id, one.id).removeprefix(base).partition("/")[2]
        for state, one in made.items()
    }


def my_data_links(email: str) -> dict[str, str]:
    """What is kept about a signer, and the pages that change it."""
    path = urlsplit(my_data.link_of(erasing.mark_of(email))).path
    acts = {f"my data: {act}": f"{path}/{act}" for act in ("correct", "move", "erase")}
    return {"my data": path, **acts}


def make_endorsement() -> str:
    """The page on which an organization confirms that it signs the letter."""
    letter = db.session.scalars(db.select(SignOnLetter)).one()
    said = {"name": LONG, "place": "Chicago", "contact": "Ana", "email": "ana@example.org"}
    sign_on.endorse(letter, "tests", **said, language="en")
    db.session.commit()
    [found] = db.session.scalars(db.select(LetterEndorsement).filter_by(name=LONG))
    return urlsplit(sign_on.link(found)).path


def change_signature(signature: Signature, change: Callable[[Signature], object]) -> None:
    change(signature)
    db.session.commit()


def invalidate(signature: Signature) -> None:
    """What an organizer's decision will do."""
    signature.invalidated_at = now()
    counting.change_all([signature], -1)
