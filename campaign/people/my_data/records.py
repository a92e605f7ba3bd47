"""What organizations hold about a resident: their records, what was allowed, what was refused."""

from datetime import timedelta
from typing import Any

from flask_babel import lazy_gettext as _
from sqlalchemy import delete, func, select

from ...coalition import scope
from ...coalition.models import Organization
from ...db import db, now
from ...i18n import own_name
from ..consents import end, known_as, refuse
from ..merging import rename
from ..models import EMAIL, Consent, OtherMailbox, Person, Refusal, Tag, Tagged
from ..places import source_words, ward_name
from .holdings import Correction, Holder, Holding, Rule, Use

PURPOSES = {EMAIL: _("to email you")}
BATCH = 500
IDLE_DAYS = 30


def find(mailbox: str) -> list[Holding]:
    return [*(record(one, mailbox) for one in known(mailbox)), *refusals(mailbox)]


def known(mailbox: str) -> list[Person]:
    """The records of this mailbox, without locking: a page may only look."""
    others = select(OtherMailbox.person_id).where(OtherMailbox.mailbox == mailbox)
    query = select(Person).where(db.or_(Person.mailbox == mailbox, Person.id.in_(others)))
    return list(db.session.scalars(query.order_by(Person.id)))


def address_in(person: Person, mailbox: str) -> str:
    """The address of this mailbox; others of a merged record are not for its owner to see."""
    if person.mailbox == mailbox:
        return person.email
    return next((one.email for one in person.others if one.mailbox == mailbox), "")


def record(person: Person, mailbox: str) -> Holding:
    email = address_in(person, mailbox)
    standing = [one for one in person.consents if one.is_given]
    values = {
        "organization": person.organization.slug,
        "name": person.name,
        "email": email,
        "division": person.division,
        "language": person.language,
        "tags": tags_of(person),
    }
    return Holding(
        kind="record",
        key=str(person.id),
        title=_("What %(organization)s keeps about you", organization=person.organization.name),
        rows=[
            (_("Name"), person.name),
            (_("Email address"), email),
            (_("Ward"), ward_name(person.division) or "–"),
            (_("Language"), own_name(person.language)),
            *([(_("Tags"), ", ".join(values["tags"]))] if values["tags"] else []),
        ],
        values=values,
        source=source_words(person.consents[0].source if person.consents else ""),
        since=person.created_at,
        until=_("Until you take back what you allowed; then it is deleted."),
        uses=[use(one) for one in person.consents],
        act=_("No longer allow this") if standing else None,
        act_words=_(
            "%(organization)s may not write to you any more, and deletes what it keeps about you."
            " Nobody can switch this on again but you.",
            organization=person.organization.name,
        ),
    )


def use(consent: Consent) -> Use:
    return Use(
        who=consent.organization.name,
        purpose=PURPOSES.get(consent.purpose, consent.purpose),
        wording=consent.wording.text,
        source=source_words(consent.source),
        since=consent.given_at,
        ended=consent.withdrawn_at,
    )


def tags_of(person: Person) -> list[str]:
    mine = (
        select(Tag.name)
        .join(Tagged, Tagged.tag_id == Tag.id)
        .where(Tagged.person_id == person.id, Tagged.removed_by_id.is_(None))
    )
    return sorted(db.session.scalars(mine))


def refusals(mailbox: str) -> list[Holding]:
    query = select(Refusal).where(Refusal.mailbox == mailbox).order_by(Refusal.at)
    found = list(db.session.scalars(query))
    names = {one.id: one.name for one in db.session.scalars(select(Organization))}
    if not found:
        return []
    who = sorted({names[one.organization_id] for one in found})
    return [
        Holding(
            kind="refusal",
            key="all",
            title=_("Who must not write to you"),
            rows=[(_("Organizations"), ", ".join(who))],
            values={"organizations": who},
            source=_("You took back what you had allowed, or had everything erased."),
            since=found[0].at,
            until=_(
                "Without end, as a mark that cannot be turned back into your address, so that"
                " nobody puts you on a list again. It ends when you tick that organization."
            ),
        )
    ]


def withdraw(mailbox: str, key: str) -> None:
    """Take back all that this organization was allowed; its record goes with it."""
    for person in known_as(mailbox):
        if str(person.id) == key:
            end_all(person)
    db.session.flush()


def end_all(person: Person) -> None:
    """Take back all that was allowed, and the record with it."""
    for consent in person.consents:
        end(consent)
    db.session.delete(person)
    db.session.flush()


def correct(mailbox: str, said: Correction) -> int:
    found = known_as(mailbox)
    for person in found:
        rename(
            person,
            {
                "name": said.name or person.name,
                "language": said.language or person.language,
                "division": person.division if said.division is None else said.division or None,
            },
        )
    return len(found)


def move(mailbox: str, other: str, email: str) -> int:
    """Bring the records to another mailbox; where that one has its own, this one ends."""
    taken = {person.organization_id for person in known_as(other)}
    found = [person for person in known_as(mailbox) if person.mailbox == mailbox]
    for person in found:
        if person.organization_id in taken:
            db.session.delete(person)
        else:
            rename(person, {"mailbox": other, "email": email})
    db.session.flush()
    return len(found)


def erase(mailbox: str) -> int:
    """Delete the records; every organization keeps the mark that says never again."""
    found = known_as(mailbox)
    for person in found:
        end_all(person)
    for number in db.session.scalars(select(Organization.id).order_by(Organization.id)):
        refuse(number, mailbox)
    return len(found)


def addresses(mailbox: str) -> list[str]:
    return [one for one in (address_in(person, mailbox) for person in known(mailbox)) if one]


def idle() -> Any:
    """Who has allowed their organization nothing for IDLE_DAYS: it has no reason to keep them."""
    since = now() - timedelta(days=IDLE_DAYS)
    recent = select(Consent.id).where(
        Consent.person_id == Person.id,
        db.or_(Consent.withdrawn_at.is_(None), Consent.withdrawn_at > since),
    )
    return db.and_(Person.created_at < since, ~recent.exists())


def count_idle() -> int:
    query = select(func.count()).select_from(Person).where(idle())
    with scope.everyones():
        return db.session.scalar(query) or 0


def delete_idle() -> int:
    done = 0
    while number := delete_some_idle():
        done += number
    return done


def delete_some_idle() -> int:
    with scope.everyones():
        some = select(Person.id).where(idle()).limit(BATCH)
        found: Any = db.session.execute(delete(Person).where(Person.id.in_(some)))
        db.session.commit()
    return int(found.rowcount)


HOLDER = Holder(
    name="people",
    find=find,
    erase=erase,
    withdraw=withdraw,
    correct=correct,
    move=move,
    addresses=addresses,
    rules=(Rule(_("people who allow their organization nothing"), count_idle, delete_idle),),
)
