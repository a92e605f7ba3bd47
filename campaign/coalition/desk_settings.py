"""What an organization says about itself."""

from typing import Any

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from ..db import db
from ..security import allow
from . import audit
from .campaign_forms import SettingsForm
from .desk import bp
from .editing import OutdatedEditError, edit
from .models import Organization
from .permissions import get_my_organization, role_at_least

PLAIN = {"name": "name", "homepage": "website"}  # the form's fields and the columns


@bp.route("/<organization>/settings", methods=["GET", "POST"])
@allow(role_at_least("owner"))
def settings(organization: str) -> ResponseReturnValue:
    """Name, what it says about itself, its web address; who saves second sees both."""
    mine, form = get_my_organization(organization), SettingsForm.in_languages()
    overwritten, is_outdated = [], False
    if form.submitted():
        plain = {column: form[name].data or "" for name, column in PLAIN.items()}
        try:
            edit(mine, form.edition.data, **plain, **form.every_text(mine))
        except OutdatedEditError:
            db.session.rollback()
            overwritten, is_outdated = differences(form, mine), True
            form.edition.data, form.edition.raw_data = mine.edition, None
        else:
            audit.note("organization.edited", organization=mine, about=mine.slug)
            db.session.commit()
            flash(_("Saved."), "success")
            return redirect(url_for(".organization", organization=organization), 303)
    elif not form.is_submitted():
        form.fill(mine)
        for name, column in {**PLAIN, "edition": "edition"}.items():
            form[name].data = getattr(mine, column)
    page = render_template(
        "coalition/desk/settings.html",
        organization=mine,
        form=form,
        overwritten=overwritten,
        is_outdated=is_outdated,
    )
    return page, 409 if is_outdated else form.status


def differences(form: Any, mine: Organization) -> list[tuple[Any, str, str]]:
    plain = [
        (form[name].label.text, getattr(mine, column), form[name].data or "")
        for name, column in PLAIN.items()
        if getattr(mine, column) != (form[name].data or "")
    ]
    return plain + list(form.overwritten(mine))
