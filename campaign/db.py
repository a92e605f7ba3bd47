"""The database: one declarative base, UTC timestamps, SQLite and PostgreSQL alike."""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Annotated, Any

from flask import Flask, has_request_context, request
from flask_migrate import Migrate
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import (
    JSON,
    BindParameter,
    Connection,
    DateTime,
    Dialect,
    Engine,
    MetaData,
    PoolProxiedConnection,
    TypeDecorator,
    bindparam,
    event,
    make_url,
)
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import DeclarativeBase, declared_attr, mapped_column

from .config import PACKAGE, settings
from .writing import Gate, GatedConnection

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}
READING = frozenset({"GET", "HEAD", "OPTIONS"})
PRAGMAS = {
    "journal_mode": "WAL",
    "synchronous": "FULL",  # an acknowledged signature survives a power cut
    "busy_timeout": "10000",
    "foreign_keys": "ON",
    "secure_delete": "ON",  # an erased person is not left in free pages
    "cache_size": "-8000",  # kB
    "wal_autocheckpoint": "4000",  # pages: the tables are rewritten after 16 MB of log
    "temp_store": "MEMORY",
}


Compiled = tuple[str, list[tuple[str, Any]], dict[str, Any], bool]


class UTCDateTime(TypeDecorator[datetime]):
    """A moment. Takes aware datetimes only and gives them back in UTC, on SQLite too."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a timestamp needs a time zone")
        value = value.astimezone(UTC)
        return value.replace(tzinfo=None) if dialect.name == "sqlite" else value

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


Timestamp = Annotated[datetime, mapped_column(UTCDateTime)]
Words = Annotated[dict[str, str], mapped_column(JSON)]  # one text in several languages, by code


class Model(DeclarativeBase):
    """Base of all tables; a table is named for its class, in snake case."""

    metadata = MetaData(naming_convention=NAMING)

    @declared_attr.directive
    def __tablename__(cls) -> str:
        return re.sub(r"(?<!^)(?=[A-Z])", "_", cls.__name__).lower()


db = SQLAlchemy(model_class=Model)
migrate = Migrate()


def now() -> datetime:
    """This moment, in UTC."""
    return datetime.now(UTC)


def is_postgresql() -> bool:
    return bool(db.engine.dialect.name == "postgresql")


class Found:
    """What a prepared statement gave: how many rows it touched, and those it returns."""

    __slots__ = ("cursor", "rowcount")

    def __init__(self, cursor: Any) -> None:
        self.cursor, self.rowcount = cursor, cursor.rowcount

    def row(self) -> Any:
        """The first returned row, or None."""
        row = self.cursor.fetchone()
        self.cursor.close()
        return row

    def scalar(self) -> Any:
        """The first value of the first returned row, or None."""
        row = self.row()
        return None if row is None else row[0]


class Straight:
    """A writing transaction without a session, for prepared statements alone."""

    __slots__ = ("connection", "dialect")

    def __init__(self, connection: PoolProxiedConnection, dialect: Dialect) -> None:
        self.connection, self.dialect = connection, dialect


@contextmanager
def straight() -> Iterator[Straight]:
    """One short writing transaction, committed at the end; half the cost of a session's.

    What the session was reading ends first, for a thread that waits for itself waits long.
    """
    if db.session.registry.has():
        db.session.rollback()
    engine = db.engine
    connection = engine.raw_connection()
    driver: Any = connection.dbapi_connection
    try:
        if engine.dialect.name == "sqlite":
            driver.begin(writing=True)
        yield Straight(connection, engine.dialect)
        driver.commit()
    except BaseException:
        driver.rollback()
        raise
    finally:
        connection.close()


@contextmanager
def looking() -> Iterator[Connection]:
    """A reading transaction beside the session's: whoever writes does not wait for it.

    For long looks within a POST or a job. What the session had begun ends first, as in
    `straight`.
    """
    if db.session.registry.has():
        db.session.rollback()
    with db.engine.connect().execution_options(looks=True) as connection:
        yield connection


class Prepared:
    """A statement compiled once a dialect and run straight through the driver.

    For the few places where a resident waits behind thousands of others: it costs a fifth of
    the same statement through SQLAlchemy. `build` gets the dialect's own `insert`, which knows
    ON CONFLICT. Python-side defaults do not apply, and values come back as the driver has them.
    """

    def __init__(self, build: Callable[[Any], Any]) -> None:
        self.build = build
        self.compiled: dict[str, Compiled] = {}

    def __call__(self, connection: Connection | Straight, **values: Any) -> Found:
        entry = self.compiled.get(connection.dialect.name) or self.compile(connection.dialect)
        sql, binds, constants, positional = entry
        values = constants | values
        row = {key: process(values[key]) if process else values[key] for key, process in binds}
        cursor = connection.connection.cursor()
        cursor.execute(sql, [row[key] for key, _ in binds] if positional else row)
        return Found(cursor)

    def compile(self, dialect: Dialect) -> Compiled:
        insert = postgresql.insert if dialect.name == "postgresql" else sqlite.insert
        compiled = self.build(insert).compile(dialect=dialect)
        names = compiled.positiontup or list(compiled.binds)
        binds = [
            (name, compiled.binds[name].type.dialect_impl(dialect).bind_processor(dialect))
            for name in names
        ]
        constants = {name: compiled.binds[name].value for name in names}
        entry = (str(compiled), binds, constants, bool(compiled.positiontup))
        self.compiled[dialect.name] = entry
        return entry


def bound(model: type[Model]) -> dict[str, BindParameter[Any]]:
    """A parameter for each column but the id, for a Prepared insert."""
    return {one.key: bindparam(one.key) for one in model.__table__.columns if one.key != "id"}


def init_app(app: Flask) -> None:
    url = make_url(app.config["SETTINGS"].database)
    app.config["SQLALCHEMY_DATABASE_URI"] = url
    if url.get_backend_name() == "sqlite":
        options = {"connect_args": {"factory": GatedConnection}}
        app.config["SQLALCHEMY_ENGINE_OPTIONS"] = options
    db.init_app(app)
    migrate.init_app(app, db, directory=str(PACKAGE / "migrations"), render_as_batch=True)
    with app.app_context():
        if not is_postgresql():
            _set_up_sqlite(db.engine)


def _set_up_sqlite(engine: Engine) -> None:
    path = engine.url.database
    gate = Gate(f"{path}-writing") if path and path != ":memory:" else None

    @event.listens_for(engine, "connect")
    def prepare(connection: GatedConnection, record: Any) -> None:
        connection.isolation_level = None  # BEGIN is ours, below
        connection.gate = gate
        for name, value in PRAGMAS.items():
            connection.execute(f"PRAGMA {name}={value}")

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        reading = connection.get_execution_options().get("looks") or (
            has_request_context() and request.method in READING
        )
        driver: Any = connection.connection.dbapi_connection
        driver.begin(writing=not reading)


def ping() -> None:
    """Ask the database something small; raises what the driver raises."""
    with db.engine.connect() as connection:
        connection.exec_driver_sql("SELECT 1")


def zone() -> str:
    """Name of the time zone in which this installation shows moments."""
    return settings().timezone
