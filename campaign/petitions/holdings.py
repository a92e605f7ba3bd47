"""What petitions hold about a mailbox: signatures, and when names under them end."""

from typing import Any

from flask_babel import lazy_gettext as _
from sqlalchemy import select
from sqlalchemy.orm import defer, joinedload

from ..config import settings
from ..db import db
from ..i18n import own_name, spoken
from ..officials.models import Ward
from ..people.my_data.holdings import Correction, Holder, Holding, Rule, Use
from ..people.searching import PARTS, folded
from . import counting, signing, waiting
from .integrity.models import Invalidation
from .models import Signature
from .writing import ending


def of(mailbox: str) -> list[Signature]:
    """This mailbox's signatures, oldest first; those under which nothing personal is left too."""
    mine = select(Signature).where(Signature.mailbox == mailbox).order_by(Signature.id)
    return list(db.session.scalars(mine.options(joinedload(Signature.petition))))


def locked(mailbox: str) -> list[Signature]:
    mine = select(Signature).where(Signature.mailbox == mailbox).order_by(Signature.id)
    return list(
        db.session.scalars(mine.with_for_update().execution_options(populate_existing=True))
    )


def find(mailbox: str) -> list[Holding]:
    return [holding(one) for one in of(mailbox)]


def holding(one: Signature) -> Holding:
    title = spoken(one.petition.title)
    return Holding(
        kind="signature",
        key=str(one.id),
        title=_("Your name under “%(title)s”", title=title),
        rows=rows(one),
        values={
            "petition": one.petition.slug,
            "title": title,
            "state": state(one)[0],
            "name": one.name,
            "email": one.email,
            "ward": one.ward.number if one.ward else None,
            "division": one.ward.division if one.ward else None,
            "comment": one.comment,
            "is_public": one.is_public,
            "language": one.language,
            "recruited_by": one.organization.slug if one.organization else None,
            "confirmed_at": one.confirmed_at and one.confirmed_at.isoformat(),
            "withdrawn_at": one.withdrawn_at and one.withdrawn_at.isoformat(),
            "wanted": one.wanted,
            "network_mark": bool(one.network),
        },
        source=source(one),
        since=one.signed_at,
        until=until(one),
        uses=uses(one),
        act=_("Take my name off") if one.withdrawn_at is None else None,
        act_words=_(
            "The number falls by one; your name, address and comment are deleted at once, and what"
            " you allowed when you signed ends."
        ),
    )


def rows(one: Signature) -> list[tuple[Any, Any]]:
    if one.withdrawn_at:
        return [(_("State"), state(one)[1])]
    return [
        (_("State"), state(one)[1]),
        (_("Name"), one.name),
        (_("Email address"), one.email),
        (_("Ward"), str(one.ward.number) if one.ward else _("Elsewhere")),
        *([(_("Comment"), one.comment)] if one.comment else []),
        (_("Shown on the page"), _("yes") if one.is_shown else _("no")),
        (_("Language"), own_name(one.language)),
    ]


def state(one: Signature) -> tuple[str, Any]:
    if one.withdrawn_at:
        return "withdrawn", _("You took your name off; only a mark of your mailbox is left.")
    if one.invalidated_at:
        return "invalidated", _("The organizers took it out of the count.")
    if one.confirmed_at:
        return "confirmed", _("It counts.")
    return "unconfirmed", _("It does not count: nobody has confirmed it.")


def source(one: Signature) -> Any:
    if one.organization is None:
        return _("You, or somebody with your address, filled in the form.")
    return _(
        "You came by a link of %(organization)s and filled in the form.",
        organization=one.organization.name,
    )


def until(one: Signature) -> Any:
    if one.confirmed_at is None and one.withdrawn_at is None:
        return (one.signed_at + waiting.DELETE_AFTER).date()
    return _(
        "Your name and address: until %(days)s days after the petition has closed and was"
        " delivered. The number stays.",
        days=settings().signature_days,
    )


def uses(one: Signature) -> list[Use]:
    """Who sees a signature: the target, the lead in numbers, everybody if it is shown."""
    if one.withdrawn_at or not one.confirmed_at:
        wanted = (one.wanted or {}).values()
        return [Use("–", _("asked for, not yet confirmed"), wording=text) for text in wanted]
    found = [
        Use(
            spoken(one.petition.body.name),
            _("to see who asks, when the petition is delivered: name, ward, comment"),
            since=one.confirmed_at,
        )
    ]
    if one.is_shown:
        shown = _("to read your name and ward on the petition’s page")
        found.append(Use(str(_("Everybody")), shown, since=one.confirmed_at))
    return found


def withdraw(mailbox: str, key: str) -> None:
    for one in locked(mailbox):
        if str(one.id) == key:
            signing.withdraw(one)
    db.session.flush()


def correct(mailbox: str, said: Correction) -> int:
    """Change what stands under petitions; a signature that counts moves to its new ward."""
    found = [one for one in locked(mailbox) if one.withdrawn_at is None and not one.member]
    for one in found:
        is_counted = one.counts
        if is_counted:
            counting.change_all([one], -1)
        one.name, one.language = said.name or one.name, said.language or one.language
        if said.division is not None:
            one.ward_id = ward_of(one, said.division)
        if is_counted:
            counting.change_all([one], +1)
    db.session.flush()
    return len(found)


def ward_of(one: Signature, division: str) -> int | None:
    """The ward of this division in the petition's own body."""
    mine = select(Ward.id).where(Ward.body_id == one.petition.body_id, Ward.division == division)
    return db.session.scalar(mine)


def move(mailbox: str, other: str, email: str) -> int:
    """Bring the signatures to another mailbox; where that one signed too, one of them counts."""
    taken = {(one.petition_id, one.member) for one in locked(other)}
    found = locked(mailbox)
    for one in found:
        if (one.petition_id, one.member) in taken:
            remove(one)
        else:
            one.mailbox, one.email = other, email if one.email else ""
    db.session.flush()
    return len(found)


def remove(one: Signature) -> None:
    signing.withdraw(one)
    db.session.flush()
    db.session.delete(one)


def erase(mailbox: str) -> int:
    """Delete the signatures; the numbers fall. Who signs afterwards signs for the first time."""
    found = locked(mailbox)
    forget_searches(found)
    for one in found:
        remove(one)
    db.session.flush()
    return len(found)


def forget_searches(found: list[Signature]) -> None:
    """A name that somebody looked for at the integrity desk is not kept with the decision."""
    names = {word for one in found for word in PARTS.findall(folded(one.name)) if len(word) > 2}
    theirs = {one.petition_id for one in found}
    mine = select(Invalidation).where(Invalidation.petition_id.in_(theirs))
    for decision in db.session.scalars(mine.options(defer(Invalidation.chosen))):
        if names & {*PARTS.findall(folded(decision.filter.get("text", "")))}:
            decision.filter = {k: text for k, text in decision.filter.items() if k != "text"}


def addresses(mailbox: str) -> list[str]:
    mine = select(Signature.email).where(Signature.mailbox == mailbox, Signature.email != "")
    return list(db.session.scalars(mine.limit(1)))


HOLDER = Holder(
    name="petitions",
    find=find,
    erase=erase,
    withdraw=withdraw,
    correct=correct,
    move=move,
    addresses=addresses,
    rules=(
        Rule(_("names under petitions that are over"), ending.count_finished, ending.end_finished),
        Rule(_("marks of networks"), ending.count_networks, ending.end_networks),
    ),
)
