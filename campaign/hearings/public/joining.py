"""Taking part without an account: sign up to speak, or say that one will write."""

from collections.abc import Callable
from typing import Any

from flask import make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as Answer

from ...config import settings
from ...i18n import language
from ...pages import keep, remember
from ...security import allow, network, public
from ..models import Hearing
from . import bp, signing, ways
from .finding import Choices, get_hearing, get_hearing_whole
from .forms import CommentForm, NewcomerForm, SignUpForm

Page = Callable[..., str]


@bp.route("/hearings/<slug>/sign-up", methods=["GET", "POST"])
@allow(public)
def sign_up(slug: str) -> Answer | tuple[str, int]:
    """Put somebody down to speak, and ask by mail whether it is them."""
    found = get_hearing_whole(slug)
    key = ("hearing ways", found.id)
    modes = ways.open_modes(found, remember(key, lambda: ways.ways(found), seconds=1))
    if not modes:
        return closed(found, _("Signing up to speak here is over."))
    choices, form = Choices.of(found), SignUpForm(by=request.args.get("by"))
    form.offer(found, choices)
    form.offer_modes(found, modes)
    if len(modes) == 1 and request.method != "POST":
        form.mode.data = modes[0]
    return answer(found, form, choices, sign_up_page)


@bp.route("/hearings/<slug>/comment", methods=["GET", "POST"])
@allow(public)
def comment(slug: str) -> Answer | tuple[str, int]:
    """Note that somebody will write, and ask by mail whether it is them."""
    found = get_hearing_whole(slug)
    if not ways.may_write(found):
        return closed(found, _("Written comments are not taken any more."))
    choices, form = Choices.of(found), CommentForm(by=request.args.get("by"))
    form.offer(found, choices)
    return answer(found, form, choices, comment_page)


def answer(
    found: Hearing, form: NewcomerForm, choices: Choices, page: Page
) -> Answer | tuple[str, int]:
    """The same for everyone: what a good form leads to tells nobody who is known."""
    if form.submitted():
        if signing.sign_up(found, network=network(request), **typed(form, choices)):
            return redirect(url_for(".sent", slug=found.slug), 303)
        form.form_errors = [
            _("Many people have signed up from your network this hour. Please try again later.")
        ]
        return page(found, form), 429
    if request.method != "POST":
        return keep(make_response(page(found, form)))
    return page(found, form), form.status


def typed(form: NewcomerForm, choices: Choices) -> dict[str, Any]:
    """The values of a valid form, as columns of a speaker."""
    data = form.values
    kept = columns_of(data, "ward", "wishes", "allow", "by")
    return {"mode": ways.WRITTEN} | kept | choices.values(data) | {"language": language()}


def columns_of(data: dict[str, Any], *without: str) -> dict[str, Any]:
    """The fields that are columns too; a text that a program has left out is empty."""
    return {k: "" if v is None else v for k, v in data.items() if k not in without}


def sign_up_page(found: Hearing, form: NewcomerForm) -> str:
    return render_template("hearings/sign_up.html", hearing=found, form=form)


def comment_page(found: Hearing, form: NewcomerForm) -> str:
    way = ways.way(found, ways.WRITTEN)
    return render_template("hearings/comment.html", hearing=found, form=form, way=way)


@bp.get("/hearings/<slug>/thanks")
@allow(public)
def sent(slug: str) -> Answer:
    """The same words for everyone who has just signed up, known or not."""
    page = render_template(
        "hearings/sent.html",
        hearing=get_hearing(slug),
        has_dev_mailbox=not settings().mail_server,
    )
    return keep(make_response(page))


def closed(found: Hearing, sentence: str) -> tuple[str, int]:
    """Too late for this way, and what is still possible."""
    page = render_template(
        "hearings/closed.html",
        hearing=found,
        sentence=sentence,
        open_modes=ways.open_modes(found),
        may_write=ways.may_write(found),
        ways=ways.ways(found),
    )
    return page, 410
