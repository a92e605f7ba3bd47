"""What outreach holds about a mailbox: letters to officials, and what was said about answers."""

from typing import Any

from flask_babel import lazy_gettext as _
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from ..config import settings
from ..db import db
from ..i18n import own_name, spoken
from ..people.my_data.holdings import Correction, Holder, Holding, Rule, Use
from . import emptying, ending
from .letters import ending as letters
from .letters.models import Letter
from .replies.models import LetterReply

STATES = {
    "unconfirmed": _("Nobody has confirmed it; it goes to nobody."),
    "held": _("It waits for an organizer to look at it."),
    "waiting": _("It waits for its turn at the office."),
    "leaving": _("It is leaving now."),
    "sent": _("The office has it."),
    "uncertain": _("The office perhaps has it."),
    "failed": _("The mail server of the office refused it."),
    "bounced": _("It came back from the office."),
    "withdrawn": _("You took it back; only a mark of your mailbox is left."),
}
SAID = {
    "no": _("Nobody answered."),
    "form": _("A form letter came."),
    "staff": _("Somebody of the office answered."),
    "personal": _("The official answered."),
}
CORRECTED = ("unconfirmed", "held", "waiting")


def of(mailbox: str) -> list[Letter]:
    """This mailbox's letters, the oldest first."""
    whole = joinedload(Letter.action), joinedload(Letter.official), joinedload(Letter.ward)
    mine = select(Letter).where(Letter.mailbox == mailbox).order_by(Letter.id)
    return list(db.session.scalars(mine.options(*whole)))


def locked(mailbox: str) -> list[Letter]:
    mine = select(Letter).where(Letter.mailbox == mailbox).order_by(Letter.id)
    mine = mine.with_for_update(of=Letter).execution_options(populate_existing=True)
    return list(db.session.scalars(mine))


def find(mailbox: str) -> list[Holding]:
    return [holding(one, db.session.get(LetterReply, one.id)) for one in of(mailbox)]


def holding(one: Letter, reply: LetterReply | None) -> Holding:
    is_there = emptying.has_left(one)
    return Holding(
        kind="letter",
        key=str(one.id),
        title=_("Your letter to %(official)s", official=one.official.name),
        rows=rows(one, reply),
        values=values(one, reply),
        source=_("You, or somebody with your address, filled in the form."),
        since=one.written_at,
        until=until(one),
        uses=uses(one),
        act=act(one, is_there),
        act_words=_("The office keeps what it has received; here everything you wrote is deleted.")
        if is_there
        else _("It goes to nobody, and everything you wrote is deleted at once."),
    )


def act(one: Letter, is_there: bool) -> Any:
    if one.state in ("withdrawn", "leaving"):
        return None
    return _("Delete the letter here") if is_there else _("Take the letter back")


def rows(one: Letter, reply: LetterReply | None) -> list[tuple[Any, Any]]:
    about = [(_("About"), spoken(one.action.title)), (_("State"), STATES[one.state])]
    if one.state == "withdrawn":
        return about
    said = [
        (_("Street address"), one.street),
        (_("The answer that you passed on"), reply.text if reply else ""),
    ]
    return [
        *about,
        (_("Name"), one.name),
        (_("Email address"), one.email),
        (_("Ward"), str(one.ward.number)),
        (_("Subject"), one.subject),
        (_("What you wrote"), one.text),
        *((label, text) for label, text in said if text),
        *([(_("Did they answer?"), SAID[reply.answer])] if reply else []),
        (_("Organizers may read it"), _("no") if one.is_private else _("yes")),
        (_("Language"), own_name(one.language)),
    ]


def values(one: Letter, reply: LetterReply | None) -> dict[str, Any]:
    plain = ("name", "email", "street", "language", "subject", "text", "state", "is_private")
    moments = ("written_at", "confirmed_at", "left_at", "sent_at", "withdrawn_at", "disowned_at")
    return {
        **{name: getattr(one, name) for name in (*plain, "points", "wanted", "versions")},
        **{name: (at := getattr(one, name)) and at.isoformat() for name in moments},
        "action": one.action.slug,
        "title": spoken(one.action.title),
        "official": one.official.name,
        "ward": one.ward.number,
        "division": one.ward.division,
        "recruited_by": one.recruited_by.slug if one.recruited_by else None,
        "network_mark": bool(one.network),
        "reply": reply
        and {"answer": reply.answer, "text": reply.text, "said_at": reply.said_at.isoformat()},
    }


def until(one: Letter) -> Any:
    if one.state == "unconfirmed":
        return _("21 days, unless you confirm it.")
    return _(
        "What you wrote and who you are: until %(days)s days after the action is over. The number"
        " stays.",
        days=settings().letter_days,
    )


def uses(one: Letter) -> list[Use]:
    """Who sees a letter: the office it was written to, and organizers unless it is private."""
    if one.state == "withdrawn":
        return []
    if one.state == "unconfirmed":
        wanted = (one.wanted or {}).values()
        return [Use("–", _("asked for, not yet confirmed"), wording=text) for text in wanted]
    found = [Use(one.official.name, _("to read what you write, and answer you"), since=one.sent_at)]
    if not one.is_private:
        leads = ", ".join(each.name for each in one.action.campaign.partners("lead"))
        found.append(Use(leads, _("to see what residents write"), since=one.confirmed_at))
    return found


def withdraw(mailbox: str, key: str) -> None:
    for one in of(mailbox):
        if str(one.id) == key:
            letters.withdraw(one)  # which locks in its own order
    db.session.flush()


def correct(mailbox: str, said: Correction) -> int:
    """The name under what has not left; another ward would be another official's letter."""
    found = [one for one in locked(mailbox) if one.state in CORRECTED]
    for one in found:
        one.name = said.name or one.name
    db.session.flush()
    return len(found)


def move(mailbox: str, other: str, email: str) -> int:
    """Bring the letters to another mailbox; where that one wrote too, its own stays."""
    taken = {(one.action_id, one.official_id) for one in locked(other)}
    found = locked(mailbox)
    for one in found:
        if (one.action_id, one.official_id) in taken:
            remove(one)
        else:
            one.mailbox, one.email = other, email if one.email else ""
    db.session.flush()
    return len(found)


def remove(one: Letter) -> None:
    """Delete what went to nobody; of what an office has or may have, the number stays."""
    is_there = emptying.has_left(one)
    emptying.empty([one])
    if not is_there:
        db.session.delete(one)
    db.session.flush()


def erase(mailbox: str) -> int:
    found = locked(mailbox)
    for one in found:
        remove(one)
    return len(found)


def addresses(mailbox: str) -> list[str]:
    mine = select(Letter.email).where(Letter.mailbox == mailbox, Letter.email != "")
    return list(db.session.scalars(mine.limit(1)))


HOLDER = Holder(
    name="outreach",
    find=find,
    erase=erase,
    withdraw=withdraw,
    correct=correct,
    move=move,
    addresses=addresses,
    rules=(
        Rule(
            _("letters to officials after their action is over"),
            ending.count_finished,
            ending.end_finished,
        ),
        Rule(_("marks of networks of letters"), ending.count_networks, ending.end_networks),
        Rule(
            _("words of letters in the outbox, 30 days after"),
            ending.count_mails,
            ending.end_mails,
        ),
    ),
)
