"""Pages for residents: what is held about them, and how to take it away, change it, end it."""

from typing import Any

from flask import (
    Blueprint,
    Response,
    abort,
    make_response,
    redirect,
    render_template,
    request,
    url_for,
)
from flask_babel import gettext as _
from werkzeug.wrappers import Response as Answer

from ...config import settings
from ...db import db
from ...i18n import language, own_name
from ...security import allow, network, public
from .. import places
from . import erasing, holdings, wiping
from . import links as my_data
from .forms import AddressForm, CorrectionForm, PlainForm, TakeBackForm
from .holdings import Correction

bp = Blueprint("my_data", __name__, url_prefix="/my-data")
NOWHERE = "-"  # of the list of wards: none of them


@bp.after_request
def keep_private(response: Response) -> Response:
    """No proxy and no browser keeps what stands on these pages, and no search engine reads it."""
    response.headers["Cache-Control"] = "private, no-store"
    response.headers["X-Robots-Tag"] = "noindex"
    return response


@bp.route("", methods=["GET", "POST"])
@allow(public)
def ask() -> Answer | tuple[str, int]:
    """Mail a link to whoever owns an address: the answer is the same whether it is known."""
    form = AddressForm()
    if form.submitted():
        if my_data.send_link(str(form.email.data), network(request), language()):
            my_data.commit()
            return redirect(url_for(".sent"), 303)
        db.session.commit()
        form.form_errors = [
            _("Many people have asked from your network this hour. Please try again later.")
        ]
        return render_template("my_data/ask.html", form=form), 429
    return render_template("my_data/ask.html", form=form), form.status


@bp.get("/sent")
@allow(public)
def sent() -> str:
    return render_template("my_data/sent.html", has_dev_mailbox=not settings().mail_server)


@bp.get("/gone")
@allow(public)
def gone() -> str:
    """What everyone reads who has had everything erased."""
    return render_template("my_data/gone.html")


@bp.get("/<token>")
@allow(public)
def show(token: str) -> str:
    """Everything that is held; opening it changes nothing."""
    mark = get_mark(token)
    return render_template(
        "my_data/show.html",
        token=token,
        held=my_data.held(mark),
        address=holdings.address_of(mark),
        done=request.args.get("done", ""),
    )


@bp.get("/<token>/my-data.json")
@allow(public)
def as_json(token: str) -> Response:
    """The same for programs."""
    answer = Response(my_data.as_json(get_mark(token)), content_type="application/json")
    answer.headers["Content-Disposition"] = 'attachment; filename="my-data.json"'
    return answer


@bp.get("/<token>/my-data.html")
@allow(public)
def as_html(token: str) -> Response:
    """The same as one page that needs nothing else, to be kept."""
    mark = get_mark(token)
    page = render_template(
        "my_data/document.html",
        held=my_data.held(mark),
        address=holdings.address_of(mark),
        values=my_data.as_values(mark),
    )
    answer = make_response(page)
    answer.headers["Content-Disposition"] = 'attachment; filename="my-data.html"'
    return answer


@bp.post("/<token>/take-back")
@allow(public)
def take_back(token: str) -> Answer:
    """Withdraw one signature, or what one organization was allowed."""
    mark, form = get_mark(token), TakeBackForm()
    if not form.submitted():
        abort(400)
    done = my_data.withdraw(mark, str(form.holder.data), str(form.key.data))
    db.session.commit()
    return redirect(url_for(".show", token=token, done="taken-back" if done else None), 303)


@bp.route("/<token>/correct", methods=["GET", "POST"])
@allow(public)
def correct(token: str) -> Answer | tuple[str, int]:
    """Change name, ward and language wherever they are held."""
    mark = get_mark(token)
    form = CorrectionForm(**my_data.known_values(mark))
    offer(form)
    if form.submitted():
        my_data.correct(mark, correction(form))
        db.session.commit()
        return redirect(url_for(".show", token=token, done="corrected"), 303)
    return render_template("my_data/correct.html", form=form, token=token), form.status


@bp.route("/<token>/move", methods=["GET", "POST"])
@allow(public)
def ask_to_move(token: str) -> Answer | tuple[str, int]:
    """Mail a link to another address, which proves that it is theirs as well."""
    mark, form = get_mark(token), AddressForm()
    if form.submitted():
        my_data.send_move(mark, str(form.email.data), language())
        my_data.commit()
        return redirect(url_for(".sent"), 303)
    return render_template("my_data/move.html", form=form, token=token), form.status


@bp.get("/new-address/<token>")
@allow(public)
def move(token: str) -> str:
    """Show which address it will be, with one button."""
    _mark, address = get_move(token)
    return render_template("my_data/moving.html", address=address, token=token, form=PlainForm())


@bp.post("/new-address/<token>")
@allow(public)
def move_post(token: str) -> Answer:
    """Bring everything to the new address; pressing twice is once."""
    mark, address = get_move(token)
    my_data.move(mark, address)
    db.session.commit()
    wiping.wipe()
    return redirect(my_data.link_of(erasing.mark_of(address)), 303)


@bp.get("/<token>/erase")
@allow(public)
def erase(token: str) -> str:
    """Say exactly what will go and what stays, with one button."""
    return erase_page(get_mark(token), token)


@bp.post("/<token>/erase")
@allow(public)
def erase_post(token: str) -> Answer | tuple[str, int]:
    """Erase everything."""
    mark = get_mark(token)
    if holdings.obstacles(mark):
        return erase_page(mark, token), 409
    erasing.erase(mark, by="person")
    db.session.commit()
    wiping.wipe()
    return redirect(url_for(".gone"), 303)


def erase_page(mark: str, token: str) -> str:
    return render_template(
        "my_data/erase.html",
        token=token,
        held=my_data.held(mark),
        obstacles=holdings.obstacles(mark),
        form=PlainForm(),
    )


def offer(form: CorrectionForm) -> None:
    """Set what can be picked: what is held now, the wards, and the languages of the pages."""
    unsaid = [("", _("Leave as it is"))]
    form.division.choices = [*unsaid, *places.wards().items(), (NOWHERE, _("None of these"))]
    codes = [(code, own_name(code)) for code in settings().language_codes]
    form.language.choices = [*unsaid, *codes]


def correction(form: CorrectionForm) -> Correction:
    division: Any = form.division.data or None
    return Correction(
        name=form.name.data or None,
        division="" if division == NOWHERE else division,
        language=form.language.data or None,
    )


def get_mark(token: str) -> str:
    """The mailbox whose owner opened a link from a mail, else 404."""
    mark = my_data.read_link(token)
    if mark is None:
        abort(404, _("This link is too old, or cut off. It works for one hour: ask for a new one."))
    return mark


def get_move(token: str) -> tuple[str, str]:
    return my_data.read_move(token) or abort(
        404, _("This link is too old, or cut off. It works for one hour: ask for a new one.")
    )
