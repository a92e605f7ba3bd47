"""From a posted form to a number that counts: sign, confirm, withdraw, sign again.

Signing is the hot path: three statements through the driver and one commit.
"""

import json
from datetime import timedelta
from typing import Any

from sqlalchemy import Integer, bindparam, select, update

from .. import limits, mail, tokens
from ..config import settings
from ..db import Prepared, Straight, bound, db, now, straight
from ..i18n import spoken
from ..mail.addresses import mailbox
from ..officials.models import Ward
from ..people import consents as people
from ..security import keyed_hash
from . import counting
from .models import Petition, Signature, domain_of

PURPOSE = "petition.signature"
LINK_DAYS = 400
ASK_AGAIN = timedelta(minutes=10)  # a second post within this time sends no second mail
CONFIRM = "petitions/mail/confirm"
HOUR = 3600

_insert = Prepared(
    lambda insert: (
        insert(Signature)
        .values(bound(Signature))
        .on_conflict_do_nothing(index_elements=["petition_id", "mailbox", "member"])
        .returning(Signature.id)
    )
)
_confirm = Prepared(
    lambda insert: (
        update(Signature)
        .where(
            Signature.id == bindparam("signature_id"),
            Signature.confirmed_at.is_(None),
            Signature.withdrawn_at.is_(None),
            Signature.invalidated_at.is_(None),
        )
        .values(confirmed_at=bindparam("moment"), is_shown=Signature.is_public)
        .returning(
            *(
                Signature.__table__.c[name]
                for name in (
                    *("petition_id", "ward_id", "organization_id", "mailbox", "name", "email"),
                    *("language", "wanted"),
                )
            )
        )
    )
)
_division = Prepared(
    lambda insert: select(Ward.division).where(Ward.id == bindparam("ward_id", type_=Integer))
)
UNDECIDED: dict[str, Any] = {
    **dict.fromkeys(("confirmed_at", "withdrawn_at", "invalidated_at", "reminded_at")),
    "comment_review": "",
}
NEW = {"is_shown": False, "asks": 1, "member": 0, "invalidation_id": None}


def sign(petition: Petition, email: str, **details: Any) -> bool:
    """Take a signature and the mail that asks its owner to confirm it, and commit both.

    `details` are name, ward_id, comment, is_public, language, organization_id, wanted and
    network. False, with nothing taken, when too many come from one network this hour. The
    unique key decides whether this mailbox has signed before; nothing that the caller can
    show differs, so nobody can use this to learn who signed.
    """
    petition_id, asking, moment = petition.id, Asking(petition, email, details["language"]), now()
    owner = keyed_hash(mailbox(email), "mailbox")
    values = details | UNDECIDED | NEW | {"signed_at": moment, "asked_at": moment}
    values["domain"] = domain_of(email)
    with straight() as within:
        bucket, most = f"sign:{details['network']}", settings().network_limit
        if not limits.take(bucket, most, HOUR, within):
            return False
        found = _insert(within, petition_id=petition_id, mailbox=owner, email=email, **values)
        signature_id = found.scalar()
        if signature_id is not None:
            asking.send(signature_id, 1, within=within)
    if signature_id is None:
        sign_again(petition_id, owner, asking, details | {"email": email})
        db.session.commit()
    mail.wake()
    return True


def sign_again(petition_id: int, owner: str, asking: "Asking", details: dict[str, Any]) -> None:
    """This mailbox is known: ask once more, unless it was asked a moment ago.

    Who has not confirmed yet, or had withdrawn, signs with what was typed now.
    """
    known = db.select(Signature).filter_by(petition_id=petition_id, mailbox=owner, member=0)
    signature = db.session.scalar(known.with_for_update())
    if signature is None or signature.invalidated_at or now() - signature.asked_at < ASK_AGAIN:
        return
    if not signature.counts:
        for name, value in {**details, **UNDECIDED, "signed_at": now()}.items():
            setattr(signature, name, value)
    signature.asked_at, signature.asks = now(), signature.asks + 1
    db.session.flush()
    asking.send(signature.id, signature.asks)


class Asking:
    """What the mail to the owner of a signature needs."""

    def __init__(self, petition: Petition, email: str, language: str) -> None:
        self.email, self.language = email, language
        self.shared: dict[str, Any] = {
            "petition_id": petition.id,
            "title": spoken(petition.title, language),
        }

    def send(
        self,
        signature_id: int,
        time: int,
        template: str = CONFIRM,
        within: Straight | None = None,
        batch_id: int | None = None,
    ) -> bool:
        """Queue the mail with the one link of this signature, which opens in its language."""
        address = link(self.shared["petition_id"], signature_id)
        return mail.queue(
            template,
            self.email,
            key=f"{template}:{signature_id}:{time}",
            locale=self.language,
            shared=self.shared,
            merge={"link": f"{address}?lang={self.language}"},
            batch_id=batch_id,
            within=within,
        )


def link(petition_id: int, signature_id: int) -> str:
    """Where the owner of a signature confirms or withdraws it."""
    token = tokens.make(PURPOSE, [petition_id, signature_id])
    return f"{settings().base_url}/confirm/{token}"


def read_link(token: str) -> tuple[int, int] | None:
    """Petition and signature of a link; None when it is damaged, foreign or too old."""
    match tokens.read(PURPOSE, token, LINK_DAYS * 86_400):
        case [int(petition_id), int(signature_id)]:
            return petition_id, signature_id
    return None


def confirm(signature_id: int) -> bool:
    """Count a signature from now on, and commit; False if it counts already or never may.

    One statement decides, so confirming twice, or 64 times at once, is one. Only now are
    the ticked consents kept: before, anybody could have typed this address.
    """
    moment = now()
    with straight() as within:
        row = _confirm(within, signature_id=signature_id, moment=moment).row()
        if row is None:
            return False
        petition_id, ward_id, organization_id, mailbox, name, email, language, wanted = row
        counting.change(
            *(petition_id, ward_id, organization_id, +1, within),
            confirmed_at=moment,
            language=language,
        )
        if wanted:
            division = _division(within, ward_id=ward_id).scalar()
            details = {"name": name, "email": email, "division": division, "language": language}
            texts = json.loads(wanted) if isinstance(wanted, str) else wanted
            wordings = {int(number): text for number, text in texts.items()}
            people.allow(mailbox, details, wordings, source_of(petition_id), within=within)
    return True


def withdraw(signature: Signature) -> None:
    """Take a name off: it stops counting and what it said is deleted, consents included.

    What stays is the mailbox's hash, so that the link and signing again work.
    """
    locked = db.select(Signature).filter_by(id=signature.id).with_for_update()
    current = db.session.scalars(locked.execution_options(populate_existing=True)).one()
    if current.withdrawn_at is not None:
        return
    if current.counts:
        counting.change_all([current], -1)
        if not current.member:  # who shares the mailbox has ticked nothing
            people.withdraw(current.mailbox, source_of(current.petition_id))
    current.withdrawn_at = now()
    current.is_shown = False
    current.name = current.email = current.comment = ""
    current.wanted = None


def source_of(petition_id: int) -> str:
    """What a consent that was ticked under a petition says about where it comes from."""
    return f"petition:{petition_id}"
