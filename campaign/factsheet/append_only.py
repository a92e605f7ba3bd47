"""Versions, their sources and their disputes are written once: the database itself refuses more.

Triggers come with the tables; a migration that makes or rebuilds one of these tables calls
`guard(bind)` afterwards.
"""

from typing import Any

from sqlalchemy import Connection, Table, event

from .models import Dispute, FactVersion, Source

TABLES: list[Table] = [model.__table__ for model in (FactVersion, Dispute, Source)]  # type: ignore[misc]
ACTS = ("UPDATE", "DELETE")
REFUSAL = "a version of a fact is never edited or deleted"

FUNCTION = f"""
CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION '{REFUSAL}' USING ERRCODE = 'integrity_constraint_violation'; END $$
"""


def statements(table: str, dialect: str) -> list[str]:
    """The statements that close one table."""
    if dialect == "postgresql":
        return [
            FUNCTION,
            f"DROP TRIGGER IF EXISTS {table}_is_kept ON {table}",
            f"""CREATE TRIGGER {table}_is_kept BEFORE UPDATE OR DELETE ON {table}
            FOR EACH ROW EXECUTE FUNCTION refuse_change()""",
        ]
    return [
        f"CREATE TRIGGER IF NOT EXISTS {table}_refuses_{act.lower()} BEFORE {act} ON {table}"
        f" BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END"
        for act in ACTS
    ]


def guard(connection: Connection) -> None:
    """Close the three tables; doing it twice is doing it once."""
    for table in TABLES:
        close(table, connection)


def close(table: Table, connection: Connection, **kwargs: Any) -> None:
    for statement in statements(table.name, connection.dialect.name):
        connection.exec_driver_sql(statement)


for _table in TABLES:
    event.listen(_table, "after_create", close)
