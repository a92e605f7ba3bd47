"""Signers, owners and organizers at the same moment: the number is right in the end."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from uuid import uuid4

import hypothesis.strategies as st
import pytest
from hypothesis import given, settings

from campaign.db import db, looking
from campaign.petitions import counting, signing
from campaign.petitions.integrity import decisions as integrity
from campaign.petitions.integrity.decisions import BusyError, ChangedError
from campaign.petitions.integrity.filters import Filter, conditions, see
from campaign.petitions.integrity.models import Invalidation
from campaign.petitions.models import Petition, Signature, TallyHour
from tests.accounts.factories import make_user
from tests.factories import rows
from tests.petitions.factories import make_petition, make_signature
from tests.petitions.integrity import total

ACTS = st.lists(
    st.tuples(
        st.sampled_from(["confirm", "withdraw", "sign", "take", "undo", "fold", "step"]),
        st.integers(0, 5),
    ),
    max_size=25,
)
ALL = Filter(domain="robots.example")


@pytest.fixture
def six(app):
    make_user()
    petition = make_petition()
    return [
        make_signature(petition, f"a{n}@robots.example", ward_id=petition.body.wards[n % 3].id).id
        for n in range(6)
    ]


def take(wanted: Filter, token: str) -> bool:
    """What an organizer does who looks and decides at once; whether something was decided."""
    petition = db.session.get_one(Petition, 1)
    fits = conditions(petition, wanted)
    with looking() as connection:
        seen = see(connection, fits)
    try:
        integrity.decide(petition, wanted, seen.mark, reason="x", by=1, token=token)
    except (ChangedError, BusyError):
        db.session.rollback()
        return False
    db.session.commit()
    return True


def undo(number: int) -> None:
    found = db.session.get(Invalidation, number)
    if found is not None:
        integrity.undo(found, 1)
    db.session.commit()


def act(name: str, number: int, six: list[int]) -> None:
    if name == "confirm":
        signing.confirm(six[number])
    elif name == "withdraw":
        signing.withdraw(db.session.get_one(Signature, six[number]))
    elif name == "sign":
        make_again(six[number])
    elif name == "take":
        take(Filter(number=str(six[number])) if number % 2 else ALL, uuid4().hex)
    elif name == "undo":
        undo(number + 1)
    elif name == "fold":
        counting.fold()
    else:
        integrity.finish_all()
    db.session.commit()


def make_again(number: int) -> None:
    """Sign again with the same address, as long ago as it takes."""
    petition, signature = db.session.get_one(Petition, 1), db.session.get_one(Signature, number)
    place = number - min(one.id for one in rows(Signature))
    signature.asked_at -= 2 * signing.ASK_AGAIN
    db.session.commit()
    make_signature(petition, f"a{place}@robots.example")


@settings(max_examples=25)
@given(acts=ACTS, step=st.sampled_from([1, 2, 2_000]))
def test_the_tally_is_the_count_after_any_acts(six, acts, step):
    usual, integrity.STEP = integrity.STEP, step
    try:
        for name, number in acts:
            act(name, number, six)
    finally:
        integrity.STEP = usual
    number = total()
    counting.fold()
    assert sum(one.counted for one in rows(TallyHour)) == number
    assert len(rows(Signature)) == 6


def at_once(app, *acts: Callable[[], object]) -> list[object]:
    """Do all of it at the same moment, each with a session of its own."""
    together = threading.Barrier(len(acts))
    db.session.rollback()

    def run(one: Callable[[], object]) -> object:
        with app.app_context():
            together.wait(30)
            try:
                return one()
            finally:
                db.session.remove()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(run, acts))


def withdraw(number: int) -> None:
    signing.withdraw(db.session.get_one(Signature, number))
    db.session.commit()


def test_two_decisions_at_once_take_each_signature_once(app, six):
    for number in six:
        signing.confirm(number)
    for turn in range(5):
        done = at_once(
            app,
            *(lambda n=n: take(ALL, f"{turn}-{n}") for n in range(4)),  # noqa: B023
        )
        assert sum(done) == 1
        assert total() == 0
        undo(max(one.id for one in rows(Invalidation)))
        assert total() == 6


def test_taking_withdrawing_confirming_and_folding_at_once(app, six):
    for turn in range(4):
        acts: list[Callable[[], object]] = [lambda n=n: signing.confirm(n) for n in six]
        acts += [lambda n=n: withdraw(n) for n in six[turn : turn + 2]]
        acts += [lambda: take(ALL, f"t{turn}"), counting.fold]  # noqa: B023
        at_once(app, *acts)
        total()
        at_once(app, lambda: undo(turn + 1), lambda: withdraw(six[turn]), counting.fold)  # noqa: B023
        total()
        counting.fold()
        assert sum(one.counted for one in rows(TallyHour)) == total()


def test_steps_of_two_processes_take_each_signature_once(app, six, monkeypatch):
    monkeypatch.setattr(integrity, "STEP", 1)
    for number in six:
        signing.confirm(number)
    assert take(ALL, "steps")
    at_once(app, *[integrity.finish_all] * 3, lambda: withdraw(six[5]))

    [decision] = rows(Invalidation)
    assert total() == 0
    assert decision.taken == len(rows(Signature, invalidation_id=decision.id))
