"""The list of offices as CSV and as vCards. Contact details of offices are public."""

from collections.abc import Sequence

from flask import Response, url_for
from flask_babel import gettext as _

from ..config import settings
from ..db import now
from ..i18n import spoken
from ..tables import csv_lines
from .contacts import ORDER, shown
from .desk_listing import DeskRow
from .listing import title_of
from .models import Term
from .vcards import vcards
from .words import CONTACT_NAMES


def csv_answer(rows: Sequence[DeskRow]) -> Response:
    """One row for each seat, or for each who may hold it."""
    lines = b"".join(csv_lines(header(), [line for row in rows for line in cells(row)]))
    return file_answer(lines, "text/csv", "csv")


def header() -> list[str]:
    names = [str(CONTACT_NAMES[kind]) for kind in ORDER]
    first = [_("Seat"), _("Name"), _("Title"), _("First day"), _("Committees")]
    return [*first, *names, _("Checked on"), _("Does not work")]


def cells(row: DeskRow) -> list[list[str]]:
    if row.is_vacant:
        return [[row.row.name, _("vacant"), *[""] * (len(ORDER) + 5)]]
    return [term_cells(row, term) for term in row.row.held.terms]


def term_cells(row: DeskRow, term: Term) -> list[str]:
    found = shown(term)
    by_kind = [joined(one.value for one in found if one.kind == kind) for kind in ORDER]
    committees = [one for one in row.row.committees if one.official_id == term.official_id]
    checked = [one.verified_on for one in found if one.verified_on]
    return [
        row.row.name,
        term.official.name,
        title_of(term),
        term.starts,
        joined(spoken(one.body.name) for one in committees),
        *by_kind,
        min(checked).isoformat() if found and len(checked) == len(found) else "",
        joined(one.value for one in found if one.bounced_at),
    ]


def joined(texts: object) -> str:
    return "; ".join(texts)  # type: ignore[arg-type]


def vcard_answer(terms: Sequence[Term], name: str = "officials") -> Response:
    site = settings().base_url + url_for("officials.officials", lang=None) + "/"
    return file_answer(vcards(terms, site).encode(), "text/vcard", "vcf", name)


def file_answer(data: bytes, mimetype: str, ending: str, name: str = "officials") -> Response:
    file_name = f"{name}-{now():%Y-%m-%d}.{ending}"
    headers = {"Content-Disposition": f'attachment; filename="{file_name}"'}
    return Response(data, content_type=f"{mimetype}; charset=utf-8", headers=headers)
