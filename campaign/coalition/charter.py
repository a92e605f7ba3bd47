"""What the organizations of a campaign have agreed to share: fields, purposes, until when.

The lead's owner writes a version, each partner's owner agrees to it. Until then a partner works
under the last version it agreed to; with none, only what `DEFAULT` names may be taken out.
A version is never edited: its text is what somebody agreed to.
"""

from collections.abc import Collection
from datetime import date, datetime
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext
from sqlalchemy import JSON, ForeignKey, Text, UniqueConstraint
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ..accounts.models import User
from ..append_only import close_table
from ..db import Model, Timestamp, db, now, zone
from ..filters import date_words, zone_info
from .models import Campaign, Organization

FIELDS = {
    "name": lazy_gettext("Name"),
    "email": lazy_gettext("Email address"),
    "ward": lazy_gettext("Ward"),
    "comment": lazy_gettext("Comment"),
    "language": lazy_gettext("Language"),
    "signed_on": lazy_gettext("Day of signing"),
    "organization": lazy_gettext("Organization whose link they used"),
}
PURPOSES = {
    "deliver": lazy_gettext("Deliver"),
    "email": lazy_gettext("Email"),
    "invite": lazy_gettext("Invite"),
}
DEFAULT = {  # without a charter: what signers were told, and one's own people
    "deliver": frozenset({"name", "ward", "comment", "signed_on"}),
    "email": frozenset({"name", "email", "ward", "language"}),
    "invite": frozenset[str](),
}
PARTNERS = ("lead", "partner")  # who takes data out, and so agrees


class Charter(Model):
    """One version of what a campaign's organizations share; written once."""

    __table_args__ = (UniqueConstraint("campaign_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    campaign_id: Mapped[int] = mapped_column(ForeignKey("campaign.id"))
    number: Mapped[int]  # 1, 2, 3 … in a campaign
    fields: Mapped[list[str]] = mapped_column(JSON)
    purposes: Mapped[list[str]] = mapped_column(JSON)
    ends_on: Mapped[date | None]  # the last day it holds, in the installation's zone
    note: Mapped[str] = mapped_column(Text, default="")
    written_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))  # None: a command
    at: Mapped[Timestamp] = mapped_column(default=now)
    campaign: Mapped[Campaign] = relationship()
    written_by: Mapped[User | None] = relationship()
    agreements: Mapped[list["CharterAgreement"]] = relationship(
        back_populates="charter", order_by="CharterAgreement.id"
    )

    @property
    def is_over(self) -> bool:
        return self.ends_on is not None and today() > self.ends_on


