"""Drafts as documents that cite facts."""

from flask_babel import gettext as _
from sqlalchemy.orm import joinedload

from ..db import db
from ..factsheet.documents import Document
from ..hearings.speaking.models import Speaker
from ..i18n import spoken
from .models import KIND, Draft


def find(ids: list[str]) -> list[Document]:
    """The drafts of these ids: named by their hearing, never by who wrote them."""
    numbers = [int(one) for one in ids if one.isdecimal()]
    query = db.select(Draft).where(Draft.id.in_(numbers)).order_by(Draft.id)
    query = query.options(joinedload(Draft.speaker).joinedload(Speaker.hearing))
    return [
        Document(
            KIND,
            str(one.id),
            _("Testimony"),
            _("No. %(number)s for “%(title)s”", number=one.id, title=spoken(one.hearing.title)),
            desk=f"/testimony/{one.id}",
            is_frozen=one.is_frozen,
        )
        for one in db.session.scalars(query)
    ]
