"""How an organization signs its mailings, and above which size a second person approves."""

from typing import Any, ClassVar

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from flask_babel import lazy_gettext as _
from sqlalchemy import update
from sqlalchemy.exc import IntegrityError
from wtforms import EmailField, IntegerField, StringField
from wtforms.validators import Length, NumberRange, Optional

from ...coalition import audit
from ...coalition.campaign_forms import LARGEST, edition_field
from ...coalition.models import Organization
from ...coalition.permissions import get_my_organization, role_at_least
from ...coalition.texts import Text, TextsForm
from ...db import db
from ...forms import email_address, plain_name
from ...security import allow
from ..mailings.models import OutreachSettings
from . import bp

PLAIN = ("approval_above", "sender_name", "reply_to")


class SettingsForm(TextsForm):
    """What stands in every mailing of an organization."""

    texts: ClassVar[dict[str, Text]] = {"footer": Text(_("Who you are, and your post"), 600, True)}
    edition = edition_field(0)
    approval_above = IntegerField(
        _("Receivers from which on a second person approves"),
        [Optional(), NumberRange(0, LARGEST, _("Enter a number, such as 500."))],
    )
    sender_name = StringField(
        _("Name of the sender"),
        [Optional(), Length(max=120, message=_("Use at most 120 letters.")), plain_name],
    )
    reply_to = EmailField(
        _("Where answers go"),
        [
            Optional(),
            Length(max=254, message=_("An email address has at most 254 letters.")),
            email_address,
        ],
    )


@bp.route("/settings", methods=["GET", "POST"])
@allow(role_at_least("owner"))
def settings(organization: str) -> ResponseReturnValue:
    """Whoever saves second sees both."""
    mine, form = get_my_organization(organization), SettingsForm.in_languages()
    stored = find(mine)
    overwritten, is_outdated = [], False
    if form.submitted():
        if save(mine, stored, form):
            flash(gettext("Saved."), "success")
            return redirect(url_for(".settings", organization=organization), 303)
        stored, is_outdated = find(mine), True
        overwritten = differences(form, stored)
        form.edition.data, form.edition.raw_data = stored.edition, None
    elif not form.is_submitted():
        fill(form, stored)
    page = render_template(
        "outreach/leaving/settings.html",
        organization=mine,
        form=form,
        overwritten=overwritten,
        is_outdated=is_outdated,
    )
    return page, 409 if is_outdated else form.status


def find(organization: Organization) -> OutreachSettings:
    """What is stored, or what holds for who has never said anything (edition 0)."""
    found = db.session.get(OutreachSettings, organization.id, populate_existing=True)
    return found or OutreachSettings(
        approval_above=500, sender_name="", reply_to="", footer={}, edition=0
    )


def save(organization: Organization, stored: OutreachSettings, form: Any) -> bool:
    """Store what was typed, and commit; False if somebody else has saved in between."""
    said = {name: form[name].data for name in PLAIN}
    values = said | {name: said[name] or "" for name in ("sender_name", "reply_to")}
    values |= form.every_text(stored)
    seen = form.edition.data
    if seen == 0 and stored.edition == 0:
        db.session.add(OutreachSettings(organization_id=organization.id, edition=1, **values))
    else:
        mine = update(OutreachSettings).where(
            OutreachSettings.organization_id == organization.id, OutreachSettings.edition == seen
        )
        again = mine.values(**values, edition=seen + 1)
        found = db.session.execute(again, execution_options={"synchronize_session": False})
        if not found.rowcount:  # type: ignore[attr-defined]
            db.session.rollback()
            return False
    return committed(organization)


def committed(organization: Organization) -> bool:
    try:
        audit.note("outreach.settings-edited", organization=organization, about="outgoing/settings")
        db.session.commit()
    except IntegrityError:  # of two who save for the first time, one
        db.session.rollback()
        return False
    return True


def fill(form: Any, stored: OutreachSettings) -> None:
    form.fill(stored)
    for name in (*PLAIN, "edition"):
        form[name].data = getattr(stored, name)


def differences(form: Any, stored: OutreachSettings) -> list[tuple[Any, str, str]]:
    """Label, stored and typed text of each field that differs."""
    plain = [
        (form[name].label.text, words(getattr(stored, name)), words(form[name].data))
        for name in PLAIN
        if words(getattr(stored, name)) != words(form[name].data)
    ]
    return plain + list(form.overwritten(stored))


def words(value: Any) -> str:
    return "" if value is None else str(value)
