"""What organizers look for among the signatures of a petition: a saved query."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any
from urllib.parse import parse_qsl, urlencode
from zoneinfo import ZoneInfo

from flask_babel import lazy_gettext as _
from sqlalchemy import BigInteger, ColumnElement, Connection, cast, func, select
from werkzeug.datastructures import MultiDict

from ...coalition.models import Organization
from ...officials.models import Ward
from ..models import Petition, Signature
from ..writing.moments import moment

MARK = 8  # letters of a network's hash that are shown
MARKED = re.compile(r"[0-9a-f]{4,32}")
NOBODY, ELSEWHERE = "-", "elsewhere"  # no organization's link; no ward
PRIME = 1_000_003
IN, COUNTED, WAITING, OUT = "", "counted", "waiting", "out"
STATES = {
    IN: _("Counted or waiting"),
    COUNTED: _("Counted"),
    WAITING: _("Waiting for confirmation"),
    OUT: _("Taken out by organizers"),
}


@dataclass(frozen=True)
class Filter:
    """All that is given must fit. Moments are local to the petition's body, as ISO minutes."""

    domain: str = ""
    network: str = ""  # the beginning of its hash
    start: str = ""
    end: str = ""  # not included
    text: str = ""  # in the name or the comment
    ward: str = ""
    language: str = ""
    by: str = ""  # slug of the organization whose link brought them
    state: str = IN
    number: str = ""  # of one signature

    @classmethod
    def of(cls, given: dict[str, Any]) -> "Filter":
        known = {one.name for one in fields(cls)}
        return cls(**{name: str(text) for name, text in given.items() if name in known and text})

    @property
    def given(self) -> dict[str, str]:
        """What is asked for, by name."""
        found = {one.name: getattr(self, one.name) for one in fields(self)}
        return {name: text for name, text in found.items() if text}

    @property
    def is_empty(self) -> bool:
        """Whether it asks for nothing but a state: that is everybody."""
        return not set(self.given) - {"state"}

    @property
    def query(self) -> str:
        return urlencode(self.given)


@dataclass(frozen=True)
class Seen:
    """What a filter found: how many, and a mark that differs when the set does."""

    number: int
    mark: str


def read(query: str) -> MultiDict[str, str]:
    """The fields of a query that came back in a form."""
    return MultiDict(parse_qsl(query, max_num_fields=30))


def conditions(petition: Petition, wanted: Filter) -> list[ColumnElement[bool]]:
    """The filter in SQL, over the signatures of this petition that were not withdrawn."""
    return [
        Signature.petition_id == petition.id,
        Signature.withdrawn_at.is_(None),
        *_in_state(wanted.state),
        *_by_moment(petition, wanted),
        *_by_words(wanted),
        *_by_place(petition, wanted),
    ]


def _in_state(state: str) -> Iterator[ColumnElement[bool]]:
    is_out = Signature.invalidated_at.is_not(None)
    yield is_out if state == OUT else ~is_out
    if state in (COUNTED, WAITING):
        waits = Signature.confirmed_at.is_(None)
        yield waits if state == WAITING else ~waits


def _by_moment(petition: Petition, wanted: Filter) -> Iterator[ColumnElement[bool]]:
    if wanted.start:
        yield Signature.signed_at >= moment(wanted.start, zone_of(petition), "earlier")
    if wanted.end:
        yield Signature.signed_at < moment(wanted.end, zone_of(petition), "later")


def _by_words(wanted: Filter) -> Iterator[ColumnElement[bool]]:
    if wanted.number:
        yield Signature.id == int(wanted.number)
    if wanted.domain:
        yield Signature.domain == wanted.domain.lower()
    if wanted.network:
        yield Signature.network.startswith(wanted.network, autoescape=True)
    if wanted.language:
        yield Signature.language == wanted.language
    if wanted.text:
        in_name = Signature.name.icontains(wanted.text, autoescape=True)
        yield in_name | Signature.comment.icontains(wanted.text, autoescape=True)


def _by_place(petition: Petition, wanted: Filter) -> Iterator[ColumnElement[bool]]:
    if wanted.ward == ELSEWHERE:
        yield Signature.ward_id.is_(None)
    elif wanted.ward:
        named = select(Ward.id).filter_by(body_id=petition.body_id, number=int(wanted.ward))
        yield Signature.ward_id == named.scalar_subquery()
    if wanted.by == NOBODY:
        yield Signature.organization_id.is_(None)
    elif wanted.by:
        named = select(Organization.id).filter_by(slug=wanted.by)
        yield Signature.organization_id == named.scalar_subquery()


def minute(petition: Petition, at: datetime) -> str:
    """As the clocks show it where the petition's body sits."""
    return at.astimezone(zone_of(petition)).strftime("%Y-%m-%dT%H:%M")


def zone_of(petition: Petition) -> ZoneInfo:
    return ZoneInfo(petition.body.timezone)


def see(connection: Connection, fits: list[ColumnElement[bool]]) -> Seen:
    """Count what fits; the mark tells this set from one of as many others."""
    number = cast(Signature.id, BigInteger)
    sums = (func.sum(number), func.sum(number * number % PRIME))
    found = connection.execute(select(func.count(), *sums).where(*fits)).one()
    return Seen(found[0], "-".join(str(int(one or 0)) for one in found))


def mark_of(numbers: list[int]) -> str:
    """The same mark, of numbers that are at hand."""
    return f"{len(numbers)}-{sum(numbers)}-{sum(one * one % PRIME for one in numbers)}"
