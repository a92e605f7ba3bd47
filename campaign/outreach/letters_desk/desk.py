"""Organizers' pages of letter actions: all of a campaign, and writing one."""

from collections.abc import Callable

from flask import flash, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy.exc import IntegrityError

from ...coalition.editing import OutdatedEditError
from ...config import settings
from ...db import db
from ...security import allow
from ..letters.models import LetterAction
from ..place import LEAD, Place, get_my_action, get_place, note
from . import bp, counting
from .choices import Choices
from .content import Content, begin, content_of, save
from .desk_pages import edit_page
from .forms import ActionForm, form_class

METHODS = ["GET", "POST"]
PER_HOUR, PER_DAY = 6, 40  # proposed to whoever begins


@bp.get("")
@allow(LEAD)
def actions(organization: str, campaign: str) -> ResponseReturnValue:
    """Every letter action of the campaign: how it stands, and what waits in it."""
    place = get_place(organization, campaign)
    query = db.select(LetterAction).filter_by(campaign_id=place.campaign.id)
    found = list(db.session.scalars(query.order_by(LetterAction.id)))
    totals = counting.by_action([one.id for one in found])
    rows = [(one, totals[one.id]) for one in found]
    return render_template("outreach/desk/actions.html", place=place, rows=rows)


@bp.route("/new", methods=METHODS)
@allow(LEAD)
def new(organization: str, campaign: str) -> ResponseReturnValue:
    """Write a letter action that is not there yet."""
    place = get_place(organization, campaign)
    form = offered(place, None)
    if request.method != "POST":
        form.fill(blank(form))
        form.seen.data = 0
        return edit_page(place, None, form)
    if is_preview(form) or not form.submitted():
        return edit_page(place, None, form)
    made = LetterAction(campaign=place.campaign)
    if not stored(form, lambda: begin(made, form.content)):
        return edit_page(place, None, form)
    note("letters.created", place, f"letters/{made.slug}")
    db.session.commit()
    flash(_("Saved as a draft. Nobody but your organizers sees it."), "success")
    return redirect(place.url("letters_desk.action", slug=made.slug), 303)


@bp.route("/<slug>/edit", methods=METHODS)
@allow(LEAD)
def edit(organization: str, campaign: str, slug: str) -> ResponseReturnValue:
    """Change a letter action; who saves second sees both texts."""
    place = get_place(organization, campaign)
    mine = get_my_action(place, slug)
    form = offered(place, mine)
    if request.method != "POST":
        form.fill(content_of(mine))
        form.seen.data = mine.edition
        return edit_page(place, mine, form)
    if is_preview(form) or not form.submitted():
        return edit_page(place, mine, form)
    changed: list[str] = []
    try:
        if not stored(form, lambda: changed.extend(save(mine, form.content, form.seen.data or 0))):
            return edit_page(place, mine, form)
    except OutdatedEditError:
        db.session.rollback()
        return conflict(place, mine, form)
    if changed:
        note("letters.edited", place, f"letters/{mine.slug}", fields=changed)
    db.session.commit()
    flash(_("Saved.") if changed else _("Nothing was different: it stays as it is."), "success")
    return redirect(place.url("letters_desk.action", slug=mine.slug), 303)


def offered(place: Place, mine: LetterAction | None) -> ActionForm:
    """The form, with all that can be picked in this campaign."""
    form = form_class(tuple(codes_of(mine)))()
    form.offer(mine, Choices.of(place.campaign, mine))
    return form


def codes_of(mine: LetterAction | None) -> list[str]:
    """The installation's languages, and after them others that something is written in."""
    codes = list(settings().language_codes)
    written = [mine.title, mine.subject, mine.text, *mine.prompts] if mine else []
    return list(dict.fromkeys([*codes, *(code for words in written for code in words)]))


def blank(form: ActionForm) -> Content:
    """What the form proposes before anything is written."""
    first = next(iter(form.offered.bodies), "")
    words: Content = {name: {} for name in ("title", "subject", "text")}
    pace = {"per_hour": PER_HOUR, "per_day": PER_DAY, "on_bounce": "wait", "closes_at": None}
    picked: Content = {"slug": "", "body_id": first, "measure_id": None, "facts": [], "points": []}
    return words | pace | picked | {"prompts": []}


def is_preview(form: ActionForm) -> bool:
    """Whether this post only wants to see how it looks; what is wrong shows, too."""
    wanted = request.form.get("act") == "preview"
    if wanted:
        form.validate()
    return wanted


def stored(form: ActionForm, write: Callable[[], object]) -> bool:
    """Write; False, with a sentence, when the address was taken a moment ago."""
    try:
        write()
    except IntegrityError:
        db.session.rollback()
        form.fault(form.slug, _("Another letter action has this address. Choose another."))
        return False
    return True


def conflict(place: Place, mine: LetterAction, form: ActionForm) -> ResponseReturnValue:
    """Somebody saved first: both texts side by side, and the typed ones still in the form."""
    form.seen.data, form.seen.raw_data = mine.edition, None
    return edit_page(place, mine, form, theirs=content_of(mine))[0], 409
