"""Roll calls: from CSV, from the actions of the Chicago clerk's matters, from Legistar's histories.

Attendance, which Legistar calls a roll call, too, is no vote.
"""

from collections import Counter
from datetime import date
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext

from ...bringing.importers import Choices, Importer, Option, Reading
from ...bringing.plan import Plan, Wanted, make
from ...models import Body, Official
from .. import numbers
from ..models import Measure, RollCall, Vote
from ..votes import ATTENDANCE, outcome_in, value_of
from . import legistar
from .items import COUNCIL, RollCallItem, VoteItem
from .known import Record, name_of, record_of
from .looks import Look, is_json, objects, table_rows
from .measures import read_matter

COLUMN_WORDS = {
    "value": lazy_gettext("Vote"),
    "said": lazy_gettext("In the file’s words"),
    "result": lazy_gettext("Result"),
    "name": lazy_gettext("Name"),
}
MEASURE = Option(
    "measure",
    lazy_gettext("Record number"),
    lazy_gettext("Only where the file does not name the measure."),
    longest=40,
)


def read(data: bytes, choices: Choices) -> Reading:
    """The roll calls of a file; `items` are RollCallItems."""
    if not is_json(data):
        return read_table(data, choices.said(MEASURE.name))
    found, notes = objects(data)
    if all(legistar.is_event(one) for one in found):
        return read_attendance(found, notes)
    matters = [item for one in found if (item := read_matter(one))]
    items = [call for matter in matters for call in matter.roll_calls]
    if matters and not items and not found[0].problems:
        notes.append(_("No measure of this file carries votes."))
    return Reading(items, found[0].problems, notes)


def read_attendance(found: list[Look], notes: list[str]) -> Reading:
    """Events tell who was present: said, and left out."""
    for one in found:
        item = legistar.read_event(one, notes)
        if item is not None and item.present:
            words = _("Line %(line)s: attendance of %(count)s people at the %(body)s, no vote.")
            notes.append(words % {"line": one.line, "count": item.present, "body": item.body})
    return Reading([], found[0].problems, notes)


def read_table(data: bytes, measure: str) -> Reading:
    """Rows with one vote each, gathered into roll calls."""
    needed = ("date", "voter", "vote") if measure else ("record", "date", "voter", "vote")
    rows, table = table_rows(data, *needed)
    calls: dict[tuple[Any, ...], RollCallItem] = {}
    for one in rows:
        record = one.text("record", most=40, needed=not measure) or measure
        on, voter = one.day("date", needed=True), one.text("voter", most=120, needed=True)
        word = one.text("vote", most=40, needed=True)
        body, action = one.text("body", most=120), one.text("action", most=120)
        result = one.text("result", most=80)
        if record and on and voter and word:
            key = (numbers.key(record) if numbers.is_number(record) else record, on, body, action)
            new = RollCallItem(record, on, body, action, one.line, result)
            call = calls.setdefault(key, new)
            call.votes.append(VoteItem(voter, word, one.line))
    return Reading(list(calls.values()), rows[0].problems if rows else table.problems, table.notes)


def want(reading: Reading, body: Body, choices: Choices) -> Plan:
    """The roll calls and votes; a measure that nobody knows is made."""
    record = Record(body)
    lines: dict[tuple[Any, ...], int] = {}
    for item in reading.items:
        if not is_attendance(record, item):
            call = want_roll_call(record, item, lines, choices.file_name)
            if call is not None:
                want_votes(record, item, call)
    return make(
        record.wanted,
        vanished=record.vanished,
        notes=record.notes,
        problems=record.problems,
    )


def is_attendance(record: Record, item: RollCallItem) -> bool:
    """Whether all of it only says who was there; that is told."""
    words = {one.word.casefold() for one in item.votes}
    if "present" not in words or not words <= ATTENDANCE:
        return False
    said = _("Line %(line)s: attendance of %(count)s people at the %(body)s, no vote.")
    body = item.body or name_of(record.council)
    record.notes.append(said % {"line": item.line, "count": len(item.votes), "body": body})
    return True


