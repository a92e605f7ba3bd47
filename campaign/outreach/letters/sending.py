"""Letters leave for their offices: each once, in the order of confirmation, spread over the hours.

The letter's step and the one row of the outbox are committed together. Delivery then tries it at
most once; what came of it is noted in `settling`.
"""

import math
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from flask_babel import force_locale
from flask_babel import gettext as _
from sqlalchemy import func, select

from ... import mail
from ...db import db, now
from ...factsheet import keys_in, stale
from ...i18n import spoken
from ...jobs import job
from ...mail.models import OutgoingEmail
from ...officials.models import Contact
from .models import KIND, Letter, LetterAction
from .offices import address_for
from .paper import Paper
from .settling import settle_missed
from .states import lock, lock_action, step

TEMPLATE = "outreach/letters/mail/letter"
HOUR, DAY, MINUTE = timedelta(hours=1), timedelta(days=1), 60
FEW = 20  # letters that are looked at where none has to wait
SENDER = 120  # letters of a name in From


@job("outreach.letters", every_minutes=1)
def send() -> int:
    """Hand over what is due; how many letters. Twice at once, or killed, it repeats none."""
    settle_missed()
    waiting = select(Letter.action_id).where(Letter.state == "waiting").distinct()
    numbers = db.session.scalars(waiting.order_by(Letter.action_id)).all()
    done = sum(send_of(number) for number in numbers)
    if done:
        mail.wake()
    return done


def send_of(action_id: int) -> int:
    """The letters of one action that are due now, committed."""
    db.session.rollback()
    action = lock_action(db.session.get_one(LetterAction, action_id))
    done = 0
    if action.published_at is not None and action.paused_at is None:
        blocked = {one.fact.key for one in stale(KIND, action.id)}
        pace = Pace.of(action)
        for official_id in waiting_offices(action):
            for _turn in range(pace.room(official_id)):
                done += send_next(action, official_id, blocked)
    db.session.commit()
    return done


@dataclass(frozen=True)
class Pace:
    """What offices got lately from one action: when last, in an hour and in a day."""

    action: LetterAction
    last: dict[int, datetime]
    hour: Counter[int]
    day: Counter[int]

    @classmethod
    def of(cls, action: LetterAction) -> "Pace":
        moment, last = now(), dict[int, datetime]()
        hour, day = Counter[int](), Counter[int]()
        lately = select(Letter.official_id, Letter.left_at).where(
            Letter.action_id == action.id, Letter.left_at > moment - DAY
        )
        for official_id, left_at in db.session.execute(lately.order_by(Letter.left_at)):
            assert left_at is not None
            last[official_id] = left_at
            day[official_id] += 1
            hour[official_id] += left_at > moment - HOUR
        return cls(action, last, hour, day)

    @property
    def gap(self) -> float:
        """Seconds between two letters to one office."""
        return HOUR.total_seconds() / max(self.action.per_hour, 1)

    def room(self, official_id: int) -> int:
        """How many an office may get in this minute."""
        last = self.last.get(official_id)
        since = (now() - last).total_seconds() if last else math.inf
        turns = int(min(since, max(self.gap, MINUTE)) // self.gap)
        left = (
            self.action.per_hour - self.hour[official_id],
            self.action.per_day - self.day[official_id],
            turns,
        )
        return max(0, min(left))


def waiting_offices(action: LetterAction) -> list[int]:
    """Officials for whom letters wait, who has waited longest first."""
    query = select(Letter.official_id).filter_by(action_id=action.id, state="waiting")
    query = query.group_by(Letter.official_id).order_by(func.min(Letter.confirmed_at))
    return list(db.session.scalars(query))


def send_next(action: LetterAction, official_id: int, blocked: set[str]) -> bool:
    """The oldest letter to an office that may leave: it quotes no fact that waits."""
    for number in in_line(action, official_id, blocked):
        letter = lock(number)
        if letter is None or letter.state != "waiting":
            continue
        paper, contact = Paper.of(letter), address_for(letter)
        if contact is None:
            return False
        if not paper.rendered.unknown:  # a sentence that is no fact any more
            return leave(letter, paper, contact)
    return False


def in_line(action: LetterAction, official_id: int, blocked: set[str]) -> Iterator[int]:
    query = select(Letter.id, Letter.text)
    query = query.filter_by(action_id=action.id, official_id=official_id, state="waiting")
    query = query.order_by(Letter.confirmed_at, Letter.id)
    for number, text in db.session.execute(query if blocked else query.limit(FEW)).all():
        if not blocked.intersection(keys_in(text)):
            yield number


def leave(letter: Letter, paper: Paper, contact: Contact) -> bool:
    """Write the one mail to this address; False where it is suppressed."""
    key = f"letter:{letter.id}:{letter.tries}"
    mail.queue(
        TEMPLATE,
        contact.value,
        key=key,
        locale=letter.language,
        shared=shared_of(letter, paper),
        budgeted=False,
        at_most_once=True,
        reply_to=letter.email,
        sender_name=sender_name(letter),
    )
    row = db.session.scalar(select(OutgoingEmail.id).filter_by(key=key))
    if row is None:
        return False
    step(letter, "leaving")
    letter.left_at, letter.contact_id, letter.outgoing_email_id = now(), contact.id, row
    letter.versions = paper.rendered.citations
    db.session.flush()
    return True


def shared_of(letter: Letter, paper: Paper) -> dict[str, object]:
    return {
        "subject": letter.subject,
        "greeting": paper.greeting,
        "html": str(paper.rendered.html),
        "text": paper.rendered.text,
        "notes": paper.notes,
        "name": letter.name,
        "signed": paper.signed,
        "street": letter.street,
        "campaign": spoken(letter.action.campaign.name, letter.language),
        "about": mail.link("letters.action", slug=letter.action.slug),
    }


def sender_name(letter: Letter) -> str:
    """“Ana Ruiz via Save the clinic”, so that an office sees at once who writes."""
    campaign = spoken(letter.action.campaign.name, letter.language)
    with force_locale(letter.language):
        words = _("%(name)s via %(campaign)s", name=letter.name, campaign=campaign)
    return " ".join(words.split())[:SENDER]
