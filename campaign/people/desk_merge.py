"""Records that may be one person, and making one of two."""

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from ..coalition.permissions import get_my_organization, role_at_least
from ..db import db
from ..security import allow
from . import listing, merging
from .bringing.loading import get_my_person
from .desk import bp, note
from .forms import MergeForm, choices
from .models import Person

MOST = 20  # records to choose from


@bp.get("/doubles")
@allow(role_at_least("organizer"))
def doubles(organization: str) -> ResponseReturnValue:
    """Records with the same name in the same ward."""
    mine = get_my_organization(organization)
    groups = merging.doubles(mine.id)
    return render_template("people/doubles.html", organization=mine, groups=groups)


@bp.route("/<int:number>/merge", methods=["GET", "POST"])
@allow(role_at_least("organizer"))
def merge(organization: str, number: int) -> ResponseReturnValue:
    """Make one record of this one and `?with=` another; it cannot be undone, so it is asked."""
    person, form = get_my_person(organization, number), MergeForm()
    other = get_other(organization, person)
    if other is None:
        return choose(person)
    offer(form, person, other)
    if not form.submitted():
        return show(person, other, form)
    try:
        merged = merging.merge(
            person.organization, person.id, other.id, str(form.name.data), str(form.email.data)
        )
    except merging.SameRecordError:
        abort(409, _("One of the two records is gone. Look at the list again."))
    note("person.merged", merged, gone=other.id)
    db.session.commit()
    flash(_("The two records are one now. Both addresses are known."), "success")
    return redirect(url_for(".person", organization=organization, number=number), 303)


def choose(person: Person) -> ResponseReturnValue:
    """Let one search for the other record."""
    asked = listing.Asked(q=request.args.get("q", "").strip()[:200])
    found = listing.page(person.organization_id, asked).people[:MOST] if asked.q else []
    return render_template(
        "people/merge_with.html",
        organization=person.organization,
        person=person,
        q=asked.q,
        found=[one for one in found if one.id != person.id],
    )


def get_other(organization: str, person: Person) -> Person | None:
    """The other record: by its number, or None when none is named yet."""
    number = request.args.get("with", "")
    if not number:
        return None
    if not number.isdecimal() or len(number) > 9 or int(number) == person.id:
        abort(404)
    return get_my_person(organization, int(number))


def offer(form: MergeForm, person: Person, other: Person) -> None:
    """Let one choose among the names and the addresses of both."""
    names = dict.fromkeys(one.name for one in (person, other) if one.name) or {"": None}
    form.name.choices = choices([(name, name or _("No name")) for name in names])
    form.email.choices = choices([(one.email, one.email) for one in (person, other)])
    if not form.is_submitted():
        form.name.data, form.email.data = next(iter(names)), person.email


def show(person: Person, other: Person, form: MergeForm) -> ResponseReturnValue:
    page = render_template(
        "people/merge.html",
        organization=person.organization,
        person=person,
        other=other,
        form=form,
        url=request.full_path,
    )
    return page, form.status
