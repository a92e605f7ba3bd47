"""What files say about a council's record, before anybody compares it with the tables."""

from dataclasses import dataclass, field
from datetime import date, datetime

Day = date | datetime  # a moment becomes a day in the body's zone
COUNCIL = ""  # the name of a body where a file names none: the council itself


@dataclass
class SponsorItem:
    """A name under a measure; the chief sponsor’s stands first."""

    name: str
    is_chief: bool
    line: int


@dataclass
class VoteItem:
    """A voter by the file’s name, and its word for what they did."""

    voter: str
    word: str
    line: int


@dataclass
class RollCallItem:
    """One vote by names: on which record number, where, when and how it came out."""

    record: str
    on: Day
    body: str
    action: str
    line: int
    result: str = ""
    title: str = ""  # of the measure, where the file has it
    votes: list[VoteItem] = field(default_factory=list)


@dataclass
class MeasureItem:
    """A measure; `others` are further numbers of it. What the file leaves out is empty."""

    record: str
    line: int
    title: str = ""
    kind: str = ""
    status: str = ""
    introduced: Day | None = None
    url: str = ""
    others: list[str] = field(default_factory=list)
    sponsors: list[SponsorItem] = field(default_factory=list)
    roll_calls: list[RollCallItem] = field(default_factory=list)


@dataclass
class AgendaItem:
    """A line of an agenda."""

    title: str
    line: int
    record: str = ""
    action: str = ""


@dataclass
class MeetingItem:
    """A meeting; `at` without an offset is in the body’s zone. `present` counts attendance."""

    external: str
    body: str
    at: datetime
    line: int
    status: str = ""
    location: str = ""
    comment: str = ""
    url: str = ""
    agenda: list[AgendaItem] = field(default_factory=list)
    present: int = 0
