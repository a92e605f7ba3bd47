"""JSON of Legistar, as its web API gives it and as New York’s open archive of it does.

The API (webapi.legistar.com) says `MatterFile`, `EventDate`; the archive (nyc_legislation) drops
the first word and puts sponsors and history into the matter, items into the event. Two traps:
EventDate is midnight and EventTime stands apart, in the council’s zone; and the archive ends
local days with a Z. A RollCall of an event item is attendance, not a vote.
"""

import re
from datetime import datetime, time

from flask_babel import gettext as _

from ..meetings import OFF
from .items import (
    COUNCIL,
    AgendaItem,
    MeasureItem,
    MeetingItem,
    RollCallItem,
    SponsorItem,
    VoteItem,
)
from .looks import Look

CLOCK = re.compile(r"(\d{1,2}):(\d\d)\s*([AP])\.?\s*M\.?", re.IGNORECASE | re.ASCII)


def is_matter(one: Look) -> bool:
    return "MatterFile" in one.values or ("File" in one.values and "IntroDate" in one.values)


def is_event(one: Look) -> bool:
    return "EventDate" in one.values or ("BodyName" in one.values and "Items" in one.values)


def read_matter(one: Look) -> MeasureItem:
    """A matter; the first sponsor is the chief one."""
    record = one.text("MatterFile", "File", most=40, needed=True)
    item = MeasureItem(
        record,
        one.line,
        title=one.text("MatterTitle", "Title", "MatterName", "Name", most=20_000),
        kind=one.text("MatterTypeName", "TypeName", most=40),
        status=one.text("MatterStatusName", "StatusName", most=80),
        introduced=one.day("MatterIntroDate", "IntroDate"),
        url=one.web_address("MatterInSiteURL", "InSiteURL"),
    )
    names = [
        (each, each.text("MatterSponsorName", "FullName", most=120))
        for each in one.entries("MatterSponsors", "Sponsors")
    ]
    item.sponsors = [
        SponsorItem(name, place == 0, each.line) for place, (each, name) in enumerate(names) if name
    ]
    item.roll_calls = read_roll_calls(one, record, item.title)
    return item


def read_roll_calls(one: Look, record: str, title: str) -> list[RollCallItem]:
    """What people voted on, from the history of a matter."""
    found = []
    for step in one.entries("MatterHistories", "History"):
        votes = step.entries("Votes")
        on = step.day("MatterHistoryActionDate", "Date", needed=bool(votes))
        body = step.text("MatterHistoryActionBodyName", "BodyName", most=120) or COUNCIL
        action = step.text("MatterHistoryActionName", "Action", most=120)
        if votes and on:
            item = RollCallItem(record, on, body, action, step.line, title=title)
            item.result = step.text("MatterHistoryPassedFlagName", "PassedFlagName", most=80)
            item.votes = [read_vote(each) for each in votes]
            found.append(item)
    return found


def read_vote(one: Look) -> VoteItem:
    voter = one.text("VotePersonName", "FullName", most=120)
    return VoteItem(voter, one.text("VoteValueName", "Vote", most=40), one.line)


def read_event(one: Look, notes: list[str]) -> MeetingItem | None:
    """A meeting; None, with a note, where it has no hour."""
    external = one.text("EventId", "ID", most=80, needed=True)
    body = one.text("EventBodyName", "BodyName", most=200, needed=True)
    at = starts_at(one, body, notes)
    items = one.entries("EventItems", "Items")
    status = one.text("EventAgendaStatusName", "AgendaStatusName", most=40)
    item = {
        "status": status if status.lower() in OFF else "",
        "location": one.text("EventLocation", "Location"),
        "comment": one.text("EventComment", "Comment", most=20_000, is_whole=True),
        "url": one.web_address("EventInSiteURL", "InSiteURL"),
        "agenda": read_agenda(items),
        "present": sum(len(each.entries("EventItemRollCall", "RollCall")) for each in items),
    }
    if at is None:
        return None
    return MeetingItem(external, body, at, one.line, **item)  # type: ignore[arg-type]


def starts_at(one: Look, body: str, notes: list[str]) -> datetime | None:
    """Date and hour, put together where they stand apart."""
    name = one.first("EventDate", "Date")
    at = one.moment(name, needed=True)
    if at is None or "EventTime" not in one.values:
        return at
    said = one.text("EventTime", most=40)
    clock = read_clock(said)
    if clock is None:
        words = _(
            "Line %(line)s: a meeting of the %(body)s on %(day)s has no hour (“%(said)s”), so"
            " it is left out.",
            line=one.line,
            body=body,
            day=at.date().isoformat(),
            said=said,
        )
        notes.append(words)
        return None
    return datetime.combine(at.date(), clock)


def read_clock(said: str) -> time | None:
    """“10:00 AM”, “1:30 p.m.”; None for what is no hour."""
    found = CLOCK.match(said)
    if found is None or not 1 <= int(found[1]) <= 12 or int(found[2]) > 59:
        return None
    return time(int(found[1]) % 12 + 12 * (found[3].upper() == "P"), int(found[2]))


def read_agenda(items: list[Look]) -> list[AgendaItem]:
    """The lines in the order of the minutes where these have one, else of the agenda."""
    ordered = [(each.number("EventItemMinutesSequence", "MinutesSequence"), each) for each in items]
    if not all(place for place, _each in ordered):
        ordered = [
            (each.number("EventItemAgendaSequence", "AgendaSequence"), each) for each in items
        ]
    ordered.sort(key=lambda pair: pair[0])
    return [item for _place, each in ordered if (item := read_agenda_item(each)).title]


def read_agenda_item(one: Look) -> AgendaItem:
    return AgendaItem(
        one.text("EventItemTitle", "Title", "MatterName", most=20_000),
        one.line,
        record=one.text("EventItemMatterFile", "MatterFile", most=40),
        action=one.text("EventItemActionName", "ActionName", most=120),
    )
