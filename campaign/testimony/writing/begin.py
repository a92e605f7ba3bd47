"""Where a testimony begins: on a speaker's own page, or at the organizers' pool."""

from flask import abort, redirect
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from wtforms import IntegerField
from wtforms.validators import NumberRange

from ...accounts.checks import me
from ...accounts.models import User
from ...db import db
from ...forms import LARGEST, StaffForm
from ...hearings.models import Hearing
from ...hearings.public.mine import get_mine
from ...hearings.speaking.models import Speaker
from ...security import allow, public
from .. import beginning, desk, speech, views
from ..hand import Hand
from ..models import Draft
from ..place import LEAD, Place, get_place, note


class BeginForm(StaffForm):
    """For whom a testimony is begun."""

    speaker = IntegerField(validators=[NumberRange(1, LARGEST)])


@views.bp.post("/speaking/<token>/draft")
@allow(public)
def begin(token: str) -> ResponseReturnValue:
    """Begin my testimony, or go on with it."""
    speaker = get_mine(token)
    if not speaker.is_in:
        abort(403, _("Confirm first that it is you. Then you can write what you will say."))
    draft = begun(speaker, None)
    db.session.commit()
    return redirect(Hand(draft).url("write"), 303)


@desk.bp.post("/begin", endpoint="begin")
@allow(LEAD)
def begin_for(organization: str, campaign: str) -> ResponseReturnValue:
    """Begin a testimony for somebody of the pool."""
    place, form = get_place(organization, campaign), BeginForm()
    if not form.submitted():
        abort(422, _("Choose a speaker first."))
    speaker = get_my_speaker(place, form.speaker.data or 0)
    is_new = beginning.find_draft(speaker) is None
    draft = begun(speaker, me())
    if is_new:
        note("draft.began", place, draft)
    db.session.commit()
    return redirect(place.url("write", draft), 303)


def get_my_speaker(place: Place, number: int) -> Speaker:
    """Somebody in the pool of one of this campaign's hearings, or 404."""
    mine = db.select(Speaker).join(Hearing).where(Hearing.campaign_id == place.campaign.id)
    found = db.session.scalar(mine.where(Speaker.id == number))
    return found if found is not None and found.is_in else abort(404)


def begun(speaker: Speaker, by: User | None) -> Draft:
    return beginning.begin(speaker, by=by, seconds=first_length(speaker))


def first_length(speaker: Speaker) -> int:
    """The longest of the usual lengths that a speaker has time for; 0 for who writes."""
    own = speech.allowance(speaker).own
    if own is None:
        return beginning.READ
    return speech.length_for(own)
