"""The development mailbox: what would have been sent, as its receiver would see it.

It is there only while no mail server is set.
"""

from itertools import islice

from flask import Blueprint, Response, abort, render_template, request
from flask_babel import gettext as _

from ..config import settings
from ..security import allow
from .carriers import folder_of
from .devbox import Letter, find_letter, letters

bp = Blueprint("mail", __name__, url_prefix="/dev/mail")
SHOWN = 100
POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; img-src data:; frame-ancestors 'self';"
    " sandbox allow-popups allow-top-navigation-by-user-activation"
)


def without_server() -> None:
    """Anyone, while mail goes nowhere else."""
    if settings().mail_server:
        abort(404)


@bp.get("")
@allow(without_server)
def inbox() -> str:
    """The newest mails, or those to some address."""
    wanted = request.args.get("to", "")[:320]
    found = list(islice(letters(folder_of(settings()), wanted), SHOWN))
    return render_template("mail/inbox.html", letters=found, wanted=wanted, shown=SHOWN)


@bp.get("/<int:number>")
@allow(without_server)
def letter(number: int) -> str:
    """One mail: both its parts, its headers and its source."""
    return render_template("mail/letter.html", letter=get_letter(number))


@bp.get("/<int:number>/html")
@allow(without_server)
def html(number: int) -> Response:
    """The HTML part alone, for the frame: no script, nothing fetched."""
    answer = Response(get_letter(number).page, content_type="text/html; charset=utf-8")
    answer.headers["Content-Security-Policy"] = POLICY
    return answer


@bp.get("/<int:number>.eml")
@allow(without_server)
def source(number: int) -> Response:
    """The mail as a file that mail programs open."""
    answer = Response(get_letter(number).source, content_type="message/rfc822")
    answer.headers["Content-Disposition"] = f'attachment; filename="{number}.eml"'
    return answer


def get_letter(number: int) -> Letter:
    found = find_letter(folder_of(settings()), number)
    return found or abort(404, _("There is no such mail, or it was deleted after 30 days."))
