"""Packets that somebody orders and a job makes: all three files at once, under one code."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from flask import g
from flask_babel import force_locale

from ... import making
from ...accounts.models import User
from ...coalition import audit, exports
from ...coalition.models import Organization
from ...db import db, now
from ...hearings.models import Hearing
from ...i18n import language
from ...jobs import job
from .models import HearingPacket
from .packet import Chosen, Packet, packet_of
from .packet_files import Files

FIELDS = ["name", "ward", "comment"]  # as the charter calls what a packet shares
AGAIN = timedelta(seconds=10)  # within which the same asked again is a second click


class StaleError(Exception):
    """A fact in it changed between the order and the making."""


def order(packet: Packet, chosen: Chosen, organization: Organization, by: User) -> HearingPacket:
    """Note a packet that a job then makes; the caller holds the hearing, and commits.

    The same packet if this person asked for it just now. Raises exports.RefusedError when the
    charter does not share what is in it.
    """
    choices = {
        "states": sorted(chosen.states),
        "languages": sorted(chosen.languages),
        "language": language(),
    }
    known = find_same(packet.hearing, organization, by, choices)
    if known is not None:
        return known
    count = len(packet.entries)
    given: Any = {"organization": organization, "campaign": packet.hearing.campaign}
    noted = exports.note("testimony", fields=FIELDS, count=count, **given)
    ordered = HearingPacket(
        hearing=packet.hearing,
        organization=organization,
        export=noted,
        made_by=by,
        choices=choices,
        count=count,
    )
    db.session.add(ordered)
    db.session.flush()
    note("testimony.packet", ordered, code=noted.code, count=count)
    return ordered


def find_same(
    hearing: Hearing, organization: Organization, by: User, choices: dict[str, Any]
) -> HearingPacket | None:
    """What this person ordered with the same choices, and which is not made yet or only just."""
    query = (
        db.select(HearingPacket)
        .filter_by(hearing_id=hearing.id, organization_id=organization.id, made_by_id=by.id)
        .where(HearingPacket.state != "failed", HearingPacket.made_at > now() - making.STUCK)
        .order_by(HearingPacket.id.desc())
    )
    for one in db.session.scalars(query):
        if one.choices == choices and (one.is_working or one.made_at > now() - AGAIN):
            return one
    return None


def note(act: str, ordered: HearingPacket, **details: Any) -> None:
    hearing = ordered.hearing
    audit.note(
        act,
        organization=ordered.organization,
        campaign=hearing.campaign if hearing else None,
        about=f"hearings/{hearing.slug}" if hearing else "hearings",
        packet=ordered.id,
        **details,
    )


def packets(hearing: Hearing, organization: Organization) -> Sequence[HearingPacket]:
    """Those of one organization, the newest first."""
    query = db.select(HearingPacket).filter_by(
        hearing_id=hearing.id, organization_id=organization.id
    )
    return db.session.scalars(query.order_by(HearingPacket.id.desc()).limit(20)).all()


@job("testimony.packet", every_minutes=1)
def make_waiting() -> None:
    making.make_waiting(HearingPacket, make)


@job("testimony.tidy", every_minutes=60)
def tidy() -> None:
    making.tidy(HearingPacket)


def make(number: int) -> None:
    """Write the files, and note what is in them."""
    ordered = db.session.get_one(HearingPacket, number)
    with force_locale(ordered.choices["language"]):
        g.language = ordered.choices["language"]  # another packet's may be remembered
        files, folder = files_of(ordered), ordered.path
        db.session.expunge_all()
        db.session.rollback()  # people write while this goes on
        making.begin(folder)
        paths = files.write(folder)
    ordered = db.session.get_one(HearingPacket, number)
    ordered.count, ordered.too_long = len(files.packet.entries), files.too_long
    making.finish(ordered, paths)
    db.session.commit()


def files_of(ordered: HearingPacket) -> Files:
    """All that the files say. Raises StaleError, and ValueError if nothing is left to say."""
    chosen = Chosen(ordered.choices["states"], ordered.choices["languages"])
    if ordered.hearing is None:
        raise ValueError("the hearing is gone")
    packet = packet_of(ordered.hearing, chosen)
    if not packet.entries:
        raise ValueError("nothing goes in any more")
    if packet.stale():
        raise StaleError
    return Files(packet, ordered.organization.name, ordered.export.code)
