"""What the integrity desk shows of signatures: never an address, only its domain."""

from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import ColumnElement, Row, select

from ...coalition.models import Organization
from ...db import looking
from ...i18n import own_name
from ...officials.models import Ward
from ..forms import ELSEWHERE
from ..models import Petition, Signature
from .filters import MARK, NOBODY, OUT, STATES, Filter, Seen, conditions, see
from .forms import FilterForm
from .models import Invalidation

SAMPLE = 20
COLUMNS = (
    *(Signature.id, Signature.name, Signature.comment, Signature.domain, Signature.language),
    *(Signature.signed_at, Signature.confirmed_at, Signature.invalidated_at, Signature.is_shown),
    Signature.network.label("full_network"),
    Ward.number.label("ward"),
    Organization.name.label("organization"),
)


@dataclass(frozen=True)
class Found:
    """A filter's answer: how many, some of them, newest first, and the page of earlier ones."""

    seen: Seen | None  # not counted when nothing was asked for
    rows: list[Row[Any]]
    earlier: int | None


def look(petition: Petition, wanted: Filter, page: int = 0) -> Found:
    """Count and show what fits, without keeping anybody from signing."""
    fits = conditions(petition, wanted)
    is_counted = not wanted.is_empty or wanted.state == OUT
    with looking() as connection:
        seen = see(connection, fits) if is_counted else None
        rows = list(connection.execute(newest(fits, page)))
    return Found(seen, rows[:SAMPLE], page + 1 if len(rows) > SAMPLE else None)


def look_at(decision: Invalidation) -> list[Row[Any]]:
    """Some of what a decision holds out now."""
    mine = newest([Signature.invalidation_id == decision.id], 0)
    with looking() as connection:
        return list(connection.execute(mine))[:SAMPLE]


def newest(fits: list[ColumnElement[bool]], page: int) -> Any:
    """One page, and one more to see whether there is another; read from the end of an index."""
    query = (
        select(*COLUMNS)
        .outerjoin(Ward, Signature.ward_id == Ward.id)
        .outerjoin(Organization, Signature.organization_id == Organization.id)
        .where(*fits)
    )
    latest = query.order_by(Signature.signed_at.desc(), Signature.id.desc())
    return latest.offset(page * SAMPLE).limit(SAMPLE + 1)


def words(wanted: Filter) -> list[tuple[Any, str]]:
    """A filter as people read it, in the words of its form."""
    labels = {name: field.args[0] for name, field in unbound() if field.args}
    return [
        (labels.get(name, _("One signature")), shown(name, text))
        for name, text in wanted.given.items()
    ]


def shown(name: str, text: str) -> str:
    if name == "language":
        return own_name(text)
    if name in ("start", "end"):
        return text.replace("T", " ")
    words = {NOBODY: _("none"), ELSEWHERE: _("Elsewhere")} if name in ("by", "ward") else STATES
    return str(words.get(text, text)) if name in ("by", "ward", "state") else text


def unbound() -> list[tuple[str, Any]]:
    names = Filter.__dataclass_fields__
    return [(name, getattr(FilterForm, name)) for name in names]


def mark(network: str) -> str:
    """The short mark of a network."""
    return network[:MARK]
