"""An organization's people: the list, one person, and what organizers may change."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy.exc import IntegrityError

from ..coalition import audit
from ..coalition.permissions import get_my_organization, role_at_least
from ..config import settings
from ..db import db
from ..forms import StaffForm
from ..mail.addresses import mailbox
from ..security import allow, keyed_hash
from . import listing, tagging
from .bringing.loading import (
    asked,
    find_other,
    get_my_person,
    language_choices,
    language_name,
    neighbor,
    ward_choices,
)
from .bringing.planning import find_refusing
from .consents import end
from .forms import PersonForm, TagForm, choices
from .merging import claim, forget, rename
from .models import EMAIL, Person
from .places import source_words, ward_name, wards

bp = Blueprint("people_desk", __name__, url_prefix="/organize/<organization>/people")


@bp.app_template_filter("ward_name")
def ward_words(division: str | None) -> str:
    return ward_name(division)


@bp.app_template_filter("source_words")
def source_as_words(source: str) -> str:
    return source_words(source)


@bp.app_template_filter("language_name")
def language_as_words(code: str) -> str:
    return language_name(code)


@bp.get("")
@allow(role_at_least("organizer"))
def people(organization: str) -> ResponseReturnValue:
    """The organization's people, searched and filtered, by name."""
    mine, wanted = get_my_organization(organization), asked()
    page = listing.page(mine.id, wanted, neighbor("after"), neighbor("before"))
    return render_template(
        "people/people.html",
        organization=mine,
        asked=wanted,
        page=page,
        tags_of=tagging.tags_of_all([one.id for one in page.people]),
        wards=wards(),
        tags=listing.tags(mine.id),
        languages=language_choices(listing.languages(mine.id)),
        sources=listing.sources(mine.id),
        last_act=tagging.last_act(mine.id),
        button_form=StaffForm(),
    )


@bp.get("/<int:number>")
@allow(role_at_least("organizer"))
def person(organization: str, number: int) -> ResponseReturnValue:
    """What the organization knows of one person, and since when it may use it."""
    return show(get_my_person(organization, number), TagForm(formdata=None))


def show(person: Person, form: TagForm) -> ResponseReturnValue:
    page = render_template(
        "people/person.html",
        organization=person.organization,
        person=person,
        form=form,
        tags=tagging.tags_of(person.id),
        all_tags=listing.tags(person.organization_id),
    )
    return page, form.status


@bp.route("/<int:number>/edit", methods=["GET", "POST"])
@allow(role_at_least("organizer"))
def edit(organization: str, number: int) -> ResponseReturnValue:
    """Correct a record; what somebody else has changed meanwhile is not written over."""
    person = get_my_person(organization, number)
    form = PersonForm(obj=person)
    form.division.choices = choices(ward_choices(person.division))
    codes = dict.fromkeys([*settings().language_codes, person.language])
    form.language.choices = choices(language_choices(list(codes)))
    if not form.submitted():
        return show_edit(person, form)
    if not claim(person, form.version.data or 0):
        db.session.rollback()
        return show_edit(get_my_person(organization, number), form, is_outdated=True)
    if not corrected(person, form):
        return show_edit(get_my_person(organization, number), form)
    flash(_("The record is corrected."), "success")
    return redirect(url_for(".person", organization=organization, number=number), 303)


def corrected(person: Person, form: PersonForm) -> bool:
    """Write what was typed, unless the address belongs to another record here."""
    values = {name: form.values[name] for name in ("name", "email", "language")}
    owner = keyed_hash(mailbox(values["email"]), "mailbox")
    if owner not in person.mailboxes and find_other(person.organization, [owner], person.id):
        return taken(form)
    fields = [name for name in values if values[name] != getattr(person, name)]
    kept = {one.mailbox for one in person.others}
    if owner in kept:
        return taken(form)
    try:
        rename(person, values | {"division": form.division.data or None, "mailbox": owner})
    except IntegrityError:
        return taken(form)
    if find_refusing(person.organization_id, [owner]):  # a no of that mailbox holds
        for consent in person.consents:
            end(consent)
    note("person.edited", person, fields=fields)
    db.session.commit()
    return True


def taken(form: PersonForm) -> bool:
    db.session.rollback()
    form.email.errors = [_("Another record has this address: merge the two instead.")]
    return False


def show_edit(person: Person, form: PersonForm, is_outdated: bool = False) -> ResponseReturnValue:
    if is_outdated:
        form.version.data, form.version.raw_data = person.version, None
    page = render_template(
        "people/edit.html",
        organization=person.organization,
        person=person,
        form=form,
        is_outdated=is_outdated,
    )
    return page, 409 if is_outdated else form.status


@bp.route("/<int:number>/withdraw", methods=["GET", "POST"])
@allow(role_at_least("organizer"))
def withdraw(organization: str, number: int) -> ResponseReturnValue:
    """End a person's consent because they asked for it."""
    person, form = get_my_person(organization, number), StaffForm()
    consent = person.consent(EMAIL)
    if consent is None or not consent.is_given:
        flash(_("There is no consent to end."), "info")
        return redirect(url_for(".person", organization=organization, number=number), 303)
    if not form.submitted():
        return sure("people/withdraw.html", person, form)
    end(consent)
    note("consent.ended", person, purpose=consent.purpose)
    db.session.commit()
    flash(_("The consent is ended. No import brings it back."), "success")
    return redirect(url_for(".person", organization=organization, number=number), 303)


@bp.route("/<int:number>/delete", methods=["GET", "POST"])
@allow(role_at_least("organizer"))
def delete(organization: str, number: int) -> ResponseReturnValue:
    """Delete one record for good."""
    person, form = get_my_person(organization, number), StaffForm()
    if not form.submitted():
        return sure("people/delete.html", person, form)
    mine = person.organization
    forget(person)
    audit.note("person.deleted", organization=mine, about=f"people/{number}")
    db.session.commit()
    flash(_("The record is deleted."), "success")
    return redirect(url_for(".people", organization=organization), 303)


def sure(template: str, person: Person, form: StaffForm) -> ResponseReturnValue:
    """The page that says what a button does before it does it."""
    values: dict[str, Any] = {"organization": person.organization, "person": person, "form": form}
    return render_template(template, **values), form.status


def note(act: str, person: Person, **details: Any) -> None:
    """Note an act about one record, by its number: the chain names no resident."""
    audit.note(act, organization=person.organization, about=f"people/{person.id}", **details)
