"""Petitions as documents that cite facts."""

from flask_babel import gettext as _

from ..db import db
from ..factsheet.documents import Document
from ..i18n import spoken
from .models import DRAFT, KIND, Petition


def find(ids: list[str]) -> list[Document]:
    """The petitions of these ids; drafts have no public address."""
    numbers = [int(one) for one in ids if one.isdecimal()]
    query = db.select(Petition).where(Petition.id.in_(numbers)).order_by(Petition.id)
    return [document(one) for one in db.session.scalars(query)]


def document(petition: Petition) -> Document:
    path = None if petition.state == DRAFT else f"/petitions/{petition.slug}"
    title = spoken(petition.title)
    desk = f"/petitions/{petition.slug}/edit"
    return Document(KIND, str(petition.id), _("Petition"), title, path, desk)
