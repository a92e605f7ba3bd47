"""Maps of wards at the organizers' desk: which there are, and when each is in force."""

from flask import Blueprint, abort, flash, redirect, render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from ...coalition import audit
from ...coalition.permissions import lead_of_campaign, partner_in_campaign
from ...db import db, now
from ...security import allow
from .. import place as places
from .. import seen
from ..bodies import councils
from . import maps as ward_maps
from . import pictures
from .boxes import NARROW
from .desk_forms import DaysForm
from .models import WardMap

bp = Blueprint("wards_desk", __name__, url_prefix="/organize/<organization>/campaigns/<campaign>")


@bp.get("/maps")
@allow(partner_in_campaign("viewer"))
def maps(organization: str, campaign: str) -> str:
    """Every map with its days, its wards and its picture."""
    return render_template(
        "officials/wards/maps.html",
        place=places.get_place(organization, campaign),
        bodies=councils(),
        maps_of=ward_maps.maps,
        counts_of=ward_maps.ward_counts,
        picture_of=lambda found: pictures.address(found, NARROW),
        width=NARROW,
        height_of=lambda found: pictures.whole_box(found).height(NARROW),
    )


@bp.route("/maps/<int:number>", methods=["GET", "POST"])
@allow(lead_of_campaign("organizer"))
def days(organization: str, campaign: str, number: int) -> ResponseReturnValue:
    """Correct from when to when a map is in force; imports leave it then."""
    place, found, form = places.get_place(organization, campaign), get_map(number), DaysForm()
    is_outdated = False
    if form.submitted() and form.fits(found):
        is_outdated = form.seen.data != seen.mark(found)
        if not is_outdated:
            change(place, found, form)
            flash(_("Saved."), "success")
            return redirect(place.url("wards_desk.maps"), 303)
    elif not form.is_submitted():
        form.starts_on.data, form.ends_on.data = found.starts_on, found.ends_on
    form.seen.data = seen.mark(found)
    page = render_template(
        "officials/wards/days.html", place=place, map=found, form=form, is_outdated=is_outdated
    )
    return page, 409 if is_outdated else form.status


def change(place: places.Place, found: WardMap, form: DaysForm) -> None:
    """Store what a person says, and commit it."""
    before = [found.starts_on, found.ends_on]
    changed = found.correct(starts_on=form.starts_on.data, ends_on=form.ends_on.data)
    if changed:
        found.changed_at = now()
        audit.note(
            "map.days",
            organization=place.organization,
            campaign=place.campaign,
            about=f"maps/{found.body.slug}/{found.name}",
            before=before,
            after=[found.starts_on, found.ends_on],
        )
        db.session.commit()


def get_map(number: int) -> WardMap:
    """A map, ours alone until the commit where a request changes it; else 404."""
    query = places.locked(db.select(WardMap).filter_by(id=number), WardMap)
    found: WardMap = db.session.scalar(query) or abort(404)
    return found
