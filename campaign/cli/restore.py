"""`campaign restore`: put the database of a backup in the place of the one that is there.

Everything is made ready beside: checked, brought to this version, its mail held, people erased
again who were erased after the backup. Then one rename puts it in its place, so that whoever is
stopped half-way has the old database or the new one.
"""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import replace
from pathlib import Path

import click

from ..archive import CONFIG, ERASURES, KEY, Backup, BackupError, check_database, read
from ..backup import database_of, sync_folder
from ..config import Settings, load_settings
from ..config_checks import ConfigError
from ..db import now
from ..writing import alone_with, users_of
from . import dumps, refuse
from .database import head

REASON = "restored from a backup"


@click.command()
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@click.option("--force", is_flag=True, help="Replace the database that is there.")
def restore(file: Path, force: bool) -> None:
    """Bring back the backup FILE. Nothing is mailed until `campaign mail release`.

    With --force it takes the place of a database that is there, which is kept beside it.
    """
    file = file.absolute()
    try:
        loaded = load_settings(os.environ)
        if database_of(loaded) is None:
            refuse(dumps.how_to_restore(loaded, file))
        for line in bring_back(file, loaded, force):
            click.echo(line)
    except (BackupError, ConfigError, OSError) as error:
        refuse(str(error))


def bring_back(file: Path, loaded: Settings, force: bool) -> Iterator[str]:
    """Restore; what was done, line by line. Raises BackupError with nothing changed."""
    if file.exists() and dumps.is_dump(file):
        raise BackupError(f"{file} is a dump of PostgreSQL, and the database here is SQLite.")
    found = read(file)
    if found.version > head():
        raise BackupError("The backup was made by a newer version of the program: install that.")
    loaded = settle_configuration(loaded, found)
    target = database_of(loaded)
    assert target is not None
    refuse_to_lose(target, loaded, found, force)
    loaded.instance.mkdir(parents=True, exist_ok=True)
    staged = target.with_name(f".{target.name}.restoring")
    with alone_on(target), cleared(staged):
        found = read(file, staged)
        erased = make_ready(staged, replace(loaded, secret_key=found.key), found)
        check_database(staged)
        settle_key(loaded.instance, found)
        kept = swap(staged, target)
    yield f"Restored as it was on {found.made_at:%Y-%m-%d at %H:%M} UTC: {target}"
    if erased:
        yield f"Erased again, as they were after the backup: {erased} mailboxes."
    if kept is not None:
        yield f"The database that was here is {kept}; it holds people: delete it after a look."
    yield "Mail is held. Look at `campaign mail status`, then let it go: campaign mail release"


def settle_configuration(loaded: Settings, found: Backup) -> Settings:
    """Take the backup's configuration where there is none; the settings from then on.

    One that is here stays, for it belongs to this machine.
    """
    path, text = loaded.instance / CONFIG, found.small.get(CONFIG)
    target = database_of(loaded)
    if text is None or (path.exists() and path.read_bytes() == text):
        return loaded
    is_new = not path.exists() and not (target and target.exists())
    write_whole(path if is_new else path.with_name(f"{CONFIG}.from-backup"), text)
    again = load_settings(os.environ)
    if database_of(again) is None:
        raise BackupError(f"{path} names a PostgreSQL database: mend the file, then restore again.")
    return again


def refuse_to_lose(target: Path, loaded: Settings, found: Backup, force: bool) -> None:
    """Raise BackupError where restoring would cost something that nobody agreed to lose."""
    if target.exists() and not force:
        raise BackupError(f"There is a database at {target}. --force replaces it, and keeps it.")
    if loaded.secret_key and loaded.secret_key != found.key:
        raise BackupError(
            "CAMPAIGN_SECRET_KEY (or secret_key in config.toml) is not the key of this backup:"
            " take the setting out, or set it to the file secret_key in the backup."
        )
    key = loaded.instance / KEY
    is_other = (
        not loaded.secret_key and key.exists() and key.read_text("utf-8").strip() != found.key
    )
    if target.exists() and is_other:
        raise BackupError(
            f"The database at {target} was made with another secret key. Move {loaded.instance}"
            " away, or set CAMPAIGN_INSTANCE to an empty folder, and restore there."
        )


