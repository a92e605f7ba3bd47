"""How Alembic reaches our database: with the app's own engine, each version one transaction."""

from alembic import context

from campaign.db import UTCDateTime, db


def is_ours(
    thing: object, name: str | None, kind: str, reflected: bool, compare_to: object
) -> bool:
    """Leave alone the tables that full-text search and the job queue make for themselves."""
    is_theirs = "_fts" in (name or "") or (name or "").startswith("huey_")
    return not (kind == "table" and reflected and compare_to is None and is_theirs)


def as_plain(kind: str, thing: object, context_: object) -> str | bool:
    """Write our own types as what the database has, so that a migration never changes meaning."""
    return "sa.DateTime(timezone=True)" if isinstance(thing, UTCDateTime) else False


with db.engine.connect().execution_options(everyones=True) as connection:
    context.configure(
        connection=connection,
        target_metadata=db.metadata,
        render_as_batch=True,
        transaction_per_migration=True,
        include_object=is_ours,
        render_item=as_plain,
        compare_type=True,
    )
    with context.begin_transaction():
        context.run_migrations()
