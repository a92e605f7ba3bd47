"""Counting without a row that every signer must lock.

Each confirmation adds a row of its own; a job folds those into totals. The number is the
totals plus what is not folded yet, so it is right whether the job runs or not, and costs
the same at ten signatures and at ten million.
"""

from collections import Counter
from dataclasses import dataclass, field

from sqlalchemy import bindparam, delete, func, select, union_all

from ..db import Prepared, Straight, bound, db
from ..jobs import job
from .models import Tally, TallyChange

_change = Prepared(lambda insert: insert(TallyChange).values(bound(TallyChange)))
_fold = Prepared(
    lambda insert: (
        insert(Tally)
        .values(
            {
                name: bindparam(name)
                for name in ("petition_id", "ward_id", "organization_id", "counted")
            }
        )
        .on_conflict_do_update(
            index_elements=["petition_id", "ward_id", "organization_id"],
            set_={"counted": Tally.counted + bindparam("counted")},
        )
    )
)


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
) -> None:
    """Note in the open transaction that a signature began (+1) or ceased (-1) to count."""
    _change(
        within or db.session.connection(),
        petition_id=petition_id,
        ward_id=ward_id or 0,
        organization_id=organization_id or 0,
        change=by,
    )


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
        .returning(
            TallyChange.petition_id,
            TallyChange.ward_id,
            TallyChange.organization_id,
            TallyChange.change,
        )
    )
    sums: Counter[tuple[int, int, int]] = Counter()
    rows = db.session.execute(taken).all()
    for petition_id, ward_id, organization_id, by in rows:
        sums[petition_id, ward_id, organization_id] += by
    for (petition_id, ward_id, organization_id), n in sorted(sums.items()):
        _fold(
            db.session.connection(),
            petition_id=petition_id,
            ward_id=ward_id,
            organization_id=organization_id,
            counted=n,
        )
    db.session.commit()
    return len(rows)
