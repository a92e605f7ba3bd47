"""The integrity desk: find signatures that no person made, take them out, bring them back."""

import secrets
from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext, ngettext

from ...accounts.checks import me
from ...coalition.permissions import lead_of_campaign
from ...db import db
from ...filters import number as in_words
from ...forms import StaffForm
from ...security import allow
from ..figures import Figures
from ..models import Petition
from ..place import Place, forget_pages, get_my_petition, get_place, note
from . import decisions as integrity
from .decisions import BusyError, ChangedError, TooManyError
from .filters import OUT, Filter, read
from .forms import FilterForm, InvalidateForm
from .hints import hints
from .listing import look, look_at, mark, words
from .models import Invalidation

bp = Blueprint(
    "petitions_integrity",
    __name__,
    url_prefix="/organize/<organization>/campaigns/<campaign>/petitions/<slug>/integrity",
)
ACT_WORDS = {
    "signatures.invalidated": lazy_gettext("took signatures out of a petition’s count"),
    "signatures.restored": lazy_gettext("brought signatures back into a petition’s count"),
}
AT_ONCE = 1.5  # seconds of a large decision that its own request carries out
SHOWN = 20  # earlier decisions
MOST_PAGES = 100_000


@bp.get("")
@allow(lead_of_campaign("organizer"))
def desk(organization: str, campaign: str, slug: str) -> ResponseReturnValue:
    """Look for signatures; what looks odd; what was decided."""
    place = get_place(organization, campaign)
    mine = get_my_petition(place.campaign, slug)
    return show(place, mine, FilterForm(mine, request.args))


@bp.post("")
@allow(lead_of_campaign("organizer"))
def invalidate(organization: str, campaign: str, slug: str) -> ResponseReturnValue:
    """Take out of the count what was found and shown."""
    place = get_place(organization, campaign)
    mine = get_my_petition(place.campaign, slug)
    form, filter_form = InvalidateForm(), FilterForm(mine, read(request.form.get("query", "")))
    if not form.submitted() or not filter_form.validate():
        return show(place, mine, filter_form, form)
    try:
        decision = decide(place, mine, filter_form.filter, form)
    except (ChangedError, TooManyError, BusyError) as fault:
        db.session.rollback()
        return show(place, mine, filter_form, form, fault)
    return redirect(decision_url(place, mine, decision), 303)


def decide(place: Place, mine: Petition, wanted: Filter, form: InvalidateForm) -> int:
    """Carry out the decision, or begin to if it is a large one; its number."""
    if wanted.is_empty or wanted.state == OUT:
        raise ChangedError
    values = {"reason": form.reason.data or "", "token": form.token.data or ""}
    found, is_new = integrity.decide(mine, wanted, form.seen.data or "", by=me().id, **values)
    number = found.id
    if is_new:
        note("signatures.invalidated", place, mine, decision=number, counted=found.counted)
    db.session.commit()
    finish(number)
    return number


def finish(number: int) -> None:
    """Carry on for a moment; a job does what is left."""
    if not integrity.carry_on(number, AT_ONCE):
        integrity.ask_to_finish()
    forget_pages()


@bp.get("/decisions/<int:number>")
@allow(lead_of_campaign("organizer"))
def decision(organization: str, campaign: str, slug: str, number: int) -> ResponseReturnValue:
    """One decision: what was looked for, why, how far it is, and the way back."""
    place = get_place(organization, campaign)
    mine = get_my_petition(place.campaign, slug)
    found = get_decision(mine, number)
    return render_template(
        "petitions/integrity/decision.html",
        place=place,
        petition=mine,
        decision=found,
        mark=mark,
        filter_words=words(Filter.of(found.filter)),
        rows=look_at(found),
        button_form=StaffForm(),
    )


