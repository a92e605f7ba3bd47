"""Next steps with officials, offices that cannot be reached, empty seats, files that wait."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta

from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy import func, select

from ...db import db
from ...filters import date_words, number, zone_info
from ...officials.bodies import councils, find_council
from ...officials.bringing.models import RecordImport
from ...officials.contact.models import Interaction
from ...officials.contacts import LASTS
from ...officials.dates import began, lasts
from ...officials.listing import today
from ...officials.models import Body, Contact, Term
from ...officials.terms import all_held
from ..desks import Desk
from ..places import Place
from ..today import Item, Urgency, in_campaign, in_part, only_today

SOON, MOST = timedelta(days=7), 20
LIST, LOG = "officials_desk.officials", "contact_desk.interactions"
IMPORT = "officials_import.look"
CHANGES = "officials_desk.still_right"  # who may do this looks after contact details


@in_part
def next_steps(place: Place) -> Iterator[Item]:
    """One's own next steps of this week, and those that are overdue."""
    if place.campaign is None or not place.may_open(LOG):
        return
    council = find_council()
    if council is None:
        return
    on = today(council)
    query = select(Interaction).where(
        Interaction.campaign_id == place.campaign.id,
        Interaction.organization_id == place.organization.id,
        Interaction.user_id == place.membership.user_id,
        Interaction.next_on <= on + SOON,
        Interaction.next_done_at.is_(None),
    )
    for one in db.session.scalars(query.order_by(Interaction.next_on, Interaction.id).limit(MOST)):
        if one.next_on is not None:
            yield step_item(one, one.next_on, on, council)


def step_item(note: Interaction, due: date, on: date, council: Body) -> Item:
    day = _("today") if due == on else date_words(due)
    return Item(
        _("%(step)s (%(name)s)", step=note.next_step, name=note.official.name),
        _("Open"),
        "officials_desk.official",
        Urgency.NOW if due < on else Urgency.SOON,
        _("It was due on %(day)s.", day=day) if due < on else _("Due: %(day)s", day=day),
        count=1,
        under=LIST,
        due=datetime.combine(due, time.max, zone_info(council.timezone)).astimezone(UTC),
        values={"slug": note.official.slug, "_anchor": f"note-{note.id}"},
        act=LOG,
    )


@in_campaign
@only_today
def bounced(desk: Desk) -> Iterator[Item]:
    """Details of offices that do not work, for those who can mend them."""
    for council in councils() if desk.may_open(CHANGES) else ():
        if count := counted(council, Contact.bounced_at.is_not(None)):
            words = ngettext(
                "%(number)s contact detail of an office does not work",
                "%(number)s contact details of offices do not work",
                count,
                number=number(count),
            )
            yield list_item(council, "bounced", words, _("Mend"), Urgency.WAITS)


@in_campaign
@only_today
def unverified(desk: Desk) -> Iterator[Item]:
    """Addresses that nobody has checked lately: letters go only where somebody has."""
    for council in councils() if desk.may_open(CHANGES) else ():
        is_old = Contact.verified_on.is_(None) | (Contact.verified_on < today(council) - LASTS)
        if count := counted(council, is_old, Contact.kind == "email"):
            words = ngettext(
                "%(number)s email address of an office was not checked for 180 days",
                "%(number)s email addresses of offices were not checked for 180 days",
                count,
                number=number(count),
            )
            yield list_item(council, "unverified", words, _("Check"))


@in_campaign
@only_today
def vacant(desk: Desk) -> Iterator[Item]:
    """Seats that nobody holds; a council of which nobody is known yet is none of them."""
    for council in councils() if desk.may_open(CHANGES) else ():
        every = all_held(council, today(council))
        empty = [one for one in every if one.is_vacant]
        if empty and len(empty) < len(every):
            words = ngettext(
                "%(number)s seat is vacant",
                "%(number)s seats are vacant",
                len(empty),
                number=number(len(empty)),
            )
            yield list_item(council, "vacant", words, _("Look"))


@in_part
def imports(place: Place) -> Iterator[Item]:
    """Files about a council that were looked through and wait for a word."""
    if place.campaign is None or not place.may_open(IMPORT):
        return
    query = select(RecordImport).filter_by(organization_id=place.organization.id, state="checked")
    for one in db.session.scalars(query.order_by(RecordImport.id.desc()).limit(MOST)):
        words = _("“%(file)s” can be imported", file=one.file_name)
        yield Item(words, _("Look"), IMPORT, count=1, under=LIST, values={"number": one.id})


def counted(council: Body, *conditions: object) -> int:
    """How many details of a council’s present office holders are like this."""
    on = today(council)
    query = (
        select(func.count(Contact.id))
        .join(Term, Term.id == Contact.term_id)
        .where(Term.body_id == council.id, Term.seat_id.is_not(None), Contact.value != "")
        .where(began(Term.starts, on), lasts(Term.ends, on), *conditions)  # type: ignore[arg-type]
    )
    return db.session.scalar(query) or 0


def list_item(
    council: Body, state: str, words: str, verb: str, urgency: Urgency = Urgency.NOTE
) -> Item:
    """One item for all of a kind, which leads to the list of them."""
    values = {"state": state, "body": council.slug}
    return Item(words, verb, LIST, urgency, values=values, act=CHANGES)
