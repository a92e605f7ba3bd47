"""Invitations, offers and charters that wait for somebody's word."""

from collections.abc import Iterator

from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy import func, select

from ...coalition import charter, partners
from ...coalition.models import Invitation
from ...db import db, now
from ...filters import date_words
from ...i18n import spoken
from ..places import Place
from ..today import Item, Urgency, in_organization, in_part, only_today


@in_organization
def invitations(place: Place) -> Iterator[Item]:
    """Invitations that nobody has taken up yet; the next to end says when."""
    query = select(func.count(), func.min(Invitation.expires_at)).where(
        Invitation.organization_id == place.organization.id,
        Invitation.accepted_at.is_(None),
        Invitation.withdrawn_at.is_(None),
        Invitation.expires_at > now(),
    )
    number, ends_at = db.session.execute(query).one()
    if number:
        yield Item(
            ngettext(
                "%(num)s invitation waits for an answer",
                "%(num)s invitations wait for an answer",
                number,
            ),
            _("Look"),
            "coalition_desk.organization",
            Urgency.NOTE,
            _("The next one ends on %(day)s.", day=date_words(ends_at)),
            count=number,
            due=ends_at,
            values={"_anchor": "invitations"},
            act="coalition_desk.invite",
        )


@in_organization
@only_today
def offers(place: Place) -> Iterator[Item]:
    """Parts in campaigns that others offer us."""
    for one in partners.open_offers(place.organization):
        yield Item(
            _("We are asked to join “%(campaign)s”", campaign=spoken(one.campaign.name)),
            _("Answer"),
            "coalition_desk.answer",
            hint=_("The offer ends on %(day)s.", day=date_words(one.expires_at)),
            due=one.expires_at,
            values={"number": one.id},
        )


@in_part
def own_agreement(place: Place) -> Iterator[Item]:
    """A charter that our organization has not agreed to: until then it shares by the old one."""
    mine = place.campaign
    newest = charter.current(mine) if mine else None
    if newest and place.organization in charter.waiting(newest):
        yield Item(
            _("The charter of “%(campaign)s” waits for our agreement", campaign=place.name),
            _("Read"),
            "coalition_desk.read_charter",
            count=1,
            act="coalition_desk.agree_to_charter",
        )


@in_part
def their_agreement(place: Place) -> Iterator[Item]:
    """For the lead: who has not agreed yet, and who has not answered an offer."""
    mine = place.campaign
    if mine is None or not place.may_open("coalition_desk.offer_part"):
        return
    newest = charter.current(mine)
    others = [one for one in charter.waiting(newest) if one != place.organization] if newest else []
    if others:
        yield Item(
            ngettext(
                "%(num)s partner has not agreed to the charter yet",
                "%(num)s partners have not agreed to the charter yet",
                len(others),
            ),
            _("Look"),
            "coalition_desk.campaign_partners",
            Urgency.NOTE,
            ", ".join(one.name for one in others[:3]),
            count=len(others),
        )
    if open_offers := partners.offers_of(mine):
        yield Item(
            ngettext(
                "%(num)s offer to join waits for an answer",
                "%(num)s offers to join wait for an answer",
                len(open_offers),
            ),
            _("Look"),
            "coalition_desk.campaign_partners",
            Urgency.NOTE,
            count=len(open_offers),
            due=min(one.expires_at for one in open_offers),
        )
