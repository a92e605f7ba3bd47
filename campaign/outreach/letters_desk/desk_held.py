"""What waits for a person: letters that are too alike, disowned, uncertain, refused, bounced.

Nothing here happens by itself: each letter is released, kept back, said to have arrived or sent
again by somebody's button, and of two who decide at once the second learns it.
"""

from collections import defaultdict
from dataclasses import dataclass

from flask import abort, flash, redirect, render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy.orm import joinedload
from wtforms import HiddenField
from wtforms.validators import AnyOf, Regexp

from ... import mail
from ...db import db
from ...forms import StaffForm
from ...officials.models import Ward
from ...security import allow
from ..letters import acts
from ..letters.confirming import wake
from ..letters.models import Letter, LetterAction
from ..letters.states import NoSuchStepError, lock
from ..place import LEAD, Place, get_my_action, get_place, note
from . import alike, bp, tabs
from .offices import Office, offices

TROUBLED = ("uncertain", "failed", "bounced")
MOST = 500  # letters shown; what is left shows when these are decided
BACK = ("held", "uncertain", "letters")


class DecideForm(StaffForm):
    """What to do with which letters: their numbers, parted by spaces."""

    act = HiddenField(validators=[AnyOf(("release", "withhold", "arrived", "again", "seen"))])
    numbers = HiddenField(validators=[Regexp(r"[0-9]{1,9}( [0-9]{1,9}){0,999}\Z")])
    back = HiddenField(validators=[AnyOf(BACK)])

    @property
    def ids(self) -> list[int]:
        """In one order, so that two who decide at once do not wait in a circle."""
        return sorted({int(one) for one in (self.numbers.data or "").split()})


@bp.get("/<slug>/held")
@allow(LEAD)
def held(organization: str, campaign: str, slug: str) -> ResponseReturnValue:
    """Letters that say much the same, together, with what they share marked; and disowned ones."""
    place = get_place(organization, campaign)
    mine = get_my_action(place, slug)
    return render_template(
        "outreach/desk/held.html",
        place=place,
        action=mine,
        held=alike.held(mine),
        disowned=alike.disowned(mine),
        counts=tabs.counts_of(mine),
        form=DecideForm(formdata=None),
    )


@dataclass(frozen=True)
class Trouble:
    """What went wrong at one office: letters that may have arrived, were refused or came back."""

    office: Office
    letters: list[Letter]
    can_leave: bool

    def of(self, state: str) -> list[Letter]:
        return [one for one in self.letters if one.state == state]


@bp.get("/<slug>/uncertain")
@allow(LEAD)
def uncertain(organization: str, campaign: str, slug: str) -> ResponseReturnValue:
    """What may not have arrived, office by office: what happened, when, and what can be done."""
    place = get_place(organization, campaign)
    mine = get_my_action(place, slug)
    return render_template(
        "outreach/desk/uncertain.html",
        place=place,
        action=mine,
        troubles=troubles(mine),
        counts=tabs.counts_of(mine),
        form=DecideForm(formdata=None),
    )


def troubles(action: LetterAction) -> list[Trouble]:
    query = db.select(Letter).filter_by(action_id=action.id).where(Letter.state.in_(TROUBLED))
    query = query.options(
        joinedload(Letter.ward).joinedload(Ward.body),
        joinedload(Letter.official),
        joinedload(Letter.contact),
        joinedload(Letter.outgoing_email),
    )
    by_ward: dict[int, list[Letter]] = defaultdict(list)
    for one in db.session.scalars(query.order_by(Letter.left_at, Letter.id).limit(MOST)):
        by_ward[one.ward_id].append(one)
    if not by_ward:
        return []
    every = {one.ward.id: one for one in offices(action.body)}
    return [
        Trouble(every[ward], letters, every[ward].may_get_letters(action.on_bounce))
        for ward, letters in by_ward.items()
        if ward in every
    ]


@bp.post("/<slug>/decide")
@allow(LEAD)
def decide(organization: str, campaign: str, slug: str) -> ResponseReturnValue:
    """Do one thing with one letter, or with all of a group."""
    place, form = get_place(organization, campaign), DecideForm()
    mine = get_my_action(place, slug)
    if not form.submitted():
        abort(400, _("The form was damaged on its way. Open the page again."))
    act = str(form.act.data)
    done = [number for number in form.ids if decided(mine, number, act)]
    if done:
        noted = {"release": "released", "withhold": "withheld"}.get(act, act)
        note(f"letters.{noted}", place, f"letters/{mine.slug}", letters=done)
    db.session.commit()
    mail.wake()
    wake()
    tell(act, len(done), len(form.ids) - len(done))
    return back(place, mine, str(form.back.data), form.ids)


def decided(action: LetterAction, number: int, act: str) -> bool:
    """Whether the letter was still as the button found it."""
    letter = lock(number)
    if letter is None or letter.action_id != action.id or not fits(letter, act):
        return False
    try:
        ACTS[act](letter)
    except NoSuchStepError:
        return False
    return True


FROM = {  # in which states a letter must be for what is asked
    "release": ("held",),
    "withhold": ("held",),
    "arrived": ("uncertain",),
    "again": TROUBLED,
    "seen": ("held", "withdrawn"),
}


def fits(letter: Letter, act: str) -> bool:
    if act == "release" and letter.disowned_at is not None:
        return False
    is_news = letter.disowned_at is not None and letter.held_for != alike.SEEN
    return letter.state in FROM[act] and (act != "seen" or is_news)


def see(letter: Letter) -> None:
    """Somebody has looked at a disowned letter; it stays where it is, and never leaves."""
    if letter.state == "held":
        acts.withhold(letter)
    letter.held_for = alike.SEEN


def say_arrived(letter: Letter) -> None:
    """It arrived when it left, not when somebody found out."""
    letter.sent_at = letter.sent_at or letter.left_at
    if letter.outgoing_email is not None and letter.outgoing_email.state == "uncertain":
        letter.outgoing_email.state = "sent"
    acts.say_sent(letter)


ACTS = {
    "release": acts.release,
    "withhold": acts.withhold,
    "arrived": say_arrived,
    "again": acts.send_again,
    "seen": see,
}


def tell(act: str, done: int, late: int) -> None:
    """Say what was done, and of how many somebody else had decided before."""
    sentences = {
        "release": ngettext(
            "%(num)s letter waits for its turn now.",
            "%(num)s letters wait for their turn now.",
            done,
        ),
        "withhold": ngettext(
            "%(num)s letter is kept back for good.", "%(num)s letters are kept back for good.", done
        ),
        "arrived": ngettext(
            "%(num)s letter counts as sent.", "%(num)s letters count as sent.", done
        ),
        "again": ngettext(
            "%(num)s letter waits for its turn again.",
            "%(num)s letters wait for their turn again.",
            done,
        ),
        "seen": ngettext(
            "%(num)s letter is off this list.", "%(num)s letters are off this list.", done
        ),
    }
    if done:
        flash(sentences[act], "success")
    if late:
        flash(
            ngettext(
                "%(num)s letter was decided before you, or its writer withdrew it.",
                "%(num)s letters were decided before you, or their writers withdrew them.",
                late,
            ),
            "info",
        )


def back(place: Place, action: LetterAction, to: str, ids: list[int]) -> ResponseReturnValue:
    if to == "letters" and len(ids) == 1:
        url = place.url("letters_desk.letter", slug=action.slug, number=ids[0])
    else:
        url = place.url(f"letters_desk.{to}", slug=action.slug)
    return redirect(url, 303)
