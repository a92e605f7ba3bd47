"""The audit as owners read it."""

from collections.abc import Iterator
from typing import Any

from flask import Response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext
from wtforms import DateField, SelectField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]
from wtforms.validators import Optional

from ..db import db
from ..forms import Form, StaffForm, asked_number
from ..security import allow
from ..tables import csv_lines
from . import audit_log, exports
from .desk import bp
from .models import Organization
from .permissions import get_my_organization, role_at_least

ON_A_PAGE = 50
CHUNK = 500  # rows read at once for a file


class FilterForm(Form):
    """Which rows to show: all of them while nothing is chosen."""

    who = SelectField(lazy_gettext("Who"), validate_choice=False)
    act = SelectField(lazy_gettext("What"), validate_choice=False)
    since = DateField(lazy_gettext("From"), [Optional()])
    until = DateField(lazy_gettext("To"), [Optional()])

    def __init__(self, mine: Organization) -> None:
        super().__init__(request.args)
        anyone, anything = SelectChoice("", _("Anybody")), SelectChoice("", _("Anything"))
        people, acts = audit_log.actors(mine), audit_log.acts_of(mine)
        self.who.choices = [anyone, *(SelectChoice(str(n), name) for n, name in people)]
        self.act.choices = [anything, *(SelectChoice(act, words) for act, words in acts)]
        self.validate()

    @property
    def chosen(self) -> dict[str, Any]:
        """What `rows_of` takes; a day that is none counts as not chosen."""
        who = self.who.data if self.who.data in dict(self.options(self.who)) else ""
        act = self.act.data if self.act.data in dict(self.options(self.act)) else ""
        days = {one.name: one.data for one in (self.since, self.until) if not one.errors}
        return {"who": int(who) if who else None, "act": act, **days}

    @property
    def is_used(self) -> bool:
        return any(value not in (None, "") for value in self.chosen.values())

    @staticmethod
    def options(field: SelectField) -> Iterator[tuple[str, Any]]:
        return ((value, label) for value, label, *_more in field.iter_choices())


@bp.get("/<organization>/audit")
@allow(role_at_least("owner"))
def audit_log_page(organization: str) -> ResponseReturnValue:
    """Who did what, newest first, and whether the chain is whole."""
    mine = get_my_organization(organization)
    filter_form = FilterForm(mine)
    rows = audit_log.rows_of(mine, **filter_form.chosen)
    number = asked_number("page", 1)
    found = db.paginate(rows, page=number, per_page=ON_A_PAGE, error_out=False)
    kept = {name: value for name, value in request.args.items() if name in filter_form.data}
    here: dict[str, Any] = {"organization": organization, **kept}
    return render_template(
        "coalition/desk/audit.html",
        organization=mine,
        filter=filter_form,
        page=found,
        lines=audit_log.lines(found.items),
        standing=audit_log.standing(),
        page_address=lambda number: url_for(".audit_log_page", page=number, **here),
        export_url=url_for(".export_audit", **here),
        export_form=StaffForm(formdata=None),
    )


@bp.route("/<organization>/audit.csv", methods=["GET", "POST"])
@allow(role_at_least("owner", fresh=True))
def export_audit(organization: str) -> ResponseReturnValue:
    """The filtered rows as a file; after the password question the button is pressed again."""
    mine = get_my_organization(organization)
    if not StaffForm().submitted():
        return redirect(url_for(".audit_log_page", organization=organization))
    rows = audit_log.rows_of(mine, **FilterForm(mine).chosen)
    count = db.session.scalar(db.select(db.func.count()).select_from(rows.subquery())) or 0
    export = exports.note("audit", organization=mine, fields=[], count=count)
    code, name = export.code, f"audit-{mine.slug}-{export.code}.csv"
    db.session.commit()
    header = [_("Number"), _("When"), _("Who"), _("What"), _("Campaign"), _("Details"), code]
    answer = Response(b"".join(csv_lines(header, cells(rows))), mimetype="text/csv")
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


def cells(rows: Any) -> Iterator[list[str]]:
    for some in db.session.scalars(rows.execution_options(yield_per=CHUNK)).partitions():
        for line in audit_log.lines(some):
            details = "; ".join(f"{label}: {value}" for label, value in line.details)
            moment = line.row.at.isoformat(timespec="seconds")
            number = str(line.row.number)
            yield [number, moment, line.who, line.act, line.campaign, details, ""]
