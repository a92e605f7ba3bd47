"""Asking people on paper to confirm by mail.

Their line becomes a signature that waits, like one typed at the site: it counts once they open
the link and press the button, and from then on it no longer counts on paper. What they ticked on
the sheet becomes a consent at that moment, not before: anybody could have written this address.
"""

from typing import Any

from flask_babel import force_locale
from sqlalchemy.exc import IntegrityError

from ...coalition.models import Organization
from ...db import db, now
from .. import signing
from ..models import Petition, Signature
from .counting import spoke_online
from .models import PaperSheet, PaperSignature, SignatureImport
from .printing import consent_sentence
from .sheets import note

MOST = 500  # in one transaction
NETWORK = "paper"  # stands for where it came from


def waiting(petition: Petition) -> list[PaperSignature]:
    """Lines of my organization whose owner can be asked and was not."""
    query = (
        db.select(PaperSignature)
        .outerjoin(PaperSheet, PaperSheet.id == PaperSignature.sheet_id)
        .outerjoin(SignatureImport, SignatureImport.id == PaperSignature.import_id)
        .where(
            PaperSignature.petition_id == petition.id,
            PaperSignature.counts,
            PaperSignature.mailbox.is_not(None),
            PaperSignature.asked_at.is_(None),
            db.or_(PaperSheet.id.is_not(None), SignatureImport.may_ask),
            ~spoke_online(),
        )
        .order_by(PaperSignature.mailbox)  # queueing locks mailboxes: one order for everybody
        .limit(MOST)
    )
    return list(db.session.scalars(query))


def ask(petition: Petition, organization: Organization) -> int:
    """Send each of them the link to confirm, once; how many were sent. The caller commits."""
    count = 0
    for line in waiting(petition):
        line.asked_at = now()
        count += send(petition, organization, line)
    if count:
        note("paper.asked", petition, organization, count=count)
    return count


def send(petition: Petition, organization: Organization, line: PaperSignature) -> bool:
    """One mail, unless this mailbox waits for its confirmation already."""
    language = line.sheet.run.language if line.sheet else next(iter(petition.title))
    with force_locale(language):
        sentence = consent_sentence(organization.name)
    details: dict[str, Any] = {
        "name": line.name,
        "ward_id": line.ward_id,
        "comment": "",
        "is_public": False,
        "language": language,
        "organization_id": organization.id,
        "wanted": {str(organization.id): sentence} if line.wants_mail else None,
        "network": NETWORK,
    }
    signature = Signature(
        petition_id=petition.id,
        mailbox=line.mailbox,
        email=line.email,
        asks=1,
        signed_at=now(),
        asked_at=now(),
        **details,
    )
    try:
        with db.session.begin_nested():
            db.session.add(signature)
    except IntegrityError:  # known, and perhaps just now: the unique key decides
        return False
    return signing.Asking(petition, line.email, language).send(signature.id, 1)
