"""The sign-on letter at the lead's desk: writing it, who signed, hiding, taking the list out."""

from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy.exc import IntegrityError

from ...accounts.checks import me
from ...coalition import audit
from ...coalition.editing import OutdatedEditError, edit
from ...coalition.permissions import (
    get_my_campaign,
    get_my_membership,
    get_my_organization,
    get_my_partnership,
    lead_of_campaign,
    partner_in_campaign,
)
from ...db import db, now
from ...factsheet import cite, pins, render, stale
from ...forms import StaffForm
from ...i18n import own_name
from ...security import allow
from . import models as sign_on
from .forms import HideForm, LetterForm, StateForm
from .models import KIND, LetterEndorsement, SignOnLetter

bp = Blueprint("sign_on_desk", __name__, url_prefix="/organize/<organization>/campaigns/<campaign>")


@bp.get("/letter")
@allow(partner_in_campaign("viewer"))
def letter(organization: str, campaign: str) -> ResponseReturnValue:
    """The letter as it stands, who signed, and for the lead's organizers the queue."""
    return show(organization, campaign)


def show(
    organization: str, campaign: str, posted: HideForm | None = None, number: int = 0
) -> ResponseReturnValue:
    mine = get_my_campaign(campaign)
    found = sign_on.letter_of(mine)
    may_edit = get_my_partnership(campaign).role == "lead" and get_my_membership(
        organization
    ).is_at_least("organizer")
    page = render_template(
        "petitions/sign_on/desk.html",
        organization=get_my_organization(organization),
        campaign=mine,
        letter=found,
        may_edit=may_edit,
        endorsements=sign_on.endorsements(found) if found else [],
        queue=queue(found) if found and may_edit else [],
        stale=stale(KIND, found.id) if found else [],
        state_form=StateForm(formdata=None),
        hide_form=hide_form,
        posted=posted,
        posted_number=number,
        **({"form": posted} if posted is not None else {}),
    )
    return page, posted.status if posted is not None else 200


def hide_form(number: int, posted: HideForm | None, posted_number: int) -> HideForm:
    form = posted if posted is not None and number == posted_number else HideForm(formdata=None)
    form.reason.id = form.reason.label.field_id = f"reason-{number}"
    return form


def queue(found: SignOnLetter) -> list[LetterEndorsement]:
    """Every endorsement, newest first; unconfirmed and hidden ones too."""
    mine = db.select(LetterEndorsement).filter_by(letter_id=found.id)
    return list(db.session.scalars(mine.order_by(LetterEndorsement.id.desc())))


@bp.route("/letter/text", methods=["GET", "POST"])
@allow(lead_of_campaign("organizer"))
def text(organization: str, campaign: str) -> ResponseReturnValue:
    """Write the letter, with a preview; who saves second sees both texts."""
    mine, form = get_my_campaign(campaign), LetterForm.in_languages()
    found, overwritten, is_outdated = sign_on.letter_of(mine), [], False
    if form.submitted() and form.knows_all_facts(mine):
        try:
            save(mine, found, form)
        except OutdatedEditError:
            db.session.rollback()
            found = sign_on.letter_of(mine)
            overwritten, is_outdated = form.overwritten(found), True
            form.edition.data, form.edition.raw_data = found.edition if found else 0, None
        else:
            note("letter.edited", organization, campaign)
            flash(_("Saved."), "success")
            return redirect(url_for(".text", organization=organization, campaign=campaign), 303)
    elif not form.is_submitted():
        form.edition.data = found.edition if found else 0
        if found:
            form.fill(found)
            form.show_deadline(found.closes_at)
    page = render_template(
        "petitions/sign_on/text.html",
        organization=get_my_organization(organization),
        campaign=mine,
        letter=found,
        form=form,
        overwritten=overwritten,
        is_outdated=is_outdated,
        previews=previews(found),
    )
    return page, 409 if is_outdated else form.status


