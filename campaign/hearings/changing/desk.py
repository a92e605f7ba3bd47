"""The page of a sudden change: say what happens, look at what it does, send and change."""

from typing import Any

from flask import flash, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from ... import mail
from ...accounts.checks import me
from ...coalition.editing import OutdatedEditError
from ...db import db, now
from ...security import allow
from ..desk import LEAD, bp
from ..models import Hearing
from ..place import Place, get_my_hearing, get_place, note
from ..speaking import pool
from .applying import apply
from .forms import ChangeForm
from .mails import preview, queue_all, shared_by_language
from .plan import faults, plan, rows_of, seated, told


@bp.route("/<slug>/change", methods=["GET", "POST"])
@allow(LEAD)
def change(organization: str, campaign: str, slug: str) -> ResponseReturnValue:
    """Change when, where or whether a hearing takes place, and tell those who signed up."""
    place = get_place(organization, campaign)
    mine = get_my_hearing(place, slug)
    if not mine.is_public:
        return redirect(place.url("edit_hearing", mine))
    sends = request.form.get("act") == "send"
    if sends:
        pool.lock(mine)
    form = offered(place, mine)
    if not form.is_submitted():
        form.show()
    elif form.edition.data not in (None, mine.edition):
        return conflict(place, mine, form)
    if not form.submitted() or not is_possible(form):
        return form_page(place, mine, form)
    if request.form.get("act") == "back":
        return form_page(place, mine, form)
    if not sends:
        return preview_page(place, mine, form)
    return send(place, mine, form)


def offered(place: Place, mine: Hearing) -> ChangeForm:
    form: ChangeForm = ChangeForm.in_languages()
    form.offer(mine, others(place, mine), seated(mine))
    return form


def others(place: Place, mine: Hearing) -> list[Hearing]:
    """Hearings of the campaign still to come that may take this one's place."""
    query = db.select(Hearing).where(
        Hearing.campaign_id == place.campaign.id,
        Hearing.id != mine.id,
        Hearing.status == "scheduled",
        Hearing.starts_at > now(),
    )
    return list(db.session.scalars(query.order_by(Hearing.starts_at).limit(50)))


def is_possible(form: ChangeForm) -> bool:
    """Whether the windows of the rule can be, when it begins then."""
    found = faults(form)
    if found:
        form.start.errors = tuple(found[:3])
    return not found


def send(place: Place, mine: Hearing, form: ChangeForm) -> ResponseReturnValue:
    """Apply the change and write the mail, both or neither."""
    speakers, kind = told(form), form.kind.data
    said = shared_by_language(form, (one.language for one in speakers))
    try:
        offers = apply(form, me())
    except OutdatedEditError:
        db.session.rollback()
        return conflict(place, mine, form)
    written = queue_all(mine, list(dict.fromkeys([*speakers, *offers])), said)
    note("hearing.changed", place, mine, kind=kind, mails=written)
    db.session.commit()
    mail.wake()
    flash(_("Changed. %(number)s people get word.", number=written), "success")
    return redirect(place.url("hearing", mine.successor or mine), 303)


def conflict(place: Place, mine: Hearing, form: ChangeForm) -> ResponseReturnValue:
    """Somebody has changed it since, or the same was sent twice: nothing was done this time."""
    is_whole = form.validate()
    form.edition.data, form.edition.raw_data = mine.edition, None
    page, _status = form_page(
        place, mine, form, overwritten=rows_of(form) if is_whole else [], is_outdated=True
    )
    return page, 409


def form_page(place: Place, mine: Hearing, form: ChangeForm, **more: Any) -> tuple[str, int]:
    page = render_template(
        "hearings/changing/change.html", place=place, hearing=mine, form=form, **more
    )
    return page, form.status


def preview_page(place: Place, mine: Hearing, form: ChangeForm) -> str:
    found = plan(form)
    hidden = ("act", "csrf_token")
    posted = [pair for pair in request.form.items(multi=True) if pair[0] not in hidden]
    return render_template(
        "hearings/changing/preview.html",
        place=place,
        hearing=mine,
        form=form,
        plan=found,
        mail=preview(form, list(found.speakers)),
        posted=posted,
    )
