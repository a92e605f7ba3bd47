"""What looks odd among the latest signatures: suggestions, never a judgement.

A class that signs in a library comes from one network too. So each hint is a filter that
somebody opens, looks at and decides about.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import Row, select

from ..db import db
from .figures import BURSTS, Figures
from .integrity_filter import IN, MARK, Filter, conditions, minute
from .models import Petition, Signature

LATEST = 20_000  # signatures looked at
TOGETHER = 10  # from one network within an hour
ALONE = 8  # of one domain, all from one network or within one hour
SAME = 4  # the same comment
SHORTEST = 20  # letters of a comment that two people hardly write alike
HOUR = timedelta(hours=1)
COLUMNS = (Signature.signed_at, Signature.network, Signature.domain, Signature.comment)


@dataclass(frozen=True)
class Hint:
    """Something that looks odd, and the filter that shows it."""

    kind: str  # burst, network, domain, comment
    number: int
    what: str  # the network's mark, the domain, the comment; the usual number of an hour
    at: datetime | None
    filter: Filter


def hints(petition: Petition, figures: Figures) -> list[Hint]:
    """What to look at, most signatures first within each kind."""
    rows = latest(petition)
    found = [*bursts(petition, figures)]
    for kind in (networks(petition, rows), domains(rows), comments(rows)):
        found += sorted(kind, key=lambda one: -one.number)[:BURSTS]
    return found


def latest(petition: Petition) -> list[Row[Any]]:
    """Moment, network, domain and comment of the latest signatures that are in."""
    query = select(*COLUMNS).where(*conditions(petition, Filter(state=IN)))
    newest = query.order_by(Signature.signed_at.desc()).limit(LATEST)
    return list(db.session.execute(newest))


def bursts(petition: Petition, figures: Figures) -> Iterator[Hint]:
    for one in figures.bursts:
        around = Filter(
            start=minute(petition, one.begins_at - HOUR),
            end=minute(petition, one.begins_at + HOUR),
            state="counted",
        )
        yield Hint("burst", one.number, str(one.usual), one.begins_at, around)


def networks(petition: Petition, rows: Iterable[Row[Any]]) -> Iterator[Hint]:
    together = Counter((row.network, hour_of(row)) for row in rows if row.network)
    for (network, hour), number in together.items():
        if number >= TOGETHER:
            mark, span = network[:MARK], span_of(petition, hour)
            yield Hint("network", number, mark, hour, Filter(network=mark, **span))


def domains(rows: Iterable[Row[Any]]) -> Iterator[Hint]:
    """Domains whose every signature came from one network, or within one hour."""
    places: dict[str, set[str]] = defaultdict(set)
    hours: dict[str, set[datetime]] = defaultdict(set)
    numbers: Counter[str] = Counter()
    for row in rows:
        numbers[row.domain] += 1
        places[row.domain].add(row.network)
        hours[row.domain].add(hour_of(row))
    for domain, number in numbers.items():
        is_alone = len(places[domain]) == 1 or len(hours[domain]) == 1
        if domain and number >= ALONE and is_alone and len(numbers) > 1:
            yield Hint("domain", number, domain, None, Filter(domain=domain))


def comments(rows: Iterable[Row[Any]]) -> Iterator[Hint]:
    """The same words under several names."""
    same: dict[str, list[str]] = defaultdict(list)
    for row in rows:
        words = " ".join(row.comment.casefold().split())
        if len(words) >= SHORTEST:
            same[words].append(row.comment)
    for texts in same.values():
        if len(texts) >= SAME:
            yield Hint("comment", len(texts), texts[0], None, Filter(text=texts[0][:80]))


def hour_of(row: Row[Any]) -> datetime:
    moment: datetime = row.signed_at
    return moment.astimezone(UTC).replace(minute=0, second=0, microsecond=0)


def span_of(petition: Petition, hour: datetime) -> dict[str, str]:
    return {"start": minute(petition, hour), "end": minute(petition, hour + HOUR)}
