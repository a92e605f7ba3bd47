"""`campaign db` on an empty database; the tables of the migrations are those of the models."""

import pytest
from sqlalchemy import inspect

from campaign.cli.database import head
from campaign.db import db
from campaign.factsheet.models import REFUSAL


def tables(app):
    with app.app_context():
        return set(inspect(db.engine).get_table_names())


def test_upgrade_makes_the_tables_of_the_models(command, new_app):
    assert command("db", "current").output == f"database empty, code {head()}\n"

    result = command("db", "upgrade")
    assert (result.exit_code, result.output) == (0, f"The database is at version {head()}.\n")
    assert command("db", "current").output == f"database {head()}, code {head()}\n"
    assert tables(new_app) == {*db.metadata.tables, "alembic_version"}
    assert command("db", "check").exit_code == 0


def test_upgrading_twice_is_once(command):
    command("db", "upgrade")

    assert command("db", "upgrade").exit_code == 0
    assert command("db", "check").exit_code == 0


def test_a_difference_is_refused(command, new_app, caplog):
    command("db", "upgrade")
    with new_app.app_context(), db.engine.begin() as connection:
        connection.exec_driver_sql("ALTER TABLE ward ADD COLUMN rumour TEXT")

    result = command("db", "check")
    assert result.exit_code == 1
    assert "rumour" in result.stderr + caplog.text


def test_downgrade_takes_everything_away(command, new_app):
    command("db", "upgrade")

    result = command("db", "downgrade", "base")
    assert (result.exit_code, result.output) == (0, "The database is at version base.\n")
    assert tables(new_app) == {"alembic_version"}
    assert command("db", "upgrade").exit_code == 0
    assert command("db", "check").exit_code == 0


def test_the_migrations_close_the_versions_of_facts(command, new_app):
    command("db", "upgrade")
    command("demo", "load")

    with new_app.app_context(), pytest.raises(db.exc.IntegrityError, match=REFUSAL):
        db.session.execute(db.text("UPDATE fact_version SET statement = 'x'"))
