"""Organizers' pages of petitions: all of a campaign, one, and writing it."""

from collections.abc import Callable

from flask import Blueprint, abort, flash, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy.exc import IntegrityError

from ...accounts.checks import me
from ...coalition.models import Campaign
from ...coalition.permissions import lead_of_campaign, partner_in_campaign
from ...config import settings
from ...db import db
from ...forms import asked_number
from ...security import allow
from .. import counting
from ..models import Petition
from ..place import Place, forget_pages, get_my_petition, get_place, note
from .desk_pages import bodies, edit_page, petition_page
from .forms import PetitionForm, form_class
from .publishing import statuses
from .revisions import StaleEditError, begin, content_at, content_of, merged, save, touched
from .texts import codes_of

bp = Blueprint(
    "petitions_desk",
    __name__,
    url_prefix="/organize/<organization>/campaigns/<campaign>/petitions",
)


@bp.get("")
@allow(partner_in_campaign("viewer"))
def petitions(organization: str, campaign: str) -> ResponseReturnValue:
    """Every petition of the campaign: how it stands, and who changed it last."""
    place = get_place(organization, campaign)
    query = db.select(Petition).filter_by(campaign_id=place.campaign.id).order_by(Petition.id)
    rows = [
        {"petition": one, "count": counting.count(one.id).total, "touched": touched(one)}
        for one in db.session.scalars(query)
    ]
    return render_template("petitions/desk/list.html", place=place, rows=rows)


@bp.get("/<slug>")
@allow(partner_in_campaign("viewer"))
def petition(organization: str, campaign: str, slug: str) -> ResponseReturnValue:
    """One petition: numbers, what needs a look, what it says, what was decided."""
    place = get_place(organization, campaign)
    return petition_page(place, get_my_petition(place.campaign, slug))


@bp.route("/new", methods=["GET", "POST"])
@allow(lead_of_campaign("writer"))
def new(organization: str, campaign: str) -> ResponseReturnValue:
    """Write a petition that is not there yet."""
    place = get_place(organization, campaign)
    form = offered(place.campaign, None)
    if request.method != "POST":
        form.seen.data = 0
        return edit_page(place, None, form)
    if is_preview(form) or not form.submitted():
        return edit_page(place, None, form)
    made = Petition(campaign=place.campaign)
    if not stored(form, lambda: begin(made, form.content, me())):
        return edit_page(place, None, form)
    note("petition.created", place, made)
    db.session.commit()
    flash(_("Saved as a draft. Nobody but your coalition sees it."), "success")
    return redirect(place.url("petition", made), 303)


@bp.route("/<slug>/edit", methods=["GET", "POST"])
@allow(lead_of_campaign("writer"))
def edit(organization: str, campaign: str, slug: str) -> ResponseReturnValue:
    """Change a petition; with `?revision=` begin from what it said then."""
    place = get_place(organization, campaign)
    mine = get_my_petition(place.campaign, slug)
    form = offered(place.campaign, mine)
    if not place.may_edit(mine):
        return refused(place, mine, form)
    if request.method != "POST":
        return begin_editing(place, mine, form)
    if is_preview(form) or not form.submitted():
        return edit_page(place, mine, form)
    seen, changed = form.seen.data or 0, []
    try:
        if not stored(form, lambda: changed.extend(keep(mine, form, seen))):
            return edit_page(place, mine, form)
    except StaleEditError:
        db.session.rollback()
        return conflict(place, mine, form, seen)
    if changed:
        note("petition.edited", place, mine, fields=changed, revision=mine.revision_number)
    db.session.commit()
    forget_pages()
    flash(_("Saved.") if changed else _("Nothing was different: it stays as it is."), "success")
    return redirect(place.url("petition", mine), 303)


def refused(place: Place, mine: Petition, form: PetitionForm) -> ResponseReturnValue:
    """A writer's draft was published meanwhile: nothing is stored, what was typed stays."""
    sentence = _("It is public: organizers of the lead change it.")
    if request.method != "POST":
        abort(403, sentence)
    form.validate()
    form.form_errors = [sentence]
    return edit_page(place, mine, form)[0], 403


def begin_editing(place: Place, mine: Petition, form: PetitionForm) -> ResponseReturnValue:
    number = asked_number("revision")
    content = content_at(mine, number) if number else content_of(mine)
    if content is None:
        abort(404, _("There is no such revision."))
    form.fill(content)
    form.seen.data = mine.revision_number
    return edit_page(place, mine, form, restored=number)


def keep(mine: Petition, form: PetitionForm, seen: int) -> list[str]:
    return save(mine, form.content, seen=seen, by=me(), why=form.why.data or "")


def offered(campaign: Campaign, mine: Petition | None) -> PetitionForm:
    """The form, with all that can be picked in this campaign."""
    codes = codes_of(content_of(mine)) if mine else settings().language_codes
    form = form_class(tuple(codes))()
    form.offer(mine, bodies(), statuses(campaign))
    return form


def is_preview(form: PetitionForm) -> bool:
    """Whether this post only wants to see how it looks; what is wrong shows, too."""
    wanted = request.form.get("act") == "preview"
    if wanted:
        form.validate()
    return wanted


def stored(form: PetitionForm, write: Callable[[], object]) -> bool:
    """Write; False, with a sentence, when the address was taken a moment ago."""
    try:
        write()
    except IntegrityError:
        db.session.rollback()
        form.fault(form.slug, _("Another petition has this address. Choose another."))
        return False
    return True


def conflict(place: Place, mine: Petition, form: PetitionForm, seen: int) -> ResponseReturnValue:
    """Somebody saved first: both texts side by side, and the typed ones still in the form."""
    theirs = content_of(mine)
    base = content_at(mine, seen) or theirs
    content, taken = merged(form.content, base, theirs)
    form.fill(content)
    form.seen.data, form.seen.raw_data = mine.revision_number, None
    return edit_page(place, mine, form, theirs=theirs, written=content, taken=taken)[0], 409
