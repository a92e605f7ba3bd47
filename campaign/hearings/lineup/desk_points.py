"""The points of a campaign: what is worth saying at its hearings."""

from flask import abort, flash, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from ...coalition import audit
from ...coalition.editing import OutdatedEditError, edit
from ...coalition.models import Campaign
from ...db import db
from ...factsheet import render
from ...forms import StaffForm
from ...security import allow
from ..place import Place, get_place
from . import deals
from .desk import LEAD, bp
from .forms import PointForm
from .models import Point


@bp.route("/points", methods=["GET", "POST"])
@allow(LEAD)
def points(organization: str, campaign: str) -> ResponseReturnValue:
    """What is worth saying, in order; a new point goes to the end."""
    place = get_place(organization, campaign)
    form = PointForm().about(place.campaign)
    if request.method != "POST":
        form.edition.data, form.wanted.data = 0, 1
    if not form.submitted():
        return list_page(place, form), form.status
    every = all_points(place.campaign)
    last = max((one.position for one in every), default=0)
    db.session.add(Point(campaign_id=place.campaign.id, position=last + 1, **form.said))
    note(place)
    db.session.commit()
    flash(_("The point is added."), "success")
    return to_points(place)


def list_page(place: Place, form: PointForm) -> str:
    every = all_points(place.campaign)
    return render_template(
        "hearings/lineup/points.html",
        place=place,
        form=form,
        act_form=StaffForm(formdata=None),
        points=[one for one in every if not one.is_retired],
        retired=[one for one in every if one.is_retired],
        rendered={
            one.id: render(one.text, place.campaign, prefix=f"point{one.id}") for one in every
        },
        coverage=deals.by_hearing(place.campaign),
    )


@bp.route("/points/<int:number>", methods=["GET", "POST"])
@allow(LEAD)
def edit_point(organization: str, campaign: str, number: int) -> ResponseReturnValue:
    """Change a point; who saves second sees both texts."""
    place = get_place(organization, campaign)
    point, form = get_point(place, number), PointForm().about(place.campaign)
    if request.method != "POST":
        form.fill(point)
    if not form.submitted():
        return edit_page(place, point, form), form.status
    try:
        edit(point, form.edition.data or 0, **form.said)
    except OutdatedEditError:
        db.session.rollback()
        form.edition.data, form.edition.raw_data = point.edition, None
        return edit_page(place, point, form, is_outdated=True), 409
    note(place)
    db.session.commit()
    flash(_("Saved."), "success")
    return to_points(place, point)


def edit_page(place: Place, point: Point, form: PointForm, is_outdated: bool = False) -> str:
    return render_template(
        "hearings/lineup/point.html",
        place=place,
        point=point,
        form=form,
        is_outdated=is_outdated,
        overwritten=form.overwritten(point) if is_outdated else [],
    )


@bp.post("/points/<int:number>/move")
@allow(LEAD)
def move_point(organization: str, campaign: str, number: int) -> ResponseReturnValue:
    """Bring a point one place up or down."""
    place = get_place(organization, campaign)
    point = get_point(place, number)
    if StaffForm().submitted():
        order = [one for one in all_points(place.campaign) if not one.is_retired]
        if point in order:
            at = order.index(point)
            to = at - 1 if request.form.get("act") == "up" else at + 1
            order.remove(point)
            order.insert(max(0, to), point)
        for position, one in enumerate(order, start=1):
            one.position = position
        db.session.commit()
    return to_points(place, point)


@bp.post("/points/<int:number>/retire")
@allow(LEAD)
def retire_point(organization: str, campaign: str, number: int) -> ResponseReturnValue:
    """Deal a point no longer, or bring it back; what was dealt and made stays in records."""
    place = get_place(organization, campaign)
    point = get_point(place, number)
    if StaffForm().submitted():
        point.is_retired = request.form.get("act") != "back"
        note(place)
        db.session.commit()
        flash(
            _("The point is retired.") if point.is_retired else _("The point is back."), "success"
        )
    return to_points(place, point)


def all_points(campaign: Campaign) -> list[Point]:
    mine = db.select(Point).filter_by(campaign_id=campaign.id)
    query = mine.order_by(Point.position, Point.id)
    return list(db.session.scalars(query.with_for_update() if request.method == "POST" else query))


def get_point(place: Place, number: int) -> Point:
    mine = db.select(Point).filter_by(id=number, campaign_id=place.campaign.id)
    found: Point = db.session.scalar(mine) or abort(404)
    return found


def note(place: Place) -> None:
    audit.note(
        "points.changed",
        organization=place.organization,
        campaign=place.campaign,
        about="hearings/points",
    )


def to_points(place: Place, point: Point | None = None) -> ResponseReturnValue:
    anchor = f"point-{point.id}" if point else None
    return redirect(place.url("lineup_desk.points", _anchor=anchor), 303)
