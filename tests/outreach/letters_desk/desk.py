"""Omar at the desk of letters, and what his browser would send."""

from typing import Any

from campaign.coalition.models import Campaign
from campaign.db import db
from campaign.outreach.letters.models import Letter, LetterAction
from tests.factsheet.factories import make_fact
from tests.officials.factories import make_term
from tests.outreach.factories import make_action, make_letter, ward_of
from tests.page import PageClient
from tests.petitions.factories import make_organization
from tests.petitions.writing import fields_of, log_in_as

DESK = "/organize/neighbors/campaigns/clinic/letters"
ONE = f"{DESK}/write-to-your-alderperson"
SECRET, NAME = "only for the office", "Ana Ruiz"
SAME = "As your constituent I urge you to vote against this contract at once, please"


def at_desk(client: PageClient, **values: Any) -> LetterAction:
    """An open action with one fact, and Omar logged in, in the organization that leads."""
    action = make_action(**values)
    make_fact(action.campaign, translations={})
    log_in_as(client)
    return action


def token_in(client: PageClient, url: str = f"{DESK}/new") -> str:
    return fields_of(client.get(url).text)["csrf_token"]


def post(client: PageClient, url: str, **fields: Any) -> Any:
    """Send a form of the desk with its token."""
    return client.post(url, data={"csrf_token": token_in(client), **fields})


def decide(client: PageClient, act: str, *letters: Letter, back: str = "held") -> Any:
    numbers = " ".join(str(one.id) for one in letters)
    return post(client, f"{ONE}/decide", act=act, numbers=numbers, back=back)


def write(client: PageClient, url: str, page: Any = None, **values: Any) -> Any:
    """Open a form, or use one that is open, change some of it and save."""
    page = page or client.get(url)
    return client.post(url, data=fields_of(page.text) | values)


def make_secret(action: LetterAction, email: str = "secret@example.org", **values: Any) -> Letter:
    """A letter whose writer marked it private."""
    values = {"name": "Zoraida Quiet", "text": f"This is {SECRET}."} | values
    return make_letter(action, email, is_private=True, subject=f"Subject {SECRET}", **values)


def make_alike(action: LetterAction, count: int = 3) -> list[Letter]:
    """Held letters that say the same and then something of their own."""
    return [
        make_letter(
            action,
            f"alike{number}@example.org",
            name=f"Writer {'ABCDEFGH'[number]}",
            text=f"{SAME}. Number {number} has seen it on the corner.",
            state="held",
            held_for="similar",
        )
        for number in range(count)
    ]


def other_office(action: LetterAction, number: int = 12) -> Any:
    """Another ward with an office."""
    make_term(action.body, number)
    return ward_of(action.body, number)


def add_partner(campaign: Campaign) -> None:
    make_organization(campaign, "friends", "partner")


def state_of(letter: Letter) -> str:
    db.session.expire_all()
    return db.session.get_one(Letter, letter.id).state
