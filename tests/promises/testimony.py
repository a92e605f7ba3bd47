"""Testimony in the worlds that crawlers walk through: addresses, forms filled in rightly, links.

Forms of pages that this installation does not have are never asked for.
"""

from typing import Any

from campaign import tokens
from campaign.coalition.models import Campaign
from campaign.db import db
from campaign.factsheet import Fact
from campaign.hearings.models import Hearing
from campaign.hearings.speaking.models import Speaker
from campaign.testimony import links, saving
from campaign.testimony.beginning import add_version
from campaign.testimony.models import Comment, Draft, DraftStep, Filing
from tests.factories import add
from tests.hearings.factories import make_speaker
from tests.testimony.factories import make_draft

ROOMS = ("testimony_desk",)  # whose slugs are those of hearings
TEXT = "Quetzals are near. {fact:rate} Vote no."
WRITTEN = {"text": "Quetzals are far. {fact:rate}", "number": "2", "act": "save"}
DECIDED = {"chosen": "1", "seen": "1", "decision": "keep", "reason": "It was so."}
ADDED = {"act": "add", "language": "es", "seconds": "60", "text": "Hola.", "copy": "y"}
SAID = {"act": "comment", "text": "Which alerts?", "passage": "Vote no", "start": "0", "end": "4"}
BACK = {"act": "restore", "number": "1", "seen": "2", "old": "1", "new": "2"}
FILED = {"how": "email", "receipt": "No. 7", "version": "1", "number": "2", "act": "file"}
FORMS: dict[str, dict[str, Any]] = {
    "testimony.begin": {},
    "testimony.write": WRITTEN,
    "testimony.check": WRITTEN,
    "testimony.versions": ADDED,
    "testimony.talk": SAID,
    "testimony.history": BACK,
    "testimony.facts": DECIDED | {"website": ""},
    "testimony.file": FILED,
    "testimony_desk.begin": {"speaker": "1"},
    "testimony_desk.write": WRITTEN,
    "testimony_desk.check": WRITTEN,
    "testimony_desk.versions": ADDED,
    "testimony_desk.drafts": {"numbers": ["1", "2"], "act": "nudge"},
    "testimony_desk.draft": SAID,
    "testimony_desk.history": BACK,
    "testimony_desk.facts": DECIDED,
    "testimony_desk.file": FILED,
    "testimony_desk.packet_order": {},
    "testimony_desk.packet_fetch": {"file": "x.csv"},
}
OPEN = ("write", "check", "versions", "talk", "history", "facts", "out", "download", "file")
ODD: tuple[Any, ...] = (None, "x", [1], {}, [1, "nobody"], [999, ""], ["1", 1])


def make_whole(speaker: Speaker, text: str = TEXT) -> Draft:
    """A draft with two versions, revisions, a comment, steps, and a filing that was a mistake."""
    draft = make_draft(speaker, text)
    main = draft.main
    saving.save(main, f"{text} Please.", 1, None)
    add_version(draft, "es", 60, f"{text} {{fact:rate}}", None)
    add(Comment(version=main, number=1, start=0, end=8, text=f"Really? {text}"))
    draft.steps.append(DraftStep(before="draft", after="filed"))
    draft.steps.append(DraftStep(before="filed", after="draft", why="Pressed by mistake."))
    said = {"number": 2, "how": "email", "text": main.text, "receipt": "No. 7"}
    draft.filings.append(Filing(version=main, revoked_at=main.draft.changed_at, **said))
    db.session.commit()
    return draft


def make_testimony(campaign: Campaign) -> dict[str, list[str]]:
    """A whole draft and one that has just begun, in the first hearing; tokens by endpoint.

    The fact that they cite has no second version: what a form decides is refused.
    """
    mine = db.select(Hearing).filter_by(campaign_id=campaign.id).order_by(Hearing.id)
    hearing = db.session.scalars(mine).first()
    assert hearing is not None
    assert db.session.scalar(db.select(Fact.id).filter_by(campaign_id=campaign.id)), "cited"
    drafts = [
        make_whole(make_speaker(hearing, "Ana Writes")),
        make_draft(make_speaker(hearing, "Eve Writes"), "", seconds=0),
    ]
    found = [links.make_token(one) for one in drafts]
    found += [tokens.make(links.PURPOSE, one) for one in ODD]
    return {f"testimony.{name}": found for name in OPEN}
