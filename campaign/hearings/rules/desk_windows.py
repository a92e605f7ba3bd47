"""Organizers' pages of a rule's windows: when and how one may sign up, write, ask for access."""

from flask import flash, redirect, render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from ...coalition.editing import OutdatedEditError, edit
from ...db import db
from ...security import allow
from ..place import Place, get_place, note_rule
from . import keeping
from .desk import LEAD, bp
from .desk_pages import get_rule, get_window, shown
from .forms import ActForm, WindowForm
from .models import SpeakingRule, Window
from .when import EXAMPLES


@bp.route("/<int:number>/windows/new", methods=["GET", "POST"])
@allow(LEAD)
def new_window(organization: str, campaign: str, number: int) -> ResponseReturnValue:
    """Add a window to a rule."""
    place = get_place(organization, campaign)
    return change(place, get_rule(place, number), None)


@bp.route("/<int:number>/windows/<int:window>", methods=["GET", "POST"])
@allow(LEAD)
def edit_window(organization: str, campaign: str, number: int, window: int) -> ResponseReturnValue:
    """Change a window of a rule; who saves second sees both."""
    place = get_place(organization, campaign)
    rule = get_rule(place, number)
    return change(place, rule, get_window(rule, window))


@bp.post("/<int:number>/windows/<int:window>/delete")
@allow(LEAD)
def delete_window(
    organization: str, campaign: str, number: int, window: int
) -> ResponseReturnValue:
    """Take a window off a rule."""
    place = get_place(organization, campaign)
    rule = get_rule(place, number)
    mine = get_window(rule, window)
    if ActForm().submitted():
        rule.windows.remove(mine)
        rule.edition += 1
        note_rule("rule.edited", place, rule)
        db.session.commit()
        flash(_("The window is gone."), "success")
    return redirect(place.url("rules_desk.rule", number=number), 303)


def change(place: Place, rule: SpeakingRule, window: Window | None) -> ResponseReturnValue:
    form: WindowForm = WindowForm.in_languages()
    if not form.is_submitted():
        form.edition.data = rule.edition
        if window is not None:
            form.show(window)
    if not form.submitted() or not may_be(form, rule):
        return window_page(place, rule, form, window)
    try:
        edit(rule, form.edition.data or 0)
    except OutdatedEditError:
        db.session.rollback()
        form.edition.data, form.edition.raw_data = rule.edition, None
        page, _status = window_page(place, rule, form, window, is_outdated=True)
        return page, 409
    keep(form, rule, window)
    note_rule("rule.edited", place, rule)
    db.session.commit()
    flash(_("Saved."), "success")
    return redirect(place.url("rules_desk.rule", number=rule.id), 303)


def keep(form: WindowForm, rule: SpeakingRule, window: Window | None) -> None:
    if window is None:
        last = max((one.position for one in rule.windows), default=-1)
        window = Window(position=last + 1)
        rule.windows.append(window)
    for name, value in (form.said | form.every_text(window)).items():
        setattr(window, name, value)


def may_be(form: WindowForm, rule: SpeakingRule) -> bool:
    """Whether such a window can be: it closes after it opens, at hours that there are."""
    said = form.said
    for first, last in (("opens", "closes"), ("calls_from", "calls_to")):
        part = Window(opens=said[first], closes=said[last])
        if found := keeping.faults(part, rule.body, keeping.hearing_of(rule)):
            form[last if said[last] else first].errors = (found[0],)
            return False
    return True


def window_page(
    place: Place,
    rule: SpeakingRule,
    form: WindowForm,
    window: Window | None,
    is_outdated: bool = False,
) -> tuple[str, int]:
    hearing = keeping.hearing_of(rule)
    page = render_template(
        "hearings/rules/window.html",
        place=place,
        rule=rule,
        hearing=hearing,
        form=form,
        window=window,
        shown=shown(window, keeping.occasion(rule, hearing)) if window else None,
        examples=EXAMPLES,
        act_form=ActForm(formdata=None),
        is_outdated=is_outdated,
        overwritten=form.overwritten_by(window) if is_outdated and window else [],
    )
    return page, form.status
