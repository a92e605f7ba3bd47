"""Testimony of the demo: drafts in every state, and a fact that moved while they were written."""

from typing import Any

from ..accounts.models import User
from ..coalition.models import Campaign
from ..db import db
from ..factsheet import Fact, importing
from ..hearings.models import Hearing
from ..hearings.speaking.models import Speaker
from ..testimony import beginning, states
from ..testimony.models import Comment, Draft, Filing
from ..testimony.reading import read as read_aloud
from .files import read

HEARING = "demo-council-meeting"
OMAR = "omar@example.org"
STEPS: dict[str, tuple[str, ...]] = {
    "draft": (),
    "in_review": ("in_review",),
    "changes_asked": ("in_review", "changes_asked"),
    "approved": ("in_review", "approved"),
    "filed": ("in_review", "approved", "filed"),
}


def say_first(campaign: Campaign) -> None:
    """Bring the fact as it was when people began to write, unless it is there."""
    data = read("testimony.toml")
    key = data["first"][0]["key"]
    if db.session.scalar(db.select(Fact.id).filter_by(campaign_id=campaign.id, key=key)) is None:
        importing.load({"fact": data["first"]}, campaign, by="demo")


def bring(campaign: Campaign) -> bool:
    """Write testimony for the hearing of a campaign that has none; False if it has.

    Then the fact moves, and what cites it is stale. The caller commits.
    """
    mine = db.select(Hearing).filter_by(campaign_id=campaign.id)
    hearing = db.session.scalar(mine.filter_by(slug=HEARING))
    written = db.select(Draft.id).join(Draft.speaker).join(Hearing)
    has_some = db.session.scalar(written.where(Hearing.campaign_id == campaign.id).limit(1))
    if hearing is None or has_some:
        return False
    say_first(campaign)
    data = read("testimony.toml")
    omar = db.session.scalar(db.select(User).filter_by(email=OMAR))
    people = list(db.session.scalars(db.select(Speaker).filter_by(hearing_id=hearing.id)))
    for values in data["draft"]:
        write(values, take(people, values["language"]), omar)
    importing.load({"fact": data["then"]}, campaign, by="demo")
    return True


def take(people: list[Speaker], language: str) -> Speaker:
    """The next speaker who speaks this language; where there is none left, another one does."""
    found = next((one for one in people if one.language == language), people[0])
    people.remove(found)
    found.language = language
    return found


def write(values: dict[str, Any], speaker: Speaker, omar: User | None) -> Draft:
    draft = beginning.begin(speaker, values["text"].strip(), seconds=values["seconds"])
    for one in values.get("versions", []):
        beginning.add_version(draft, one["language"], one["seconds"], one["text"].strip(), omar)
    for one in values.get("comments", []):
        comment(draft, one["passage"], one["text"], omar)
    for state in STEPS[values["state"]]:
        go(draft, state, values, omar)
    return draft


def comment(draft: Draft, passage: str, text: str, omar: User | None) -> None:
    start = draft.main.text.index(passage)
    where = {"number": draft.main.number, "start": start, "end": start + len(passage)}
    db.session.add(Comment(version=draft.main, text=text, by=omar, **where))


def go(draft: Draft, state: str, values: dict[str, Any], omar: User | None) -> None:
    """Take a step as its person would: the writer hands in and files, Omar decides."""
    is_writers = state in ("in_review", "filed")
    why = values.get("why", "") if state == "changes_asked" else ""
    states.step(draft, state, None if is_writers else omar, why)
    if state == "in_review":
        draft.reviewer = omar
    if state == "approved":
        for version in draft.versions:
            version.approved_number = version.number
    if state == "filed":
        rendered = read_aloud(draft.main).rendered
        text = f"{rendered.text}\n\n{rendered.notes}"
        filed = {"number": draft.main.number, "how": "email", "receipt": values["receipt"]}
        draft.filings.append(Filing(version=draft.main, text=text, **filed))
    db.session.flush()
