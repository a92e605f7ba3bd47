"""An installation of version 0.1.0, with people and signatures, comes to today's tables."""

import pytest
from flask_migrate import upgrade
from sqlalchemy import MetaData, select

from campaign.coalition import scope
from campaign.db import db, now
from campaign.people.models import Consent, Person, PersonWord, Refusal
from campaign.petitions import counting
from campaign.petitions.models import Signature
from tests.factories import rows


def plain(**values):
    return values


def fill(connection):
    """Ana allowed two organizations, Eve took back what she allowed the second."""
    old = MetaData()
    old.reflect(connection)

    def add(table, *more):
        connection.execute(old.tables[table].insert(), list(more))

    words = {"en": "x"}
    add(
        "organization",
        *(
            plain(id=n, slug=f"o{n}", name=f"O {n}", blurb=words, is_demo=False, created_at=now())
            for n in (1, 2)
        ),
    )
    add("campaign", plain(id=1, slug="c", name=words, ask=words, summary=words, created_at=now()))
    add(
        "body",
        plain(
            id=1,
            slug="b",
            name=words,
            place=words,
            seat_title=words,
            timezone="America/Chicago",
            threshold=26,
            override=34,
        ),
    )
    add(
        "petition",
        plain(
            id=1,
            slug="p",
            campaign_id=1,
            body_id=1,
            title=words,
            ask=words,
            text=words,
            share=words,
            created_at=now(),
            published_at=now(),
        ),
    )
    people = {1: "Ana Núñez", 2: "Eve"}
    add(
        "person",
        *(
            plain(
                mailbox=f"m{n}",
                name=name,
                email=f"P{n}@Example.org",
                language="es",
                created_at=now(),
            )
            for n, name in people.items()
        ),
    )
    add("wording", plain(id=1, text="They may write."))
    given = [(1, 1, None), (1, 2, None), (2, 1, None), (2, 2, now())]
    add(
        "consent",
        *(
            plain(
                person_id=person,
                organization_id=organization,
                purpose="email",
                wording_id=1,
                source="petition:1",
                given_at=now(),
                withdrawn_at=withdrawn,
            )
            for person, organization, withdrawn in given
        ),
    )
    add(
        "signature",
        *(
            plain(
                id=n,
                petition_id=1,
                mailbox=f"m{n}",
                name=name,
                email=f"P{n}@Example.org",
                comment="",
                is_public=False,
                is_shown=False,
                language="es",
                network="n",
                asks=1,
                asked_at=now(),
                signed_at=now(),
                confirmed_at=now(),
            )
            for n, name in people.items()
        ),
    )
    add("tally", plain(petition_id=1, ward_id=0, organization_id=0, counted=1))
    add("tally_change", plain(petition_id=1, ward_id=0, organization_id=0, change=1))


@pytest.fixture
def old_app(new_app):
    with new_app.app_context():
        upgrade(revision="0001")
        with db.engine.begin() as connection:
            fill(connection)
        upgrade()
        with scope.everyones():
            yield new_app
        db.session.remove()


def test_each_organization_has_its_own_record(old_app):
    records = [(one.organization_id, one.name, one.mailbox) for one in rows(Person)]

    assert sorted(records) == [(1, "Ana Núñez", "m1"), (1, "Eve", "m2"), (2, "Ana Núñez", "m1")]
    for consent in rows(Consent):
        assert consent.person.organization_id == consent.organization_id
        assert consent.is_given
    assert [(one.organization_id, one.mailbox) for one in rows(Refusal)] == [(2, "m2")]


def test_people_are_found_by_their_words(old_app):
    words = {one.word for one in rows(PersonWord)}

    assert {"ana", "nunez", "p1@example.org", "eve"} <= words
    assert {one.sort_name for one in rows(Person)} == {"ana nunez", "eve"}


def test_signatures_are_counted_by_hour_and_know_their_domain(old_app):
    assert counting.count(1).total == 2
    hours = db.session.execute(db.text("SELECT language, SUM(counted) FROM tally_hour GROUP BY 1"))
    assert [tuple(row) for row in hours] == [("es", 2)]
    assert {one.domain for one in rows(Signature)} == {"example.org"}


def test_the_database_keeps_its_references(old_app):
    if db.engine.dialect.name == "sqlite":
        with db.engine.connect() as connection:
            assert connection.exec_driver_sql("PRAGMA foreign_keys").scalar() == 1
    with pytest.raises(db.exc.IntegrityError):
        db.session.execute(db.text("UPDATE signature SET petition_id = 99"))


def test_it_goes_back(old_app, command):
    assert command("db", "downgrade", "0001").exit_code == 0

    old = MetaData()
    with db.engine.connect().execution_options(everyones=True) as connection:
        old.reflect(connection)
        people = connection.execute(select(old.tables["person"])).all()
        consents = connection.execute(select(old.tables["consent"])).all()
        tallies = connection.execute(select(old.tables["tally"])).all()
    assert sorted(one.mailbox for one in people) == ["m1", "m2"]
    assert len(consents) == 3
    assert [one.counted for one in tallies] == [2]
    assert command("db", "upgrade").exit_code == 0
    assert command("db", "check").exit_code == 0
