"""What one organization keeps, no query made for another can read or write."""

import pytest
from sqlalchemy import func

from campaign.coalition import scope
from campaign.coalition.models import Organization
from campaign.db import db
from campaign.people.models import Consent, Person, Tag, Tagged
from tests.coalition.factories import make_organization
from tests.factories import add


def make_person(organization, name="Ana", **values):
    defaults = {"mailbox": name, "email": f"{name}@example.org", "language": "en"}
    with scope.everyones():
        return add(Person(organization=organization, name=name, **defaults | values))


@pytest.fixture
def two(app):
    """Ana and Omar are people of the first organization, Eve of the second."""
    mine, theirs = make_organization("south-side"), make_organization("quetzal")
    for organization, name in ((mine, "Ana"), (mine, "Omar"), (theirs, "Eve")):
        make_person(organization, name)
    numbers = mine.id, theirs.id
    db.session.expunge_all()
    return numbers


NAMES = [
    db.select(Person.name),
    db.select(Person.name).join(Organization),
    db.select(Person.name).where(Person.id.in_(db.select(Person.id))),
    db.select(Organization.name).join(Person, Person.organization_id == Organization.id),
    db.select(db.aliased(Person).name),
    db.select(db.select(Person.name).subquery().c.name),
    db.select(Person.name).union(db.select(Person.name)),
]


@pytest.mark.parametrize("query", NAMES, ids=range(len(NAMES)))
def test_a_query_gives_only_ones_own(two, query):
    for number, wanted in zip(two, (2, 1), strict=True):
        with scope.of(number):
            assert len(db.session.execute(query).all()) == wanted


def test_a_number_counts_only_ones_own(two):
    count = db.select(func.count()).select_from(Person)
    outer = db.select(Organization.id, db.select(func.count(Person.id)).scalar_subquery())
    exists = db.select(db.select(Person).where(Person.name == "Eve").exists())
    with scope.of(two[0]):
        assert db.session.scalar(count) == 2
        assert db.session.execute(outer).first()[1] == 2
        assert db.session.scalar(exists) is False
    with scope.of(two[1]):
        assert db.session.scalar(exists) is True


def test_a_foreign_row_is_not_found_by_its_number(two):
    with scope.everyones():
        eve = db.session.scalar(db.select(Person.id).filter_by(name="Eve"))
    with scope.of(two[0]):
        assert db.session.get(Person, eve) is None
        assert db.session.get(Person, eve, populate_existing=True) is None


def test_a_bulk_change_touches_only_ones_own(two):
    with scope.of(two[0]):
        db.session.execute(db.update(Person).values(language="es"))
        db.session.execute(db.delete(Consent))
        db.session.commit()
    with scope.everyones():
        languages = dict(db.session.execute(db.select(Person.name, Person.language)).all())
    assert languages == {"Ana": "es", "Omar": "es", "Eve": "en"}


UNSCOPED = [
    *NAMES,
    db.select(func.count()).select_from(Person),
    db.update(Person).values(language="es"),
    db.delete(Person),
    db.text("SELECT name FROM person"),
    db.text("SELECT o.name FROM organization o, person WHERE person.id > 0"),
    db.text("WITH p AS (SELECT * FROM person) SELECT * FROM p"),
]


@pytest.mark.parametrize("query", UNSCOPED, ids=range(len(UNSCOPED)))
def test_who_does_not_say_whose_gets_nothing(two, query):
    with pytest.raises(scope.UnscopedError):
        db.session.execute(query)


@pytest.mark.parametrize("query", UNSCOPED[-3:], ids=range(3))
def test_plain_sql_cannot_be_narrowed_and_is_refused(two, query):
    with scope.of(two[0]), pytest.raises(scope.UnscopedError):
        db.session.execute(query)


def test_another_organizations_row_is_not_written(two):
    with scope.everyones():
        eve = db.session.scalars(db.select(Person).filter_by(name="Eve")).one()
    for change in (
        lambda: setattr(eve, "name", "Eva"),
        lambda: db.session.delete(eve),
        lambda: db.session.add(Tag(organization_id=two[1], name="x", key="x")),
    ):
        change()
        with scope.of(two[0]), pytest.raises(scope.UnscopedError):
            db.session.flush()
        db.session.rollback()


def test_rows_that_hang_on_a_person_are_ones_own_too(two):
    owned = {"person", "consent", "tag", "tagged", "refusal", "import", "person_word"}

    assert owned <= scope.owned_tables()
    with scope.of(two[0]):
        assert db.session.scalars(db.select(Tagged)).all() == []


def test_other_tables_need_no_scope(two):
    assert len(db.session.scalars(db.select(Organization)).all()) == 2
