"""Sheets that somebody began to enter, and packets that nobody has handed over yet."""

from collections.abc import Iterator
from datetime import timedelta

from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy import func, select

from ...db import db, now
from ...filters import number
from ...i18n import spoken
from ...petitions.delivery.models import Delivery
from ...petitions.models import Petition
from ...petitions.paper.models import PaperSheet
from ..places import Place
from ..today import Item, Urgency, in_part

LASTS = timedelta(days=7)


@in_part
def half_entered(place: Place) -> Iterator[Item]:
    """One's own sheets: their signatures do not count before somebody finishes them."""
    if place.campaign is None or not place.may_open("paper_desk.index"):
        return
    query = (
        select(PaperSheet.petition_id, func.count(PaperSheet.id))
        .join(Petition, Petition.id == PaperSheet.petition_id)
        .where(
            Petition.campaign_id == place.campaign.id,
            PaperSheet.begun_at.is_not(None),
            PaperSheet.done_at.is_(None),
        )
        .group_by(PaperSheet.petition_id)
    )
    for petition_id, sheets in db.session.execute(query):
        petition = db.get_or_404(Petition, petition_id)
        yield Item(
            ngettext(
                "%(number)s sheet of “%(title)s” is half entered",
                "%(number)s sheets of “%(title)s” are half entered",
                sheets,
                number=number(sheets),
                title=spoken(petition.title),
            ),
            _("Look"),
            "paper_desk.index",
            hint=_("It does not count before somebody finishes it."),
            count=sheets,
            under="petitions_desk.petitions",
            values={"slug": petition.slug, "_anchor": "begun"},
        )


@in_part
def packets(place: Place) -> Iterator[Item]:
    """Of each petition the newest packet of these days, until it is noted as handed over."""
    if place.campaign is None or not place.may_open("delivery_desk.packet"):
        return
    query = (
        select(Delivery)
        .join(Petition, Petition.id == Delivery.petition_id)
        .where(
            Petition.campaign_id == place.campaign.id,
            Delivery.organization_id == place.organization.id,
            Delivery.made_at > now() - LASTS,
        )
        .order_by(Delivery.id)
    )
    newest = {one.petition_id: one for one in db.session.scalars(query)}
    for one in newest.values():
        if one.state == "failed":
            words = _("Packet %(code)s could not be made", code=one.export.code)
            yield packet_item(one, words, Urgency.NOW, "")
        elif one.state == "ready" and one.handed_on is None:
            words = _("Packet %(code)s waits to be handed over", code=one.export.code)
            gone = "" if one.has_files else _("The files were kept for a day and are gone.")
            yield packet_item(one, words, Urgency.WAITS, gone)


def packet_item(one: Delivery, words: str, urgency: Urgency, hint: str) -> Item:
    return Item(
        words,
        _("Look"),
        "delivery_desk.packet",
        urgency,
        hint,
        count=1,
        under="petitions_desk.petitions",
        values={"slug": one.petition.slug, "number": one.id},
    )
