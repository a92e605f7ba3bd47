"""JSON of the Chicago clerk’s legislation system, api.chicityclerkelms.chicago.gov.

Matters (`/matter`, `/matter/recordNumber/…`) carry sponsors and actions, and these the votes;
lists of matters have null there. Meetings (`/meeting`, `/meeting-agenda/…`) carry an agenda or
null. Its moments are UTC. Field names as two public programs read them: the scraper behind
chicago.councilmatic.org, and city-scrapers.
"""

from collections import Counter
from datetime import UTC, datetime
from urllib.parse import quote

from .items import AgendaItem, MeasureItem, MeetingItem, RollCallItem, SponsorItem, VoteItem
from .looks import Look

PAGE = "https://chicityclerkelms.chicago.gov"
CHIEF = ("sponsor", "filing sponsor")


def is_matter(one: Look) -> bool:
    return "recordNumber" in one.values


def is_meeting(one: Look) -> bool:
    return "meetingId" in one.values


def read_matter(one: Look) -> MeasureItem:
    """A matter with its sponsors; its older number stands beside its number."""
    record = one.text("recordNumber", most=40, needed=True)
    old, number = one.text("legacyRecordNumber", most=40), one.text("matterId", most=80)
    item = MeasureItem(
        record,
        one.line,
        title=one.text("title", most=20_000),
        kind=one.text("type", most=40),
        status=one.text("status", most=80),
        introduced=utc(one.moment("introductionDate")),
        url=f"{PAGE}/Matter/?matterId={quote(number)}" if number else "",
        others=[old] if old else [],
    )
    item.sponsors = [
        SponsorItem(name, each.text("sponsorType").lower() in CHIEF, each.line)
        for each in one.entries("sponsors")
        if (name := each.text("sponsorName", most=120))
    ]
    item.roll_calls = read_roll_calls(one, record, item.title)
    return item


def read_roll_calls(one: Look, record: str, title: str) -> list[RollCallItem]:
    """The actions of a matter that people voted on; two of a name on a day get numbers."""
    found, seen = [], Counter[tuple[object, ...]]()
    for action in one.entries("actions"):
        votes = action.entries("votes")
        name, body = action.text("actionName", most=110), action.text("actionByName", most=120)
        at = utc(action.moment("actionDate", needed=bool(votes)))
        if not votes or at is None:
            continue
        seen[name, body, at.date()] += 1
        count = seen[name, body, at.date()]
        item = RollCallItem(record, at, body, name, action.line, title=title)
        item.action += f" ({count})" if count > 1 else ""
        item.votes = [read_vote(each) for each in votes]
        found.append(item)
    return found


def read_vote(one: Look) -> VoteItem:
    return VoteItem(one.text("voterName", most=120), one.text("vote", most=40), one.line)


def read_meeting(one: Look) -> MeetingItem | None:
    """A meeting; its free text is kept whole, deadlines hide in it."""
    external = one.text("meetingId", most=80, needed=True)
    at, body = utc(one.moment("date", needed=True)), one.text("body", most=200, needed=True)
    item = {
        "status": one.text("status", most=40),
        "location": one.text("location"),
        "comment": one.text("comment", most=20_000, is_whole=True),
        "agenda": read_agenda(one),
    }
    if at is None:
        return None
    return MeetingItem(external, body, at, one.line, **item)  # type: ignore[arg-type]


def read_agenda(one: Look) -> list[AgendaItem]:
    return [
        AgendaItem(
            title,
            each.line,
            record=each.text("recordNumber", most=40),
            action=each.text("actionName", most=120),
        )
        for group in one.part("agenda").entries("groups")
        for each in sorted(group.entries("items"), key=lambda each: each.number("sort"))
        if (title := each.text("matterTitle", "title", most=20_000))
    ]


def utc(at: datetime | None) -> datetime | None:
    """The clerk’s moments are UTC, with or without saying so."""
    return at.replace(tzinfo=UTC) if at is not None and at.tzinfo is None else at
