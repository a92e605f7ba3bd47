"""The page behind the link under every mailing: one button, or one bare POST of a mail program.

The link is the permission: it is signed, works without cookie or login, and never gets too old.
Mail providers post to it from anywhere (RFC 8058, 3.2), so a post from another site counts too;
all that it can do is what the reader of the mail may do.
"""

from datetime import datetime

from flask import Response, abort, make_response, render_template, request
from flask_babel import gettext as _

from ... import tokens
from ...coalition.models import Organization
from ...db import db
from ...people import leaving
from ...people.my_data import holdings
from ...security import allow, from_anywhere, public
from ..views import bp
from .links import read_link

BACK, BACK_LASTS = "outreach.come-back", 3600  # seconds
ALL = "all"


@bp.route("/unsubscribe/<token>", methods=["GET", "POST"])
@allow(public)
@from_anywhere
def unsubscribe(token: str) -> Response:
    """GET shows who will stop writing; a POST, however bare, does it at once."""
    organization, mailbox = get_list_behind(token)
    if request.method == "POST" and request.form.get("back"):
        return come_back(token, request.form["back"], organization, mailbox)
    if request.method == "POST":
        return leave(token, organization, mailbox)
    return show(token, organization, mailbox)


def get_list_behind(token: str) -> tuple[Organization, str]:
    """Whose list a link leaves, and the mailbox; 404 for one that is forged or damaged."""
    found = read_link(token)
    organization = db.session.get(Organization, found[0]) if found else None
    if found is None or organization is None:
        abort(404, _("This link is damaged. Open it once more from the mail."))
    return organization, found[1]


def leave(token: str, organization: Organization, mailbox: str) -> Response:
    """Leave this list, or every list of this site; twice is once."""
    is_all = request.form.get("lists") == ALL
    numbers = everybody() if is_all else [organization.id]
    is_new = is_all or not leaving.has_left(organization.id, mailbox)
    moment = leaving.leave(numbers, mailbox)
    db.session.commit()
    said = [organization.id, mailbox, is_all, moment.isoformat()]
    back = tokens.make(BACK, said) if is_new else ""
    return show(token, organization, mailbox, state="left", is_all=is_all, back=back)


def come_back(token: str, back: str, organization: Organization, mailbox: str) -> Response:
    """Undo what this person did just now; a page that is an hour old says how else."""
    match tokens.read(BACK, back, BACK_LASTS):
        case [int(number), str(theirs), bool(is_all), str(moment)]:
            if (number, theirs) != (organization.id, mailbox):
                abort(404)
            numbers = everybody() if is_all else [number]
            leaving.come_back(numbers, mailbox, datetime.fromisoformat(moment))
            db.session.commit()
            return show(token, organization, mailbox, state="back")
    return show(token, organization, mailbox, state="late")


def everybody() -> list[int]:
    return list(db.session.scalars(db.select(Organization.id).order_by(Organization.id)))


def show(
    token: str,
    organization: Organization,
    mailbox: str,
    *,
    state: str = "",
    is_all: bool = False,
    back: str = "",
) -> Response:
    has_left = leaving.has_left(organization.id, mailbox)
    page = render_template(
        "outreach/leaving/unsubscribe.html",
        token=token,
        organization=organization,
        address=masked(holdings.address_of(mailbox)),
        state=state or ("gone" if has_left else "asking"),
        is_all=is_all,
        back=back,
    )
    answer = make_response(page)
    answer.headers["Cache-Control"] = "private, no-store"
    answer.headers["X-Robots-Tag"] = "noindex"
    return answer


def masked(address: str) -> str:
    """Enough of an address for its owner to know it: a***@example.org."""
    local, at, domain = address.rpartition("@")
    return f"{local[:1]}***{at}{domain}" if at else ""
