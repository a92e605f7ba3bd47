"""Counting without a row that every signer must lock.

Each confirmation adds a row of its own; a job folds those into totals. The number is the
totals plus what is not folded yet, so it is right whether the job runs or not, and costs
the same at ten signatures and at ten million.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, delete, func, select, union_all

from ..db import Prepared, Straight, bound, db
from ..jobs import job
from .models import Tally, TallyChange, TallyHour

_change = Prepared(lambda insert: insert(TallyChange).values(bound(TallyChange)))


def _adding(model: type[Tally] | type[TallyHour], *key: str) -> Prepared:
    """Add to the total of this key, which may not be there yet."""
    values: dict[str, Any] = {name: bindparam(name) for name in (*key, "counted")}
    return Prepared(
        lambda insert: (
            insert(model)
            .values(values)
            .on_conflict_do_update(
                index_elements=key, set_={"counted": model.counted + bindparam("counted")}
            )
        )
    )


PLACE, TIME = ("petition_id", "ward_id", "organization_id"), ("petition_id", "hour", "language")
_folds = {PLACE: _adding(Tally, *PLACE), TIME: _adding(TallyHour, *TIME)}
_parts = union_all(
    select(Tally.ward_id, Tally.organization_id, Tally.counted.label("n")).where(
        Tally.petition_id == bindparam("petition_id")
    ),
    select(TallyChange.ward_id, TallyChange.organization_id, TallyChange.change).where(
        TallyChange.petition_id == bindparam("petition_id")
    ),
).subquery()
_totals = select(_parts.c.ward_id, _parts.c.organization_id, func.sum(_parts.c.n)).group_by(
    _parts.c.ward_id, _parts.c.organization_id
)


@dataclass
class Count:
    """Confirmed signatures of a petition: in all, by ward id and by organization id."""

    total: int = 0
    wards: Counter[int] = field(default_factory=Counter)
    organizations: Counter[int] = field(default_factory=Counter)


def count(petition_id: int) -> Count:
    """What a petition has now."""
    found = Count()
    for ward_id, organization_id, n in db.session.execute(_totals, {"petition_id": petition_id}):
        found.total += n
        found.wards[ward_id] += n
        found.organizations[organization_id] += n
    return found


def change(
    petition_id: int,
    ward_id: int | None,
    organization_id: int | None,
    by: int,
    within: Straight | None = None,
    *,
    confirmed_at: datetime,
    language: str,
) -> None:
    """Note in the open transaction that signatures of one kind began (+) or ceased (-) to count.

    `confirmed_at` is when they were confirmed, not when they ceased to count.
    """
    _change(
        within or db.session.connection(),
        petition_id=petition_id,
        ward_id=ward_id or 0,
        organization_id=organization_id or 0,
        hour=hour_of(confirmed_at),
        language=language,
        change=by,
    )


def change_all(signatures: Iterable[Any], by: int) -> int:
    """The same for many: anything with their columns; those never confirmed do not count."""
    sums = Counter(kind_of(one) for one in signatures if one.confirmed_at is not None)
    for (petition_id, ward_id, organization_id, hour, language), n in sorted(sums.items()):
        _change(
            db.session.connection(),
            petition_id=petition_id,
            ward_id=ward_id,
            organization_id=organization_id,
            hour=hour,
            language=language,
            change=n * by,
        )
    return sums.total()


def kind_of(one: Any) -> tuple[int, int, int, int, str]:
    place = (one.petition_id, one.ward_id or 0, one.organization_id or 0)
    return (*place, hour_of(one.confirmed_at), one.language)


def hour_of(moment: datetime) -> int:
    """Hours since 1970, UTC."""
    return int(moment.timestamp()) // 3600


@job("petitions.fold", every_minutes=1)
def fold() -> None:
    """Fold all changes into the totals, in short transactions."""
    while fold_some():
        pass


def fold_some(most: int = 5_000) -> int:
    """Fold up to `most` changes; those another process is folding now are left to it."""
    some = (
        select(TallyChange.id)
        .order_by(TallyChange.id)
        .limit(most)
        .with_for_update(skip_locked=True)
    )
    taken = (
        delete(TallyChange)
        .where(TallyChange.id.in_(some.scalar_subquery()))
        .returning(*(getattr(TallyChange, name) for name in (*PLACE, *TIME[1:], "change")))
    )
    rows = db.session.execute(taken).all()
    for key, fold_one in _folds.items():  # in one order, so that two processes make no circle
        sums: Counter[tuple[Any, ...]] = Counter()
        for row in rows:
            sums[tuple(getattr(row, name) for name in key)] += row.change
        for values, n in sorted(sums.items()):
            fold_one(db.session.connection(), **dict(zip(key, values, strict=True)), counted=n)
    db.session.commit()
    return len(rows)
