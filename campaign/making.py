"""Files that somebody orders and a job makes: kept for a day, in a folder that nobody can guess.

A room that has such files gives its table `Made`, and a job each to `make_waiting` and `tidy`.
"""

import hashlib
import logging
import secrets
import shutil
from collections.abc import Callable, Iterable
from datetime import timedelta
from pathlib import Path

from flask import Response, abort, make_response, send_file
from flask_babel import gettext as _
from sqlalchemy import JSON, String, or_
from sqlalchemy.orm import Mapped, mapped_column

from .config import settings
from .db import Timestamp, db, now

log = logging.getLogger("campaign.making")
STATES = ("waiting", "making", "ready", "failed")
WORKING = ("waiting", "making")
KEPT = timedelta(days=1)  # files; what was in them stays noted
STUCK = timedelta(minutes=15)  # a worker that died while making; another makes it anew
LOOKS_AGAIN = "3"  # seconds


class Made:
    """What was ordered: *waiting* to be made, *making*, *ready* or *failed*.

    `digests` are the SHA-256 of its files, which stay when the files go. `folder` is a random name.
    """

    id: Mapped[int] = mapped_column(primary_key=True)
    made_at: Mapped[Timestamp] = mapped_column(default=now)
    state: Mapped[str] = mapped_column(String(8), default="waiting")
    begun_at: Mapped[Timestamp | None]
    folder: Mapped[str] = mapped_column(String(43), default=lambda: secrets.token_urlsafe(32))
    digests: Mapped[dict[str, str]] = mapped_column(JSON, default=dict)

    @property
    def is_working(self) -> bool:
        return self.state in WORKING

    @property
    def has_files(self) -> bool:
        return self.state == "ready" and now() - self.made_at < KEPT

    @property
    def path(self) -> Path:
        return settings().instance / "uploads" / self.folder


def make_waiting(kind: type[Made], make: Callable[[int], object]) -> None:
    """Make all that waits, one after the other; what cannot be made says so."""
    while (number := take_one(kind)) is not None:
        try:
            make(number)
        except Exception:
            log.exception("%s %s failed", kind.__name__, number)
            db.session.rollback()
            db.session.get_one(kind, number).state = "failed"
            db.session.commit()


def take_one(kind: type[Made]) -> int | None:
    """The number of one that no worker makes, and that this one makes from now on."""
    died = (kind.state == "making") & (kind.begun_at < now() - STUCK)
    query = (
        db.select(kind)
        .where(or_(kind.state == "waiting", died))
        .order_by(kind.id)
        .limit(1)
        .with_for_update(skip_locked=True)
    )
    found: Made | None = db.session.scalar(query)
    number = found.id if found else None
    if found is not None:
        found.state, found.begun_at = "making", now()
    db.session.commit()
    return number


def begin(folder: Path) -> None:
    """Make the folder, empty, for nobody else on this machine."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.parent.mkdir(mode=0o700, exist_ok=True)
    folder.mkdir(mode=0o700)


def finish(one: Made, paths: Iterable[Path]) -> None:
    """Its files are whole. The caller commits."""
    one.digests, one.state = {path.name: digest(path) for path in paths}, "ready"


def digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def tidy(kind: type[Made]) -> None:
    """Remove files that are older than a day; what was in them stays noted."""
    query = db.select(kind).where(kind.made_at < now() - KEPT, kind.made_at > now() - 30 * KEPT)
    for one in db.session.scalars(query):
        shutil.rmtree(one.path, ignore_errors=True)


def get_file(one: Made, name: str) -> Path:
    """One of its files, or 410."""
    path = one.path / name
    if name not in one.digests or not one.has_files or not path.is_file():
        abort(410, _("The files were kept for a day. Make the packet again."))
    return path


def send(path: Path) -> Response:
    answer = send_file(path, as_attachment=True, download_name=path.name)
    answer.headers["Cache-Control"] = "no-store"
    return answer


def show(one: Made, page: str, status: int = 200) -> Response:
    """The page about it, which looks again by itself until it is made."""
    answer = make_response(page, status)
    if one.is_working:
        answer.headers["Refresh"] = LOOKS_AGAIN
    return answer
