"""How a mailing went by the domain of its receivers' addresses."""

from typing import Any

from sqlalchemy import ColumnElement, case, func, select

from ...db import db, is_postgresql
from ...mail.models import Bounce, OutgoingEmail
from .models import Mailing

SHOWN = 15  # domains; the others are one line


def domain() -> ColumnElement[str]:
    """What follows the @ of a mail's receiver."""
    to = OutgoingEmail.to
    found: ColumnElement[str]
    if is_postgresql():
        found = func.split_part(to, "@", 2)
    else:
        found = func.substr(to, func.instr(to, "@") + 1)
    return found


def by_domain(mailing: Mailing) -> list[dict[str, Any]]:
    """Mails, sent and failed ones, and those that came back, of the domains with most of them.

    Mails whose addresses were forgotten are left out. One statement; it reads all its rows.
    """
    name = domain().label("name")
    query = (
        select(
            name,
            func.count(),
            func.sum(case((OutgoingEmail.state == "sent", 1), else_=0)),
            func.sum(case((OutgoingEmail.state == "failed", 1), else_=0)),
            func.count(Bounce.outgoing_email_id),
        )
        .outerjoin(Bounce, Bounce.outgoing_email_id == OutgoingEmail.id)
        .where(OutgoingEmail.batch_id == mailing.batch_id, OutgoingEmail.to != "")
        .group_by(name)
        .order_by(func.count().desc(), name)
    )
    every = [list(row) for row in db.session.execute(query)]
    rows = every[:SHOWN]
    if rest := every[SHOWN:]:
        rows.append(["", *(sum(row[at] for row in rest) for at in range(1, 5))])
    names = ("domain", "mails", "sent", "failed", "bounced")
    return [dict(zip(names, row, strict=True)) for row in rows]