def save(campaign: Any, found: SignOnLetter | None, form: Any) -> None:
    """Store what was typed and what it cites. OutdatedEditError; the unique key decides."""
    values = form.every_text(found) | {"closes_at": form.deadline}
    if found is None:
        found = SignOnLetter(campaign_id=campaign.id, **values)
        try:
            with db.session.begin_nested():
                db.session.add(found)
        except IntegrityError:
            raise OutdatedEditError("somebody else began the letter") from None
    else:
        edit(found, form.edition.data, **values)
    for code, words in found.text.items():
        cite(KIND, found.id, words, campaign, place=code)


def previews(found: SignOnLetter | None) -> list[tuple[str, str, Any]]:
    """The stored letter in each language, as residents will read it."""
    if found is None:
        return []
    pinned = pins(KIND, found.id)
    return [
        (code, own_name(code), render(words, found.campaign, pinned, code, f"preview-{code}"))
        for code, words in found.text.items()
    ]


@bp.post("/letter/state")
@allow(lead_of_campaign("organizer"))
def state(organization: str, campaign: str) -> ResponseReturnValue:
    """Publish the letter, or take it back."""
    found, form = get_letter(campaign), StateForm()
    if not form.submitted():
        abort(400)
    is_wanted = form.act.data == "publish"
    if is_wanted != (found.published_at is not None):
        found.published_at = now() if is_wanted else None
        note(f"letter.{form.act.data}", organization, campaign)
    words = _("The letter is public.") if is_wanted else _("The letter is not public any more.")
    flash(words, "success")
    return back(organization, campaign)


@bp.post("/letter/<int:number>/hide")
@allow(lead_of_campaign("organizer"))
def hide(organization: str, campaign: str, number: int) -> ResponseReturnValue:
    """Take a name off the list, with a reason."""
    found, form = get_endorsement(campaign, number), HideForm()
    if not form.submitted():
        return show(organization, campaign, form, number)
    if found.hidden_at is None:
        sign_on.hide(found, form.reason.data or "", me())
        note("letter.hidden", organization, campaign, number=number)
    flash(_("“%(name)s” is off the list.", name=found.name), "success")
    return back(organization, campaign)


@bp.post("/letter/<int:number>/show")
@allow(lead_of_campaign("organizer"))
def unhide(organization: str, campaign: str, number: int) -> ResponseReturnValue:
    """Put a hidden name back."""
    found = get_endorsement(campaign, number)
    if not StaffForm().submitted():
        abort(400)
    try:
        if found.hidden_at is not None:
            sign_on.unhide(found)
            note("letter.shown", organization, campaign, number=number)
    except sign_on.StandsError:
        db.session.rollback()
        flash(_("An organization of this name stands under the letter already."), "error")
        return back(organization, campaign)
    flash(_("“%(name)s” is back.", name=found.name), "success")
    return back(organization, campaign)


def note(act: str, organization: str, campaign: str, **details: Any) -> None:
    """Note what was done, and commit it."""
    mine = get_my_organization(organization)
    about = f"campaigns/{campaign}/letter"
    audit.note(act, organization=mine, campaign=get_my_campaign(campaign), about=about, **details)
    db.session.commit()


def back(organization: str, campaign: str) -> ResponseReturnValue:
    return redirect(url_for(".letter", organization=organization, campaign=campaign), 303)


def get_letter(campaign: str) -> SignOnLetter:
    """The letter of my campaign, public or not, or 404."""
    found: SignOnLetter = sign_on.letter_of(get_my_campaign(campaign)) or abort(404)
    return found


def get_endorsement(campaign: str, number: int) -> LetterEndorsement:
    """An endorsement of my campaign's letter, ours alone until the commit, or 404."""
    found: LetterEndorsement = sign_on.locked(number) or abort(404)
    return found if found.letter_id == get_letter(campaign).id else abort(404)
