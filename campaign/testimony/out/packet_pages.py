"""The packet of a hearing: choose what goes in, see what does not, take it along."""

from flask import Response, abort, redirect, render_template, request
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import contains_eager
from werkzeug.datastructures import MultiDict

from ... import jobs, making
from ...accounts.checks import me
from ...coalition import exports
from ...coalition.permissions import lead_of_campaign
from ...db import db
from ...forms import StaffForm
from ...hearings.models import Hearing
from ...hearings.place import get_my_hearing
from ...hearings.speaking import pool
from ...security import allow
from .. import desk
from ..models import Draft, Version
from ..place import Place, get_place
from ..speech import pages_of
from . import packet_orders as orders
from .forms import ChooseForm
from .models import HearingPacket
from .packet import USUAL, Chosen, languages_of, packet_of, state_counts
from .packet_files import Files

FRESH = lead_of_campaign("organizer", fresh=True)


@desk.bp.get("/packet/<slug>")
@allow(FRESH)
def packet(organization: str, campaign: str, slug: str) -> ResponseReturnValue:
    """What a packet would hold, and what it leaves out."""
    place, hearing, form = asked(organization, campaign, slug)
    return page(place, hearing, form)


@desk.bp.post("/packet/<slug>")
@allow(FRESH)
def packet_order(organization: str, campaign: str, slug: str) -> ResponseReturnValue:
    """Note a packet and let a job make it; the audit says who did and how much was in it."""
    place, hearing, form = asked(organization, campaign, slug)
    if not StaffForm().submitted():
        return page(place, hearing, form), 422
    pool.lock(hearing)  # two clicks are one packet
    wanted = chosen(form)
    found = packet_of(hearing, wanted)
    if not found.entries or found.is_too_large:
        return page(place, hearing, form), 422
    if found.stale():
        return page(place, hearing, form), 409
    try:
        ordered = orders.order(found, wanted, place.organization, me())
    except exports.RefusedError as fault:
        db.session.rollback()
        abort(403, str(fault))
    number = ordered.id
    db.session.commit()
    jobs.ask("testimony.packet")
    return redirect(place.url("packet_made", slug=slug, number=number), 303)


@desk.bp.get("/packet/<slug>/<int:number>")
@allow(FRESH)
def packet_made(organization: str, campaign: str, slug: str, number: int) -> ResponseReturnValue:
    """One packet: how far it is, its files."""
    return show(*get_ordered(organization, campaign, slug, number))


@desk.bp.post("/packet/<slug>/<int:number>")
@allow(FRESH)
def packet_fetch(organization: str, campaign: str, slug: str, number: int) -> ResponseReturnValue:
    """Download one of its files."""
    place, ordered = get_ordered(organization, campaign, slug, number)
    if not StaffForm().submitted():
        return show(place, ordered, 422)
    path = making.get_file(ordered, request.form.get("file", ""))
    orders.note("testimony.fetched", ordered, file=path.name)
    db.session.commit()
    return making.send(path)


def get_ordered(
    organization: str, campaign: str, slug: str, number: int
) -> tuple[Place, HearingPacket]:
    place = get_place(organization, campaign)
    hearing = get_my_hearing(place, slug)  # type: ignore[arg-type]
    query = db.select(HearingPacket).filter_by(
        id=number, hearing_id=hearing.id, organization_id=place.organization.id
    )
    found: HearingPacket = db.session.scalar(query) or abort(404)
    return place, found


def asked(organization: str, campaign: str, slug: str) -> tuple[Place, Hearing, ChooseForm]:
    place = get_place(organization, campaign)
    hearing = get_my_hearing(place, slug)  # type: ignore[arg-type]
    said = MultiDict(pair for pair in request.args.items(multi=True) if pair[0] != "lang")
    form = ChooseForm(said or None, data={"states": USUAL, "languages": []})
    form.offer(state_counts(hearing), languages_of(hearing))
    if not said:
        form.languages.data = form.codes
    return place, hearing, form


def chosen(form: ChooseForm) -> Chosen:
    """What the address names; what it names wrongly is nothing."""
    languages = set(form.codes) & set(form.languages.data or ())
    return Chosen(frozenset(form.states.data or ()), languages or {"none"})


def page(place: Place, hearing: Hearing, form: ChooseForm) -> str:
    found = packet_of(hearing, chosen(form))
    if found.most and found.entries and found.is_small:
        Files(found, "", "").count_pages()
    return render_template(
        "testimony/out/packet.html",
        place=place,
        hearing=hearing,
        form=form,
        packet=found,
        stale=found.stale(),
        made=orders.packets(hearing, place.organization),
        take_form=StaffForm(formdata=None),
        query=request.query_string.decode(),
    )


def show(place: Place, ordered: HearingPacket, status: int = 200) -> Response:
    """With those letters that are longer than the body takes, as far as there still are."""
    pages = {int(number): count for number, count in ordered.too_long.items()}
    query = db.select(Version).where(Version.id.in_(pages)).join(Version.draft)
    query = query.options(contains_eager(Version.draft).joinedload(Draft.speaker))
    found = db.session.scalars(query.order_by(Version.id))
    shown = render_template(
        "testimony/out/packet_made.html",
        place=place,
        hearing=ordered.hearing,
        packet=ordered,
        too_long=[{"draft": one.draft, "version": one, "pages": pages[one.id]} for one in found],
        most=pages_of(ordered.hearing),  # type: ignore[arg-type]
        button_form=StaffForm(formdata=None),
    )
    return making.show(ordered, shown, status)
