"""What an organization's owners read of the audit: rows by who, act and time, as sentences."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext
from sqlalchemy import Select

from ..accounts.models import User
from ..db import db, zone
from ..filters import zone_info
from ..i18n import spoken
from ..pages import remember
from . import PART_NAMES, ROLE_NAMES, audit, charter
from .models import Campaign, Organization

VERIFIED = 300.0  # seconds that a look at the whole chain is remembered
DETAILS = {
    "role": lazy_gettext("role"),
    "was": lazy_gettext("before"),
    "user": lazy_gettext("who"),
    "partner": lazy_gettext("organization"),
    "part": lazy_gettext("part"),
    "count": lazy_gettext("how many"),
    "code": lazy_gettext("code"),
    "fields": lazy_gettext("fields"),
    "purpose": lazy_gettext("what for"),
    "purposes": lazy_gettext("what for"),
    "version": lazy_gettext("version"),
    "reason": lazy_gettext("reason"),
    "ends_on": lazy_gettext("last day"),
}
LISTS: dict[str, dict[str, Any]] = {
    "role": ROLE_NAMES,
    "was": ROLE_NAMES,
    "part": PART_NAMES,
    "fields": charter.FIELDS,
    "purpose": charter.PURPOSES,
    "purposes": charter.PURPOSES,
}


@dataclass(frozen=True)
class Line:
    """A row of the audit as people read it."""

    row: audit.Audit
    who: str
    act: str
    campaign: str
    details: list[tuple[str, str]]


@dataclass(frozen=True)
class Standing:
    """Whether the chain of the whole installation fits, up to where."""

    number: int
    mark: str
    fault: audit.Fault | None


def rows_of(
    organization: Organization,
    *,
    who: int | None = None,
    act: str = "",
    since: date | None = None,
    until: date | None = None,
) -> Select[Any]:
    """An organization's rows, newest first; days are the installation's. `who` 0: a command."""
    query = db.select(audit.Audit).filter_by(organization_id=organization.id)
    if who is not None:
        query = query.filter_by(user_id=who or None)
    if act:
        query = query.filter_by(act=act)
    if since:
        query = query.where(audit.Audit.at >= midnight(since))
    if until:
        query = query.where(audit.Audit.at < midnight(until + timedelta(days=1)))
    return query.order_by(audit.Audit.number.desc())


def midnight(day: date) -> datetime:
    return datetime.combine(day, time(), zone_info(zone()))


def actors(organization: Organization) -> list[tuple[int, str]]:
    """Who has done something in this organization; 0 stands for the command line."""
    mine = db.select(audit.Audit.user_id).filter_by(organization_id=organization.id).distinct()
    found = names(db.session.scalars(mine))
    return sorted(found.items(), key=lambda one: one[1].lower())


def acts_of(organization: Organization) -> list[tuple[str, str]]:
    mine = db.select(audit.Audit.act).filter_by(organization_id=organization.id).distinct()
    found = [(act, str(audit.words(act))) for act in db.session.scalars(mine)]
    return sorted(found, key=lambda one: one[1])


def names(ids: Iterable[int | None]) -> dict[int, str]:
    """Accounts by number as they are called now."""
    wanted = {number or 0 for number in ids}
    query = db.select(User).where(User.id.in_(wanted))
    found = {one.id: one.name or one.email for one in db.session.scalars(query)}
    gone = {number: _("account #%(number)s", number=number) for number in wanted - {0}}
    return gone | found | ({0: _("The command line")} if 0 in wanted else {})


def lines(rows: Iterable[audit.Audit]) -> list[Line]:
    """These rows as sentences; three statements, however many rows."""
    every = list(rows)
    users = names(
        number for row in every for number in (row.user_id, as_id(row.details.get("user")))
    )
    groups = called(Organization, (row.details.get("partner") for row in every))
    campaigns = called(Campaign, (row.campaign_id for row in every))
    return [
        Line(
            row,
            users[row.user_id or 0],
            str(audit.words(row.act)),
            campaigns.get(row.campaign_id or 0, ""),
            [*about(row), *details_of(row, users, groups)],
        )
        for row in every
    ]


def about(row: audit.Audit) -> list[tuple[str, str]]:
    return [(_("about"), row.about)] if row.about else []


def details_of(
    row: audit.Audit, users: dict[int, str], groups: dict[int, str]
) -> list[tuple[str, str]]:
    return [
        (str(DETAILS.get(name, name)), detail_words(name, value, users, groups))
        for name, value in row.details.items()
        if value not in (None, "", [])
    ]


def detail_words(name: str, value: Any, users: dict[int, str], groups: dict[int, str]) -> str:
    if name == "user":
        return users.get(as_id(value), str(value))
    if name == "partner":
        return groups.get(as_id(value), str(value))
    if name in LISTS:
        listed = value if isinstance(value, list) else [value]
        return ", ".join(str(LISTS[name].get(one, one)) for one in listed)
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)


def called(model: Any, ids: Iterable[Any]) -> dict[int, str]:
    wanted = {as_id(number) for number in ids} - {0}
    query = db.select(model.id, model.name).where(model.id.in_(wanted))
    return {
        number: spoken(name) if isinstance(name, dict) else name
        for number, name in (db.session.execute(query) if wanted else ())
    }


def as_id(value: Any) -> int:
    return value if isinstance(value, int) else 0


def standing() -> Standing:
    """The chain's state: a look at every row, remembered for some minutes."""
    return remember(("audit standing",), look, seconds=VERIFIED)


def look() -> Standing:
    number, mark = audit.head()
    return Standing(number, mark, next(iter(audit.verify()), None))
