"""Organizers' pages of delivery: choose what goes, wait for the files, fetch them, note it."""

from flask import (
    Blueprint,
    Response,
    abort,
    flash,
    redirect,
    render_template,
    request,
    url_for,
)
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from ... import jobs, making
from ...accounts.checks import me
from ...coalition import charter, exports
from ...coalition.permissions import lead_of_campaign
from ...db import db
from ...factsheet import stale
from ...forms import StaffForm
from ...i18n import language
from ...security import allow
from ..models import KIND, Petition
from ..paper import counting as paper_counting
from ..place import Place, forget_pages, get_my_petition, get_place
from . import packets as delivery
from .files import MOST_PRINTED
from .forms import HandedForm, PacketForm
from .models import Delivery

bp = Blueprint(
    "delivery_desk",
    __name__,
    url_prefix="/organize/<organization>/campaigns/<campaign>/petitions/<slug>/delivery",
)
LEAD = lead_of_campaign("organizer", fresh=True)


@bp.get("")
@allow(LEAD)
def index(organization: str, campaign: str, slug: str) -> ResponseReturnValue:
    """What a packet would hold, by ward, and the packets there were."""
    return show(*get_here(organization, campaign, slug))


@bp.post("")
@allow(LEAD)
def make(organization: str, campaign: str, slug: str) -> ResponseReturnValue:
    """Note a packet and let a job make it."""
    place, petition = get_here(organization, campaign, slug)
    form = PacketForm()
    if not form.submitted():
        return show(place, petition, form)
    try:
        ordered = delivery.order(petition, place.organization, me(), **form.values)
    except delivery.StaleError:
        db.session.rollback()
        page, _status = show(place, petition, form)
        return page, 409
    except exports.RefusedError as fault:
        db.session.rollback()
        abort(403, str(fault))
    number = ordered.id
    db.session.commit()
    jobs.ask("delivery.make")
    return redirect(address("packet", place, petition, number=number), 303)


@bp.get("/<int:number>")
@allow(LEAD)
def packet(organization: str, campaign: str, slug: str, number: int) -> ResponseReturnValue:
    """One packet: how far it is, its files, what was noted about it."""
    place, petition = get_here(organization, campaign, slug)
    return show_packet(place, petition, get_delivery(petition, number))


@bp.post("/<int:number>/fetch")
@allow(LEAD)
def fetch(organization: str, campaign: str, slug: str, number: int) -> ResponseReturnValue:
    """Download one file of a packet."""
    place, petition = get_here(organization, campaign, slug)
    found = get_delivery(petition, number)
    if not StaffForm().submitted():
        return show_packet(place, petition, found)
    path = making.get_file(found, request.form.get("file", ""))
    delivery.note("delivery.fetched", found, file=path.name)
    db.session.commit()
    return making.send(path)


@bp.post("/<int:number>")
@allow(LEAD)
def note(organization: str, campaign: str, slug: str, number: int) -> ResponseReturnValue:
    """Note when a packet was handed over, and its receipt."""
    place, petition = get_here(organization, campaign, slug)
    found, form = get_delivery(petition, number), HandedForm()
    if not form.submitted():
        return show_packet(place, petition, found, form)
    found.handed_on, found.receipt = form.handed_on.data, form.receipt.data or ""
    delivery.note("delivery.noted", found, handed_on=found.handed_on)
    db.session.commit()
    forget_pages()
    flash(_("Noted."), "success")
    return redirect(address("packet", place, petition, number=number), 303)


def get_here(organization: str, campaign: str, slug: str) -> tuple[Place, Petition]:
    place = get_place(organization, campaign)
    return place, get_my_petition(place.campaign, slug)


def get_delivery(petition: Petition, number: int) -> Delivery:
    query = db.select(Delivery).filter_by(id=number, petition_id=petition.id)
    found: Delivery = db.session.scalar(query) or abort(404)
    return found


def where(place: Place, petition: Petition) -> dict[str, str]:
    return {
        "organization": place.organization.slug,
        "campaign": place.campaign.slug,
        "slug": petition.slug,
    }


def address(view: str, place: Place, petition: Petition, **values: int) -> str:
    return url_for(f"delivery_desk.{view}", **where(place, petition), **values)  # type: ignore[arg-type]


def show(place: Place, petition: Petition, form: PacketForm | None = None) -> tuple[str, int]:
    rows = delivery.preview(petition)
    fields = charter.shared_fields(place.campaign, "deliver", place.organization)
    packets = db.select(Delivery).filter_by(petition_id=petition.id).order_by(Delivery.id.desc())
    page = render_template(
        "petitions/delivery/index.html",
        place=place,
        petition=petition,
        where=where(place, petition),
        rows=rows,
        total=sum(row.signatures for row in rows),
        comments=sum(row.comments for row in rows),
        on_paper=paper_counting.count(petition.id),
        most=MOST_PRINTED,
        stale=stale(KIND, petition.id),
        refusal=charter.refusal(place.campaign, {"name", "ward"}, "deliver", place.organization),
        has_comments="comment" in fields,
        packets=db.session.scalars(packets).all(),
        form=form or PacketForm(formdata=None, data={"language": language()}),
    )
    return page, form.status if form else 200


def show_packet(
    place: Place, petition: Petition, found: Delivery, form: HandedForm | None = None
) -> Response:
    page = render_template(
        "petitions/delivery/packet.html",
        place=place,
        petition=petition,
        where=where(place, petition),
        packet=found,
        form=form or HandedForm(formdata=None, obj=found),
        button_form=StaffForm(formdata=None),
    )
    return making.show(found, page, form.status if form else 200)
