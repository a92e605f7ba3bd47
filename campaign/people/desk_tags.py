"""Tags for one person and for everybody who is listed."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy import Select, select

from ..coalition import audit
from ..coalition.permissions import get_my_organization, role_at_least
from ..db import db
from ..forms import StaffForm
from ..security import allow
from . import listing, tagging
from .bringing.loading import asked, get_mine, get_my_person
from .desk import bp, show
from .forms import BulkForm, TagForm
from .models import Person, Tagging


@bp.post("/<int:number>/tags")
@allow(role_at_least("organizer"))
def tag(organization: str, number: int) -> ResponseReturnValue:
    """Give one person a tag, or take it away."""
    person, form = get_my_person(organization, number), TagForm()
    if not form.submitted():
        return show(person, form)
    chosen = select(Person.id).where(Person.id == person.id)
    change(organization, form, chosen)
    return redirect(url_for(".person", organization=organization, number=number), 303)


@bp.route("/tags", methods=["GET", "POST"])
@allow(role_at_least("organizer"))
def tag_all(organization: str) -> ResponseReturnValue:
    """Give everybody who was asked for a tag, or take it away."""
    mine, wanted, form = get_my_organization(organization), asked(), BulkForm()
    if form.submitted():
        tagging = change(organization, form, listing.selection(mine.id, wanted))
        flash(done_words(tagging), "success")
        return redirect(people_url(organization, wanted), 303)
    page = render_template(
        "people/tag_all.html",
        organization=mine,
        asked=wanted,
        count=listing.count(mine.id, wanted),
        form=form,
        tags=listing.tags(mine.id),
        url=request.full_path,
    )
    return page, form.status


def change(organization: str, form: TagForm | BulkForm, people: Select[int]) -> Tagging:
    mine = get_my_organization(organization)
    tag = tagging.get_tag(mine.id, form.tag.data or "")
    act = tagging.change(tag, str(form.deed.data), people)
    audit.note(
        "people.tagged",
        organization=mine,
        about=f"tags/{tag.id}",
        deed=act.deed,
        count=act.count,
    )
    db.session.commit()
    return act


def people_url(organization: str, wanted: listing.Asked) -> str:
    """The list as it was asked for."""
    values: dict[str, Any] = {"organization": organization, **wanted.values}
    return url_for(".people", **values)


def done_words(act: Tagging) -> str:
    if act.deed == "add":
        return ngettext(
            "%(num)s person has the tag “%(tag)s” now.",
            "%(num)s people have the tag “%(tag)s” now.",
            act.count,
            tag=act.tag.name,
        )
    return ngettext(
        "The tag “%(tag)s” is taken from %(num)s person.",
        "The tag “%(tag)s” is taken from %(num)s people.",
        act.count,
        tag=act.tag.name,
    )


@bp.post("/tags/<int:number>/undo")
@allow(role_at_least("organizer"))
def undo_tags(organization: str, number: int) -> ResponseReturnValue:
    """Take an act of tagging back."""
    act = get_mine(Tagging, organization, number)
    if StaffForm().submitted() and tagging.undo(act):
        audit.note(
            "people.tag-undone",
            organization=get_my_organization(organization),
            about=f"tags/{act.tag_id}",
        )
        db.session.commit()
        flash(_("Undone: the tags are as they were."), "success")
    return redirect(url_for(".people", organization=organization), 303)
