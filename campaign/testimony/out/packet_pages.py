"""The packet of a hearing: choose what goes in, see what does not, take it along."""

from typing import Any

from flask import Response, abort, render_template, request
from flask.typing import ResponseReturnValue

from ...coalition import audit, exports
from ...coalition.permissions import lead_of_campaign
from ...db import db, now
from ...forms import StaffForm
from ...hearings.models import Hearing
from ...hearings.place import get_my_hearing
from ...security import allow
from .. import desk
from ..place import Place, get_place
from .documents import WORD
from .forms import ChooseForm
from .packet import USUAL, Chosen, Packet, languages_of, packet_of, state_counts
from .packet_files import count_pages, packet_csv, packet_pdf
from .packet_word import packet_word

FRESH = lead_of_campaign("organizer", fresh=True)
FIELDS = ["name", "ward", "comment"]  # as the charter calls what a packet shares
FILES: dict[str, tuple[str, Any]] = {
    "pdf": ("application/pdf", packet_pdf),
    "docx": (WORD, packet_word),
    "csv": ("text/csv; charset=utf-8", packet_csv),
}


@desk.bp.get("/packet/<slug>")
@allow(FRESH)
def packet(organization: str, campaign: str, slug: str) -> ResponseReturnValue:
    """What a packet would hold, and what it leaves out."""
    place, hearing, form = asked(organization, campaign, slug)
    return page(place, hearing, form)


@desk.bp.post('/packet/<slug>.<any("pdf", "docx", "csv"):kind>')
@allow(FRESH)
def packet_file(organization: str, campaign: str, slug: str, kind: str) -> ResponseReturnValue:
    """The packet as a file; the audit says who took it and how much was in it."""
    place, hearing, form = asked(organization, campaign, slug)
    if not StaffForm().submitted():
        return page(place, hearing, form), 422
    found = packet_of(hearing, chosen(form))
    if not found.entries or found.is_too_large:
        return page(place, hearing, form), 422
    if found.stale():
        return page(place, hearing, form), 409
    return taken(place, found, kind)


def asked(organization: str, campaign: str, slug: str) -> tuple[Place, Hearing, ChooseForm]:
    place = get_place(organization, campaign)
    hearing = get_my_hearing(place, slug)  # type: ignore[arg-type]
    form = ChooseForm(request.args or None, data={"states": USUAL, "languages": []})
    form.offer(state_counts(hearing), languages_of(hearing))
    if not request.args:
        form.languages.data = form.codes
    return place, hearing, form


def chosen(form: ChooseForm) -> Chosen:
    """What the address names; what it names wrongly is nothing."""
    languages = set(form.codes) & set(form.languages.data or ())
    return Chosen(frozenset(form.states.data or ()), languages or {"none"})


def taken(place: Place, found: Packet, kind: str) -> Response:
    given = {"organization": place.organization, "campaign": place.campaign, "fields": FIELDS}
    try:
        noted = exports.note("testimony", count=len(found.entries), **given)  # type: ignore[arg-type]
    except exports.RefusedError as fault:
        abort(403, str(fault))
    audit.note(
        "testimony.packet",
        organization=place.organization,
        campaign=place.campaign,
        about=f"hearings/{found.hearing.slug}",
        code=noted.code,
        count=len(found.entries),
        kind=kind,
    )
    code, by = noted.code, place.organization.name
    media, make = FILES[kind]
    made = make(found, by, code)
    name = f"{found.hearing.slug}-testimony-{now():%Y-%m-%d}-{code}.{kind}"
    db.session.commit()
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"}
    return Response(made, content_type=media, headers=headers)


def page(place: Place, hearing: Hearing, form: ChooseForm) -> str:
    found = packet_of(hearing, chosen(form))
    if found.most and found.entries and not found.is_too_large:
        count_pages(found)
    return render_template(
        "testimony/out/packet.html",
        place=place,
        hearing=hearing,
        form=form,
        packet=found,
        stale=found.stale(),
        take_form=StaffForm(formdata=None),
        query=request.query_string.decode(),
        kinds=FILES,
    )
