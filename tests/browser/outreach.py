"""Letters and mailings in every state, beside the demo campaign of a running server."""

from typing import Any
from urllib.parse import urlsplit

from flask import current_app, url_for

from campaign.coalition.models import Campaign, Organization
from campaign.db import db, now
from campaign.mail.outbox import mailbox_hash
from campaign.officials.models import Body
from campaign.outreach.leaving.links import unsubscribe_link
from campaign.outreach.letters import links
from campaign.outreach.letters.models import Letter, LetterAction
from campaign.people import leaving
from campaign.petitions.models import Petition
from tests.browser.words import ARABIC, LONG
from tests.outreach.factories import make_letter, make_mailing, make_person
from tests.promises import outreach

SLUG, CLOSED = "axe-letters", "axe-letters-closed"
STATES = outreach.STATES
ACTION_PAGES = ("action", "write", "sent")
WARDS: dict[str, dict[str, Any]] = {"write": {"ward": 35}}


def make_pages(petition: Petition) -> dict[str, str]:
    """Public pages by what they show: the action, a writer's own in each state, leaving a list."""
    action = make_long(petition.campaign, petition.body, SLUG)
    make_long(petition.campaign, petition.body, CLOSED, closed_at=now())
    letters = {state: make_written(action, state) for state in STATES}
    pages = leaving_pages(petition.campaign.partners("lead")[0])
    with current_app.test_request_context():
        pages |= actions_pages()
        for state, letter in letters.items():
            pages |= letter_pages(letter, state)
    return pages


def make_long(campaign: Campaign, body: Body, slug: str, **values: Any) -> LetterAction:
    words = {"title": {"en": f"Write: {LONG}", "es": f"Escribe: {LONG}"}, "text": {"en": ARABIC}}
    wanted = {"prompts": [{"en": f"What have you seen? {LONG}"}], "subject": {"en": LONG}}
    return outreach.make_open(campaign, body, slug=slug, **words | wanted | values)


def make_written(action: LetterAction, state: str) -> Letter:
    said = {"name": f"Ana {LONG}", "text": f"{LONG} {ARABIC}", "subject": LONG}
    return outreach.make_whole(action, state, f"{state}@axe.example.org", **said)


def is_here(endpoint: str) -> bool:
    return endpoint in current_app.view_functions


def actions_pages() -> dict[str, str]:
    return {
        f"letters {slug}: {name}": url_for(f"letters.{name}", slug=slug, **WARDS.get(name, {}))
        for slug in (SLUG, CLOSED)
        for name in ACTION_PAGES
        if is_here(f"letters.{name}") and (slug, name) != (CLOSED, "write")
    }


def letter_pages(letter: Letter, state: str) -> dict[str, str]:
    """The writer's own page; what is on its way can be changed, what was sent is asked about."""
    names = ["mine"]
    names += ["change"] if state in ("unconfirmed", "waiting", "held") else []
    names += ["reply"] if state == "sent" else []
    token = links.make_token(letter)
    return {
        f"letter {state}: {name}": url_for(f"letters.{name}", token=token)
        for name in names
        if is_here(f"letters.{name}")
    }


def leaving_pages(organization: Organization) -> dict[str, str]:
    """The page under a mailing, for who is on the list and for who has left it."""
    make_person(organization, "stays@axe.example.org", name=LONG)
    leaving.leave([organization.id], mailbox_hash("left@axe.example.org"))
    db.session.commit()
    return {
        f"unsubscribe: {who}": urlsplit(
            unsubscribe_link(organization.id, mailbox_hash(f"{who}@axe.example.org"))
        ).path
        for who in ("stays", "left")
    }


def make_desk(lead: Organization, campaign: Campaign, body: Body) -> dict[str, int]:
    """Letters in every state of one action, and mailings; numbers by endpoint or room."""
    action = make_long(campaign, body, outreach.SLUG)
    letters = [make_written(action, state) for state in STATES]
    draft = make_mailing(lead, campaign, name=LONG, text={"en": f"{LONG} {{first_name|friend}}"})
    done = make_mailing(lead, campaign, name=f"Done {LONG}", text={"en": LONG})
    outreach.make_done(done)
    make_letter(action, "desk@axe.example.org", state="waiting", is_private=True)
    begun = ("report", "progress", "recipients", "export")
    return {
        "letters_desk": letters[0].id,
        "mailings_desk": draft.id,
        **{f"mailings_desk.{name}": done.id for name in begun},
    }
