"""Beginning a count, changing what it asks, closing it; and the totals of many at once."""

from collections.abc import Iterator, Sequence

from sqlalchemy import Select, select, true
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import aliased, joinedload

from ...coalition.models import Campaign
from ...db import db, now
from ..models import Official
from ..record.models import Measure
from .counting import Entry, Totals, totals
from .entries import COLUMNS
from .models import Stance, Whip
from .voters import today_at, voters

Counted = list[tuple[Whip, Totals]]


class AlreadyError(ValueError):
    """This campaign counts votes on this measure already; `whip` is that count."""

    def __init__(self, whip: Whip) -> None:
        super().__init__("this measure is counted already")
        self.whip = whip


class OutdatedError(ValueError):
    """Somebody else has changed what the count asks since this person opened the page."""


def begin(campaign: Campaign, measure: Measure, wanted: str, needed: int) -> Whip:
    """Count votes on a measure from now on; the caller commits. The unique key decides.

    Raises AlreadyError with the count that there is.
    """
    whip = Whip(campaign_id=campaign.id, measure_id=measure.id, wanted=wanted, needed=needed)
    try:
        with db.session.begin_nested():
            db.session.add(whip)
    except IntegrityError:
        mine = db.select(Whip).filter_by(campaign_id=campaign.id, measure_id=measure.id)
        raise AlreadyError(db.session.scalars(mine).one()) from None
    return whip


def asks(whip: Whip) -> str:
    """What it asks, as a form carries it, to notice that somebody else has changed it."""
    return f"{whip.wanted}-{whip.needed}"


def change(whip: Whip, seen: str, wanted: str, needed: int) -> None:
    """Ask for something else; the caller commits. Raises OutdatedError."""
    db.session.execute(db.select(Whip.id).filter_by(id=whip.id).with_for_update())
    db.session.refresh(whip)
    if asks(whip) != seen:
        raise OutdatedError("somebody else has changed it")
    whip.wanted, whip.needed = wanted, needed


def close(whip: Whip) -> None:
    """End it: nothing is recorded any more. Twice is once."""
    whip.closed_at = whip.closed_at or now()


def reopen(whip: Whip) -> None:
    whip.closed_at = None


def counts_of(campaign: Campaign) -> Select[Whip]:
    """A campaign's counts, open ones first, then the newest."""
    return (
        db.select(Whip)
        .filter_by(campaign_id=campaign.id)
        .options(joinedload(Whip.measure).joinedload(Measure.body))
        .order_by(Whip.closed_at.is_not(None), Whip.begun_at.desc(), Whip.id.desc())
    )


def with_totals(whips: Sequence[Whip]) -> Counted:
    """Each count with its totals today: a few statements, however many counts."""
    seated, known = all_seats(whips), {one.id: dict[int, Entry]() for one in whips}
    for whip, entry in counting_in(whips, seated):
        known[whip.id][entry.official] = entry
    return [(one, summed(one, seated[one.measure.body_id], known[one.id])) for one in whips]


def summed(whip: Whip, officials: Sequence[int], known: dict[int, Entry]) -> Totals:
    return totals(whip.wanted, whip.needed, officials, known, today_at(whip.measure.body))


def all_seats(whips: Sequence[Whip]) -> dict[int, list[int]]:
    """Who votes today in each body that these counts are about: officials by the body's id."""
    bodies = {one.measure.body_id: one.measure.body for one in whips}
    return {
        number: [one.official.id for one in voters(body, today_at(body))]
        for number, body in bodies.items()
    }


def counting_in(
    whips: Sequence[Whip], seated: dict[int, list[int]] | None = None
) -> Iterator[tuple[Whip, Entry]]:
    """Each entry that counts today, with its count; one statement a body."""
    for body, officials in (all_seats(whips) if seated is None else seated).items():
        mine = {one.id: one for one in whips if one.measure.body_id == body}
        for number, entry in newest_of(list(mine), officials):
            yield mine[number], entry


def newest_of(whips: Sequence[int], officials: Sequence[int]) -> list[tuple[int, Entry]]:
    """The entry that counts for each of these officials in each of these counts.

    The index leads to the newest of each pair, so old entries cost nothing.
    """
    last = aliased(Stance)
    number = (
        select(last.id)
        .where(
            last.whip_id == Whip.id,
            last.official_id == Official.id,
            last.withdrawn_at.is_(None),
        )
        .order_by(last.on.desc(), last.id.desc())
        .limit(1)
        .correlate(Whip, Official)
        .scalar_subquery()
    )
    query = (
        select(Whip.id, *COLUMNS)
        .select_from(Whip)
        .join(Official, true())
        .join(Stance, Stance.id == number)
        .where(Whip.id.in_(whips), Official.id.in_(officials))
    )
    return [(row[0], Entry(*row[1:])) for row in db.session.execute(query)]
