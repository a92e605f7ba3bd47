"""How often one network or one account may do a thing; counts survive a restart.

Counted inside the transaction that is open anyway, so a refusal costs one statement.
"""

import time

from sqlalchemy import BigInteger, String, bindparam, delete
from sqlalchemy.orm import Mapped, mapped_column

from .db import Model, Prepared, Straight, db
from .jobs import job


class LimitCount(Model):
    """How often something happened in one bucket of time."""

    __table_args__ = ({"sqlite_with_rowid": False},)

    ends: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    bucket: Mapped[str] = mapped_column(String(80), primary_key=True)
    hits: Mapped[int] = mapped_column()


_count = Prepared(
    lambda insert: (
        insert(LimitCount)
        .values(bucket=bindparam("bucket"), ends=bindparam("ends"), hits=1)
        .on_conflict_do_update(
            index_elements=["ends", "bucket"], set_={"hits": LimitCount.hits + 1}
        )
        .returning(LimitCount.hits)
    )
)


def take(bucket: str, most: int, seconds: int, within: Straight | None = None) -> bool:
    """Count one act in this bucket; False once `most` are reached within the window.

    Counted in the session's transaction, or `within` the one that is passed.
    Windows are aligned to the clock, so a window's end is the same in every process.
    """
    ends = (int(time.time()) // seconds + 1) * seconds
    hits = _count(within or db.session.connection(), bucket=bucket, ends=ends).scalar()
    return bool(hits <= most)


@job("limits.prune", every_minutes=60)
def prune() -> int:
    """Forget the windows that have ended; how many counts there were."""
    ended = delete(LimitCount).where(LimitCount.ends < int(time.time()))
    result = db.session.execute(ended)
    db.session.commit()
    return int(result.rowcount)  # type: ignore[attr-defined]
