"""Contact details of an office: still right, corrected, added, removed, bounced."""

from collections.abc import Sequence

from flask import flash, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from ..accounts.checks import me
from ..coalition.permissions import lead_of_campaign
from ..db import db
from ..security import allow
from . import contacts, history
from .desk import bp, current, official_page
from .forms import BounceForm, ContactForm, NewContactForm, SeenForm
from .models import Contact, Official
from .place import Place, get_contact, get_official, get_place, get_term, note
from .words import CONTACT_NAMES

LEAD = lead_of_campaign("organizer")


@bp.post("/<slug>/contacts/right")
@allow(LEAD)
def still_right(organization: str, campaign: str, slug: str) -> ResponseReturnValue:
    """Somebody checked all details of the office: they are still right."""
    place, mine = get_place(organization, campaign), get_official(slug)
    seats = [one for one in current(mine) if one.seat]
    return verified(place, mine, [one for term in seats for one in contacts.shown(term)])


@bp.post("/<slug>/contacts/<int:number>/right")
@allow(LEAD)
def contact_right(organization: str, campaign: str, slug: str, number: int) -> ResponseReturnValue:
    """Somebody checked one of them."""
    place, mine = get_place(organization, campaign), get_official(slug)
    return verified(place, mine, [get_contact(mine, number)])


def verified(place: Place, mine: Official, details: Sequence[Contact]) -> ResponseReturnValue:
    form = SeenForm()
    if form.submitted():
        if form.is_outdated(*details):
            return official_page(place, mine, is_outdated=True)
        found = contacts.verify(details, history.today_of(mine), me())
        note("contact.verified", place, mine, kinds=sorted({one.kind for one in found}))
        db.session.commit()
        words = ngettext("%(num)s detail is checked.", "%(num)s details are checked.", len(found))
        flash(words, "success")
    return to_page(place, mine)


@bp.route("/<slug>/terms/<int:number>/contacts", methods=["GET", "POST"])
@allow(LEAD)
def new_contact(organization: str, campaign: str, slug: str, number: int) -> ResponseReturnValue:
    """Add a way to reach an office."""
    place, mine = get_place(organization, campaign), get_official(slug)
    term, form = get_term(mine, number), NewContactForm()
    if form.submitted():
        checked = history.today_of(mine) if form.is_checked.data else None
        said = {"kind": form.kind.data, "label": form.label.data or "", "value": form.value.data}
        try:
            contacts.add(term, checked=checked, by=me(), **said)
        except contacts.TakenError:
            form.label.errors = [_("There is one of this kind already: say which one this is.")]
        else:
            note("contact.changed", place, mine, kind=said["kind"])
            db.session.commit()
            flash(_("Added."), "success")
            return to_page(place, mine)
    page = render_template("officials/desk/new_contact.html", place=place, official=mine, form=form)
    return page, form.status


@bp.route("/<slug>/contacts/<int:number>", methods=["GET", "POST"])
@allow(LEAD)
def contact(organization: str, campaign: str, slug: str, number: int) -> ResponseReturnValue:
    """Correct one detail; who saves second sees both."""
    place, mine = get_place(organization, campaign), get_official(slug)
    found, form = get_contact(mine, number), ContactForm()
    form.kind_of_value = found.kind
    if request.method != "POST":
        form.value.data = found.value
        form.show(found)
    if not form.submitted():
        return contact_page(place, mine, found, form)
    if form.is_outdated(found):
        return contact_outdated(place, mine, found, form)
    checked = history.today_of(mine) if form.is_checked.data else None
    contacts.change(found, form.value.data or "", checked, me())
    note("contact.changed", place, mine, kind=found.kind)
    db.session.commit()
    flash(_("Saved."), "success")
    return to_page(place, mine)


@bp.post("/<slug>/contacts/<int:number>/bounced")
@allow(LEAD)
def bounced(organization: str, campaign: str, slug: str, number: int) -> ResponseReturnValue:
    """Note that this does not reach the office."""
    place, mine = get_place(organization, campaign), get_official(slug)
    found, form = get_contact(mine, number), BounceForm()
    if not form.submitted():
        return contact_page(place, mine, found, None, bounce_form=form)
    if form.is_outdated(found):
        return contact_outdated(place, mine, found, None, bounce_form=form)
    contacts.mark_bounced(found, form.reason.data or "")
    return acted("contact.bounced", place, mine, found, _("Noted: it does not work."))


@bp.post("/<slug>/contacts/<int:number>/works")
@allow(LEAD)
def works(organization: str, campaign: str, slug: str, number: int) -> ResponseReturnValue:
    """Take that back."""
    place, mine = get_place(organization, campaign), get_official(slug)
    found, form = get_contact(mine, number), SeenForm()
    if not form.submitted() or form.is_outdated(found):
        return official_page(place, mine, is_outdated=True)
    contacts.unmark_bounced(found)
    return acted("contact.works", place, mine, found, _("The mark is off."))


@bp.post("/<slug>/contacts/<int:number>/remove")
@allow(LEAD)
def remove_contact(organization: str, campaign: str, slug: str, number: int) -> ResponseReturnValue:
    """Show a detail no more; an import does not bring it back."""
    place, mine = get_place(organization, campaign), get_official(slug)
    found, form = get_contact(mine, number), SeenForm()
    if not form.submitted() or form.is_outdated(found):
        return official_page(place, mine, is_outdated=True)
    kind = CONTACT_NAMES[found.kind]
    said = _("Removed: %(kind)s %(value)s", kind=kind, value=found.value)
    note("contact.removed", place, mine, kind=found.kind, value=found.value)
    contacts.remove(found, me())
    db.session.commit()
    flash(said, "success")
    return to_page(place, mine)


def acted(
    act: str, place: Place, mine: Official, found: Contact, words: str
) -> ResponseReturnValue:
    note(act, place, mine, kind=found.kind)
    db.session.commit()
    flash(words, "success")
    return to_page(place, mine)


def contact_outdated(
    place: Place,
    mine: Official,
    found: Contact,
    form: ContactForm | None,
    bounce_form: BounceForm | None = None,
) -> ResponseReturnValue:
    """Somebody was faster: what is stored now, and what was typed still in the form."""
    overwritten = form.renew(found, value=found.value) if form else []
    if bounce_form is not None:
        bounce_form.show(found)
    values = {"is_outdated": True, "overwritten": overwritten}
    page, _status = contact_page(place, mine, found, form, bounce_form, **values)
    return page, 409


def contact_page(
    place: Place,
    mine: Official,
    found: Contact,
    form: ContactForm | None,
    bounce_form: BounceForm | None = None,
    **values: object,
) -> tuple[str, int]:
    posted = form or bounce_form
    if form is None:
        form = ContactForm(formdata=None, data={"value": found.value})
        form.show(found)
    if bounce_form is None:
        bounce_form = BounceForm(formdata=None)
        bounce_form.show(found)
    page = render_template(
        "officials/desk/contact.html",
        place=place,
        official=mine,
        contact=found,
        contact_form=form,
        bounce_form=bounce_form,
        form=posted,
        **values,
    )
    return page, posted.status if posted else 200


def to_page(place: Place, mine: Official) -> ResponseReturnValue:
    return redirect(place.url("official", mine, _anchor="office"), 303)
