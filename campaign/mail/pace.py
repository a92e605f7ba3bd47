"""How quickly mails go to one receiving domain: a pace for mails of batches, and slowly, all of
them, to a domain that asked for it.

Large providers take some mails a minute from one sender and refuse the rest for hours. When the
next mail may go to a domain stands in a row of its own, which workers change one at a time. A
mail that comes too early is put off until about its turn, once: so the claim does not see it
again and again, and after a pause they do not go all at once.
"""

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, cast

from sqlalchemy import Connection, Table, bindparam, case, delete, null, or_, select

from ..db import Prepared, now
from .leases import Leased
from .models import MailDomain

SLOWLY = timedelta(seconds=10)  # between two mails to a domain that asked us to slow down
A_WHILE = timedelta(minutes=10)  # for so long
SLACK = timedelta(seconds=1)  # what a worker that looks again late makes good
ASKED_FOR = re.compile(r"421|4\d\d 4\.7\.\d+")  # RFC 5321, 4.2.1; RFC 3463, 3.8: policy, for now
KEPT = timedelta(days=1)
table = cast("Table", MailDomain.__table__)


_slow_ones = select(table.c.domain).where(
    table.c.domain.in_(bindparam("domains", expanding=True)),
    table.c.slow_until > bindparam("moment", type_=table.c.slow_until.type),
)


def domain_of(row: Any) -> str:
    return str(row.to.rpartition("@")[2].lower())


class Turns:
    """Estimates of one worker: when the next mail of a batch to a domain will have its turn.

    Lost with the process, which costs a second look at some mails and nothing else.
    """

    def __init__(self) -> None:
        self.next: dict[tuple[int | None, str], datetime] = {}
        self.last = datetime.min.replace(tzinfo=now().tzinfo)  # of all that were given

    def give(self, key: tuple[int | None, str], earliest: datetime, step: timedelta) -> datetime:
        turn = max(self.next.get(key, earliest), earliest)
        self.next[key] = turn + step
        self.last = max(self.last, turn)
        return turn

    def forget(self, moment: datetime) -> None:
        self.next = {key: turn for key, turn in self.next.items() if turn > moment}


def put_off(
    connection: Connection, rows: Sequence[Leased], a_minute: int, turns: Turns
) -> dict[int, datetime]:
    """Until when which of these mails must wait; the others have their turn now."""
    moment = now()
    turns.forget(moment)
    groups: dict[str, list[Leased]] = defaultdict(list)
    for row in rows:
        groups[domain_of(row)].append(row)
    steps = steps_of(connection, groups, a_minute, moment)
    late: dict[int, datetime] = {}
    for domain in sorted(steps):  # in one order, so that two workers do not wait for each other
        late |= share(connection, domain, groups[domain], steps[domain], turns)
    return late


def steps_of(
    connection: Connection,
    groups: Mapping[str, Sequence[Leased]],
    a_minute: int,
    moment: datetime,
) -> dict[str, timedelta]:
    """The time between two mails to each domain that has a limit."""
    found = connection.scalars(_slow_ones, {"domains": list(groups), "moment": moment})
    slow = dict.fromkeys(found, SLOWLY)
    if not a_minute:
        return slow
    step = timedelta(minutes=1) / a_minute
    paced = {domain: step for domain, rows in groups.items() if rows[0].batch_id is not None}
    return paced | {domain: max(step, SLOWLY) for domain in slow}


def share(
    connection: Connection, domain: str, rows: Sequence[Leased], step: timedelta, turns: Turns
) -> dict[int, datetime]:
    """Take as many turns as the domain has free now; until when the others wait."""
    moment = now()
    free_at = max(lock(connection, domain, moment), moment - SLACK)
    taken = 0
    late: dict[int, datetime] = {}
    for row in rows:
        if free_at <= moment:
            free_at += step
            taken += 1
        else:
            late[row.id] = turns.give((row.batch_id, domain), free_at, step)
    if taken:
        _set(connection, domain=domain, free_at=free_at)
    return late


def lock(connection: Connection, domain: str, moment: datetime) -> datetime:
    """When the next mail may go to this domain; until the commit nobody else takes that turn."""
    _make(connection, domain=domain, free_at=moment)
    mine = select(table.c.free_at).where(table.c.domain == domain).with_for_update()
    return cast("datetime", connection.scalar(mine))


def slow_down(connection: Connection, row: Leased, answer: str) -> None:
    """Heed a server that says “too many”, for all mails to its domain."""
    if ASKED_FOR.match(answer):
        moment = now()
        values = {"free_at": moment + SLOWLY, "slow_until": moment + A_WHILE}
        _slow(connection, domain=domain_of(row), **values)


def prune(connection: Connection) -> None:
    """Forget domains to which nothing has gone for a day; some are one person's."""
    since = now() - KEPT
    is_over = or_(table.c.slow_until.is_(None), table.c.slow_until < since)
    connection.execute(delete(table).where(table.c.free_at < since, is_over))


_free_at = bindparam("free_at", type_=table.c.free_at.type)
_slow_until = bindparam("slow_until", type_=table.c.slow_until.type)
_make = Prepared(
    lambda insert: (
        insert(table)
        .values(domain=bindparam("domain"), free_at=_free_at, slow_until=null())
        .on_conflict_do_nothing()
    )
)
_set = Prepared(
    lambda _: table.update().where(table.c.domain == bindparam("domain")).values(free_at=_free_at)
)


def _build_slow(insert: Any) -> Any:
    given = {"free_at": _free_at, "slow_until": _slow_until}
    made = insert(table).values(domain=bindparam("domain"), **given)
    # Turns that were given already stay given
    free_at = case((table.c.free_at > _free_at, table.c.free_at), else_=_free_at)
    return made.on_conflict_do_update(index_elements=["domain"], set_=given | {"free_at": free_at})


_slow = Prepared(_build_slow)
