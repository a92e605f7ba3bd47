"""What lower rooms ask of this one: what people can write about, and what a source is called."""

from flask import url_for
from flask_babel import gettext as _

from ...db import db
from ...i18n import spoken
from ...officials.asking import Writable
from ...officials.models import Body
from .models import LetterAction


def open_letters(body: Body) -> list[Writable]:
    """Actions at a body, its council or its committees that take letters now."""
    found = {body.id, body.parent_id, *(one.id for one in body.parts)} - {None}
    query = db.select(LetterAction).where(LetterAction.body_id.in_(found))
    query = query.where(LetterAction.published_at.is_not(None), LetterAction.closed_at.is_(None))
    return [
        Writable(
            one.title,
            url_for("letters.action", slug=one.slug),
            url_for("letters.write", slug=one.slug),
            one.campaign_id,
        )
        for one in db.session.scalars(query.order_by(LetterAction.id))
        if one.takes_letters
    ]


def source_name(action_id: int) -> str:
    """Where somebody ticked a consent."""
    action = db.session.get(LetterAction, action_id)
    if action is None:
        return ""
    return _("ticked under a letter for “%(title)s”", title=spoken(action.title))
