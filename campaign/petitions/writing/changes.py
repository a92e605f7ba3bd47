"""What has changed in a petition since people began to sign it, for everybody to read."""

from collections.abc import Callable
from functools import cache
from itertools import pairwise
from typing import Any

from flask_babel import gettext as _

from ...db import db
from ...factsheet import Citation, Fact, fact_path, render
from ...i18n import language, own_name, spoken
from ...officials.models import Body
from ...pages import remember
from ..models import KIND, Petition, PetitionRevision
from .publishing import NAMES
from .revisions import SIGNED, Content, differences, revisions

LASTS = 600.0  # seconds that the differences between two revisions are kept; they never change


def changes(petition: Petition) -> list[dict[str, Any]]:
    """Newest first: other words, with the reason; and facts that took their new sentence."""
    if petition.published_at is None:
        return []
    key = ("petition changes", petition.id, petition.revision_number, language())
    found = [*updates(petition), *remember(key, lambda: rewordings(petition), LASTS)]
    return sorted(found, key=lambda one: one["at"], reverse=True)


def rewordings(petition: Petition) -> list[dict[str, Any]]:
    """What each revision says otherwise, of those that readers could see."""
    if petition.revision_number < 2:
        return []
    read = cache(lambda revision: said(petition, revision))  # each stands in two pairs
    pairs = pairwise(revisions(petition))
    found = [change(read, old, new) for new, old in pairs if new.was_public]
    return [one for one in found if one]


def change(
    read: Callable[[PetitionRevision], Content], old: PetitionRevision, new: PetitionRevision
) -> dict[str, Any]:
    """One revision as its readers need it; empty when it says the same."""
    if all(old.content[name] == new.content[name] for name in SIGNED):
        return {}
    found = differences(read(old), read(new), SIGNED)
    mine = [one for one in found if one.code in ("", language())] or found
    return {
        "number": new.number,
        "at": new.made_at,
        "why": new.why,
        "names": list(dict.fromkeys(name_of(one.field) for one in found)),
        "differences": [
            {"field": name_of(one.field), "places": one.places, **tongue(one.code)} for one in mine
        ],
    }


def tongue(code: str) -> dict[str, str]:
    is_other = code not in ("", language())
    return {"lang": code, "language": own_name(code)} if is_other else {"lang": "", "language": ""}


def name_of(field: str) -> str:
    others = {"body_id": _("who decides"), "targets": _("who is asked")}
    return str(NAMES.get(field) or others[field])


def said(petition: Petition, revision: PetitionRevision) -> Content:
    """A revision's content with its facts filled in as they were shown then."""
    body = db.session.get(Body, revision.content["body_id"])
    texts = {
        code: render(text, petition.campaign, revision.versions, locale=code).text
        for code, text in revision.content["text"].items()
    }
    return revision.content | {"text": texts, "body_id": spoken(body.name) if body else ""}


def updates(petition: Petition) -> list[dict[str, Any]]:
    """Facts whose new sentence the petition took while it was public; their pages show both."""
    query = (
        db.select(Fact.key, Citation.decided_at, Citation.decided_version, Citation.reason)
        .join(Citation.fact)
        .where(
            Citation.document_kind == KIND,
            Citation.document_id == str(petition.id),
            Citation.decision == "update",
            Citation.decided_at > petition.published_at,
        )
        .distinct()
    )
    return [
        {
            "at": at,
            "names": [_("a fact")],
            "why": reason,
            "path": fact_path(petition.campaign.slug, key),
        }
        for key, at, _number, reason in db.session.execute(query)
    ]
