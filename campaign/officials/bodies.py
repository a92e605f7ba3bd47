"""Which body a page or a command is about."""

from collections.abc import Sequence

from flask import abort, request

from ..db import db
from ..i18n import spoken
from .models import Body, Ward


def councils() -> Sequence[Body]:
    """The bodies that are no part of another, the first made first."""
    query = db.select(Body).where(Body.parent_id.is_(None)).order_by(Body.id)
    return db.session.scalars(query).all()


def find_council(slug: str = "") -> Body | None:
    """The council of this name; without one, the first."""
    return next((one for one in councils() if slug in ("", one.slug)), None)


def asked_council() -> Body:
    """The council that `?body=` of this page's address names, else the first; 404 without any."""
    return find_council(request.args.get("body", "")) or abort(404)


def ward_name(ward: Ward) -> str:
    """“Ward 35”, as its body calls such a division."""
    return f"{spoken(ward.body.ward_title)} {ward.number}"
