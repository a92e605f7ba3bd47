"""People and their consents."""

from sqlalchemy import ForeignKey, String, Text, UniqueConstraint, bindparam, select
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ..coalition.models import Organization
from ..db import Model, Prepared, Straight, Timestamp, bound, db, now

EMAIL = "email"


class Person(Model):
    """A resident who proved their mailbox and ticked at least one consent.

    `mailbox` is the keyed hash of the address's canonical form: one mailbox, one person.
    """

    id: Mapped[int] = mapped_column(primary_key=True)
    mailbox: Mapped[str] = mapped_column(String(32), unique=True)
    name: Mapped[str] = mapped_column(String(120))
    email: Mapped[str] = mapped_column(String(254))
    division: Mapped[str | None] = mapped_column(String(120))
    language: Mapped[str] = mapped_column(String(8))
    created_at: Mapped[Timestamp] = mapped_column(default=now)
    consents: Mapped[list["Consent"]] = relationship(
        back_populates="person", cascade="all, delete-orphan"
    )


class Wording(Model):
    """A sentence that people ticked, word for word."""

    id: Mapped[int] = mapped_column(primary_key=True)
    text: Mapped[str] = mapped_column(Text, unique=True)


class Consent(Model):
    """One organization may use one person's address for one purpose."""

    __table_args__ = (UniqueConstraint("person_id", "organization_id", "purpose"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    organization_id: Mapped[int] = mapped_column(ForeignKey("organization.id"), index=True)
    purpose: Mapped[str] = mapped_column(String(20))
    wording_id: Mapped[int] = mapped_column(ForeignKey("wording.id"))
    source: Mapped[str] = mapped_column(String(80))
    given_at: Mapped[Timestamp] = mapped_column(default=now)
    withdrawn_at: Mapped[Timestamp | None]
    person: Mapped[Person] = relationship(back_populates="consents")
    organization: Mapped[Organization] = relationship()
    wording: Mapped[Wording] = relationship()

    @property
    def is_given(self) -> bool:
        return self.withdrawn_at is None


_keep_person = Prepared(
    lambda insert: (
        insert(Person)
        .values(bound(Person))
        .on_conflict_do_update(
            index_elements=["mailbox"],
            set_={name: bindparam(name) for name in ("name", "email", "division", "language")},
        )
        .returning(Person.id)
    )
)
_keep_wording = Prepared(
    lambda insert: insert(Wording).values(text=bindparam("text")).on_conflict_do_nothing()
)
_find_wording = Prepared(lambda insert: select(Wording.id).where(Wording.text == bindparam("text")))
_keep_consent = Prepared(
    lambda insert: (
        insert(Consent)
        .values(bound(Consent))
        .on_conflict_do_update(
            index_elements=["person_id", "organization_id", "purpose"],
            set_={
                name: bindparam(name)
                for name in ("wording_id", "source", "given_at", "withdrawn_at")
            },
        )
    )
)


def allow(
    mailbox: str,
    details: dict[str, object],
    wordings: dict[int, str],
    source: str,
    *,
    purpose: str = EMAIL,
    within: Straight | None = None,
) -> int:
    """Note that the owner of this proven mailbox ticked these sentences.

    `details` are name, email, division (Open Civic Data id) and language; `wordings` the
    sentences by organization. Returns the person's id.
    """
    connection, moment = within or db.session.connection(), now()
    person_id = _keep_person(connection, mailbox=mailbox, created_at=moment, **details).scalar()
    # In one order for everybody: who waits for whom while keeping new sentences makes no circle.
    for organization_id, text in sorted(wordings.items(), key=lambda item: item[1]):
        _keep_wording(connection, text=text)
        wording_id = _find_wording(connection, text=text).scalar()
        _keep_consent(
            connection,
            person_id=person_id,
            organization_id=organization_id,
            purpose=purpose,
            wording_id=wording_id,
            source=source,
            given_at=moment,
            withdrawn_at=None,
        )
    return int(person_id)


def withdraw(mailbox: str, source: str) -> None:
    """End what the owner of this mailbox allowed by way of `source`.

    Who then allows nothing to anybody is forgotten: nobody has a reason left to keep them.
    """
    person = db.session.scalar(db.select(Person).filter_by(mailbox=mailbox).with_for_update())
    if person is None:
        return
    for consent in person.consents:
        if consent.source == source and consent.is_given:
            consent.withdrawn_at = now()
    if not any(consent.is_given for consent in person.consents):
        db.session.delete(person)
