"""Erasing a person: all that is held about a mailbox goes, a keyed mark stays so that nobody
brings it back.

Every erasure is noted in `erasures` in the instance folder, one line with moment and mark, before
it is committed. A backup that is restored is older than some of them: these are made again.
"""

import fcntl
import os
import re
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from pathlib import Path

from ...coalition import audit, scope
from ...config import settings
from ...db import db, now
from ...mail.addresses import mailbox as canonical
from ...security import keyed_hash
from ...signals import person_erased
from . import files as held_files
from . import holdings

FILE = "erasures"
LINE = re.compile(r"(\S+) ([0-9a-f]{32})")
SLACK = timedelta(minutes=1)  # an erasure is noted some moments before it is committed
Erasure = tuple[datetime, str]


def mark_of(address: str) -> str:
    """The keyed hash under which everything about this address is kept."""
    return keyed_hash(canonical(address), "mailbox")


def erase(mailbox: str, by: str, typed: str = "") -> dict[str, int]:
    """Erase what is held about this mailbox (a keyed hash); how much that was, by holder.

    `by` says how it came: “person” or “command”; `typed` is the address where it is known. Works
    in the caller's transaction, which is ended by a note in the audit; call `wiping.wipe`
    after the commit.
    """
    remember([(now(), mailbox)])
    addresses = {typed, *holdings.addresses_of(mailbox)} - {""}
    counts = take_away(mailbox)
    with scope.everyones():
        held_files.drop(addresses)
    for address in {canonical(one) for one in addresses}:
        person_erased.send(address)
    audit.note("person.erased", about="people", by=by, erased=counts)
    return counts


def take_away(mailbox: str) -> dict[str, int]:
    with scope.everyones():
        counts = {holder.name: holder.erase(mailbox) for holder in holdings.holders()}
        db.session.flush()
    return counts


def erase_again(since: datetime) -> int:
    """Repeat the erasures made after `since`, in the caller's transaction; how many mailboxes."""
    marks = {mark for at, mark in remembered() if at >= since - SLACK}
    for mark in sorted(marks):
        take_away(mark)
    return len(marks)


def parse(text: bytes) -> list[Erasure]:
    """The lines of a file of erasures; one that was cut off by a power cut is none."""
    found = (LINE.fullmatch(line) for line in text.decode(errors="replace").splitlines())
    return [(datetime.fromisoformat(one[1]), one[2]) for one in found if one]


def remembered() -> list[Erasure]:
    path = file()
    return parse(path.read_bytes()) if path.exists() else []


def remember(erasures: Iterable[Erasure]) -> None:
    """Note erasures that are not in the file yet, and wait until the disk has them."""
    known = set(remembered())
    new = [one for one in erasures if one not in known]
    if not new:
        return
    text = "".join(f"{at.astimezone(UTC).isoformat()} {mark}\n" for at, mark in new)
    descriptor = os.open(file(), os.O_WRONLY | os.O_CREAT | os.O_APPEND | os.O_CLOEXEC, 0o600)
    with os.fdopen(descriptor, "ab") as out:
        fcntl.flock(out, fcntl.LOCK_EX)
        out.write(b"\n" + text.encode() if was_cut(file()) else text.encode())
        out.flush()
        os.fsync(out.fileno())


def was_cut(path: Path) -> bool:
    data = path.read_bytes()
    return bool(data) and not data.endswith(b"\n")


def file() -> Path:
    return settings().instance / FILE
