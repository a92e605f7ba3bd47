"""Meetings and their agendas, from the Chicago clerk's calendar and from Legistar's events."""

from datetime import UTC, datetime

from flask_babel import gettext as _
from flask_babel import lazy_gettext

from ....db import db
from ...bringing.importers import Choices, Importer, Reading
from ...bringing.plan import Plan, Wanted, make
from ...models import Body
from ...naming import plain
from ..meetings import family
from ..models import AgendaItem, Meeting
from . import clerk, legistar
from .items import MeetingItem
from .known import Record, name_of, shortened
from .looks import Look, objects

WORDS = {
    "body": lazy_gettext("Body"),
    "starts_at": lazy_gettext("Begins"),
    "status": lazy_gettext("Status"),
    "location": lazy_gettext("Where"),
    "comment": lazy_gettext("Clerk’s comment"),
    "url": lazy_gettext("Web address"),
    "record": lazy_gettext("Number"),
    "title": lazy_gettext("Title"),
    "action": lazy_gettext("Action"),
    "measure": lazy_gettext("Measure"),
    "name": lazy_gettext("Name"),
}


def read(data: bytes, choices: Choices) -> Reading:
    """The meetings of a file; `items` are MeetingItems."""
    found, notes = objects(data)
    items = [item for one in found if (item := read_meeting(one, notes))]
    return Reading(items, found[0].problems, notes)


def read_meeting(one: Look, notes: list[str]) -> MeetingItem | None:
    if clerk.is_meeting(one):
        return clerk.read_meeting(one)
    if legistar.is_event(one):
        return legistar.read_event(one, notes)
    if not one.problems:
        one.fault(_("This is no meeting of Chicago’s clerk or of Legistar."))
    return None


def want(reading: Reading, body: Body, choices: Choices) -> Plan:
    """The meetings of a council and its committees; committees that nobody knows come first."""
    record = Record(body)
    known = known_meetings(body)
    for item in reading.items:
        want_meeting(record, known, item, choices.file_name)
    record.vanished += left_out(record, known, reading.items)
    return make(
        record.wanted,
        vanished=record.vanished,
        notes=record.notes,
        problems=record.problems,
    )


def known_meetings(council: Body) -> dict[str, Meeting]:
    """The meetings here, by their number in the calendar that they came from."""
    bodies = [one.id for one in family(council)]
    query = db.select(Meeting).where(Meeting.body_id.in_(bodies))
    return {one.external: one for one in db.session.scalars(query)}


def want_meeting(record: Record, known: dict[str, Meeting], item: MeetingItem, source: str) -> None:
    at = moment(record, item)
    if at is None or not item.body or not item.external:
        return
    body, row = record.body(item.body, item.line), known.get(item.external)
    values = {
        "starts_at": at,
        "status": item.status,
        "location": item.location,
        "comment": item.comment,
        "url": item.url,
    }
    values = {name: value for name, value in values.items() if value or row is not None}
    key = {"body": body, "external": item.external}
    label = meeting_label(record, name_of(body), at)
    meeting = Wanted(Meeting, label, item.line, key, values, {"source": source}, row=row)
    if row is not None:
        meeting.values["body"] = body
    record.want(meeting)
    want_agenda(record, meeting, item)
    if item.present:
        words = _("Line %(line)s: who was present at the %(body)s is no vote, so it is left out.")
        record.notes.append(words % {"line": item.line, "body": name_of(body)})


def moment(record: Record, item: MeetingItem) -> datetime | None:
    """When it begins; None, with a problem, where clocks skip that hour."""
    if item.at.tzinfo is not None:
        return item.at.astimezone(UTC)
    local = item.at.replace(tzinfo=record.zone, fold=0)
    found = local.astimezone(UTC)
    said = {"line": item.line, "hour": item.at.strftime("%Y-%m-%d %H:%M"), "zone": record.zone}
    if found.astimezone(record.zone).replace(tzinfo=None) != item.at:
        words = _("%(hour)s does not exist in %(zone)s: clocks skip that hour.")
        record.fault(item.line, words % said)
        return None
    if found != local.replace(fold=1).astimezone(UTC):
        words = _("Line %(line)s: %(hour)s comes twice in %(zone)s; the first is taken.")
        record.notes.append(words % said)
    return found


def want_agenda(record: Record, meeting: Wanted[Meeting], item: MeetingItem) -> None:
    """Its lines in order, each with the measure that its number means."""
    for position, one in enumerate(item.agenda, 1):
        values = {
            "record": one.record,
            "title": one.title,
            "action": one.action,
            "measure": record.find_measure(one.record) if one.record else None,
        }
        label = _("%(meeting)s, line %(number)s", meeting=meeting.label, number=position)
        label += f": {shortened(one.title)}"
        key = {"meeting": meeting, "position": position}
        is_part = meeting.row is None
        record.want(Wanted(AgendaItem, label, one.line, key, values, is_quiet=is_part))
    if meeting.row is not None and item.agenda:
        gone = [one for one in meeting.row.items if one.position > len(item.agenda)]
        record.vanished += [f"{meeting.label}: {shortened(one.title)}" for one in gone]


def left_out(record: Record, known: dict[str, Meeting], items: list[MeetingItem]) -> list[str]:
    """Meetings between the file's first and last, of its bodies, that it does not name."""
    moments = [one.at if one.at.tzinfo else one.at.replace(tzinfo=record.zone) for one in items]
    named = {one.external for one in items}
    bodies = {record.bodies.get(plain(one.body)) for one in items}
    if not moments:
        return []
    return [
        meeting_label(record, name_of(one.body), one.starts_at)
        for one in known.values()
        if one.external not in named
        and one.body in bodies
        and min(moments) <= one.starts_at <= max(moments)
    ]


def meeting_label(record: Record, body: str, at: datetime) -> str:
    """“Committee on Finance, 2023-10-02 14:00” as clocks say where it meets."""
    return f"{body}, {at.astimezone(record.zone):%Y-%m-%d %H:%M}"


IMPORTER = Importer(
    "meetings",
    lazy_gettext("Meetings"),
    lazy_gettext("JSON of Chicago’s clerk or of Legistar."),
    read,
    want,
    words=WORDS,
)
