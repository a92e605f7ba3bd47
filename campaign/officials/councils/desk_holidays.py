"""The desk of a council's holidays: add days as lines, remove one."""

from flask import abort, flash, redirect
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from ...filters import date_words
from ...security import allow
from . import holidays
from .desk import EDITOR, Place, bp, get_council, note, show
from .forms import HolidaysForm, RemoveHolidayForm


@bp.post("/<body>/holidays")
@allow(EDITOR)
def add_holidays(organization: str, campaign: str, body: str) -> ResponseReturnValue:
    """Add days on which the council does no business: all lines, or none."""
    here, council, form = Place.of(organization, campaign), get_council(body), HolidaysForm()
    if not form.submitted():
        return show(here, council, form)
    pasted = holidays.add(council, form.days.data or "")
    if pasted.problems:
        form.days.errors = [_("Nothing was added: some lines cannot be read.")]
        return show(here, council, form, pasted.problems)
    count = len(pasted.days)
    note("body.holidays_added", here, council, count=count)
    flash(ngettext("%(num)s day is added.", "%(num)s days are added.", count), "success")
    return redirect(here.url("body", council) + "#holidays", 303)


@bp.post("/<body>/holidays/remove")
@allow(EDITOR)
def remove_holiday(organization: str, campaign: str, body: str) -> ResponseReturnValue:
    """Let a day be one of business again."""
    here, council, form = Place.of(organization, campaign), get_council(body), RemoveHolidayForm()
    if not form.submitted() or form.day.data is None:
        abort(400)
    removed = holidays.remove(council, form.day.data)
    if removed is not None:
        words = {"day": date_words(removed.on), "name": removed.name}
        note("body.holiday_removed", here, council, day=removed.on.isoformat())
        flash(_("%(day)s, %(name)s, is removed.", **words), "success")
    return redirect(here.url("body", council) + "#holidays", 303)
