"""Filing a testimony: how the body takes it, and noting that it has it."""

from typing import Any

from flask import flash, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from ...db import db
from ...filters import datetime_words
from ...forms import StaffForm, asked_number
from ...hearings.rules.deadlines import Opening
from ...security import allow, public
from .. import desk, states, views
from ..hand import Hand
from ..models import Version
from ..place import LEAD, note
from ..saving import OutdatedTextError
from . import filing
from .forms import (
    ButtonForm,
    DeskFilingForm,
    DeskRevokeForm,
    FilingFields,
    FilingForm,
    RevokeForm,
    seen,
)
from .outdated import stale_in
from .pages import pages_of
from .pages_of_draft import ways_to_file
from .plain import plain_text
from .printed import printed

ACTS = ("file", "delivered", "revoke")


@views.bp.route("/drafts/<token>/file", methods=["GET", "POST"])
@allow(public)
def file(token: str) -> ResponseReturnValue:
    """The ways in which the body takes it, and what the writer says of having filed."""
    return Filer(Hand.of_link(token)).answer()


@desk.bp.route("/<int:number>/file", methods=["GET", "POST"], endpoint="file")
@allow(LEAD)
def desk_file(organization: str, campaign: str, number: int) -> ResponseReturnValue:
    return Filer(Hand.of_organizer(organization, campaign, number)).answer()


class Filer:
    """One request to the page, by the writer or by an organizer."""

    def __init__(self, hand: Hand) -> None:
        self.hand, self.by, self.draft = hand, hand.by, hand.draft
        self.openings = ways_to_file(self.draft)
        is_mine = self.by is None
        self.form: Any = FilingForm() if is_mine else DeskFilingForm()
        self.revoke_form: Any = RevokeForm() if is_mine else DeskRevokeForm()
        self.button_form: Any = ButtonForm(None) if is_mine else StaffForm(formdata=None)
        self.form.offer(self.draft, [one.window.channel for one in self.openings])

    def answer(self) -> ResponseReturnValue:
        if request.method != "POST":
            self.form.version.data = seen(self.asked_version())
            self.form.show_now()
            return self.page()
        act = request.form.get("act", "file")
        try:
            return {"delivered": self.deliver, "revoke": self.revoke}.get(act, self.file)()
        except states.NoSuchStepError:
            db.session.rollback()
            return self.clash(
                _("Somebody has taken this step already, or another one. Nothing was stored.")
            )

    def asked_version(self) -> Version:
        """The one that the page's address names, else the main one."""
        number = asked_number("version")
        return next((one for one in self.draft.versions if one.id == number), self.draft.main)

    def file(self) -> ResponseReturnValue:
        version = self.chosen()
        if not self.form.submitted() or version is None or self.has_doubts(version):
            self.form.version.errors = self.form.version.errors or self.version_errors(version)
            return self.page(), 422
        number = int(self.form.version.data.partition("-")[2])
        handed = filing.Handed(self.form.how.data, self.form.at, self.form.receipt.data or "")
        try:
            made = filing.file(version, number, handed, self.by)
        except OutdatedTextError:
            db.session.rollback()
            return self.outdated(version)
        except filing.StaleError as fault:
            db.session.rollback()
            return self.page(stale=fault.found), 422
        return self.done("testimony.filed", _("Noted: the body has it."), how=made.how)

    def chosen(self) -> Version | None:
        """The version that the form names; its revision is looked at when it is filed."""
        number, _dash, revision = (self.form.version.data or "").partition("-")
        if not revision.isdecimal():
            return None
        return next((one for one in self.draft.versions if str(one.id) == number), None)

    def version_errors(self, version: Version | None) -> list[str]:
        return [] if version else [_("Choose which text you handed in.")]

    def has_doubts(self, version: Version) -> bool:
        """Whether something looks wrong that only they can know; then they are asked once."""
        found = [] if self.form.is_sure.data else self.doubts(version)
        if found:
            self.form.is_sure.errors = [" ".join(found)]
        return bool(found)

    def doubts(self, version: Version) -> list[str]:
        windows = [one for one in self.openings if one.window.channel == self.form.how.data]
        return [*self.page_doubts(version), *time_doubts(windows, self.form)]

    def page_doubts(self, version: Version) -> list[str]:
        limits = [one.window.pages for one in self.openings if one.window.pages]
        if not limits:
            return []
        count, most = pages_of(printed(version)), min(limits)
        if count <= most:
            return []
        return [
            ngettext(
                "This text has %(count)s pages; the body takes at most %(num)s.",
                "This text has %(count)s pages; the body takes at most %(num)s.",
                most,
                count=count,
            )
        ]

    def revoke(self) -> ResponseReturnValue:
        if not self.revoke_form.submitted():
            return self.page(form=self.revoke_form), 422
        filing.revoke(self.draft, self.revoke_form.why.data, self.by)
        return self.done("testimony.unfiled", _("It is a draft again, and can be changed."))

    def deliver(self) -> ResponseReturnValue:
        form = ButtonForm() if self.by is None else StaffForm()
        if not form.submitted():
            return self.page(), 422
        filing.deliver(self.draft, self.by)
        return self.done("testimony.delivered", _("Noted: it was delivered."))

    def done(self, act: str, sentence: str, **details: Any) -> ResponseReturnValue:
        place = self.hand.place
        if place is not None:
            note(act, place, self.draft, **details)
        db.session.commit()
        if place is not None:
            flash(sentence, "success")
        return redirect(self.hand.url("file"), 303)

    def outdated(self, version: Version) -> ResponseReturnValue:
        """The text is another one by now: which of both the body has, only they can say."""
        self.form.offer(self.draft, [one.window.channel for one in self.openings])
        self.form.version.data = seen(version)
        sentence = _(
            "The text was changed after you opened this page. Look whether what you handed in is"
            " what stands below; then note it again."
        )
        return self.clash(sentence)

    def clash(self, sentence: str) -> ResponseReturnValue:
        return self.page(clash=sentence), 409

    def page(self, clash: str = "", stale: Any = (), form: Any = None) -> str:
        version = self.chosen() or self.draft.main
        found = stale or stale_in(version)
        return render_template(
            "testimony/out/file.html",
            hand=self.hand,
            place=self.hand.place,
            draft=self.draft,
            version=version,
            hearing=self.draft.hearing,
            openings=self.openings,
            filing=filing.standing(self.draft) if self.draft.is_frozen else None,
            stale=[] if self.draft.is_frozen else found,
            clash=clash,
            form=form or self.form,
            file_form=self.form,
            revoke_form=self.revoke_form,
            button_form=self.button_form,
            text="" if found else plain_text(printed(version), width=None),
            may_deliver="delivered" in states.NEXT[self.draft.state],
        )


def time_doubts(windows: list[Opening], form: FilingFields) -> list[str]:
    """Where the body took nothing at that moment: probably another one is meant."""
    if not windows or any(one.state(form.at) in ("open", "unknown") for one in windows):
        return []
    one = windows[0]
    zone = one.window.rule.body.timezone
    if one.state(form.at) == "coming":
        opened = datetime_words(one.opens_at, zone)
        return [_("The body takes it from %(moment)s only. Is the time right?", moment=opened)]
    closed = datetime_words(one.closes_at, zone)
    return [_("The body took it until %(moment)s. Is the time right?", moment=closed)]
