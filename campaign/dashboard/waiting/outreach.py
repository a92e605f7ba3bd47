"""Letters: what only a person can decide, what stands still, what ends soon, replies to read."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from datetime import timedelta

from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy import func, select

from ...db import db, now
from ...filters import date_words
from ...i18n import spoken
from ...outreach.letters.models import OPEN, PAUSED, Letter, LetterAction
from ...outreach.letters_desk import alike
from ...outreach.letters_desk.offices import offices
from ...outreach.replies.models import LetterReply
from ...outreach.replies.reading import select_replies
from ..desks import Desk
from ..today import Item, Urgency, in_campaign, only_today

WEEK, LONG = timedelta(days=7), timedelta(days=3)
ACTIONS = "letters_desk.actions"
FOR_A_PERSON = ("held", "uncertain", "failed", "bounced")


def actions_of(desk: Desk) -> Sequence[LetterAction]:
    """The public letter actions of a campaign, for those who run them."""
    if not desk.may_open(ACTIONS):
        return []
    query = db.select(LetterAction).where(
        LetterAction.campaign_id == desk.campaign.id, LetterAction.published_at.is_not(None)
    )
    return db.session.scalars(query.order_by(LetterAction.id)).all()


def item(  # noqa: PLR0917  (one line of each caller)
    action: LetterAction,
    what: str,
    page: str,
    urgency: Urgency,
    hint: str = "",
    count: int = 0,
) -> Item:
    return Item(
        what,
        _("Look"),
        f"letters_desk.{page}",
        urgency,
        hint,
        count=count,
        under=ACTIONS,
        values={"slug": action.slug},
    )


@in_campaign
def for_a_person(desk: Desk) -> Iterator[Item]:
    """Letters of which nobody knows whether they arrived, disowned ones, held ones."""
    if mine := actions_of(desk):
        counts, disowned = counts_of(mine), disowned_of(mine)
        for one in mine:
            yield from uncertain(one, counts[one.id])
            yield from not_theirs(one, disowned[one.id])
            yield from held(one, counts[one.id]["held"])


def counts_of(mine: Sequence[LetterAction]) -> dict[int, Counter[str]]:
    """How many letters of each action are in the states that a person decides about."""
    query = select(Letter.action_id, Letter.state, func.count()).where(
        Letter.action_id.in_([one.id for one in mine]), Letter.state.in_(FOR_A_PERSON)
    )
    found: dict[int, Counter[str]] = defaultdict(Counter)
    rows = db.session.execute(query.group_by(Letter.action_id, Letter.state))
    for number, state, count in rows:
        found[number][state] = count
    return found


def disowned_of(mine: Sequence[LetterAction]) -> Counter[int]:
    found = alike.select_disowned([one.id for one in mine]).subquery()
    query = select(found.c.action_id, func.count()).group_by(found.c.action_id)
    return Counter({row[0]: row[1] for row in db.session.execute(query)})


def uncertain(action: LetterAction, counts: Counter[str]) -> Iterator[Item]:
    if number := counts["uncertain"]:
        words = ngettext(
            "%(num)s letter may have arrived, or not",
            "%(num)s letters may have arrived, or not",
            number,
        )
        hint = _("No office gets a letter twice: say what is so.")
        yield item(action, words, "uncertain", Urgency.NOW, hint, number)
    if number := counts["failed"] + counts["bounced"]:
        words = ngettext(
            "%(num)s letter came back or was refused",
            "%(num)s letters came back or were refused",
            number,
        )
        hint = _("Correct the office’s address, then send them again.")
        yield item(action, words, "uncertain", Urgency.WAITS, hint, number)


def not_theirs(action: LetterAction, number: int) -> Iterator[Item]:
    if number:
        words = ngettext(
            "%(num)s letter was written in somebody else’s name",
            "%(num)s letters were written in somebody else’s name",
            number,
        )
        hint = _("The mailbox’s owner says so. It is withdrawn; if it was sent, tell the office.")
        yield item(action, words, "held", Urgency.NOW, hint, number)


def held(action: LetterAction, number: int) -> Iterator[Item]:
    if number:
        words = ngettext(
            "%(num)s letter is held because others say the same",
            "%(num)s letters are held because others say the same",
            number,
        )
        yield item(action, words, "held", Urgency.WAITS, _("Let it out, or keep it back."), number)


@in_campaign
def replies(desk: Desk) -> Iterator[Item]:
    """Answers that writers pasted and nobody has read."""
    if mine := actions_of(desk):
        unread = select_replies([one.id for one in mine])
        found = unread.where(LetterReply.decided_at.is_(None)).with_only_columns(
            Letter.action_id, func.count()
        )
        counts = {row[0]: row[1] for row in db.session.execute(found.group_by(Letter.action_id))}
        for one in mine:
            if number := counts.get(one.id, 0):
                words = ngettext(
                    "%(num)s answer of an office to read",
                    "%(num)s answers of offices to read",
                    number,
                )
                hint = _("It may say how the official will vote.")
                yield item(one, words, "replies", Urgency.WAITS, hint, number)


@in_campaign
@only_today
def standing_still(desk: Desk) -> Iterator[Item]:
    """Offices that no letter can reach while letters wait; letters that wait too long; pauses."""
    for one in actions_of(desk):
        if one.state == PAUSED:
            words = _("“%(title)s” is paused: no letter leaves", title=spoken(one.title))
            yield item(one, words, "action", Urgency.NOTE)
        elif one.state == OPEN or one.closed_at or one.closes_at:
            yield from waiting(one)


def waiting(action: LetterAction) -> Iterator[Item]:
    """What waits for its turn: by office, and since when."""
    query = select(Letter.ward_id, func.count(), func.min(Letter.confirmed_at)).where(
        Letter.action_id == action.id, Letter.state == "waiting"
    )
    found = {row[0]: row for row in db.session.execute(query.group_by(Letter.ward_id))}
    if not found:
        return
    stuck = [
        one
        for one in offices(action.body)
        if one.ward.id in found and not one.may_get_letters(action.on_bounce)
    ]
    if stuck:
        words = ngettext(
            "Letters wait for %(num)s office that none can reach",
            "Letters wait for %(num)s offices that none can reach",
            len(stuck),
        )
        hint = _("Its address bounced, or nobody has verified it.")
        yield item(action, words, "action", Urgency.NOW, hint)
    moving = [row for ward, row in found.items() if ward not in {one.ward.id for one in stuck}]
    if any(since and since < now() - LONG for _ward, _count, since in moving):
        words = _("Letters wait longer than 3 days for their turn")
        hint = _("Offices get more of them if you raise the pace.")
        yield item(action, words, "action", Urgency.WAITS, hint)


@in_campaign
@only_today
def closing(desk: Desk) -> Iterator[Item]:
    """An action whose last week has begun."""
    for one in actions_of(desk):
        if one.takes_letters and one.closes_at and one.closes_at < now() + WEEK:
            yield Item(
                _(
                    "“%(title)s” closes on %(day)s",
                    title=spoken(one.title),
                    day=date_words(one.closes_at),
                ),
                _("Look"),
                "letters_desk.action",
                Urgency.SOON,
                due=one.closes_at,
                values={"slug": one.slug},
            )
