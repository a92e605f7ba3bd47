"""The desk: bring a file in, after seeing what it would change; take the sheet out; check it."""

import base64
import binascii
import hashlib
import zlib

from flask import Response, flash, make_response, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from ..accounts.checks import me
from ..coalition import audit
from ..coalition.models import Campaign
from ..coalition.permissions import (
    get_my_campaign,
    get_my_organization,
    lead_of_campaign,
    partner_in_campaign,
)
from ..db import db
from ..security import allow
from .checking import check as look_over
from .desk import bp, show
from .differences import Difference, difference
from .editing import lock_sheet
from .files import LARGEST, Item, Problem, Unreadable, read_data, write_csv, write_toml
from .forms import CarryOutForm, FileForm
from .importing import Plan, Revision, carry_out, make_plan
from .sheet import current_versions, exported

PACKED = 2 * LARGEST  # bytes of a form that carries a packed file
MOST = 200  # problems shown


@bp.get("/facts-files")
@allow(lead_of_campaign("viewer"))
def files(organization: str, campaign: str) -> ResponseReturnValue:
    """Take the sheet out, or choose a file to bring in."""
    return show("factsheet/desk/files.html", campaign, form=FileForm(), problems=[])


@bp.post("/facts-files/look")
@allow(lead_of_campaign("organizer"))
def look_at_file(organization: str, campaign: str) -> ResponseReturnValue:
    """What a file would change; nothing is stored."""
    request.max_content_length = LARGEST + 100_000
    form = FileForm()
    if not form.submitted():
        return show("factsheet/desk/files.html", campaign, form=form, problems=[]), form.status
    name, data = form.file.data.filename[:200], form.file.data.read()
    try:
        return show_plan(campaign, name, data)
    except Unreadable as error:
        return show_problems(campaign, form, error.problems)


@bp.post("/facts-files/carry-out")
@allow(lead_of_campaign("organizer"))
def bring_in(organization: str, campaign: str) -> ResponseReturnValue:
    """Carry out the plan that was shown: all of it, or nothing when the sheet has changed."""
    request.max_content_length = request.max_form_memory_size = PACKED
    form, mine = CarryOutForm(), get_my_campaign(campaign)
    data = unpack(form.packed.data or "") if form.submitted() else None
    if data is None:
        return show_problems(campaign, FileForm(formdata=None), [])
    lock_sheet(mine)
    if form.seen.data != mark_of(mine):
        return show_plan(campaign, form.name.data or "", data, is_outdated=True)
    try:
        plan = make_plan(mine, read_data(data, form.name.data or "", mine.slug))
    except Unreadable as error:
        db.session.rollback()
        return show_problems(campaign, FileForm(formdata=None), error.problems)
    for _done in carry_out(plan, me().name):
        pass
    note_import(organization, plan)
    flash(done_words(plan), "success")
    return redirect(url_for(".facts", organization=organization, campaign=campaign), 303)


def note_import(organization: str, plan: Plan) -> None:
    audit.note(
        "facts.imported",
        organization=get_my_organization(organization),
        campaign=plan.campaign,
        about="facts",
        new=len(plan.new),
        changed=len(plan.changed),
    )
    db.session.commit()


def done_words(plan: Plan) -> str:
    return _(
        "Imported: %(new)s new, %(changed)s changed, %(unchanged)s unchanged.",
        new=len(plan.new),
        changed=len(plan.changed),
        unchanged=len(plan.unchanged),
    )


def show_plan(
    campaign: str, name: str, data: bytes, is_outdated: bool = False
) -> ResponseReturnValue:
    """The plan, with the file packed into the form that carries it out. Raises Unreadable."""
    mine = get_my_campaign(campaign)
    items: list[Item] = read_data(data, name, mine.slug)
    packed = base64.b64encode(zlib.compress(data, 9)).decode()
    page = show(
        "factsheet/desk/plan.html",
        campaign,
        plan=make_plan(mine, items),
        name=name,
        told=told,
        carry_form=CarryOutForm(formdata=None, packed=packed, name=name, seen=mark_of(mine)),
        is_outdated=is_outdated,
    )
    db.session.rollback()
    return page, 409 if is_outdated else 200


def told(revision: Revision) -> list[Difference]:
    """What the fact will say differently, for people to read."""
    return [difference(change) for change in revision.said]


def show_problems(campaign: str, form: FileForm, problems: list[Problem]) -> ResponseReturnValue:
    """Nothing was brought in, and why, line by line."""
    form.file.errors = [_("Nothing was imported.") if problems else _("Choose the file again.")]
    shown = problems[:MOST]
    page = show(
        "factsheet/desk/files.html",
        campaign,
        form=form,
        problems=shown,
        more=len(problems) - len(shown),
    )
    return page, 422


def unpack(packed: str) -> bytes | None:
    """The file that a form carried; None when it is damaged or would unpack too large."""
    try:
        stream = zlib.decompressobj()
        data = stream.decompress(base64.b64decode(packed, validate=True), LARGEST + 1)
    except (zlib.error, binascii.Error, ValueError):
        return None
    return data if stream.eof and len(data) <= LARGEST else None


def mark_of(campaign: Campaign) -> str:
    """Changes whenever a fact of this sheet does."""
    said = [
        (key, version.number, *version.fact.care.values())
        for key, version in current_versions(campaign).items()
    ]
    return hashlib.sha256(repr(said).encode()).hexdigest()[:32]


@bp.get("/facts-files/facts.toml")
@allow(lead_of_campaign("viewer"))
def facts_toml(organization: str, campaign: str) -> Response:
    """The whole sheet, drafts too, to write in by hand."""
    mine = get_my_campaign(campaign)
    return download(write_toml(mine.slug, exported(mine)), "application/toml", f"{mine.slug}.toml")


@bp.get("/facts-files/facts.csv")
@allow(lead_of_campaign("viewer"))
def facts_csv(organization: str, campaign: str) -> Response:
    """The same for a spreadsheet."""
    mine = get_my_campaign(campaign)
    return download(write_csv(exported(mine)), "text/csv", f"{mine.slug}.csv")


def download(text: str, kind: str, name: str) -> Response:
    answer = make_response(text.encode())
    answer.headers["Content-Type"] = f"{kind}; charset=utf-8"
    answer.headers["Content-Disposition"] = f'attachment; filename="facts-{name}"'
    return answer


@bp.get("/facts-check")
@allow(partner_in_campaign("viewer"))
def check(organization: str, campaign: str) -> ResponseReturnValue:
    """What `campaign facts check` says, without asking any link."""
    found = look_over(get_my_campaign(campaign))
    return show("factsheet/desk/check.html", campaign, findings=found)
