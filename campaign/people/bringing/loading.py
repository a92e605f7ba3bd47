"""Loaders of an organization's pages: they fetch its own rows, or answer 404."""

from typing import TypeVar

from flask import abort, request
from flask_babel import gettext as _
from sqlalchemy import select

from ...coalition.models import Organization
from ...coalition.permissions import get_my_organization
from ...db import db
from ...i18n import own_name
from ..listing import Asked
from ..models import Import, OtherMailbox, Person, Tagging
from ..places import ward_name, wards

Row = TypeVar("Row", Person, Tagging, Import)


def get_mine(model: type[Row], organization: str, number: int) -> Row:
    """A row of my organization, or 404."""
    mine = get_my_organization(organization)
    query = select(model).where(model.id == number, model.organization_id == mine.id)
    found: Row = db.session.scalar(query) or abort(404)
    return found


def get_my_person(organization: str, number: int) -> Person:
    return get_mine(Person, organization, number)


def asked() -> Asked:
    """What this page's address asks for."""
    names = Asked.__dataclass_fields__
    values = {name: request.args.get(name, "").replace("\0", "").strip()[:200] for name in names}
    if values["consent"] not in ("", "given", "withdrawn"):
        values["consent"] = ""
    return Asked(**values)


def neighbor(side: str) -> int | None:
    """The person `after` whom the page begins, or `before` whom it ends."""
    number = request.args.get(side, "")
    return int(number) if number.isdecimal() and len(number) < 11 else None


def ward_choices(current: str | None) -> list[tuple[str, str]]:
    """Every ward, and the one that a record has."""
    known = wards() if not current else {current: ward_name(current)} | wards()
    return [("", _("Not known")), *known.items()]


def language_choices(known: list[str]) -> list[tuple[str, str]]:
    return [(code, language_name(code)) for code in known]


def language_name(code: str) -> str:
    try:
        return own_name(code)
    except ValueError:
        return code


def find_other(organization: Organization, mailboxes: list[str], but: int) -> Person | None:
    """Somebody else in this organization who has one of these mailboxes."""
    others = select(OtherMailbox.person_id).where(
        OtherMailbox.organization_id == organization.id, OtherMailbox.mailbox.in_(mailboxes)
    )
    query = select(Person).where(
        Person.organization_id == organization.id,
        Person.id != but,
        Person.mailbox.in_(mailboxes) | Person.id.in_(others),
    )
    return db.session.scalars(query).first()
