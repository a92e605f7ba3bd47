"""Organizers' pages of rules: the templates of each body, and the copy that one hearing has."""

from flask import Blueprint, abort, flash, redirect, render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from ...coalition.editing import OutdatedEditError, edit
from ...coalition.permissions import lead_of_campaign, partner_in_campaign
from ...db import db
from ...i18n import spoken
from ...officials.listing import today
from ...officials.models import Body
from ...security import allow
from ..place import Place, get_place, note_rule
from . import keeping
from .desk_pages import get_rule, rule_page, windows_shown
from .forms import ActForm, KnownForm, RuleForm
from .known import known, known_for
from .models import SpeakingRule

bp = Blueprint(
    "rules_desk",
    __name__,
    url_prefix="/organize/<organization>/campaigns/<campaign>/hearings/rules",
)
READER, LEAD = partner_in_campaign("viewer"), lead_of_campaign("organizer")


@bp.get("")
@allow(READER)
def rules(organization: str, campaign: str) -> ResponseReturnValue:
    """The templates of every body, where each was read and when."""
    return list_page(get_place(organization, campaign), known_form())


@bp.post("/begin")
@allow(LEAD)
def begin(organization: str, campaign: str) -> ResponseReturnValue:
    """Begin a template from a known rule set, or empty."""
    place, form = get_place(organization, campaign), known_form()
    if not form.submitted():
        return list_page(place, form), form.status
    body = db.session.get(Body, int(form.body.data)) or abort(404)
    made = keeping.begin(body, form.known.data)
    note_rule("rule.created", place, made)
    db.session.commit()
    flash(_("It is a template now. Compare it with the body’s own words."), "success")
    return redirect(place.url("rules_desk.edit_rule", number=made.id), 303)


@bp.get("/<int:number>")
@allow(READER)
def rule(organization: str, campaign: str, number: int) -> ResponseReturnValue:
    """One rule in plain words, with its windows for a meeting as an example."""
    place = get_place(organization, campaign)
    return rule_page(place, get_rule(place, number))


@bp.route("/<int:number>/edit", methods=["GET", "POST"])
@allow(LEAD)
def edit_rule(organization: str, campaign: str, number: int) -> ResponseReturnValue:
    """Change what a rule says; who saves second sees both."""
    place = get_place(organization, campaign)
    mine = get_rule(place, number)
    form = rule_form(mine)
    if not form.submitted():
        return edit_page(place, mine, form)
    try:
        edit(mine, form.edition.data or 0, **form.said, **form.every_text(mine))
    except OutdatedEditError:
        db.session.rollback()
        form.edition.data, form.edition.raw_data = mine.edition, None
        page, _status = edit_page(place, mine, form, is_outdated=True)
        return page, 409
    note_rule("rule.edited", place, mine)
    db.session.commit()
    flash(_("Saved."), "success")
    return redirect(place.url("rules_desk.rule", number=number), 303)


@bp.post("/<int:number>/read")
@allow(LEAD)
def read_again(organization: str, campaign: str, number: int) -> ResponseReturnValue:
    """Say that somebody has read the body's own words today, and they still say this."""
    place = get_place(organization, campaign)
    mine = get_rule(place, number)
    if ActForm().submitted():
        mine.read_on = today(mine.body).isoformat()
        note_rule("rule.read", place, mine)
        db.session.commit()
        flash(_("Noted: read today."), "success")
    return redirect(place.url("rules_desk.rule", number=number), 303)


@bp.post("/<int:number>/delete")
@allow(LEAD)
def delete(organization: str, campaign: str, number: int) -> ResponseReturnValue:
    """Delete a template that no hearing to come was made from."""
    place = get_place(organization, campaign)
    mine = get_rule(place, number)
    if not mine.is_template:
        abort(404)
    if not ActForm().submitted() or keeping.is_used(mine):
        flash(_("A hearing to come was made from it, so it stays."), "error")
        return redirect(place.url("rules_desk.rule", number=number), 303)
    note_rule("rule.deleted", place, mine, name=mine.name)
    db.session.delete(mine)
    db.session.commit()
    flash(_("The template is deleted. Hearings keep their own copies."), "success")
    return redirect(place.url("rules_desk.rules"), 303)


def known_form() -> KnownForm:
    form = KnownForm()
    bodies = db.session.scalars(db.select(Body).order_by(Body.parent_id.nulls_first(), Body.id))
    form.body.choices = [(str(one.id), spoken(one.name)) for one in bodies]
    form.known.choices = [("", _("Nothing: an empty rule")), *((one, one) for one in known())]
    return form


def list_page(place: Place, form: KnownForm) -> str:
    found: dict[Body, list[SpeakingRule]] = {}
    for one in keeping.templates():
        found.setdefault(one.body, []).append(one)
    bare = [one for one in councils_without(found) if place.may_change]
    return render_template(
        "hearings/rules/list.html",
        place=place,
        bodies=found,
        suggestions=[(one, known_for(one)[0]) for one in bare],
        is_old=keeping.is_old,
        form=form,
    )


def councils_without(found: dict[Body, list[SpeakingRule]]) -> list[Body]:
    """Bodies that have no template yet, councils first; at most a handful are suggested."""
    query = db.select(Body).where(Body.id.not_in([one.id for one in found]))
    query = query.order_by(Body.parent_id.nulls_first(), Body.id).limit(3)
    return list(db.session.scalars(query))


def rule_form(mine: SpeakingRule) -> RuleForm:
    form: RuleForm = RuleForm.in_languages()
    if not mine.is_template:
        del form.name
        form.seated = keeping.seated(mine)
    if form.is_submitted():
        return form
    form.show(mine)
    return form


def edit_page(
    place: Place, mine: SpeakingRule, form: RuleForm, is_outdated: bool = False
) -> tuple[str, int]:
    page = render_template(
        "hearings/rules/edit.html",
        place=place,
        rule=mine,
        hearing=keeping.hearing_of(mine),
        form=form,
        windows=windows_shown(mine),
        is_outdated=is_outdated,
        overwritten=form.overwritten_by(mine) if is_outdated else [],
    )
    return page, form.status
