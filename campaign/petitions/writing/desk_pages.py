"""What the organizers' pages of a petition show."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from flask import render_template, request
from flask_babel import gettext as _
from flask_babel import lazy_gettext

from ...coalition.models import Campaign
from ...db import db
from ...factsheet import pins, stale
from ...factsheet.content import CORRECTED
from ...factsheet.differences import word_pieces
from ...factsheet.sheet import current_versions
from ...filters import datetime_words
from ...i18n import own_name, spoken
from ...officials.models import Body
from ..integrity.moderation import count_waiting
from ..models import KIND, Petition
from ..place import Place
from .act_form import ActForm
from .desk_numbers import numbers
from .forms import PetitionForm
from .previews import previews
from .publishing import ACT_NAMES, decisions, missing_words, possible
from .revisions import Content, content_of, differences, revisions, touched
from .texts import codes_of, missing

MOST = 1_000  # unread comments counted
FIELD_WORDS = {
    "title": lazy_gettext("Title"),
    "ask": lazy_gettext("What you ask"),
    "text": lazy_gettext("Text"),
    "share": lazy_gettext("Sentence for sharing"),
    "slug": lazy_gettext("Address"),
    "body_id": lazy_gettext("Who decides"),
    "targets": lazy_gettext("Who is asked"),
    "goal": lazy_gettext("Goal"),
    "reviews_comments": lazy_gettext("Comments only after somebody has read them"),
    "opens_at": lazy_gettext("Opens"),
    "closes_at": lazy_gettext("Closes"),
}


def bodies() -> list[Body]:
    return list(db.session.scalars(db.select(Body).order_by(Body.id)))


def edit_page(
    place: Place,
    petition: Petition | None,
    form: PetitionForm,
    *,
    restored: int | None = None,
    theirs: Content | None = None,
    written: Content | None = None,
    taken: Sequence[str] = (),
) -> tuple[str, int]:
    """The form, what it looks like, and on a conflict both texts."""
    content = form.as_content()
    body = form.bodies.get(str(content["body_id"]))
    pinned = pins(KIND, petition.id) if petition else {}
    page = render_template(
        "petitions/desk/edit.html",
        place=place,
        petition=petition,
        form=form,
        sections=sections(form, content),
        previews=previews(place.campaign, body, content, pinned),
        is_preview=request.form.get("act") == "preview",
        palette=palette(place.campaign),
        restored=restored,
        clashes=clashes(theirs, written) if theirs and written else [],
        taken=[FIELD_WORDS[name] for name in taken],
        touched=touched(petition) if petition else None,
        zone_name=str(form.zone),
    )
    return page, form.status


def sections(form: PetitionForm, content: Content) -> list[dict[str, Any]]:
    """The languages: what each lacks, and what is to be looked at in its text."""
    return [
        {
            "code": code,
            "name": own_name(code),
            "state": state_of(content, code),
            "is_complete": not missing(content, code),
            "problems": form.problems("text", code),
        }
        for code in form.codes
    ]


def state_of(content: Content, code: str) -> str:
    names = missing(content, code)
    if names:
        return missing_words(code, names)
    return _("%(language)s: complete.", language=own_name(code))


def palette(campaign: Campaign) -> list[Any]:
    """The facts to pick from: those that stand first, those taken back last."""
    every = current_versions(campaign).values()
    return sorted(every, key=lambda one: one.status in CORRECTED)


def clashes(theirs: Content, mine: Content) -> list[dict[str, Any]]:
    """Each field in which two people's contents differ, both whole."""
    theirs, mine = readable(theirs), readable(mine)
    found = []
    for one in differences(theirs, mine):
        both = [
            side[one.field].get(one.code, "") if one.code else side[one.field]
            for side in (theirs, mine)
        ]
        language = own_name(one.code) if one.code else ""
        found.append(
            {
                "field": FIELD_WORDS[one.field],
                "code": one.code,
                "language": language,
                "theirs": both[0],
                "mine": both[1],
            }
        )
    return found


def readable(content: Content) -> Content:
    """A content as people read it: names for numbers, moments with their zone."""
    body = db.session.get(Body, content["body_id"]) if content["body_id"] else None
    moments = {
        name: datetime_words(datetime.fromisoformat(content[name])) if content[name] else ""
        for name in ("opens_at", "closes_at")
    }
    return (
        content
        | moments
        | {
            "body_id": spoken(body.name) if body else "",
            "goal": str(content["goal"] or ""),
            "reviews_comments": _("yes") if content["reviews_comments"] else _("no"),
        }
    )


def petition_page(place: Place, petition: Petition, **more: Any) -> str:
    """One petition, for all who take part in its campaign."""
    content = content_of(petition)
    return render_template(
        "petitions/desk/petition.html",
        place=place,
        petition=petition,
        states=[state_of(content, code) for code in codes_of(content)],
        looks=looks(petition),
        act_names=ACT_NAMES,
        previews=previews(place.campaign, petition.body, content, pins(KIND, petition.id)),
        acts=possible(petition) if place.may("organizer") else [],
        decisions=decisions(petition),
        touched=touched(petition),
        numbers=numbers(petition),
        unread=count_waiting(petition, MOST) if reads_comments(place, petition) else 0,
        **{"act_form": ActForm(formdata=None)} | more,
    )


def reads_comments(place: Place, petition: Petition) -> bool:
    """Whether comments wait for somebody of this role to read them."""
    return petition.reviews_comments and place.may("organizer")


def looks(petition: Petition) -> list[dict[str, Any]]:
    """The sentences of this petition whose facts have changed, word by word."""
    return [
        {"stale": one, "pieces": word_pieces(one.old_sentence, one.new_sentence)}
        for one in stale(KIND, petition.id)
    ]


def history(petition: Petition) -> list[dict[str, Any]]:
    """Every revision, newest first, with what it changed."""
    every = revisions(petition)
    before = [*every[1:], None]
    return [
        {"revision": one, "differences": changed(old.content, one.content) if old else []}
        for one, old in zip(every, before, strict=False)
    ]


def changed(old: Content, new: Content) -> list[dict[str, Any]]:
    """What differs between two revisions, as pages show it."""
    return [
        {
            "field": FIELD_WORDS[one.field],
            "code": one.code,
            "language": own_name(one.code) if one.code else "",
            "places": one.places,
        }
        for one in differences(readable(old), readable(new))
    ]
