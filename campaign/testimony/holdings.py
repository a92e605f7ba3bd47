"""What testimony holds about a mailbox: what its owner wrote, and all that became of it."""

from typing import Any

from flask_babel import lazy_gettext as _
from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from ..config import settings
from ..db import db
from ..filters import datetime_words
from ..hearings.speaking.models import Speaker
from ..i18n import spoken
from ..people.my_data.holdings import Holder, Holding, Rule, Use
from . import forgetting
from .models import Comment, Draft, Filing, Revision, Version
from .words import LABELS, length_words


def of(mailbox: str) -> list[Draft]:
    mine = select(Draft).join(Draft.speaker).where(Speaker.mailbox == mailbox).order_by(Draft.id)
    whole = joinedload(Draft.speaker).joinedload(Speaker.hearing)
    more = selectinload(Draft.versions), selectinload(Draft.steps), selectinload(Draft.filings)
    return list(db.session.scalars(mine.options(whole, *more)))


def find(mailbox: str) -> list[Holding]:
    return [holding(one) for one in of(mailbox)]


def holding(one: Draft) -> Holding:
    leads = ", ".join(found.name for found in one.campaign.partners("lead"))
    return Holding(
        kind="testimony",
        key=str(one.id),
        title=_("Your testimony for “%(title)s”", title=spoken(one.hearing.title)),
        rows=rows(one),
        values=values(one),
        source=_("You wrote it, or an organizer of the campaign wrote it for you."),
        since=one.created_at,
        until=_("%(days)s days after the hearing.", days=settings().speaker_days),
        uses=[Use(leads, _("to prepare the hearing with you"), since=one.created_at)],
        act=_("Delete the testimony"),
        act_words=_(
            "The text, its earlier versions and what was said about it are deleted at once. What"
            " the body has received stays with the body."
        ),
    )


def rows(one: Draft) -> list[tuple[Any, Any]]:
    zone = one.hearing.body.timezone
    filed = [
        (
            _("Filed"),
            " ".join([datetime_words(filing.at, zone), filing.how, filing.receipt]).strip(),
        )
        for filing in one.filings
    ]
    return [
        (_("State"), LABELS[one.state]),
        *((length_words(version), version.text) for version in one.versions),
        (_("Earlier versions"), str(len(revisions(one)) - sum(v.number > 0 for v in one.versions))),
        (_("Comments on it"), str(len(comments(one)))),
        *filed,
    ]


def values(one: Draft) -> dict[str, Any]:
    places = {version.id: version.place for version in one.versions}
    return {
        "hearing": one.hearing.slug,
        "state": one.state,
        "pace": one.pace,
        "created_at": one.created_at.isoformat(),
        "changed_at": one.changed_at.isoformat(),
        "nudged_at": one.nudged_at and one.nudged_at.isoformat(),
        "versions": [version_values(version) for version in one.versions],
        "revisions": [
            {
                "of": places[each.version_id],
                "number": each.number,
                "why": each.why,
                "text": each.text,
            }
            | written(each)
            for each in revisions(one)
        ],
        "comments": [
            {"of": places[each.version_id], "on": each.number, "text": each.text}
            | {"start": each.start, "end": each.end, "is_resolved": each.resolved_at is not None}
            | written(each)
            for each in comments(one)
        ],
        "steps": [
            {"from": each.before, "to": each.after, "why": each.why} | written(each)
            for each in one.steps
        ],
        "filings": [filing_values(each) | written(each) for each in one.filings],
    }


def version_values(one: Version) -> dict[str, Any]:
    names = ("language", "seconds", "text", "number", "approved_number")
    return {name: getattr(one, name) for name in names}


def filing_values(one: Filing) -> dict[str, Any]:
    taken_back = one.revoked_at and one.revoked_at.isoformat()
    return {name: getattr(one, name) for name in ("number", "how", "text", "receipt")} | {
        "revoked_at": taken_back
    }


def written(one: Any) -> dict[str, Any]:
    """When, and whether it was the person: which organizer it was is not about them."""
    return {"at": one.at.isoformat(), "by": "organizer" if one.by_id else "you"}


def revisions(one: Draft) -> list[Revision]:
    return list(db.session.scalars(below(Revision, one)))


def comments(one: Draft) -> list[Comment]:
    return list(db.session.scalars(below(Comment, one)))


def below(model: Any, one: Draft) -> Any:
    mine = select(model).join(Version, Version.id == model.version_id)
    return mine.where(Version.draft_id == one.id).order_by(model.id)


def withdraw(mailbox: str, key: str) -> None:
    forgetting.forget([one.speaker_id for one in of(mailbox) if str(one.id) == key])
    db.session.flush()


def erase(mailbox: str) -> int:
    return forgetting.forget([one.speaker_id for one in of(mailbox)])


HOLDER = Holder(
    name="testimony",
    find=find,
    erase=erase,
    withdraw=withdraw,
    rules=(
        Rule(
            _("testimony of speakers who are gone"),
            forgetting.count_ownerless,
            forgetting.end_ownerless,
        ),
    ),
)
