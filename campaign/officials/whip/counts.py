"""Beginning a count, changing what it asks, closing it; and the totals of many at once."""

from collections.abc import Sequence

from sqlalchemy import select, true
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import aliased, joinedload

from ...coalition.models import Campaign
from ...db import db, now
from ..models import Body, Official
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
    db.session.refresh(whip, with_for_update=True)
    if asks(whip) != seen:
        raise OutdatedError("somebody else has changed it")
    whip.wanted, whip.needed = wanted, needed


def close(whip: Whip) -> None:
    """End it: nothing is recorded any more. Twice is once."""
    whip.closed_at = whip.closed_at or now()


def reopen(whip: Whip) -> None:
    whip.closed_at = None


def counts_of(campaign: Campaign) -> Sequence[Whip]:
    """A campaign's counts, open ones first, then the newest."""
    query = (
        db.select(Whip)
        .filter_by(campaign_id=campaign.id)
        .options(joinedload(Whip.measure).joinedload(Measure.body))
        .order_by(Whip.closed_at.is_not(None), Whip.begun_at.desc(), Whip.id.desc())
    )
    return db.session.scalars(query).all()


def with_totals(whips: Sequence[Whip]) -> Counted:
    """Each count with its totals today: a few statements, however many counts."""
    seated = {body: seats(body) for body in {one.measure.body for one in whips}}
    counting = {one.id: dict[int, Entry]() for one in whips}
    for body, officials in seated.items():
        mine = [one.id for one in whips if one.measure.body is body]
        for whip, entry in newest_of(mine, officials):
            counting[whip][entry.official] = entry
    found = []
    for one in whips:
        body = one.measure.body
        mine_now = counting[one.id]
        summed = totals(one.wanted, one.needed, seated[body], mine_now, today_at(body))
        found.append((one, summed))
    return found


def seats(body: Body) -> list[int]:
    return [one.official.id for one in voters(body, today_at(body))]


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
