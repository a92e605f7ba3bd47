"""After the vote: what the count had predicted, beside what each official did."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cached_property

from sqlalchemy import or_
from sqlalchemy.orm import joinedload

from ...accounts.models import User
from ...db import db
from ...filters import zone_info
from ..models import Body, Official
from ..record.models import RollCall, Vote
from .counting import UNKNOWN, Entry, Totals, newest, totals
from .entries import COLUMNS
from .models import Stance, Whip
from .voters import voters

RIGHT, WRONG, SURPRISED, ABSENT = "right", "wrong", "surprised", "absent"
SIDES = {"yea": "yes", "nay": "no"}


@dataclass(frozen=True)
class Outcome:
    """One official: what was expected, and what happened."""

    official: Official
    vote: Vote
    entry: Entry | None
    expected: str

    @property
    def side(self) -> str:
        return SIDES.get(self.vote.value, "")

    @property
    def verdict(self) -> str:
        """Right or wrong; surprised where nobody had an idea; absent where no vote was cast."""
        if not self.side:
            return ABSENT
        if self.expected in (UNKNOWN, "undecided"):
            return SURPRISED
        return RIGHT if self.expected.endswith(self.side) else WRONG


@dataclass(frozen=True)
class Result:
    """A roll call beside the count as it stood the day before."""

    whip: Whip
    roll_call: RollCall
    outcomes: list[Outcome]
    predicted: Totals

    def of(self, verdict: str) -> list[Outcome]:
        return [one for one in self.outcomes if one.verdict == verdict]

    @cached_property
    def cast(self) -> Counter[str]:
        return Counter(one.vote.value for one in self.outcomes)

    @property
    def ours(self) -> int:
        """Votes as we wanted them; who wants it to fail counts everybody who did not say yes."""
        if self.whip.wanted == "yes":
            return self.cast["yea"]
        return len(self.outcomes) - self.cast["yea"] - self.cast["vacant"]

    @property
    def has_passed(self) -> bool:
        return self.cast["yea"] >= self.whip.needed

    @property
    def evidence(self) -> list[tuple[str, int, int]]:
        """Each kind of evidence that said something: how often it was right, how often wrong."""
        said = Counter(
            (one.entry.evidence, one.verdict)
            for one in self.outcomes
            if one.entry and one.verdict in (RIGHT, WRONG)
        )
        kinds = sorted({kind for kind, _verdict in said})
        return [(kind, said[kind, RIGHT], said[kind, WRONG]) for kind in kinds]


def roll_calls(whip: Whip) -> Sequence[RollCall]:
    """The votes on the measure in the body whose seats are counted, the last first."""
    query = (
        db.select(RollCall)
        .filter_by(measure_id=whip.measure_id, body_id=whip.measure.body_id)
        .order_by(RollCall.on.desc(), RollCall.id.desc())
    )
    return db.session.scalars(query).all()


def result(whip: Whip, roll_call: RollCall) -> Result:
    """Compare a roll call with what the count said the evening before."""
    day = roll_call.on - timedelta(days=1)
    counting = newest(as_it_stood(whip, day), day)
    query = db.select(Vote).filter_by(roll_call_id=roll_call.id).join(Official)
    votes = db.session.scalars(
        query.options(joinedload(Vote.official)).order_by(Official.sort_name)
    )
    outcomes = [
        Outcome(one.official, one, entry, entry.value_on(day) if entry else UNKNOWN)
        for one in votes
        for entry in [counting.get(one.official_id)]
    ]
    officials = [one.official.id for one in voters(roll_call.body, day)]
    predicted = totals(whip.wanted, whip.needed, officials, counting, day)
    return Result(whip, roll_call, outcomes, predicted)


def as_it_stood(whip: Whip, day: date) -> list[Entry]:
    """The entries of a count that somebody saw at the end of a day: written, not yet withdrawn."""
    ends = end_of(day, whip.measure.body)
    query = db.select(*COLUMNS).where(
        Stance.whip_id == whip.id,
        Stance.on <= day,
        Stance.at < ends,
        or_(Stance.withdrawn_at.is_(None), Stance.withdrawn_at >= ends),
    )
    return [Entry(*row) for row in db.session.execute(query)]


def end_of(day: date, body: Body) -> datetime:
    return datetime.combine(day + timedelta(days=1), time(), zone_info(body.timezone))


def as_stances(found: Result, source: str, by: User | None) -> list[Stance]:
    """Take each yea and nay over as an entry, so that the next vote begins with what is known.

    Who has left since is passed over, and so is what was taken over before; the caller commits.
    """
    known = set(
        db.session.scalars(
            db.select(Stance.official_id).filter_by(
                whip_id=found.whip.id, evidence="vote", on=found.roll_call.on, withdrawn_at=None
            )
        )
    )
    added = [
        Stance(
            whip=found.whip,
            official=one.official,
            value=f"strong {one.side}",
            evidence="vote",
            on=found.roll_call.on,
            source=source,
            user=by,
        )
        for one in found.outcomes
        if one.side and one.official.id not in known
    ]
    db.session.add_all(added)
    return added
