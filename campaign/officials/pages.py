"""The organizers' pages of this room, and what its templates need beside their own rows."""

import re

from flask import Flask

from ..accounts.models import User
from ..db import db
from ..i18n import spoken
from .bodies import ward_name
from .contacts import is_fresh, shown
from .listing import seat_name, title_of
from .models import Body, Contact
from .words import ACTS, CONTACT_NAMES, VOTE_NAMES


def phone_link(text: str) -> str:
    """A number as `tel:` wants it (RFC 3966), without an extension: “312-555-0134 ext. 2”."""
    number = re.split(r"[^\d\s()+./-]", text, maxsplit=1)[0]
    return re.sub(r"(?!^\+)\D", "", number.strip())


def web_link(text: str) -> str:
    """An address that a page may lead to, else nothing: files bring all sorts of text."""
    return text if re.match(r"https?://[^\s/]", text) else ""


def ward_choices(body: Body) -> list[tuple[str, str]]:
    """The wards of a body for a filter: number and name."""
    return [(str(one.number), ward_name(one)) for one in body.wards]


def committee_choices(body: Body) -> list[tuple[str, str]]:
    return [(one.slug, spoken(one.name)) for one in body.parts]


def checked_by(contact: Contact) -> str:
    """Who verified it, as members know each other."""
    user = db.session.get(User, contact.verified_by_id) if contact.verified_by_id else None
    return (user.name or user.email) if user else ""


def init_app(app: Flask) -> None:
    from ..coalition import audit
    from . import desk, desk_contacts, desk_seats, desk_terms  # noqa: F401  (their views)

    audit.register(ACTS)
    app.register_blueprint(desk.bp)
    app.jinja_env.filters.update(
        phone_link=phone_link,
        web_link=web_link,
        seat_name=seat_name,
        checked_by=checked_by,
        name_of_ward=ward_name,
    )
    app.jinja_env.globals.update(
        contact_names=CONTACT_NAMES,
        vote_names=VOTE_NAMES,
        title_of=title_of,
        ward_choices=ward_choices,
        committee_choices=committee_choices,
        contacts_of=shown,
        is_fresh=is_fresh,
    )
