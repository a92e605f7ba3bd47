"""Public pages of a petition."""

from typing import Any

import segno
from flask import (
    Blueprint,
    Response,
    abort,
    jsonify,
    make_response,
    redirect,
    render_template,
    request,
    url_for,
)
from flask_babel import gettext as _
from sqlalchemy import Select
from werkzeug.wrappers import Response as Answer

from ..config import settings
from ..db import db, now
from ..factsheet import pins, render
from ..i18n import language, spoken
from ..officials import asking
from ..pages import keep, remember
from ..security import allow, network, public
from . import counting, signing
from .delivery import packets as delivery
from .forms import ELSEWHERE, SignatureForm, ward_choices
from .models import COMING, DRAFT, KIND, STOPPED, Petition, Signature
from .paper import counting as paper_counting
from .writing.changes import changes

bp = Blueprint("petitions", __name__)
NAMES = 30  # public names shown on the page


@bp.get("/petitions/<slug>")
@allow(public)
def petition(slug: str) -> Response:
    """What is asked, why, how many signed, and how to."""
    found = get_petition(slug)
    count = counting.count(found.id)
    recruiter = recruiting_organization(found)
    page = render_template(
        "petitions/petition.html",
        petition=found,
        text=render(spoken(found.text), found.campaign, pins(KIND, found.id)),
        count=count,
        wards=ward_counts(found, count),
        names=shown_names(found),
        changes=changes(found),
        elsewhere=count.wards[0],
        on_paper=paper_counting.shown_count(found),
        deliveries=delivery.handed(found),
        state_sentence=closed_sentence(found),
        sign_url=url_for(".sign", slug=slug, **by(recruiter)),
        **share_links(found, recruiter),
    )
    return keep(make_response(page))


@bp.route("/petitions/<slug>/sign", methods=["GET", "POST"])
@allow(public)
def sign(slug: str) -> Answer | tuple[str, int]:
    """Take a signature and ask its owner to confirm it by email."""
    found = get_open_petition(slug)
    choices = remember(("petition choices", found.id, language()), lambda: Choices(found))
    form = SignatureForm(by=request.args.get("by"), ward=request.args.get("ward"))
    form.offer(choices.wards, choices.organizations)
    if form.submitted():
        if signing.sign(found, network=network(request), **choices.signature(form)):
            return redirect(url_for(".thanks", slug=slug), 303)
        form.form_errors = [
            _("Many people have signed from your network this hour. Please try again later.")
        ]
        return sign_page(found, form), 429
    if request.method != "POST":
        return keep(make_response(sign_page(found, form)))
    return sign_page(found, form), form.status


def sign_page(found: Petition, form: SignatureForm) -> str:
    return render_template("petitions/sign.html", petition=found, form=form)


@bp.get("/petitions/<slug>/thanks")
@allow(public)
def thanks(slug: str) -> Response:
    """The same words for everyone who has just signed, known or not."""
    page = render_template(
        "petitions/thanks.html",
        petition=get_petition(slug),
        has_dev_mailbox=not settings().mail_server,
    )
    return keep(make_response(page))


@bp.get("/petitions/<slug>/count.json")
@allow(public)
def count_json(slug: str) -> Response:
    """The number, when it was counted, and what it is measured against."""
    found = remember(("petition", slug), lambda: petition_alone(slug=slug))
    if found.state == DRAFT:
        abort(404)
    total = counting.count(found.id).total
    answer = jsonify(
        signatures=total,
        on_paper=paper_counting.shown_count(found),
        goal=found.goal,
        as_of=now().isoformat(timespec="seconds"),
    )
    answer.headers["Access-Control-Allow-Origin"] = "*"
    return keep(answer)


@bp.get("/petitions/<slug>/qr.svg")
@allow(public)
def qr(slug: str) -> Response:
    """The sign page's address as a QR code, for paper and for screens at events."""
    found = get_petition(slug)
    recruiter = recruiting_organization(found)
    address = f"{settings().base_url}{url_for('.sign', slug=slug, **by(recruiter))}"
    code = segno.make(address, error="m").svg_inline(scale=8, border=2, light="#fff")
    image = code.replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ', 1)
    return keep(Response(image, content_type="image/svg+xml"))


@bp.get("/confirm/<token>")
@allow(public)
def confirm(token: str) -> str:
    """Show what was signed, with one button; opening the link changes nothing."""
    found, signature = get_signature(token)
    return render_template(
        "petitions/confirm.html",
        signature=signature,
        petition=found,
        token=token,
        closed_sentence=closed_sentence,
        **(next_steps(found, signature) if signature.counts else {}),
    )


@bp.post("/confirm/<token>")
@allow(public)
def confirm_post(token: str) -> Answer:
    """Count the signature; pressing twice is once."""
    found, signature_id = get_link(token)
    if found.takes_confirmations:
        signing.confirm(signature_id)
    elif not get_signature(token)[1].counts:
        abort(410, closed_sentence(found))
    return redirect(url_for(".confirm", token=token), 303)


@bp.post("/confirm/<token>/withdraw")
@allow(public)
def withdraw(token: str) -> Answer:
    """Take the name off: “it wasn’t me”, or a change of mind."""
    signing.withdraw(get_signature(token)[1])
    db.session.commit()
    return redirect(url_for(".confirm", token=token), 303)


