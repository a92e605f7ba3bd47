"""Files of people that wait for a word, or could not be read."""

from collections.abc import Iterator
from datetime import timedelta

from flask_babel import gettext as _
from sqlalchemy import select

from ...db import db, now
from ...people.models import Import
from ..places import Place
from ..today import Item, Urgency, in_organization

LASTS, MOST = timedelta(days=7), 10


@in_organization
def imports(place: Place) -> Iterator[Item]:
    """Imports of the last days that were looked through, and those that went wrong."""
    if not place.may_open("people_desk.look"):
        return
    query = select(Import).where(
        Import.organization_id == place.organization.id,
        Import.state.in_(("checked", "cancelled")),
        Import.created_at > now() - LASTS,
    )
    for one in db.session.scalars(query.order_by(Import.id.desc()).limit(MOST)):
        if one.state == "checked":
            yield import_item(
                one, _("“%(file)s” can be imported", file=one.file_name), Urgency.WAITS
            )
        elif one.found.get("fault"):
            words = _("“%(file)s” could not be imported", file=one.file_name)
            yield import_item(one, words, Urgency.NOW)


def import_item(one: Import, words: str, urgency: Urgency) -> Item:
    return Item(
        words,
        _("Look"),
        "people_desk.look",
        urgency,
        count=1,
        under="people_desk.people",
        values={"number": one.id},
    )
