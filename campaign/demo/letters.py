"""Letters of the demo: one action, and what residents wrote, in several states.

Offices for which letters wait have an address that nobody has verified, so none of those leaves.
The others can be written to, as a trial: their addresses end in @example.org and reach nobody.
"""

from datetime import timedelta
from typing import Any

from ..coalition.models import Campaign
from ..db import db, now
from ..mail.outbox import mailbox_hash
from ..officials.listing import today
from ..officials.models import Body, Contact, Seat, Term, Ward
from ..officials.record.models import Measure
from ..outreach.letters.models import Letter, LetterAction
from ..outreach.letters.offices import office_of
from ..outreach.letters_desk.content import cite_all
from ..outreach.replies.models import LetterReply
from .files import read, words

WRITTEN = ("waiting", "held", "sent", "uncertain")  # after somebody has confirmed
STAYING = ("waiting", "held", "uncertain")
MINUTES = timedelta(minutes=20)


def bring(council: Body, campaign: Campaign) -> bool:
    """Open a letter action in a campaign that has none; False if it has. The caller commits."""
    if db.session.scalar(db.select(LetterAction.id).filter_by(campaign_id=campaign.id).limit(1)):
        return False
    data = read("letters.toml")
    action = begin(data["action"], council, campaign)
    for number, values in enumerate(data["letter"], 1):
        write(action, number, values)
    verify_others(council, {one["ward"] for one in data["letter"] if one["state"] in STAYING})
    return True


def verify_others(council: Body, wards: set[int]) -> None:
    """Say of the offices of all wards but these that somebody has checked their address."""
    query = db.select(Contact).join(Contact.term).join(Term.seat).join(Seat.ward)
    query = query.where(Ward.body_id == council.id, Ward.number.not_in(wards))
    for one in db.session.scalars(query.where(Contact.kind == "email", Contact.value != "")):
        if one.value.endswith("@example.org"):
            one.verified_on = today(council)


def begin(values: dict[str, Any], council: Body, campaign: Campaign) -> LetterAction:
    others = values["translations"]
    action = LetterAction(
        slug=values["slug"],
        campaign=campaign,
        body=council,
        measure=find_measure(council),
        prompts=[
            {"en": text} | {code: one["prompts"][at] for code, one in others.items()}
            for at, text in enumerate(values["prompts"])
        ],
        facts=values["facts"],
        published_at=now() - timedelta(days=20),
        closes_at=now() + timedelta(days=values["days"]),
        **{name: words(values, name) for name in ("title", "subject", "text")},
    )
    db.session.add(action)
    db.session.flush()
    cite_all(action)
    return action


def find_measure(council: Body) -> Measure | None:
    """The one on which the demo counts."""
    record = read("record.toml")["whip"]["record"]
    return db.session.scalar(db.select(Measure).filter_by(body_id=council.id, record=record))


def write(action: LetterAction, number: int, values: dict[str, Any]) -> None:
    """A letter as its writer left it; who holds no office gets none."""
    ward = next(one for one in action.body.wards if one.number == values["ward"])
    official = office_of(ward).official
    if official is None:
        return
    email, moment = f"demo-writer-{number}@example.org", now() - timedelta(days=values["days"])
    state, code = values["state"], values["language"]
    letter = Letter(
        action=action,
        ward=ward,
        official=official,
        mailbox=mailbox_hash(email),
        email=email,
        name=values["name"],
        language=code,
        subject=action.subject[code],
        text=values["text"],
        is_private=values.get("is_private", False),
        state=state,
        held_for="similar" if state == "held" else "",
        asked_at=moment - 2 * MINUTES,
        written_at=moment - 2 * MINUTES,
        confirmed_at=moment - MINUTES if state in WRITTEN else None,
        left_at=moment if state in ("sent", "uncertain") else None,
        sent_at=moment if state == "sent" else None,
    )
    db.session.add(letter)
    db.session.flush()
    if "answer" in values:
        letter.reply_asked_at = moment + timedelta(days=14)
        reply = LetterReply(letter=letter, answer=values["answer"], text=values["reply"])
        db.session.add(reply)
