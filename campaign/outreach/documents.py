"""Letter actions and mailings as documents that cite facts."""

from flask_babel import gettext as _

from ..coalition import scope
from ..db import db
from ..factsheet.documents import Document
from ..i18n import spoken
from .letters.models import KIND as ACTION
from .letters.models import LetterAction
from .mailings.models import KIND as MAILING
from .mailings.models import Mailing


def find_actions(ids: list[str]) -> list[Document]:
    """The letter actions of these ids; letters say the facts that their action pins."""
    numbers = [int(one) for one in ids if one.isdecimal()]
    query = db.select(LetterAction).where(LetterAction.id.in_(numbers)).order_by(LetterAction.id)
    return [
        Document(
            ACTION,
            str(one.id),
            _("Letters"),
            spoken(one.title),
            path=f"/letters/{one.slug}" if one.published_at else None,
            desk=f"/letters/{one.slug}/edit",
        )
        for one in db.session.scalars(query)
    ]


def find_mailings(ids: list[str]) -> list[Document]:
    """The mailings of these ids; what was sent keeps its sentences.

    Another organization's has no name: that it cites a fact is all that is said of it.
    """
    numbers = [int(one) for one in ids if one.isdecimal()]
    mine = scope.current()
    query = db.select(Mailing).where(Mailing.id.in_(numbers)).order_by(Mailing.id)
    found = db.session.scalars(query.execution_options(everyones=True))
    return [
        Document(
            MAILING,
            str(one.id),
            _("Mailing"),
            one.name if one.organization_id == mine else _("of another organization"),
            desk=f"/mailings/{one.id}",
            is_frozen=one.state in ("queueing", "sending", "done", "cancelled"),
        )
        for one in found
    ]
