"""Two people have saved: both texts side by side, and both in one as a proposal."""

from flask import render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from .. import merging, saving
from ..hand import Hand
from ..models import Version
from .forms import StaffWritingForm, WriterForm


def clash(
    hand: Hand, version: Version, text: str, form: WriterForm | StaffWritingForm
) -> ResponseReturnValue:
    """What I wrote, what is stored now, and both brought together from where they parted."""
    base = saving.revision(version, form.revision)
    last = saving.revision(version, version.number)
    page = render_template(
        "testimony/writing/clash.html",
        hand=hand,
        draft=hand.draft,
        version=version,
        form=form,
        mine=text,
        merged=merging.merge(base.text if base else "", text, version.text),
        last=last,
        time=hand.time_of(last) if last else "",
    )
    return page, 409


def theirs(hand: Hand, version: Version) -> ResponseReturnValue:
    """The same for the script, which keeps what was typed in the page and stops saving.

    Unless what is stored is a text that the page sent itself: it goes on from revision `seen`.
    """
    last = saving.revision(version, version.number)
    words = _("Somebody else has saved since you opened this page. Your words are not saved yet.")
    if last is not None:
        name, time = hand.name_of(last), hand.time_of(last)
        words += " " + _("Stored now, at %(time)s by %(name)s:", time=time, name=name)
    return {"words": words, "theirs": version.text, "seen": version.number}, 409
