"""Bodies that decide, their wards and seats, and who holds them from when to when."""

from datetime import date

from sqlalchemy import JSON, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ..coalition.models import one_of
from ..db import Model, Timestamp, Words
from .dates import RoughDay, earliest, latest

BODY_KINDS = ("council", "committee", "board", "office")
CONTACT_KINDS = ("email", "phone", "fax", "website", "office", "city_hall", "other")


class Sourced:
    """Mixin: a row that an import may have brought, and what a person has corrected in it since.

    `by_hand` names the fields (columns) that later imports leave alone.
    """

    source: Mapped[str] = mapped_column(String(300), default="")
    by_hand: Mapped[list[str]] = mapped_column(JSON, default=list)

    def correct(self, **values: object) -> list[str]:
        """Store what a person says is right; the names of the fields that changed."""
        changed = [name for name, value in values.items() if getattr(self, name) != value]
        for name in changed:
            setattr(self, name, values[name])
        self.by_hand = sorted({*(self.by_hand or []), *changed})
        return changed


class Body(Sourced, Model):
    """A council, committee or board. Nothing about a city is built in: it is all here.

    `threshold` passes a measure and `override` overrides a veto: votes in favour, None where the
    body has no such number of its own. `other_names` are those by which files call it.
    """

    __table_args__ = (one_of("kind", BODY_KINDS),)

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(String(80), unique=True)
    kind: Mapped[str] = mapped_column(String(12), default="council")
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("body.id"), index=True)
    name: Mapped[Words]
    other_names: Mapped[list[str]] = mapped_column(JSON, default=list)
    place: Mapped[Words]
    seat_title: Mapped[Words]  # what an office holder is called: “Alderperson”
    ward_title: Mapped[Words] = mapped_column(default=lambda: {"en": "Ward"})
    timezone: Mapped[str] = mapped_column(String(40))
    threshold: Mapped[int | None]
    override: Mapped[int | None]
    website: Mapped[str] = mapped_column(String(300), default="")
    parent: Mapped["Body | None"] = relationship(back_populates="parts", remote_side="Body.id")
    parts: Mapped[list["Body"]] = relationship(back_populates="parent", order_by="Body.slug")
    wards: Mapped[list["Ward"]] = relationship(back_populates="body", order_by="Ward.number")
    seats: Mapped[list["Seat"]] = relationship(back_populates="body", order_by="Seat.position")
    holidays: Mapped[list["Holiday"]] = relationship(
        back_populates="body", order_by="Holiday.on", cascade="all, delete-orphan"
    )


class Holiday(Model):
    """A day on which a body does no business; deadlines in business days pass over it."""

    __table_args__ = (UniqueConstraint("body_id", "on"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    body_id: Mapped[int] = mapped_column(ForeignKey("body.id"))
    on: Mapped[date]
    name: Mapped[str] = mapped_column(String(80))
    body: Mapped[Body] = relationship(back_populates="holidays")


class Ward(Model):
    """A division of a body's place; `column` and `row` are its cell in the tile map."""

    __table_args__ = (UniqueConstraint("body_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    body_id: Mapped[int] = mapped_column(ForeignKey("body.id"))
    number: Mapped[int]
    division: Mapped[str] = mapped_column(String(120))
    column: Mapped[int]
    row: Mapped[int]
    body: Mapped[Body] = relationship(back_populates="wards")


class Seat(Model):
    """A place in a body: for a ward, or at large, with a name of its own."""

    __table_args__ = (
        UniqueConstraint("body_id", "label"),
        UniqueConstraint("body_id", "ward_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    body_id: Mapped[int] = mapped_column(ForeignKey("body.id"))
    ward_id: Mapped[int | None] = mapped_column(ForeignKey("ward.id"))
    label: Mapped[str] = mapped_column(String(80))  # “Ward 35”, “Mayor”
    position: Mapped[int] = mapped_column(default=0)  # in lists
    body: Mapped[Body] = relationship(back_populates="seats")
    ward: Mapped[Ward | None] = relationship()
    terms: Mapped[list["Term"]] = relationship(back_populates="seat", order_by="Term.starts")


class Official(Sourced, Model):
    """A human who holds or held a seat.

    `ids` are those of other systems, by scheme: `ocd-person`, `legistar`, `chicago-clerk`.
    `other_names` are spellings that files use.
    """

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(String(80), unique=True)
    name: Mapped[str] = mapped_column(String(120))  # as one says it: “Walter Burnett, Jr.”
    sort_name: Mapped[str] = mapped_column(String(120))  # as lists sort it: “Burnett, Walter, Jr.”
    other_names: Mapped[list[str]] = mapped_column(JSON, default=list)
    ids: Mapped[dict[str, str]] = mapped_column(JSON, default=dict)
    terms: Mapped[list["Term"]] = relationship(back_populates="official", order_by="Term.starts")


class Term(Sourced, Model):
    """An official in a seat, or in a committee without numbered seats, from a day to a day.

    `ends` is the last day, None while nobody knows one. `role` is as the body says it: "member",
    "Chair".
    """

    id: Mapped[int] = mapped_column(primary_key=True)
    official_id: Mapped[int] = mapped_column(ForeignKey("official.id"), index=True)
    body_id: Mapped[int] = mapped_column(ForeignKey("body.id"), index=True)
    seat_id: Mapped[int | None] = mapped_column(ForeignKey("seat.id"), index=True)
    role: Mapped[str] = mapped_column(String(60), default="member")
    starts: Mapped[RoughDay]
    ends: Mapped[RoughDay | None]
    note: Mapped[str] = mapped_column(String(300), default="")  # “appointed”, “resigned”
    official: Mapped[Official] = relationship(back_populates="terms")
    body: Mapped[Body] = relationship()
    seat: Mapped[Seat | None] = relationship(back_populates="terms")
    contacts: Mapped[list["Contact"]] = relationship(
        back_populates="term", order_by="Contact.kind, Contact.id", cascade="all, delete-orphan"
    )

    def may_hold(self, on: date) -> bool:
        """Whether it may be in force that day: a day that is known only roughly counts whole."""
        return earliest(self.starts) <= on and (self.ends is None or on <= latest(self.ends))

    def surely_holds(self, on: date) -> bool:
        return latest(self.starts) <= on and (self.ends is None or on <= earliest(self.ends))


class Contact(Sourced, Model):
    """How to reach an office holder. Letters go only where somebody has verified it."""

    __table_args__ = (
        UniqueConstraint("term_id", "kind", "label"),
        one_of("kind", CONTACT_KINDS),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    term_id: Mapped[int] = mapped_column(ForeignKey("term.id"))
    kind: Mapped[str] = mapped_column(String(12))
    label: Mapped[str] = mapped_column(String(60), default="")  # tells two of a kind apart
    value: Mapped[str] = mapped_column(Text)
    verified_on: Mapped[date | None]
    verified_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    bounced_at: Mapped[Timestamp | None]
    bounce: Mapped[str] = mapped_column(String(300), default="")  # what the other server said
    term: Mapped[Term] = relationship(back_populates="contacts")

    @property
    def is_verified(self) -> bool:
        return self.verified_on is not None and self.bounced_at is None
