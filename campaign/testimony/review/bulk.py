"""One act with several drafts: ask somebody to review them, remind their writers."""

import secrets
from collections.abc import Iterable, Sequence
from datetime import timedelta
from typing import Any

from sqlalchemy.orm import joinedload

from ...accounts.models import User
from ...coalition import audit
from ...db import db, now
from ...hearings.models import Hearing
from ...hearings.speaking.models import Speaker
from ..models import UNFINISHED, Draft, DraftStep
from ..place import Place
from . import telling
from .words import ASSIGNED

MOST = 500  # drafts of one act
OFTEN = timedelta(days=1)  # a draft's writer is reminded at most once in this time


def some(place: Place, numbers: Sequence[int]) -> list[Draft]:
    """Those of these numbers that are of this campaign, locked, oldest first."""
    query = db.select(Draft).join(Draft.speaker).join(Hearing, Hearing.id == Speaker.hearing_id)
    query = query.where(Hearing.campaign_id == place.campaign.id, Draft.id.in_(numbers[:MOST]))
    query = query.options(joinedload(Draft.speaker).joinedload(Speaker.hearing))
    query = query.order_by(Draft.id).with_for_update(of=Draft)
    return list(db.session.scalars(query.execution_options(populate_existing=True)))


def assign(place: Place, drafts: Iterable[Draft], user_id: int | None, by: User) -> int:
    """Note who reviews these, and tell them once; how many changed. The caller commits."""
    mine = [one for one in drafts if one.reviewer_id != user_id]
    for one in mine:
        one.reviewer_id = user_id
        step = DraftStep(draft=one, before=one.state, after=one.state, by=by, why=ASSIGNED)
        db.session.add(step)
    if mine:
        note("testimony.assigned", place, mine, reviewer=user_id)
    user = db.session.get(User, user_id) if user_id else None
    if mine and user is not None and user.id != by.id:
        telling.assigned(place, user, mine, secrets.token_hex(8))
    return len(mine)


def nudge(place: Place, drafts: Iterable[Draft]) -> int:
    """Remind the writers of what is unfinished, each at most once a day; how many. Commit after."""
    moment = now()
    reminded = []
    for one in drafts:
        is_late = one.nudged_at is None or one.nudged_at <= moment - OFTEN
        if one.state not in UNFINISHED or not is_late or one.hearing.is_over:
            continue
        batch_id = telling.nudges_of(one.hearing)
        if telling.to_writer(one, telling.NUDGE, f"{moment:%Y-%m-%dT%H:%M}", batch_id):
            one.nudged_at = moment
            reminded.append(one)
    if reminded:
        note("testimony.nudged", place, reminded)
    return len(reminded)


def note(act: str, place: Place, drafts: Sequence[Draft], **details: Any) -> None:
    """One line of the audit about all of them."""
    audit.note(
        act,
        organization=place.organization,
        campaign=place.campaign,
        about="testimony",
        drafts=[one.id for one in drafts],
        **details,
    )
