"""Which organizations are in a campaign, in which part: offered, accepted, changed, ended.

Nobody is put into a campaign: the lead's owner offers, an owner of the other side accepts.
Handing over the lead is an offer too. Whoever accepts locks the organization's row and then the
campaign's, so that a campaign never has two leads, nor one that is closing.
"""

from datetime import datetime, timedelta

from flask_babel import gettext as _
from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from .. import mail, tokens
from ..accounts import find_user
from ..accounts.models import User
from ..db import Model, Timestamp, db, now
from ..i18n import spoken
from ..mail.addresses import mailbox
from .invitations import count_offer
from .members import lock
from .models import PART_ROLES, Campaign, Membership, Organization, Partnership, one_of

LASTS = timedelta(days=14)
PURPOSE = "partner-offer"


class OverError(ValueError):
    """This offer was taken, declined, withdrawn, or what it offers is no longer so."""


def in_two_weeks() -> datetime:
    return now() + LASTS


class PartnerOffer(Model):
    """A part in a campaign, offered to an organization, or to a mailbox whose owner founds one."""

    __table_args__ = (one_of("role", PART_ROLES),)

    id: Mapped[int] = mapped_column(primary_key=True)
    campaign_id: Mapped[int] = mapped_column(ForeignKey("campaign.id"), index=True)
    organization_id: Mapped[int | None] = mapped_column(ForeignKey("organization.id"), index=True)
    email: Mapped[str] = mapped_column(String(254), default="")  # where no organization is named
    role: Mapped[str] = mapped_column(String(12))
    locale: Mapped[str] = mapped_column(String(12), default="en")
    offered_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    created_at: Mapped[Timestamp] = mapped_column(default=now)
    expires_at: Mapped[Timestamp] = mapped_column(default=in_two_weeks)
    accepted_at: Mapped[Timestamp | None]
    declined_at: Mapped[Timestamp | None]
    withdrawn_at: Mapped[Timestamp | None]
    campaign: Mapped[Campaign] = relationship()
    organization: Mapped[Organization | None] = relationship()
    offered_by: Mapped[User | None] = relationship()

    @property
    def is_open(self) -> bool:
        ended = self.accepted_at or self.declined_at or self.withdrawn_at
        return ended is None and now() < self.expires_at

    @property
    def to(self) -> str:
        """Whom the lead named, as the lead wrote it."""
        return self.organization.slug if self.organization else self.email


def offer(campaign: Campaign, to: Organization | str, role: str, by: User) -> PartnerOffer:
    """Offer a part to an organization or a mail address, and mail it; the caller commits.

    Earlier offers to the same end. Raises ValueError with a sentence where there is no sense.
    """
    organization = to if isinstance(to, Organization) else None
    if organization is not None:
        refuse_senseless(campaign, organization, role)
    count_offer(by)
    for one in offers_of(campaign):
        is_same = one.organization == organization if organization else is_to(one, str(to))
        if is_same:
            one.withdrawn_at = now()
    found = PartnerOffer(
        campaign=campaign,
        organization=organization,
        email="" if organization else str(to),
        role=role,
        locale=by.locale,
        offered_by=by,
    )
    db.session.add(found)
    db.session.flush()
    send(found, by)
    return found


def is_to(one: PartnerOffer, email: str) -> bool:
    return bool(one.email) and mailbox(one.email) == mailbox(email)


def refuse_senseless(campaign: Campaign, organization: Organization, role: str) -> None:
    has = part_of(campaign, organization)
    if has == role:
        raise ValueError(_("This organization has that part already."))
    if has == "lead":
        raise ValueError(_("This organization leads the campaign."))
    if role == "lead" and has != "partner":
        raise ValueError(_("Only a partner can take over the lead."))


def part_of(campaign: Campaign, organization: Organization) -> str | None:
    """What an organization is in a campaign now."""
    mine = db.select(Partnership.role).filter_by(
        campaign_id=campaign.id, organization_id=organization.id, ended_at=None
    )
    return db.session.scalar(mine)