@bp.post("/decisions/<int:number>/undo")
@allow(lead_of_campaign("organizer"))
def undo(organization: str, campaign: str, slug: str, number: int) -> ResponseReturnValue:
    """Bring back what a decision took."""
    place = get_place(organization, campaign)
    mine = get_my_petition(place.campaign, slug)
    found = get_decision(mine, number)
    if StaffForm().submitted():
        if integrity.undo(found, me().id):
            note("signatures.restored", place, mine, decision=number, taken=found.taken)
        db.session.commit()
        finish(number)
        flash(_("What this decision took is brought back."), "success")
    return redirect(decision_url(place, mine, number), 303)


def get_decision(mine: Petition, number: int) -> Invalidation:
    query = db.select(Invalidation).filter_by(petition_id=mine.id, id=number)
    found: Invalidation = db.session.scalar(query) or abort(404)
    return found


def decision_url(place: Place, mine: Petition, number: int) -> str:
    return url(place, mine, "decision", number=number)


def url(place: Place, mine: Petition, view: str, **values: Any) -> str:
    """The address of one of these pages."""
    values |= {"organization": place.organization.slug, "campaign": place.campaign.slug}
    return url_for(f"petitions_integrity.{view}", slug=mine.slug, **values)


def show(
    place: Place,
    mine: Petition,
    filter_form: FilterForm,
    form: InvalidateForm | None = None,
    fault: Exception | None = None,
) -> ResponseReturnValue:
    """The desk; after a refusal with what was typed, and with what is there now."""
    is_fine = filter_form.validate()
    wanted = filter_form.filter if is_fine else Filter()
    page_number = max(0, min(request.args.get("page", 0, type=int), MOST_PAGES))
    found = look(mine, wanted, page_number)
    seen_before = (form.seen.data or "").partition("-")[0] if form else ""
    page = render_template(
        "petitions/integrity/desk.html",
        place=place,
        petition=mine,
        found=found,
        wanted=wanted,
        mark=mark,
        filter_form=filter_form,
        form=filter_form if not is_fine else fresh(form, wanted, found.seen),
        fault=refusal(fault, seen_before, found.seen.number if found.seen else 0),
        link=lambda **values: url(place, mine, "desk", **values),
        asked_words=words(wanted),
        hints=hints(mine, Figures(mine)) if wanted.is_empty and is_fine and not page_number else [],
        decisions=latest(mine) if wanted.is_empty and not page_number else [],
        is_takeable=bool(found.seen and found.seen.number and wanted.state != OUT),
    )
    return page, 409 if fault else form.status if form and is_fine else filter_form.status


def fresh(form: InvalidateForm | None, wanted: Filter, seen: Any) -> InvalidateForm:
    """The decision's form about what is there now, with what was typed."""
    found = form or InvalidateForm(formdata=None)
    given = {"query": wanted.query, "seen": seen.mark if seen else ""}
    for name, text in (given | {"token": secrets.token_hex(16)}).items():
        found[name].data, found[name].raw_data = text, None
    return found


def refusal(fault: Exception | None, seen: str, number: int) -> str | None:
    """Why nothing was taken."""
    if isinstance(fault, BusyError):
        return _("Another decision about this petition is still being carried out. Wait for it.")
    if isinstance(fault, TooManyError):
        most = in_words(integrity.MOST)
        return _("One decision takes at most %(most)s. Narrow it down, by time perhaps.", most=most)
    if fault is None:
        return None
    return ngettext(
        "It has changed since you looked: you saw %(seen)s, now it is %(num)s. Look again.",
        "It has changed since you looked: you saw %(seen)s, now they are %(num)s. Look again.",
        number,
        seen=in_words(int(seen)) if seen.isdecimal() else "?",
    )


def latest(mine: Petition) -> list[Invalidation]:
    query = db.select(Invalidation).filter_by(petition_id=mine.id)
    newest = query.options(db.joinedload(Invalidation.by), db.defer(Invalidation.chosen))
    return list(db.session.scalars(newest.order_by(Invalidation.id.desc()).limit(SHOWN)))
