"""Documents that say what their facts no longer say, and facts to read again."""

from collections.abc import Iterator

from flask_babel import gettext as _
from flask_babel import ngettext

from ...db import db
from ...factsheet import Fact
from ...factsheet.models import today as this_day
from ..desks import Desk
from ..today import Item, Urgency, in_campaign


@in_campaign
def outdated(desk: Desk) -> Iterator[Item]:
    """One item a document; those who may not decide learn of it too."""
    for document, looks in desk.documents:
        yield Item(
            _(
                "%(kind)s “%(title)s” says what its facts no longer say",
                kind=document.label,
                title=document.title,
            ),
            _("Decide") if desk.may_decide else _("Read"),
            "dashboard.campaign",
            Urgency.NOW if desk.may_decide else Urgency.NOTE,
            ngettext("%(num)s fact has changed.", "%(num)s facts have changed.", len(looks)),
            count=len(looks),
            values={"_anchor": f"look-{looks[0].number}"},
        )


@in_campaign
def overdue(desk: Desk) -> Iterator[Item]:
    """Facts that no document cites fall due too, and nobody would hear of it."""
    query = db.select(Fact).where(
        Fact.campaign_id == desk.campaign.id,
        Fact.status != "draft",
        Fact.review_by < this_day(),
    )
    due = [one for one in db.session.scalars(query) if one.is_overdue]
    if due:
        yield Item(
            ngettext(
                "%(num)s fact is overdue: read its source again",
                "%(num)s facts are overdue: read their sources again",
                len(due),
            ),
            _("Read again"),
            "factsheet_desk.facts",
            Urgency.SOON,
            ", ".join(sorted(one.key for one in due)[:3]),
            count=len(due),
            values={"look": "overdue"},
            act="factsheet_desk.read_fact",
        )
