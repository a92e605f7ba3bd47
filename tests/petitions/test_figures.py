"""What organizers see of a petition in figures: exact, and from few rows."""

from datetime import UTC, date, datetime, timedelta

import time_machine

from campaign.db import db, is_postgresql, now
from campaign.petitions import counting, signing
from campaign.petitions.figures import Figures, waiting_query
from tests.petitions.factories import make_petition, make_signature


def sign_at(petition, moment, number, **values):
    with time_machine.travel(moment, tick=False):
        return [
            make_signature(petition, f"{moment:%d%H%M}-{n}@example.org", confirmed=True, **values)
            for n in range(number)
        ]


def test_before_and_after_folding(app):
    petition = make_petition()
    sign_at(petition, now() - timedelta(days=8), 2)
    sign_at(petition, now() - timedelta(days=6), 1, language="es", ward_id=None)
    make_signature(petition, "waits@example.org")
    gone = make_signature(petition, "gone@example.org", confirmed=True)
    signing.withdraw(gone)
    db.session.commit()
    signing.withdraw(make_signature(petition, "not-me@example.org"))
    db.session.commit()
    for _ in range(2):
        found = Figures(petition)
        assert (found.total, found.waiting, found.week) == (3, 1, 1)
        assert found.languages == [("en", 2), ("es", 1)]
        assert found.count.wards[0] == 1
        assert [n for _day, n in found.days] == [2, 0, 1]
        counting.fold()


def test_days_are_those_of_the_petitions_body(app):
    """4:30 in UTC is still the day before in Chicago."""
    petition = make_petition()
    sign_at(petition, datetime(2026, 5, 4, 4, 30, tzinfo=UTC), 1)
    sign_at(petition, datetime(2026, 5, 4, 5, 30, tzinfo=UTC), 2)
    assert Figures(petition).days == [(date(2026, 5, 3), 1), (date(2026, 5, 4), 2)]


def test_an_hour_that_stands_out(app, monkeypatch):
    monkeypatch.setattr("campaign.petitions.figures.LEAST", 5)
    petition = make_petition()
    begin = datetime(2026, 5, 4, 8, tzinfo=UTC)
    for hour in range(5):
        sign_at(petition, begin + timedelta(hours=hour), 1)
    sign_at(petition, begin + timedelta(hours=9), 6)
    [burst] = Figures(petition).bursts
    assert (burst.begins_at, burst.number, burst.usual) == (begin + timedelta(hours=9), 6, 1)


def test_nobody_yet(app):
    found = Figures(make_petition())
    assert (found.total, found.days, found.bursts, found.languages) == (0, [], [], [])


def test_who_waits_is_counted_in_an_index(app):
    """A million signatures must not be looked at to count those who wait."""
    if is_postgresql():
        return  # its planner goes by what is in the table
    text = waiting_query(1).compile(db.engine, compile_kwargs={"literal_binds": True})
    plan = " ".join(row[-1] for row in db.session.execute(db.text(f"EXPLAIN QUERY PLAN {text}")))
    assert "COVERING INDEX ix_signature_waiting" in plan