def want_roll_call(
    record: Record, item: RollCallItem, lines: dict[tuple[Any, ...], int], source: str
) -> Wanted[RollCall] | None:
    """The roll call that its votes belong to; None, with a problem, where the file has it twice."""
    if not numbers.is_number(item.record):
        record.fault(item.line, _("“%(text)s” is no record number.", text=item.record))
        return None
    on, body = record.day(item.on), record.body(item.body or COUNCIL, item.line)
    measure = record.find_measure(item.record) or make_measure(record, item)
    key = {"measure": measure, "body": body, "on": on, "action": item.action}
    first = lines.setdefault(tuple(key.values()), item.line)
    if first != item.line:
        words = _("This roll call is in the file already, on line %(line)s.", line=first)
        record.fault(item.line, words)
        return None
    label = f"{record_of(measure)}, {on.isoformat()}, {name_of(body)}: {item.action}".rstrip(": ")
    values = {"result": item.result} if item.result else {}
    row = find_roll_call(measure, key)
    return record.want(Wanted(RollCall, label, item.line, key, values, {"source": source}, row=row))


def make_measure(record: Record, item: RollCallItem) -> Wanted[Measure]:
    words = _("Line %(line)s: %(number)s is not known here yet, so it is added as a measure.")
    record.notes.append(words % {"line": item.line, "number": item.record})
    return record.new_measure(item.record, item.line, title=item.title or item.record)


def find_roll_call(measure: Any, key: dict[str, Any]) -> RollCall | None:
    if isinstance(measure, Wanted):
        return None
    calls: list[RollCall] = measure.roll_calls
    return next(
        (one for one in calls if all(getattr(one, name) == key[name] for name in key)), None
    )


def want_votes(record: Record, item: RollCallItem, call: Wanted[RollCall]) -> None:
    """Each vote by its official; what cannot be told apart is a problem."""
    on: date = call.key["on"]
    found: dict[Official, tuple[VoteItem, str]] = {}
    for one in item.votes:
        value, official = value_of(one.word), record.official(one.voter, on)
        if value == "vacant" and official is None:
            continue
        if value is None:
            words = _("“%(word)s” is no vote that we know: write Yea, Nay, Absent …", word=one.word)
            record.fault(one.line, words)
        if official is None:
            record.fault(one.line, record.who_is(one.voter, on))
        elif official in found:
            words = _("%(name)s votes twice in this roll call, first on line %(line)s.")
            first = found[official][0].line
            record.fault(one.line, words % {"name": official.name, "line": first})
        elif value is not None:
            found[official] = (one, value)
    for official, (one, value) in found.items():
        want_vote(record, call, official, one, value)
    tell_who_held_no_seat(record, call, list(found))
    compare_totals(record, item, Counter(value for _one, value in found.values()))
    if call.row is not None:
        gone = [one.official.name for one in call.row.votes if one.official not in found]
        record.vanished += [f"{call.label}, {name}" for name in gone]


def want_vote(
    record: Record, call: Wanted[RollCall], official: Official, one: VoteItem, value: str
) -> None:
    values = {"value": value, "said": one.word}
    key = {"roll_call": call, "official": official}
    label = f"{call.label}, {official.name}"
    record.want(Wanted(Vote, label, one.line, key, values, is_quiet=call.row is None))


def tell_who_held_no_seat(record: Record, call: Wanted[RollCall], voters: list[Official]) -> None:
    on: date = call.key["on"]
    names = [one.name for one in voters if not record.was_in_office(one, on)]
    if names:
        words = _("Line %(line)s: no seat of theirs is known here on %(day)s: %(names)s.")
        told = {"line": call.line, "day": on.isoformat(), "names": "; ".join(names)}
        record.notes.append(words % told)


def compare_totals(record: Record, item: RollCallItem, counts: Counter[str]) -> None:
    """Say where the file's own words for the outcome differ from what its votes come to."""
    said, counted = outcome_in(item.result, item.action), (counts["yea"], counts["nay"])
    if said is not None and said != counted:
        words = _("Line %(line)s: the file says %(said)s, its votes come to %(counted)s.")
        texts = {"said": "–".join(map(str, said)), "counted": "–".join(map(str, counted))}
        record.notes.append(words % (texts | {"line": item.line}))


IMPORTER = Importer(
    "votes",
    lazy_gettext("Roll calls"),
    lazy_gettext(
        "CSV: record, date, body, action, voter, vote; or JSON of Chicago’s clerk or of Legistar."
    ),
    read,
    want,
    (MEASURE,),
    words=COLUMN_WORDS,
)
