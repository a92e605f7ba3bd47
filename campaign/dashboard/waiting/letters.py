"""The sign-on letter: who signed lately, and its deadline."""

from collections.abc import Iterator
from datetime import timedelta

from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy import func, select

from ...db import db, now
from ...filters import date_words
from ...petitions.letter.models import LetterEndorsement, SignOnLetter, letter_of
from ..desks import Desk
from ..today import Item, Urgency, in_campaign, only_today

WEEK = timedelta(days=7)


@in_campaign
@only_today
def deadline(desk: Desk) -> Iterator[Item]:
    """A letter whose last week has begun."""
    letter = letter_of(desk.campaign)
    if letter and letter.is_open and letter.closes_at and letter.closes_at < now() + WEEK:
        yield Item(
            _("The sign-on letter closes on %(day)s", day=date_words(letter.closes_at)),
            _("Look"),
            "sign_on_desk.letter",
            Urgency.SOON,
            due=letter.closes_at,
        )


@in_campaign
def new_names(desk: Desk) -> Iterator[Item]:
    """Organizations that have signed since a week ago: the lead may hide a false one."""
    letter = letter_of(desk.campaign)
    if letter and (number := signed_lately(letter)):
        yield Item(
            ngettext(
                "%(num)s organization has signed the letter in the last 7 days",
                "%(num)s organizations have signed the letter in the last 7 days",
                number,
            ),
            _("Look"),
            "sign_on_desk.letter",
            Urgency.NOTE,
            _("Hide a name that nobody there has agreed to."),
            count=number,
            act="sign_on_desk.hide",
        )


def signed_lately(letter: SignOnLetter) -> int:
    query = select(func.count()).where(
        LetterEndorsement.letter_id == letter.id,
        LetterEndorsement.standing.is_not(None),
        LetterEndorsement.confirmed_at > now() - WEEK,
    )
    return db.session.scalar(query) or 0
