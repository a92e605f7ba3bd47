"""A writer's pages in every state of a testimony, as far as this installation has them."""

from typing import Any

from flask import current_app, url_for

from campaign.coalition import exports
from campaign.coalition.models import Organization
from campaign.db import db
from campaign.factsheet import decide, stale
from campaign.hearings.models import Hearing
from campaign.petitions.models import Petition
from campaign.testimony import links, saving
from campaign.testimony.beginning import add_version
from campaign.testimony.models import KIND, STATES, Comment, Draft, Filing, Version
from campaign.testimony.out.models import HearingPacket
from tests.browser.words import ARABIC, LONG
from tests.factsheet.factories import change, make_fact
from tests.hearings.factories import make_speaker
from tests.testimony.factories import make_draft

TEXT = f"{LONG} says: {{fact:axe-moved}} So vote no.\n\n{ARABIC}\n\nIt was 9.1% of 50,176 alerts."
UNDECIDED = "draft"  # the state of the one whose facts wait
DRAFT_PAGES = ("write", "versions", "facts", "file")
KINDS = ("pdf", "docx", "csv")  # files of a packet
VERSION_PAGES = ("talk", "history", "out")


def make_pages(petition: Petition) -> dict[str, str]:
    """Their addresses by what they show.

    Each draft cites a fact that has changed since; of one nobody has decided what it says.
    """
    hearing = db.session.scalars(
        db.select(Hearing).filter_by(campaign_id=petition.campaign_id, slug="axe-lottery")
    ).one()
    fact = make_fact(petition.campaign, "axe-moved")
    drafts = {state: make_whole(hearing, state) for state in STATES}
    drafts["begun"] = make_draft(make_speaker(hearing, f"Begun {LONG}"), "", seconds=0)
    change(fact, statement=f"It moved. {LONG}", translations={})
    pages: dict[str, str] = {}
    for state, draft in drafts.items():
        pages |= addresses(draft, state)
        for one in stale(KIND, draft.id) if state != UNDECIDED else ():
            decide(one.citation, "keep", f"It was so then. {LONG}", "Omar")
    db.session.commit()
    del pages[f"testimony {UNDECIDED}: out"]  # it is refused until somebody decides
    return pages


def make_packet(slug: str, lead: Organization) -> int:
    """A packet of a hearing with its files, one letter of which is too long; its number."""
    hearing = db.session.scalars(db.select(Hearing).filter_by(slug=slug)).one()
    version = db.session.scalars(
        db.select(Version).join(Draft).join(Draft.speaker).filter_by(hearing_id=hearing.id)
    ).first()
    assert version is not None
    given: dict[str, Any] = {"organization": lead, "campaign": hearing.campaign}
    noted = exports.note("testimony", fields=["name", "ward", "comment"], count=2, **given)
    packet = HearingPacket(
        hearing=hearing,
        organization=lead,
        export=noted,
        choices={"states": [], "languages": [], "language": "en"},
        count=2,
        state="ready",
        too_long={str(version.id): 9},
        digests={f"{hearing.slug}-testimony-{noted.code}.{kind}": "a" * 64 for kind in KINDS},
    )
    db.session.add(packet)
    db.session.commit()
    return packet.id


def make_whole(hearing: Hearing, state: str) -> Draft:
    draft = make_draft(make_speaker(hearing, f"Writer {state} {LONG}"), TEXT)
    saving.save(draft.main, f"{TEXT} Please.", 1, None)
    add_version(draft, "es", 60, f"{LONG}: {{fact:axe-moved}}", None)
    about = {"number": 2, "start": 0, "end": len(LONG), "text": f"{LONG} {ARABIC}"}
    db.session.add(Comment(version=draft.main, **about))
    draft.state = state
    if draft.is_frozen:
        said = {"number": 2, "how": "email", "text": draft.main.text, "receipt": LONG}
        draft.filings.append(Filing(version=draft.main, **said))
    db.session.commit()
    return draft


def addresses(draft: Draft, state: str) -> dict[str, str]:
    token = links.make_token(draft)
    version = {"version": draft.main.id}
    names: dict[str, dict[str, Any]] = {name: {} for name in DRAFT_PAGES}
    names |= dict.fromkeys(VERSION_PAGES, version)
    with current_app.test_request_context():
        return {
            f"testimony {state}: {name}": url_for(f"testimony.{name}", token=token, **values)
            for name, values in names.items()
            if f"testimony.{name}" in current_app.view_functions
        }
