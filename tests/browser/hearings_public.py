"""Hearings in every state that anybody can see, and the own pages of people in every state."""

from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit

from campaign.db import db, now
from campaign.hearings.models import Hearing
from campaign.hearings.rules import known
from campaign.hearings.speaking import links
from campaign.hearings.speaking.models import STATES
from campaign.petitions.models import Petition
from tests.browser.words import ARABIC, LONG
from tests.hearings.factories import SEATS, make_hearing, make_point, make_rule, make_speaker

COUNCIL = "Chicago City Council, regular meeting"


def make_pages(petition: Petition) -> tuple[dict[str, str], dict[str, int]]:
    """Addresses by what they show, and those that are refused with another status than 200."""
    made = make_hearings(petition)
    pages = {f"hearing {state}": f"/hearings/{one.slug}" for state, one in made.items()}
    for state in ("lottery", "seats"):
        for form in ("sign-up", "comment", "thanks", "gone"):
            pages[f"hearing {state}: {form}"] = f"/hearings/{made[state].slug}/{form}"
    pages |= {"hearings": "/hearings", "hearings past": "/hearings?past=1"}
    refused = {f"/hearings/{made['cancelled'].slug}/sign-up": 410, "/speaking/cut-off": 404}
    return pages | make_people(made["lottery"], made["seats"]), refused


def make_hearings(petition: Petition) -> dict[str, Hearing]:
    """One in each state, under the rules of a real body."""
    seats = make_rule(petition.body, **SEATS)
    states: dict[str, dict[str, Any]] = {
        "lottery": {"about": {"en": ARABIC}},
        "seats": {"rule": seats},
        "cancelled": {"status": "cancelled", "status_note": {"en": f"No quorum. {LONG}"}},
        "moved": {"status": "rescheduled"},
        "in recess": {"status": "recessed"},
        "over": {"starts_at": now() - timedelta(days=9)},
    }
    made = {}
    for state, values in states.items():
        rule = values.pop("rule", None) or known.template(COUNCIL, petition.body)
        rule.name = ""
        slug = f"axe-{state.replace(' ', '-')}"
        title = {"en": f"A hearing: {state}, {LONG}", "es": f"Una audiencia: {LONG}"}
        values |= {"slug": slug, "title": title, "place": LONG, "remote": "https://example.org/"}
        made[state] = make_hearing(petition.campaign, rule, **values)
    made["moved"].successor = made["lottery"]
    make_point(petition.campaign, LONG)
    db.session.commit()
    return made


def make_people(lottery: Hearing, seats: Hearing) -> dict[str, str]:
    """The own page of somebody in each state; and of one who has not confirmed."""
    found = {"confirm a speaker": make_speaker(lottery, "Ana Link", proven_at=None, says=ARABIC)}
    for number, state in enumerate(STATES):
        hearing = seats if state in ("waiting", "offered", "lapsed") else lottery
        more: dict[str, Any] = {"queued_at": now(), "mode": "remote", "says": ARABIC}
        if state == "offered":
            more |= {"seat": 1, "offered_until": now() + timedelta(hours=9)}
        name = f"Speaker {number} {LONG}"
        found[f"speaker {state}"] = make_speaker(hearing, name, state=state, **more)
    return {name: urlsplit(links.link(one)).path for name, one in found.items()}
