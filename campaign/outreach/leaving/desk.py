"""One page on all mail that goes out for an organization, with a button to stop each kind."""

from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext
from wtforms import HiddenField
from wtforms.validators import DataRequired, Length

from ... import mail
from ...accounts.checks import me
from ...coalition import audit
from ...coalition.models import Organization
from ...coalition.permissions import get_my_membership, get_my_organization, role_at_least
from ...db import db
from ...filters import number
from ...forms import StaffForm
from ...security import allow
from . import bp, turning
from . import outgoing as page
from .lines import Line


class TopicForm(StaffForm):
    """Which mails a button is about."""

    topic = HiddenField(validators=[DataRequired(), Length(max=60)])


@bp.get("")
@allow(role_at_least("organizer"))
def outgoing(organization: str) -> ResponseReturnValue:
    """What goes out, when and to how many; and what went out this week."""
    mine = get_my_organization(organization)
    q, every = request.args.get("q", "").strip()[:100], page.gather(mine)
    count, stuck = page.confirmations()
    return render_template(
        "outreach/leaving/outgoing.html",
        organization=mine,
        lines=[one for one in every if one.fits(q)],
        has_lines=bool(every),
        total=sum(one.number for one in every if not one.is_stopped),
        stopped=sum(one.number for one in every if one.is_stopped),
        q=q,
        confirmations=count,
        stuck=stuck,
        week=page.week(mine),
        button_form=StaffForm(),
        is_owner=get_my_membership(organization).is_at_least("owner"),
    )


@bp.post("/stop")
@allow(role_at_least("organizer"))
def stop(organization: str) -> ResponseReturnValue:
    """Nothing of it goes out until somebody lets it."""
    mine, line = get_line(organization)
    if turning.stop(mine, line, me().name or me().email).is_new:
        note("outgoing.stopped", mine, line)
        flash(_("Stopped: %(title)s. What comes meanwhile waits.", title=line.title), "success")
    else:
        flash(_("It was stopped before."), "info")
    return done(organization)


@bp.post("/start")
@allow(role_at_least("organizer"))
def start(organization: str) -> ResponseReturnValue:
    """It goes on, but for what is too late by now."""
    mine, line = get_line(organization)
    is_new, dropped = turning.start(mine, line)
    if is_new:
        note("outgoing.started", mine, line, dropped=dropped)
        flash(_("It goes out again: %(title)s", title=line.title), "success")
    else:
        flash(_("It is not stopped."), "info")
    if dropped:
        flash(late_words(dropped), "info")
    return done(organization)


@bp.post("/drop")
@allow(role_at_least("owner"))
def drop(organization: str) -> ResponseReturnValue:
    """What waits now is never sent; what comes later is another matter."""
    mine, line = get_line(organization)
    if dropped := turning.drop(mine, line):
        note("outgoing.dropped", mine, line, dropped=dropped)
    words = ngettext(
        "%(n)s mail is dropped.", "%(n)s mails are dropped.", dropped, n=number(dropped)
    )
    flash(words if dropped else _("Nothing of it was waiting."), "success" if dropped else "info")
    return done(organization)


def get_line(organization: str) -> tuple[Organization, Line]:
    """What the button is about, or 404: another organization's is not there."""
    mine, form = get_my_organization(organization), TopicForm()
    if not form.submitted():
        abort(400)
    line = page.find(mine, form.topic.data or "") or abort(
        404, _("Nothing of this waits any more.")
    )
    if not line.can_turn:
        abort(409, _("This is stopped on its own page."))
    return mine, line


def late_words(dropped: int) -> str:
    return ngettext(
        "%(n)s mail was too late by now and is dropped.",
        "%(n)s mails were too late by now and are dropped.",
        dropped,
        n=number(dropped),
    )


def note(act: str, mine: Organization, line: Line, **details: Any) -> None:
    about = f"outgoing/{line.topic}"
    audit.note(act, organization=mine, about=about, waiting=line.waiting, **details)


def done(organization: str) -> ResponseReturnValue:
    """Commit, let the workers look, and show the page."""
    db.session.commit()
    mail.wake()
    return redirect(url_for(".outgoing", organization=organization), 303)
