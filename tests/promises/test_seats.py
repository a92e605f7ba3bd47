"""§6 “Seats”: never two for one seat, none empty while somebody waits, each to one person in order.

Everything that is measured goes over HTTP to two web processes of four threads each. A round
begins with 10 seats taken and 22 people waiting. 64 sign up at once, and then these confirm, all
at the same moment as those 32 cancel. Whoever is offered a seat takes it.
"""

from typing import Any, NamedTuple
from urllib.parse import urlsplit

import pytest

from campaign.db import db, now
from campaign.hearings.models import Hearing
from campaign.hearings.speaking import links
from campaign.hearings.speaking.models import Speaker, SpeakerChange
from campaign.mail import OutgoingEmail
from tests.hearings.factories import SEATS, make_hearing, make_rule, make_speakers
from tests.officials.factories import make_body
from tests.petitions.factories import make_campaign
from tests.promises.conftest import many
from tests.promises.residents import Post, at_once, in_database, statuses
from tests.server import Answer, Server

CAP, BEFORE, LATER = 10, 32, 64
HELD = ("offered", "confirmed")
WANTS = {"name": "Ana Ruiz", "ward": "elsewhere", "mode": "in_person", "interpreter": "none"}


class Row(NamedTuple):
    """A speaker as the database has them in the end."""

    id: int
    state: str
    seat: int | None


class Books(NamedTuple):
    """What is wrong with a round: each of these is to be 0."""

    oversold: int
    unsold: int
    twice: int
    out_of_order: int
    untold: int


def open_hearing(server: Server, slug: str) -> str:
    """A people's hearing with ten seats, all taken, and people waiting; its path."""

    def make() -> None:
        body = make_body(wards=0, slug=f"of-{slug}")
        rule = make_rule(body, **SEATS | {"cap": CAP})
        hearing = make_hearing(make_campaign(slug=f"for-{slug}"), rule, slug=slug)
        for one in make_speakers(hearing, CAP, state="confirmed"):
            one.seat = one.id - hearing_base(hearing)
        make_speakers(hearing, BEFORE - CAP, state="waiting", queued_at=now())
        for one in db.session.scalars(speakers(f"/hearings/{slug}")):
            db.session.add(SpeakerChange(speaker=one, before="interested", after=one.state))
        db.session.commit()

    in_database(server, make)
    return f"/hearings/{slug}"


def hearing_base(hearing: Hearing) -> int:
    """The number before that of the hearing's first speaker."""
    mine = db.select(Speaker.id).filter_by(hearing_id=hearing.id).order_by(Speaker.id)
    return (db.session.scalar(mine.limit(1)) or 1) - 1


def sign_ups(hearing: str, count: int) -> list[Post]:
    slug = hearing.rsplit("/", 1)[1]
    return [
        Post(f"{hearing}/sign-up", WANTS | {"email": f"s{n}.{slug}@example.org"})
        for n in range(count)
    ]


def speakers(hearing: str) -> Any:
    slug = hearing.rsplit("/", 1)[1]
    of = db.select(Hearing.id).filter_by(slug=slug).scalar_subquery()
    return db.select(Speaker).where(Speaker.hearing_id == of).order_by(Speaker.id)


def pages(server: Server, hearing: str, *states: str) -> list[str]:
    """The own pages of those who are in these states, as their mails have them."""

    def look() -> list[str]:
        found = db.session.scalars(speakers(hearing)).all()
        return [urlsplit(links.link(one)).path for one in found if one.state in states]

    found: list[str] = in_database(server, look)
    return found


def acts(paths: list[str], name: str) -> list[Post]:
    return [Post(path, {"act": name}) for path in paths]


def play(server: Server, hearing: str) -> list[Answer]:
    """One round; all answers of it."""
    first = pages(server, hearing, "confirmed", "waiting")
    answers = at_once(server, sign_ups(hearing, LATER))
    later = pages(server, hearing, "interested")
    answers += at_once(server, acts(later, "confirm") + acts(first, "withdraw"))
    while offered := pages(server, hearing, "offered"):
        answers += at_once(server, acts(offered, "accept"))
    return answers


def books(server: Server, hearing: str) -> Books:
    found: Books = in_database(server, lambda: audit(hearing))
    return found


def audit(hearing: str) -> Books:
    """Play all steps again in their order, and count what should not have been."""
    rows = [Row(one.id, one.state, one.seat) for one in db.session.scalars(speakers(hearing))]
    seats = [row.seat for row in rows if row.state in HELD]
    waiting = sum(row.state == "waiting" for row in rows)
    free = CAP - len({*seats})
    changes = list(steps([row.id for row in rows]))
    offers = [change for change in changes if change.after == "offered"]
    return Books(
        oversold=max(0, len(seats) - CAP) + seats.count(None) + most_held(changes),
        unsold=min(free, waiting),
        twice=len(seats) - len({*seats}),
        out_of_order=passed_over(changes),
        untold=len(offers) - mails_of(offers),
    )


def steps(ids: list[int]) -> Any:
    mine = db.select(SpeakerChange).where(SpeakerChange.speaker_id.in_(ids))
    return db.session.scalars(mine.order_by(SpeakerChange.id))


def most_held(changes: list[SpeakerChange]) -> int:
    """How many seats too many were held at any moment."""
    held, most = 0, 0
    for change in changes:
        held += (change.after in HELD) - (change.before in HELD)
        most = max(most, held)
    return max(0, most - CAP)


def passed_over(changes: list[SpeakerChange]) -> int:
    """How often somebody got a seat while another had waited for longer."""
    line: list[int] = []
    wrong = 0
    for change in changes:
        one = change.speaker_id
        if change.after == "waiting":
            line.append(one)
        elif change.after in HELD and change.before not in HELD:
            wrong += bool(line) and line[0] != one
        if change.before == "waiting":
            line.remove(one)
    return wrong


def mails_of(offers: list[SpeakerChange]) -> int:
    keys = [f"hearings/mail/offer:{change.speaker_id}:{change.id}" for change in offers]
    return len(
        db.session.scalars(db.select(OutgoingEmail.id).filter(OutgoingEmail.key.in_(keys))).all()
    )


@pytest.mark.parametrize("number", range(many(1, 20)))
def test_64_sign_up_at_once_for_10_seats_while_32_cancel(server: Server, number: int) -> None:
    hearing = open_hearing(server, f"seats-{number}")
    answers = play(server, hearing)

    assert statuses(answers) == {303: len(answers)}
    assert books(server, hearing) == Books(0, 0, 0, 0, 0)
    states = in_database(
        server, lambda: [one.state for one in db.session.scalars(speakers(hearing))]
    )
    assert states.count("withdrawn") == BEFORE
    assert states.count("confirmed") == CAP
    assert states.count("waiting") == LATER - CAP
    assert "locked" not in server.log


def test_two_who_answer_one_offer_at_once(server: Server) -> None:
    """One person presses many times: the seat is theirs once, and nobody else's."""
    hearing = open_hearing(server, "pressed")
    at_once(server, acts(pages(server, hearing, "confirmed")[:1], "withdraw"))
    offered, others = pages(server, hearing, "offered"), pages(server, hearing, "waiting")[:1]
    answers = at_once(server, acts(offered * 8 + others * 8, "accept"))

    assert statuses(answers) == {303: 8, 410: 8}
    assert books(server, hearing) == Books(0, 0, 0, 0, 0)
