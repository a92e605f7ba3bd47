"""What looks odd among the latest signatures: suggestions, never a judgement.

A class that signs in a library comes from one network too. So each hint is a filter that
somebody opens, looks at and decides about.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import NamedTuple

from sqlalchemy import select

from ...db import db
from ..counting import hour_of
from ..figures import BURSTS, Figures
from ..models import Petition, Signature
from .filters import IN, MARK, Filter, conditions, minute

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


class Seen(NamedTuple):
    """What counts here of one signature."""

    hour: int  # since 1970, UTC
    network: str
    domain: str
    comment: str


def hints(petition: Petition, figures: Figures) -> list[Hint]:
    """What to look at, most signatures first within each kind."""
    rows = latest(petition)
    found = [*bursts(petition, figures)]
    for kind in (networks(petition, rows), domains(rows), comments(rows)):
        found += sorted(kind, key=lambda one: -one.number)[:BURSTS]
    return found


def latest(petition: Petition) -> list[Seen]:
    """The latest signatures that are in."""
    query = select(*COLUMNS).where(*conditions(petition, Filter(state=IN)))
    newest = query.order_by(Signature.signed_at.desc()).limit(LATEST)
    return [Seen(hour_of(at), *rest) for at, *rest in db.session.execute(newest)]


def bursts(petition: Petition, figures: Figures) -> Iterator[Hint]:
    for one in figures.bursts:
        around = Filter(
            start=minute(petition, one.begins_at - HOUR),
            end=minute(petition, one.begins_at + HOUR),
            state="counted",
        )
        yield Hint("burst", one.number, str(one.usual), one.begins_at, around)


def networks(petition: Petition, rows: list[Seen]) -> Iterator[Hint]:
    together = Counter((one.network, one.hour) for one in rows)
    for (network, hour), number in together.items():
        if network and number >= TOGETHER:
            begin = datetime.fromtimestamp(hour * 3600, UTC)
            span = {"start": minute(petition, begin), "end": minute(petition, begin + HOUR)}
            mark = network[:MARK]
            yield Hint("network", number, mark, begin, Filter(network=mark, **span))


def domains(rows: list[Seen]) -> Iterator[Hint]:
    """Domains whose every signature came from one network, or within one hour."""
    numbers = Counter(one.domain for one in rows)
    places = Counter(domain for domain, _network in {(one.domain, one.network) for one in rows})
    hours = Counter(domain for domain, _hour in {(one.domain, one.hour) for one in rows})
    for domain, number in numbers.items():
        is_alone = places[domain] == 1 or hours[domain] == 1
        if domain and number >= ALONE and is_alone and len(numbers) > 1:
            yield Hint("domain", number, domain, None, Filter(domain=domain))


def comments(rows: list[Seen]) -> Iterator[Hint]:
    """The same words under several names."""
    same: dict[str, list[str]] = defaultdict(list)
    for one in rows:
        if len(one.comment) >= SHORTEST:
            same[" ".join(one.comment.casefold().split())].append(one.comment)
    for texts in same.values():
        if len(texts) >= SAME:
            yield Hint("comment", len(texts), texts[0], None, Filter(text=texts[0][:80]))
