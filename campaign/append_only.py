"""Tables whose rows are written once: the database itself refuses to change or delete them.

Triggers come with the tables; a migration that makes or rebuilds such a table calls `guard`
afterwards.
"""

from typing import Any

from sqlalchemy import Connection, Table, event

ACTS = ("UPDATE", "DELETE")
_refusals: dict[str, str] = {}


def close_table(model: Any, refusal: str) -> None:
    """Let the database refuse with this sentence whoever changes or deletes a row."""
    table: Table = model.__table__
    _refusals[table.name] = refusal
    event.listen(table, "after_create", _close)


def guard(connection: Connection, *tables: str) -> None:
    """Close these tables (all that are written once); doing it twice is doing it once."""
    for table in tables or _refusals:
        for statement in statements(table, connection.dialect.name):
            connection.exec_driver_sql(statement)


def statements(table: str, dialect: str) -> list[str]:
    """The statements that close one table."""
    refusal = _refusals[table]
    if dialect == "postgresql":
        return [
            f"""CREATE OR REPLACE FUNCTION {table}_is_kept() RETURNS trigger LANGUAGE plpgsql AS
            $$ BEGIN
            RAISE EXCEPTION '{refusal}' USING ERRCODE = 'integrity_constraint_violation';
            END $$""",
            f"DROP TRIGGER IF EXISTS {table}_is_kept ON {table}",
            f"""CREATE TRIGGER {table}_is_kept BEFORE UPDATE OR DELETE ON {table}
            FOR EACH ROW EXECUTE FUNCTION {table}_is_kept()""",
        ]
    return [
        f"CREATE TRIGGER IF NOT EXISTS {table}_refuses_{act.lower()} BEFORE {act} ON {table}"
        f" BEGIN SELECT RAISE(ABORT, '{refusal}'); END"
        for act in ACTS
    ]


def _close(table: Table, connection: Connection, **kwargs: Any) -> None:
    guard(connection, table.name)
