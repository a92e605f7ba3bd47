"""Organizers' pages of paper sheets: print them, find one by its code, see what came in."""

import io

from flask import Blueprint, abort, flash, redirect, render_template, request, send_file, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from ... import mail
from ...accounts.checks import me
from ...coalition.permissions import partner_in_campaign
from ...db import db
from ...forms import StaffForm, asked_number
from ...i18n import language
from ...security import allow
from ..models import Petition
from ..place import Place, get_my_petition, get_place
from . import asking as paper_asking
from . import counting as paper_counting
from . import sheets as paper
from .forms import OpenForm, PrintForm
from .models import PaperRun, PaperSheet, PaperSignature
from .printing import sheets_pdf

bp = Blueprint(
    "paper_desk",
    __name__,
    url_prefix="/organize/<organization>/campaigns/<campaign>/petitions/<slug>/paper",
)
ORGANIZER = partner_in_campaign("organizer")
SHEETS = 50  # finished sheets on a page


@bp.get("")
@allow(ORGANIZER)
def index(organization: str, campaign: str, slug: str) -> ResponseReturnValue:
    """What is printed, begun and entered, what looks double, who may be asked to confirm."""
    return show(*get_here(organization, campaign, slug))


@bp.post("/print")
@allow(ORGANIZER)
def print_sheets(organization: str, campaign: str, slug: str) -> ResponseReturnValue:
    """Number new sheets, and show the run that they are printed from."""
    place, petition = get_here(organization, campaign, slug)
    form = PrintForm()
    if not form.submitted():
        return show(place, petition, print_form=form)
    paper.print_run(petition, place.organization, printed_by=me(), **form.values)
    db.session.commit()
    flash(_("The sheets are numbered. Open the PDF and print it."), "success")
    return redirect(url_of(place, petition, "index") + "#runs", 303)


@bp.get("/runs/<int:number>.pdf")
@allow(ORGANIZER)
def run(organization: str, campaign: str, slug: str, number: int) -> ResponseReturnValue:
    """The sheets of a run, the same each time."""
    _place, petition = get_here(organization, campaign, slug)
    query = db.select(PaperRun).filter_by(id=number, petition_id=petition.id)
    found: PaperRun = db.session.scalar(query) or abort(404)
    name = f"{petition.slug}-sheets-{found.first}-{found.last}.pdf"
    pdf = io.BytesIO(sheets_pdf(found))
    return send_file(pdf, mimetype="application/pdf", download_name=name)


@bp.post("/open")
@allow(ORGANIZER)
def open_sheet(organization: str, campaign: str, slug: str) -> ResponseReturnValue:
    """Find a sheet by its code and begin to enter it, or go on."""
    place, petition = get_here(organization, campaign, slug)
    form = OpenForm()
    if not form.submitted():
        return show(place, petition, open_form=form)
    try:
        sheet = paper.open_sheet(petition, form.values["code"], form.values["total"], me())
    except paper.KeptByOtherError as fault:
        return refused(place, petition, form, str(fault), 409)
    except paper.PaperError as fault:
        return refused(place, petition, form, str(fault), 422)
    db.session.commit()
    return redirect(url_of(place, petition, "sheet", number=sheet.id), 303)


def refused(
    place: Place, petition: Petition, form: OpenForm, sentence: str, status: int
) -> ResponseReturnValue:
    db.session.rollback()
    form.code.errors = [sentence]
    page, _status = show(place, petition, open_form=form)
    return page, status


@bp.post("/lines/<int:number>")
@allow(ORGANIZER)
def set_aside(organization: str, campaign: str, slug: str, number: int) -> ResponseReturnValue:
    """Do not count one of two lines that are one person, or count it again."""
    place, petition = get_here(organization, campaign, slug)
    query = db.select(PaperSignature).filter_by(id=number, petition_id=petition.id)
    line: PaperSignature = db.session.scalar(query.with_for_update()) or abort(404)
    if StaffForm().submitted():
        paper.set_aside(line, is_out=request.form.get("act") == "out")
        db.session.commit()
    return redirect(url_of(place, petition, "index") + "#doubles", 303)


@bp.post("/ask")
@allow(ORGANIZER)
def ask(organization: str, campaign: str, slug: str) -> ResponseReturnValue:
    """Ask those who gave an address to confirm by mail."""
    place, petition = get_here(organization, campaign, slug)
    if StaffForm().submitted():
        if not petition.is_open:
            abort(410, _("The petition takes no signatures now, so nobody is asked to confirm."))
        asked = paper_asking.ask(petition, place.organization)
        db.session.commit()
        mail.wake()
        words = ngettext(
            "%(num)s person is asked to confirm.", "%(num)s people are asked to confirm.", asked
        )
        flash(words, "success")
    return redirect(url_of(place, petition, "index") + "#ask", 303)


def get_here(organization: str, campaign: str, slug: str) -> tuple[Place, Petition]:
    """Where one works and on which petition; endorsers gather nothing, so 403 for them."""
    place = get_place(organization, campaign)
    petition = get_my_petition(place.campaign, slug)
    if place.partnership.role == "endorser":
        abort(403, _("Organizations that lead or take part gather signatures."))
    return place, petition


def show(
    place: Place,
    petition: Petition,
    print_form: PrintForm | None = None,
    open_form: OpenForm | None = None,
) -> tuple[str, int]:
    posted = print_form or open_form
    sheets = db.select(PaperSheet).filter_by(petition_id=petition.id)
    begun = sheets.filter(PaperSheet.begun_at.is_not(None), PaperSheet.done_at.is_(None))
    done = sheets.filter(PaperSheet.done_at.is_not(None)).order_by(PaperSheet.done_at.desc())
    runs = db.select(PaperRun).filter_by(petition_id=petition.id).order_by(PaperRun.id.desc())
    page = render_template(
        "petitions/paper/index.html",
        place=place,
        petition=petition,
        where=where(place, petition),
        runs=db.session.scalars(runs.limit(SHEETS)).all(),
        begun=db.session.scalars(begun.order_by(PaperSheet.number)).all(),
        done=db.paginate(done, page=asked_number("page", 1), per_page=SHEETS, error_out=False),
        doubles=paper.doubles(petition),
        on_paper=paper_counting.count(petition.id),
        mine=paper_counting.mine(petition.id),
        waiting=len(paper_asking.waiting(petition)),
        print_form=print_form or PrintForm(formdata=None, data={"language": language()}),
        open_form=open_form or OpenForm(formdata=None),
        button_form=StaffForm(formdata=None),
        page_address=lambda page: url_of(place, petition, "index", page=page),
        **({"form": posted} if posted else {}),
    )
    return page, posted.status if posted else 200


def where(place: Place, petition: Petition) -> dict[str, str]:
    """What every address of these pages names."""
    return {
        "organization": place.organization.slug,
        "campaign": place.campaign.slug,
        "slug": petition.slug,
    }


def url_of(place: Place, petition: Petition, view: str, **values: int) -> str:
    return url_for(f"paper_desk.{view}", **where(place, petition), **values)  # type: ignore[arg-type]
