"""The chain of who did what: every row that was changed, taken out or moved is found."""

import threading

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy.exc import IntegrityError

from campaign import append_only
from campaign.coalition import audit, exports
from campaign.coalition.audit import Audit, AuditHead
from campaign.db import db, is_postgresql
from tests.accounts.factories import log_in, make_user
from tests.coalition.factories import make_campaign, make_organization
from tests.factories import rows

ACT = "export.made"


def make_chain(length=5):
    for number in range(length):
        audit.note(ACT, about=f"paper-{number}", count=number)
    db.session.commit()


def tamper(sql):
    """Change the table as somebody who can write to the database, past its triggers."""
    connection = db.session.connection()
    for name in ("update", "delete"):
        trigger = f"audit_refuses_{name}" if not is_postgresql() else "audit_is_kept ON audit"
        connection.exec_driver_sql(f"DROP TRIGGER IF EXISTS {trigger}")
    connection.exec_driver_sql(sql)
    append_only.guard(connection, "audit")
    db.session.commit()


def faults(noted=()):
    return [(one.number, one.what) for one in audit.verify(noted)]


def test_it_works(app):
    make_chain()

    assert [row.number for row in rows(Audit)] == [1, 2, 3, 4, 5]
    assert faults() == []
    assert faults([audit.head()]) == []


def test_it_says_who(app, client):
    user = make_user()
    organization = make_organization()
    log_in(client, user)
    with client.application.test_request_context():
        audit.note(ACT, organization=organization)
    db.session.commit()

    assert rows(Audit)[-1].organization_id == organization.id


@pytest.mark.parametrize(
    ("sql", "fault"),
    [
        ("UPDATE audit SET about = 'else' WHERE number = 3", (3, "changed")),
        ("UPDATE audit SET user_id = 7 WHERE number = 3", (3, "changed")),
        ("UPDATE audit SET details = '{}' WHERE number = 3", (3, "changed")),
        ("DELETE FROM audit WHERE number = 1", (1, "missing")),
        ("DELETE FROM audit WHERE number = 3", (3, "missing")),
        ("DELETE FROM audit WHERE number = 5", (5, "cut")),
        ("DELETE FROM audit", (1, "cut")),
    ],
)
def test_what_was_changed_is_found(app, sql, fault):
    make_chain()
    tamper(sql)

    assert faults()[0] == fault


@pytest.mark.parametrize(("one", "other"), [(2, 3), (1, 5), (4, 5)])
def test_two_rows_that_changed_places_are_found(app, one, other):
    make_chain()
    for old, new in ((one, 99), (other, one), (99, other)):
        tamper(f"UPDATE audit SET number = {new} WHERE number = {old}")

    assert faults()[0][0] == one


def test_an_end_cut_together_with_its_head_is_found_by_what_was_noted(app):
    make_chain()
    noted = audit.head()
    earlier = rows(Audit)[2]
    tamper("DELETE FROM audit WHERE number > 3")
    db.session.execute(db.update(AuditHead).values(number=3, mark=earlier.mark))
    db.session.commit()

    assert faults() == []  # nothing inside the database can tell
    assert faults([noted]) == [(5, "cut")]


def test_the_database_refuses_to_edit(app):
    make_chain()
    for act in ("UPDATE audit SET about = ''", "DELETE FROM audit"):
        with pytest.raises(IntegrityError, match="never edited"):
            db.session.execute(db.text(act))
        db.session.rollback()


def test_an_act_that_nobody_registered_is_refused(app):
    with pytest.raises(KeyError):
        audit.note("nobody.knows")


def test_what_is_rolled_back_leaves_no_gap(app):
    make_chain(2)
    audit.note(ACT)
    db.session.rollback()
    make_chain(2)

    assert faults() == []
    assert len(rows(Audit)) == 4


def test_many_at_once_make_one_chain(app):
    db.session.rollback()

    def add():
        with app.app_context():
            for _ in range(10):
                audit.note(ACT)
                db.session.commit()
            db.session.remove()

    threads = [threading.Thread(target=add) for _ in range(6)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()

    assert len(rows(Audit)) == 60
    assert faults() == []


@settings(max_examples=25)
@given(
    details=st.dictionaries(
        st.text(st.characters(exclude_categories=["Cs", "Cc"])),
        st.integers(-(2**53), 2**53) | st.text(st.characters(exclude_categories=["Cs", "Cc"])),
        max_size=4,
    )
)
def test_whatever_was_noted_reads_back_the_same(app, details):
    audit.note(ACT, **{f"_{name}": value for name, value in details.items()})
    db.session.commit()
    db.session.expire_all()

    assert faults() == []


def test_the_command(app, campaign):
    make_chain()
    number, mark = audit.head()
    answer = campaign("audit", "verify", "--noted", f"{number}:{mark}")
    assert (answer.exit_code, f"5 rows, end 5:{mark}" in answer.output) == (0, True)

    tamper("UPDATE audit SET act = 'else' WHERE number = 2")
    answer = campaign("audit", "verify")
    assert answer.exit_code == 1
    assert "#2: changed" in answer.output
    assert '"what": "changed"' in campaign("audit", "verify", "--json").output
    assert campaign("audit", "verify", "--noted", "5").exit_code == 2


def test_an_export_is_noted_with_its_code(app):
    organization, campaign = make_organization(), make_campaign()
    export = exports.note(
        "people", organization=organization, campaign=None, fields=["name"], count=3
    )
    db.session.commit()

    row = rows(Audit)[-1]
    assert (row.about, row.details["code"], row.details["count"]) == ("people", export.code, 3)
    assert campaign.id
