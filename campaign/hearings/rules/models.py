"""A body's rules for being heard: how long, how many, in what order, and when one may sign up."""

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ...coalition.models import one_of
from ...db import Model, Words
from ...officials.dates import RoughDay
from ...officials.models import Body

TURNS = ("order", "draw", "chair", "own")  # as signed up, by lot, as the chair says, own seats
PURPOSES = ("speak", "write", "access")
MODES = ("in_person", "remote", "any")
CHANNELS = ("form", "card", "phone", "email", "online", "post", "here")  # here: on our own page


class SpeakingRule(Model):
    """How a body hears the public: a template of the body, or the copy that one hearing has.

    A template has a `name` (“City Council, regular meeting”); a copy has none, so that changing
    the template changes no hearing. Seconds throughout; None where the body sets no such limit.
    `turns` says who decides whose turn it is. `cap` is the number of speakers, or of seats where
    the organizers own them (“own”). With more than `reduces_over` speakers each has
    `reduced_seconds`. Times with an interpreter are multiplied: `consecutive` where everything is
    said twice, `simultaneous` where not; `extended` for whom the body grants more time because of
    a disability.
    `source` says where the rule was read, `read_on` when; the body may have changed it since.
    """

    __table_args__ = (one_of("turns", TURNS),)

    id: Mapped[int] = mapped_column(primary_key=True)
    body_id: Mapped[int] = mapped_column(ForeignKey("body.id"), index=True)
    name: Mapped[str] = mapped_column(String(120), default="")
    turns: Mapped[str] = mapped_column(String(8), default="order")
    seconds: Mapped[int] = mapped_column(default=180)
    total_seconds: Mapped[int | None]
    cap: Mapped[int | None]
    cap_in_person: Mapped[int | None]
    cap_remote: Mapped[int | None]
    reduces_over: Mapped[int | None]
    reduced_seconds: Mapped[int | None]
    consecutive: Mapped[int] = mapped_column(default=1)
    simultaneous: Mapped[int] = mapped_column(default=1)
    extended: Mapped[int] = mapped_column(default=1)
    offer_hours: Mapped[int] = mapped_column(default=24)  # that a freed seat waits for an answer
    published: Mapped[Words] = mapped_column(default=dict)  # what the body shows of a speaker
    asks_phone: Mapped[bool] = mapped_column(default=False)  # the body calls back
    asks_address: Mapped[bool] = mapped_column(default=False)
    agenda_only: Mapped[bool] = mapped_column(default=False)
    note: Mapped[Words] = mapped_column(default=dict)
    source: Mapped[str] = mapped_column(String(300), default="")
    source_url: Mapped[str] = mapped_column(String(300), default="")
    read_on: Mapped[RoughDay | None]
    copied_from: Mapped[str] = mapped_column(String(120), default="")  # a template's name
    edition: Mapped[int] = mapped_column(default=1)
    body: Mapped[Body] = relationship()
    windows: Mapped[list["Window"]] = relationship(
        back_populates="rule", order_by="Window.position", cascade="all, delete-orphan"
    )

    @property
    def is_template(self) -> bool:
        return self.name != ""

    @property
    def is_own(self) -> bool:
        """Whether the organizers give the seats away, not the body."""
        return self.turns == "own"


class Window(Model):
    """When and how one may sign up to speak, comment in writing, or ask for access.

    `opens` and `closes` are texts of `when`; empty is what the body leaves to each notice. The
    body calls back from `calls_from` to `calls_to`, and who misses the call loses the turn.
    """

    __tablename__ = "speaking_window"  # “window” is a word of SQL
    __table_args__ = (
        one_of("purpose", PURPOSES),
        one_of("mode", MODES),
        one_of("channel", CHANNELS),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    rule_id: Mapped[int] = mapped_column(ForeignKey("speaking_rule.id"), index=True)
    position: Mapped[int] = mapped_column(default=0)
    purpose: Mapped[str] = mapped_column(String(8))
    mode: Mapped[str] = mapped_column(String(10), default="any")
    channel: Mapped[str] = mapped_column(String(8))
    opens: Mapped[str] = mapped_column(String(60), default="")
    closes: Mapped[str] = mapped_column(String(60), default="")
    calls_from: Mapped[str] = mapped_column(String(60), default="")
    calls_to: Mapped[str] = mapped_column(String(60), default="")
    address: Mapped[str] = mapped_column(String(300), default="")  # number, mailbox, page or room
    script: Mapped[Words] = mapped_column(default=dict)  # what to say or write there
    note: Mapped[Words] = mapped_column(default=dict)
    pages: Mapped[int | None]  # most of a written comment
    formats: Mapped[str] = mapped_column(String(80), default="")
    subject: Mapped[str] = mapped_column(String(120), default="")  # line of a mail to the clerk
    rule: Mapped[SpeakingRule] = relationship(back_populates="windows")


def copied(rule: SpeakingRule, **values: object) -> SpeakingRule:
    """The same rule with its windows as a row of its own; the caller adds it."""
    made = SpeakingRule(**columns_of(rule, "id", "name", "edition", "copied_from"))
    made.copied_from = rule.name or rule.copied_from
    for name, value in values.items():
        setattr(made, name, value)
    made.windows = [Window(**columns_of(one, "id", "rule_id")) for one in rule.windows]
    return made


def columns_of(row: Model, *without: str) -> dict[str, object]:
    names = [one.key for one in row.__table__.columns if one.key not in without]
    return {name: getattr(row, name) for name in names}