@contextmanager
def alone_on(target: Path) -> Iterator[None]:
    """Let no app stand on this database meanwhile; those that start now wait for the end."""
    try:
        with alone_with(target):
            yield
    except BlockingIOError:
        who = ", ".join(named(number) for number in users_of(target)) or "some process"
        raise BackupError(
            f"The app runs on {target} ({who}). Stop it first, for instance with"
            f" `systemctl stop campaign-web 'campaign-worker@*'`; `fuser -v {target}-open`"
            " shows who is left."
        ) from None


def named(process: int) -> str:
    with suppress(OSError):
        words = Path(f"/proc/{process}/cmdline").read_bytes().replace(b"\0", b" ")
        return f"{process}: {words.decode(errors='replace').strip()[:80]}"
    return str(process)


@contextmanager
def cleared(staged: Path) -> Iterator[None]:
    """Take away what another restore left behind, and afterwards what this one leaves."""
    names = [staged.with_name(staged.name + ending) for ending in ("-wal", "-shm", "-journal")]
    names += [staged.with_name(f"{staged.name}{ending}") for ending in ("", "-writing", "-open")]
    try:
        clear(names)
        yield
    finally:
        clear(names)


def clear(names: list[Path]) -> None:
    for one in names:
        one.unlink(missing_ok=True)


def make_ready(staged: Path, loaded: Settings, found: Backup) -> int:
    """Bring the tables to this version, hold mail, erase again; how many mailboxes that was."""
    from flask_migrate import upgrade

    from .. import create_app, mail
    from ..coalition import audit
    from ..db import db
    from ..people.my_data import erasing

    app = create_app(replace(loaded, database_url=f"sqlite:///{staged}"))
    with app.app_context():
        if found.version and found.version != head():
            upgrade()
        mail.hold(REASON)
        erasing.remember(erasing.parse(found.small.get(ERASURES, b"")))
        erased = erasing.erase_again(found.made_at)
        audit.note("installation.restored", about=f"backup/{found.made_at.isoformat()}")
        db.session.commit()
        db.session.remove()
        db.engine.dispose()
    settle(staged)
    return erased


def settle(database: Path) -> None:
    """Write the log that lies beside into the database, so that the one file is all of it.

    Raises BackupError while somebody else has it open: SQLite lets only one do this.
    """
    with closing(sqlite3.connect(database, timeout=2)) as connection:
        try:
            connection.execute("PRAGMA journal_mode=DELETE").fetchone()
        except sqlite3.OperationalError:
            raise BackupError(
                f"Some program has {database} open: end it. `fuser -v {database}` shows which."
            ) from None


def settle_key(instance: Path, found: Backup) -> None:
    """Put the backup's key where there is no database that another key belongs to."""
    path = instance / KEY
    if path.exists() and path.read_text("utf-8").strip() == found.key:
        return
    if path.exists():
        path.replace(path.with_name(f"{KEY}.replaced-{stamp()}"))
    write_whole(path, found.small[KEY])


def swap(staged: Path, target: Path) -> Path | None:
    """Put the new database in its place with one rename; where the old one is now."""
    kept = None
    if target.exists():
        kept = target.with_name(f"{target.name}.replaced-{stamp()}")
        put_aside(target, kept)
    with staged.open("rb") as content:
        os.fsync(content.fileno())
    staged.replace(target)
    sync_folder(target.parent)
    return kept


def put_aside(target: Path, kept: Path) -> None:
    """Give the old database a second name; of one that is broken, also its log."""
    try:
        settle(target)
    except sqlite3.DatabaseError:
        for ending in ("-wal", "-shm"):
            with suppress(FileNotFoundError):
                target.with_name(target.name + ending).rename(kept.with_name(kept.name + ending))
    os.link(target, kept)


def stamp() -> str:
    return f"{now():%Y%m%d-%H%M%S}"


def write_whole(path: Path, data: bytes) -> None:
    """Write a small file under its name only when all of it is on the disk, mode 0600."""
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f".{path.name}.part")
    with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as out:
        out.write(data)
        out.flush()
        os.fsync(out.fileno())
    part.replace(path)
    sync_folder(path.parent)
