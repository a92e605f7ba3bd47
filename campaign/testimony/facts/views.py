"""What has changed of the facts that somebody's testimony cites: the writer's page."""

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from ...db import db
from ...factsheet.forms import Uses
from ...security import allow, public
from ..links import get_draft_behind
from ..models import Draft
from ..views import bp
from .deciding import DONE, attempt
from .waiting import MyUsesForm, hint, waiting


@bp.route("/drafts/<token>/facts", methods=["GET", "POST"])
@allow(public)
def facts(token: str) -> ResponseReturnValue:
    """Each changed fact with the sentence before and after: take it, or keep the old one."""
    draft = get_draft_behind(token)
    if request.method != "POST":
        return page(draft, token)
    form = MyUsesForm(request.form)
    status = attempt(draft, form, _("the writer"), None)
    if status != DONE:
        return page(get_draft_behind(token), token, form), status
    db.session.commit()
    return redirect(url_for(".facts", token=token, done=form.decision.data), 303)


def page(draft: Draft, token: str, posted: Uses | None = None) -> str:
    done = request.args.get("done", "")
    return render_template(
        "testimony/facts/mine.html",
        draft=draft,
        token=token,
        waiting=waiting(draft, MyUsesForm, posted),
        form=posted,
        hint=hint(MyUsesForm),
        done=done if done in ("update", "keep") else "",
    )
