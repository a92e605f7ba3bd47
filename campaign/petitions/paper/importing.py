"""Signatures gathered elsewhere, from a CSV file: unverified, until their owners confirm."""

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import insert

from ...coalition import scope
from ...coalition.models import Organization
from ...db import db, now
from ...forms import CONTROLS, email_address, plain_name
from ...mail.outbox import mailbox_hash
from ...security import keyed_hash
from ...tables import Problem, Row, TableError, read_table
from ..models import Petition, Signature
from .models import PaperSignature, SignatureImport
from .sheets import likeness, note

MOST = 1_000_000  # rows of one file
BATCH = 1_000
HEADERS = {
    "name": ("name", "full name", "nombre", "signer"),
    "first": ("first name", "first", "given name"),
    "last": ("last name", "last", "family name", "surname"),
    "ward": ("ward", "distrito", "ward number"),
    "email": ("email", "e-mail", "email address", "correo"),
}


@dataclass
class Plan:
    """What a file would bring: new rows, how many are known, and what cannot be read."""

    petition: Petition
    organization: Organization
    rows: list[dict[str, Any]] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    known: int = 0
    online: int = 0

    @property
    def values(self) -> dict[str, Any]:
        return {
            "new": len(self.rows),
            "known": self.known,
            "online": self.online,
            "rejected": len(self.problems),
            "problems": [{"line": one.line, "problem": one.sentence} for one in self.problems],
        }


def make_plan(petition: Petition, organization: Organization, data: bytes, source: str) -> Plan:
    """What this file would change; nothing is stored. Raises TableError for what is no table."""
    table = read_table(data, most_rows=MOST)
    places = find_columns(table.header)
    wards = {str(ward.number): ward.id for ward in petition.body.wards}
    plan = Plan(petition, organization, problems=list(table.problems), notes=list(table.notes))
    seen: Counter[str] = Counter()
    for row in table.rows:
        try:
            plan.rows.append(values_of(row, places, wards, source, seen))
        except ValueError as fault:
            plan.problems.append(Problem(row.line, str(fault)))
    plan.problems.sort()
    leave_out_known(plan)
    return plan


def find_columns(header: list[str]) -> dict[str, int]:
    """Where each thing stands. TableError when no column holds names."""
    plain = [" ".join(name.casefold().replace("_", " ").split()) for name in header]
    found = {
        what: next(plain.index(name) for name in names if name in plain)
        for what, names in HEADERS.items()
        if set(names) & set(plain)
    }
    if "name" not in found and not {"first", "last"} <= found.keys():
        raise TableError(_("No column is called “name”. Name the columns name, ward and email."))
    return found


class Typed:
    """Stands for a field with one value, for the rules of our forms."""

    def __init__(self, data: str) -> None:
        self.data = data


def values_of(
    row: Row, places: dict[str, int], wards: dict[str, int], source: str, seen: Counter[str]
) -> dict[str, Any]:
    """One row as it is stored. ValueError with a sentence when it breaks a rule of our forms."""
    cells = {what: row.cells[place].strip() for what, place in places.items()}
    name = cells.get("name") or f"{cells.get('first', '')} {cells.get('last', '')}".strip()
    ward, email = cells.get("ward", ""), checked_email(cells.get("email", ""))
    check_name(name)
    ward = ward.lower().removeprefix("ward").strip()
    if ward and ward not in wards:
        raise ValueError(_("There is no ward %(ward)s.", ward=ward[:20]))
    alike = likeness(name, wards.get(ward))
    mailbox = mailbox_hash(email) if email else None
    what = mailbox or f"{source}:{alike}"
    seen[what] += 1
    if mailbox and seen[what] > 1:
        raise ValueError(_("This email address stands in the file before."))
    return {
        "position": row.line,
        "name": name,
        "ward_id": wards.get(ward),
        "email": email,
        "mailbox": mailbox,
        "likeness": alike,
        "key": keyed_hash(f"{what}:{seen[what]}", "import"),
    }


def check_name(name: str) -> None:
    if not name:
        raise ValueError(_("The name is missing."))
    if len(name) > 120:
        raise ValueError(_("The name has more than 120 letters."))
    if CONTROLS.search(name) or "\n" in name:
        raise ValueError(_("The name holds control characters or line breaks."))
    plain_name(None, Typed(name))  # type: ignore[arg-type]


def checked_email(email: str) -> str:
    if not email:
        return ""
    typed = Typed(email)
    email_address(None, typed)  # type: ignore[arg-type]
    if len(typed.data) > 254:
        raise ValueError(_("An email address has at most 254 letters."))
    return typed.data


def leave_out_known(plan: Plan) -> None:
    """Take out what this organization brought before, and count who has signed online."""
    mine = {"petition_id": plan.petition.id, "organization_id": plan.organization.id}
    kept = []
    for first in range(0, len(plan.rows), BATCH):
        some = plan.rows[first : first + BATCH]
        keys = db.select(PaperSignature.key).filter_by(**mine)
        keys = keys.where(PaperSignature.key.in_([one["key"] for one in some]))
        known = set(db.session.scalars(keys.execution_options(everyones=True)))
        new = [one for one in some if one["key"] not in known]
        plan.online += signed_online(plan.petition, [one["mailbox"] for one in new])
        kept += new
    plan.known = len(plan.rows) - len(kept)
    plan.rows = kept


def signed_online(petition: Petition, mailboxes: list[str | None]) -> int:
    theirs = db.select(db.func.count()).select_from(Signature)
    theirs = theirs.where(
        Signature.petition_id == petition.id,
        Signature.mailbox.in_([one for one in mailboxes if one]),
        Signature.confirmed_at.is_not(None),
    )
    return db.session.scalar(theirs) or 0


def carry_out(plan: Plan, *, source: str, may_ask: bool) -> int:
    """Store the plan's new rows in the open transaction; how many."""
    if not plan.rows:
        return 0
    with scope.of(plan.organization.id):
        mine = {"petition_id": plan.petition.id, "organization_id": plan.organization.id}
        brought = SignatureImport(source=source[:200], may_ask=may_ask, **mine)
        db.session.add(brought)
        db.session.flush()
        same = {"import_id": brought.id, "counts": True, "added_at": now()}
        same |= dict.fromkeys(("wants_mail", "is_struck", "is_set_aside"), False)
        for first in range(0, len(plan.rows), BATCH):
            some = plan.rows[first : first + BATCH]
            db.session.execute(insert(PaperSignature), [one | mine | same for one in some])
    note("signatures.imported", plan.petition, plan.organization, count=len(plan.rows))
    return len(plan.rows)