class Choices:
    """What can be picked when signing a petition, in one language."""

    def __init__(self, found: Petition) -> None:
        found = db.session.get_one(Petition, found.id)
        self.ward_ids = {str(ward.number): ward.id for ward in found.body.wards}
        self.wards = ward_choices(
            [ward.number for ward in found.body.wards], spoken(found.body.place)
        )
        partners = found.campaign.partners("lead") + found.campaign.partners("partner")
        self.ids = {one.slug: one.id for one in partners}
        self.organizations = {
            one.slug: _("%(organization)s may email me about this campaign.", organization=one.name)
            for one in partners
        }

    def signature(self, form: SignatureForm) -> dict[str, Any]:
        """The values of a valid form, as `signing.sign` takes them."""
        wanted = {str(self.ids[slug]): self.organizations[slug] for slug in form.allow.data or ()}
        return {
            "name": form.name.data,
            "email": form.email.data,
            "ward_id": self.ward_ids.get(form.ward.data) if form.ward.data != ELSEWHERE else None,
            "comment": form.comment.data or "",
            "is_public": form.is_public.data,
            "language": language(),
            "organization_id": self.ids.get(form.by.data or ""),
            "wanted": wanted or None,
        }


def ward_counts(found: Petition, count: counting.Count) -> list[dict[str, Any]]:
    return [
        {
            "label": ward.number,
            "value": count.wards[ward.id],
            "row": ward.row,
            "column": ward.column,
        }
        for ward in found.body.wards
    ]


def shown_names(found: Petition) -> list[Signature]:
    """The latest of those who asked to be shown."""
    return list(db.session.scalars(latest_shown(found.id)))


def latest_shown(petition_id: int) -> Select[Signature]:
    """Read from the end of a partial index, whose condition SQLite wants to see word for word."""
    is_shown = db.text("signature.is_shown")
    shown = db.select(Signature).where(Signature.petition_id == petition_id, is_shown)
    latest = shown.order_by(Signature.confirmed_at.desc()).limit(NAMES)
    return latest.options(db.joinedload(Signature.ward))


def recruiting_organization(found: Petition) -> str | None:
    """The organization of `?by=`, if it takes part in the campaign."""
    slug = request.args.get("by")
    current = [one for one in found.campaign.partnerships if one.is_current]
    return slug if slug in {one.organization.slug for one in current} else None


def by(recruiter: str | None) -> dict[str, Any]:
    return {"by": recruiter} if recruiter else {}


def share_links(found: Petition, recruiter: str | None) -> dict[str, str]:
    """The petition's address and the sentence that goes with it."""
    slug, extra = found.slug, by(recruiter)
    return {
        "share_url": f"{settings().base_url}{url_for('.petition', slug=slug, **extra)}",
        "share_text": spoken(found.share) or spoken(found.title),
        "qr_url": url_for(".qr", slug=slug, **extra),
    }


def next_steps(found: Petition, signature: Signature) -> dict[str, Any]:
    """What whoever has just signed can do next: write, be heard where a hearing is near, share."""
    body, campaign = signature.petition.body, signature.petition.campaign
    steps = {"hearing": asking.next_hearing(body), "letter": asking.next_letter(body, campaign)}
    return share_links(found, None) | steps


def load_petition(slug: str) -> Petition:
    return db.first_or_404(db.select(Petition).filter_by(slug=slug))


def petition_alone(**by: Any) -> Petition:
    """A petition for `remember`: its own columns, tied to no session."""
    found = db.first_or_404(db.select(Petition).filter_by(**by))
    db.session.expunge(found)
    return found


def get_petition(slug: str) -> Petition:
    """A petition that may be read; a draft answers as if it did not exist."""
    found = load_petition(slug)
    return found if found.state != DRAFT else abort(404)


def get_open_petition(slug: str) -> Petition:
    """A petition that takes signatures now, else 404 or 410 with the reason."""
    found = remember(("petition", slug), lambda: petition_alone(slug=slug), seconds=1)
    if found.state == DRAFT:
        abort(404)
    return found if found.is_open else abort(410, closed_sentence(found))


def closed_sentence(found: Petition) -> str:
    if found.state == COMING:
        return _("This petition is not open yet. Come back soon.")
    if found.state == STOPPED:
        return _("Signing is stopped for the moment. You can still read the petition.")
    return _("This petition is closed. Thank you to everyone who signed.")


def get_link(token: str) -> tuple[Petition, int]:
    """The petition and the signature's number of a link from a mail, else 404."""
    ids = signing.read_link(token)
    if ids is None:
        abort(404, _("This link does not work. It may be cut off, or too old: sign again."))
    petition_id, signature_id = ids
    key = ("petition", petition_id)
    return remember(key, lambda: petition_alone(id=petition_id), seconds=1), signature_id


def get_signature(token: str) -> tuple[Petition, Signature]:
    """What a link from a mail stands for; 404 once it has been deleted."""
    found, signature_id = get_link(token)
    ward = db.joinedload(Signature.ward)
    signature = db.session.get(Signature, signature_id, options=[ward])
    if signature is None:
        abort(404, _("This signature was not confirmed in time and is deleted: sign again."))
    return found, signature