def send(found: PartnerOffer, by: User) -> None:
    """Mail an offer: to its mailbox, or to each owner of the organization."""
    if found.organization is None:
        known = find_user(found.email)
        receivers = [(found.email, known.locale if known else by.locale)]
        address = mail.link("coalition_offers.accept", token=tokens.make(PURPOSE, found.id))
    else:
        receivers = [(one.email, one.locale) for one in owners(found.organization)]
        address = mail.link(
            "coalition_desk.answer", organization=found.organization.slug, number=found.id
        )
    lead = next(iter(found.campaign.partners("lead")), None)
    for number, (email, locale) in enumerate(receivers):
        mail.queue(
            "coalition/mail/offer",
            email,
            key=f"partner-offer:{found.id}:{number}",
            locale=locale,
            shared={
                "campaign": spoken(found.campaign.name, locale),
                "lead": lead.name if lead else "",
                "role": found.role,
            },
            merge={"link": f"{address}?lang={locale}"},
        )


def owners(organization: Organization) -> list[User]:
    return [
        one.user for one in organization.memberships if one.is_at_least("owner") and one.user.active
    ]


def offers_of(campaign: Campaign) -> list[PartnerOffer]:
    """What the lead waits for."""
    query = db.select(PartnerOffer).filter_by(campaign_id=campaign.id).order_by(PartnerOffer.id)
    return [one for one in db.session.scalars(query) if one.is_open]


def open_offers(organization: Organization) -> list[PartnerOffer]:
    """What waits for an owner of this organization."""
    mine = db.select(PartnerOffer).filter_by(organization_id=organization.id)
    return [one for one in db.session.scalars(mine.order_by(PartnerOffer.id)) if one.is_open]


def accept(found: PartnerOffer, organization: Organization) -> Partnership:
    """Take the part; the caller commits. OverError when it is not there to be taken any more."""
    lock(organization.id)
    take_turn(found.campaign)
    db.session.refresh(found)
    db.session.refresh(organization)
    if not found.is_open or organization.closed_at or found.campaign.closed_at:
        raise OverError("this offer is over")
    found.accepted_at = now()
    if found.role == "lead":
        return hand_over(found.campaign, organization)
    has = part_of(found.campaign, organization)
    if has == "lead":
        raise OverError("it leads the campaign")
    return organization.join(found.campaign, found.role)


def hand_over(campaign: Campaign, organization: Organization) -> Partnership:
    """The partner leads from now on, who led takes part; both are in the campaign still."""
    every = {one.organization_id: one for one in campaign.partnerships if one.is_current}
    mine = every.get(organization.id)
    if mine is None or mine.role != "partner":
        raise OverError("not a partner any more")
    for one in every.values():
        if one.role == "lead":
            one.role = "partner"
    mine.role = "lead"
    return mine


def end(partnership: Partnership) -> None:
    """End an organization's part; the caller commits. OverError for the lead.

    Its access ends with the commit, for every check looks here. Its people stay its own.
    """
    take_turn(partnership.campaign)
    if partnership.role == "lead":
        raise OverError("the lead hands over first")
    partnership.ended_at = partnership.ended_at or now()
    for one in offers_of(partnership.campaign):
        if one.organization_id == partnership.organization_id:
            one.withdrawn_at = now()


def only_endorse(partnership: Partnership) -> None:
    """From partner to endorser; the other way needs an offer. OverError for the lead."""
    take_turn(partnership.campaign)
    if partnership.role == "lead" or not partnership.is_current:
        raise OverError("not a partner")
    partnership.role = "endorser"


def take_turn(campaign: Campaign) -> None:
    """Wait until nobody else changes who is in this campaign, then look again."""
    row = db.select(Campaign.id).filter_by(id=campaign.id)
    db.session.execute(row.with_for_update())
    db.session.expire(campaign)
    for one in campaign.partnerships:
        db.session.refresh(one)


def owned_by(user: User) -> list[Organization]:
    """The organizations that a user may answer for."""
    query = db.select(Membership).filter_by(user_id=user.id, role="owner", ended_at=None)
    return [one.organization for one in db.session.scalars(query.order_by(Membership.id))]
