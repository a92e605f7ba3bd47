"""The list of offices as CSV and as vCards. Contact details of offices are public."""

from collections.abc import Iterable, Sequence

from flask import Response
from flask_babel import gettext as _

from ..config import settings
from ..db import now
from ..i18n import spoken
from ..tables import csv_lines
from .contacts import ORDER, shown
from .listing import Row, title_of
from .models import Term
from .vcards import vcards
from .words import CONTACT_NAMES


def as_csv(rows: Sequence[Row]) -> bytes:
    """One line for each seat, or for each who may hold it."""
    return b"".join(csv_lines(header(), [line for row in rows for line in cells(row)]))


def as_vcards(terms: Iterable[Term]) -> bytes:
    """One card for each term, all in one file."""
    return vcards(terms, f"{settings().base_url}/officials/").encode()


def header() -> list[str]:
    names = [str(CONTACT_NAMES[kind]) for kind in ORDER]
    first = [_("Seat"), _("Name"), _("Title"), _("First day"), _("Committees")]
    return [*first, *names, _("Checked on"), _("Does not work")]


def cells(row: Row) -> list[list[str]]:
    if row.held.is_vacant:
        return [[row.name, _("vacant"), *[""] * (len(ORDER) + 5)]]
    return [term_cells(row, term) for term in row.held.terms]


def term_cells(row: Row, term: Term) -> list[str]:
    found = shown(term)
    by_kind = [joined(one.value for one in found if one.kind == kind) for kind in ORDER]
    committees = [one for one in row.committees if one.official_id == term.official_id]
    checked = [one.verified_on for one in found if one.verified_on]
    return [
        row.name,
        term.official.name,
        title_of(term),
        term.starts,
        joined(spoken(one.body.name) for one in committees),
        *by_kind,
        min(checked).isoformat() if found and len(checked) == len(found) else "",
        joined(one.value for one in found if one.bounced_at),
    ]


def joined(texts: Iterable[str]) -> str:
    return "; ".join(texts)


def file_answer(data: bytes, mimetype: str, name: str) -> Response:
    """A file to save; `name` has `{}` where the day goes."""
    headers = {"Content-Disposition": f'attachment; filename="{name.format(f"{now():%Y-%m-%d}")}"'}
    return Response(data, content_type=f"{mimetype}; charset=utf-8", headers=headers)