class CharterAgreement(Model):
    """An organization's owner agreed to a version; written once."""

    __table_args__ = (UniqueConstraint("charter_id", "organization_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    charter_id: Mapped[int] = mapped_column(ForeignKey("charter.id"))
    organization_id: Mapped[int] = mapped_column(ForeignKey("organization.id"), index=True)
    user_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    at: Mapped[Timestamp] = mapped_column(default=now)
    charter: Mapped[Charter] = relationship(back_populates="agreements")
    organization: Mapped[Organization] = relationship()
    user: Mapped[User | None] = relationship()


close_table(Charter, "a charter is never edited: write a new version")
close_table(CharterAgreement, "an agreement is never edited or deleted")


class OutdatedCharterError(ValueError):
    """Somebody wrote a newer version meanwhile."""


def today() -> date:
    return datetime.now(zone_info(zone())).date()


def versions(campaign: Campaign) -> list[Charter]:
    """Every version of a campaign's charter, newest first."""
    query = db.select(Charter).filter_by(campaign_id=campaign.id).order_by(Charter.number.desc())
    return list(db.session.scalars(query))


def current(campaign: Campaign) -> Charter | None:
    """The newest version, whoever has agreed to it; None while none is written."""
    query = db.select(Charter).filter_by(campaign_id=campaign.id).order_by(Charter.number.desc())
    return db.session.scalars(query.limit(1)).first()


def in_force(campaign: Campaign, organization: Organization | None) -> Charter | None:
    """The version an organization works under: the last one its owner agreed to.

    Without an organization (a command) the newest.
    """
    if organization is None:
        return current(campaign)
    query = (
        db.select(Charter)
        .join(CharterAgreement)
        .where(
            Charter.campaign_id == campaign.id,
            CharterAgreement.organization_id == organization.id,
        )
        .order_by(Charter.number.desc())
    )
    return db.session.scalars(query.limit(1)).first()


def shared_fields(
    campaign: Campaign, purpose: str, organization: Organization | None = None
) -> frozenset[str]:
    """What may be taken out for a purpose now; empty when nothing may."""
    found = in_force(campaign, organization)
    if found is None:
        return DEFAULT.get(purpose, frozenset())
    is_shared = purpose in found.purposes and not found.is_over
    return frozenset(found.fields) if is_shared else frozenset()


def refusal(
    campaign: Campaign,
    fields: Collection[str],
    purpose: str,
    organization: Organization | None = None,
) -> str | None:
    """A sentence on why these fields may not be taken out for this purpose, or None."""
    found = in_force(campaign, organization)
    if found is not None and found.is_over:
        day = date_words(found.ends_on)
        sentence = _("The charter of this campaign ended on %(day)s.", day=day)
        return sentence + " " + _("Nothing is taken out until there is a new one.")
    if purpose not in (found.purposes if found else DEFAULT):
        words = str(PURPOSES.get(purpose, purpose))
        return _("The charter shares nothing for this purpose: %(purpose)s.", purpose=words)
    beyond = set(fields) - shared_fields(campaign, purpose, organization)
    if beyond:
        named = field_words(beyond)
        return _("The charter does not share this: %(fields)s.", fields=", ".join(named))
    return None


def field_words(names: Collection[str]) -> list[str]:
    """Fields as people read them, in the order of `FIELDS`; unknown ones last."""
    ordered = [name for name in FIELDS if name in names]
    return [str(FIELDS.get(one, one)) for one in [*ordered, *sorted(set(names) - set(ordered))]]


def purpose_words(names: Collection[str]) -> list[str]:
    return [str(words) for name, words in PURPOSES.items() if name in names]


def write(
    campaign: Campaign, lead: Organization, by: User | None, *, seen: int, **values: Any
) -> Charter:
    """Add a version, to which the lead has agreed by writing it; the caller commits.

    `seen` is the newest version the writer was shown, 0 for none; OutdatedCharterError when
    there is a newer one. `values` are fields, purposes, ends_on and note.
    """
    newest = current(campaign)
    if (newest.number if newest else 0) != seen:
        raise OutdatedCharterError("somebody wrote a newer version")
    charter = Charter(campaign=campaign, number=seen + 1, written_by=by, **values)
    db.session.add(charter)
    try:
        db.session.flush()
    except IntegrityError:
        raise OutdatedCharterError("somebody was faster") from None
    agree(charter, lead, by)
    return charter


def agree(charter: Charter, organization: Organization, by: User | None) -> bool:
    """An owner agrees for their organization; agreeing twice is once. The caller commits."""
    ids = {"charter_id": charter.id, "organization_id": organization.id}
    try:
        with db.session.begin_nested():
            db.session.add(CharterAgreement(**ids, user_id=by.id if by else None))
    except IntegrityError:  # two clicks at once
        return False
    db.session.expire(charter, ["agreements"])
    return True


def has_agreed(charter: Charter, organization: Organization) -> bool:
    mine = db.select(CharterAgreement.id).filter_by(
        charter_id=charter.id, organization_id=organization.id
    )
    return db.session.scalar(mine) is not None


def waiting(charter: Charter) -> list[Organization]:
    """The lead and partners of the campaign that have not agreed to this version."""
    agreed = {one.organization_id for one in charter.agreements}
    return [
        one.organization
        for one in charter.campaign.partnerships
        if one.is_current and one.role in PARTNERS and one.organization_id not in agreed
    ]


def waits_for(campaign: Campaign, organization: Organization) -> Charter | None:
    """The newest version, while this organization's owner has not agreed to it."""
    newest = current(campaign)
    return newest if newest and not has_agreed(newest, organization) else None
