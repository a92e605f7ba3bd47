"""What paper sheets and files hold about a mailbox, and when names on them end."""

from flask_babel import lazy_gettext as _
from sqlalchemy import Select, func, select

from ...coalition.models import Organization
from ...config import settings
from ...db import db
from ...i18n import spoken
from ...officials.models import Ward
from ...people.my_data.holdings import Correction, Holder, Holding, Rule, Use
from ..models import Petition
from ..writing.ending import finished
from .models import PaperSignature
from .printing import consent_sentence
from .sheets import fill

ALL = {"everyones": True}
BATCH = 500


def of(mailbox: str) -> list[PaperSignature]:
    mine = select(PaperSignature).where(PaperSignature.mailbox == mailbox)
    lines = db.session.scalars(mine.order_by(PaperSignature.id).execution_options(**ALL))
    return list(lines)


def find(mailbox: str) -> list[Holding]:
    return [holding(one) for one in of(mailbox)]


def holding(one: PaperSignature) -> Holding:
    petition = db.session.get_one(Petition, one.petition_id)
    organization = db.session.get_one(Organization, one.organization_id)
    title, ward = spoken(petition.title), one.ward.number if one.ward else None
    source = _(
        "%(organization)s gathered it on paper or elsewhere.", organization=organization.name
    )
    wording = consent_sentence(organization.name) if one.wants_mail else ""
    return Holding(
        kind="paper_signature",
        key=str(one.id),
        title=_("Your name on paper under “%(title)s”", title=title),
        rows=[
            (_("Name"), one.name),
            (_("Email address"), one.email),
            (_("Ward"), str(ward or _("Elsewhere"))),
        ],
        values={
            "petition": petition.slug,
            "title": title,
            "name": one.name,
            "email": one.email,
            "ward": ward,
            "organization": organization.slug,
            "ticked": one.wants_mail,
            "asked_at": one.asked_at and one.asked_at.isoformat(),
        },
        source=source,
        since=one.added_at,
        until=_(
            "Until %(days)s days after the petition has closed and was delivered.",
            days=settings().signature_days,
        ),
        uses=[Use(organization.name, _("to count it, and to ask you once to confirm"), wording)],
        act=_("Take my name off"),
        act_words=_("The number on paper falls by one, and the line is deleted at once."),
    )


def erase(mailbox: str) -> int:
    return remove(of(mailbox))


def withdraw(mailbox: str, key: str) -> None:
    remove([one for one in of(mailbox) if str(one.id) == key])


def remove(lines: list[PaperSignature]) -> int:
    """Leave the line of a sheet as one that was struck out, so that its totals still agree."""
    for one in lines:
        if one.sheet_id is None:
            db.session.delete(one)
            continue
        fill(one, "", None, "")
        one.mailbox, one.likeness, one.wants_mail = None, "", False
        one.is_struck, one.counts = True, False
    db.session.flush()
    return len(lines)


def correct(mailbox: str, said: Correction) -> int:
    found = of(mailbox)
    for one in found:
        ward_id = one.ward_id if said.division is None else ward_of(one, said.division)
        fill(one, said.name or one.name, ward_id, one.email)
    db.session.flush()
    return len(found)


def ward_of(one: PaperSignature, division: str) -> int | None:
    body_id = db.session.get_one(Petition, one.petition_id).body_id
    mine = select(Ward.id).where(Ward.body_id == body_id, Ward.division == division)
    return db.session.scalar(mine)


def move(mailbox: str, other: str, email: str) -> int:
    found = of(mailbox)
    for one in found:
        one.mailbox, one.email = other, email
    db.session.flush()
    return len(found)


def addresses(mailbox: str) -> list[str]:
    return [one.email for one in of(mailbox)[:1]]


def over() -> Select[int]:
    """Lines with a name under petitions whose names end now."""
    return (
        select(PaperSignature.id)
        .where(PaperSignature.petition_id.in_([*finished()]), PaperSignature.name != "")
        .execution_options(**ALL)
    )


def count_over() -> int:
    found = select(func.count()).select_from(over().subquery()).execution_options(**ALL)
    return int(db.session.scalar(found) or 0)


def end_over() -> int:
    """Empty those lines; they still count, so that what was delivered stays true."""
    done = 0
    while ids := list(db.session.scalars(over().limit(BATCH))):
        lines = db.update(PaperSignature).where(PaperSignature.id.in_(ids))
        empty = {"name": "", "email": "", "mailbox": None, "likeness": "", "wants_mail": False}
        db.session.execute(lines.values(**empty).execution_options(**ALL))
        db.session.commit()
        done += len(ids)
    return done


HOLDER = Holder(
    name="paper",
    find=find,
    erase=erase,
    withdraw=withdraw,
    correct=correct,
    move=move,
    addresses=addresses,
    rules=(Rule(_("names on paper under petitions that are over"), count_over, end_over),),
)
