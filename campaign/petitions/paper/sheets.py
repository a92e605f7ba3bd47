"""Paper sheets: print them, enter them, take them back.

The number of signatures that a sheet says it has and the number that was entered agree, or
somebody said why not. Every verb here works in the open transaction; the view commits.
"""

import re
import unicodedata
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _
from flask_babel import ngettext

from ...accounts.models import User
from ...coalition import audit
from ...coalition.models import Organization
from ...db import db, now
from ...mail.outbox import mailbox_hash
from ...security import keyed_hash
from ..models import Petition
from .codes import code_of, read_code
from .models import PaperRun, PaperSheet, PaperSignature


class PaperError(ValueError):
    """Not done; the message is a sentence for whoever enters the sheet."""


class KeptByOtherError(PaperError):
    """Somebody else has this sheet, or has saved it since it was read."""


@dataclass
class Line:
    """What was typed from one line of a sheet."""

    position: int
    name: str = ""
    ward_id: int | None = None
    email: str = ""
    wants_mail: bool = False
    is_struck: bool = False

    @property
    def is_empty(self) -> bool:
        return not (self.name or self.email or self.ward_id or self.is_struck)


def print_run(petition: Petition, organization: Organization, **values: Any) -> PaperRun:
    """Number new sheets of a petition, after the last one; `values` are those of a PaperRun."""
    locked = db.select(Petition.id).filter_by(id=petition.id).with_for_update()
    db.session.execute(locked)
    highest = db.select(db.func.max(PaperSheet.number)).filter_by(petition_id=petition.id)
    last = db.session.scalar(highest.execution_options(everyones=True)) or 0
    run = PaperRun(petition=petition, organization=organization, first=last + 1, **values)
    owner = {"petition_id": petition.id, "organization_id": organization.id}
    run.sheets = [
        PaperSheet(number=number, **owner) for number in range(run.first, run.first + run.count)
    ]
    db.session.add(run)
    db.session.flush()
    for sheet in run.sheets:
        sheet.code = code_of(sheet.id)
    note("paper.printed", petition, organization, first=run.first, count=run.count)
    return run


def open_sheet(petition: Petition, typed: str, total: int, by: User) -> PaperSheet:
    """The sheet with this code, kept by whoever opens it first. Raises PaperError."""
    code = read_code(typed)
    if code is None:
        raise PaperError(_("This code has a slip in it: compare it with the sheet."))
    mine = db.select(PaperSheet).filter_by(code=code, petition_id=petition.id)
    sheet = db.session.scalar(mine)
    if sheet is None:
        raise PaperError(_("None of your organization’s sheets of this petition has this code."))
    if sheet.done_at is not None:
        raise PaperError(
            _(
                "Sheet %(number)s was entered by %(name)s already. A sheet counts once.",
                number=sheet.number,
                name=sheet.keeper.name if sheet.keeper else "",
            )
        )
    if total > sheet.run.lines:
        raise PaperError(_("A sheet of this run has %(most)s lines.", most=sheet.run.lines))
    take(sheet, by)
    sheet.total = total
    return sheet


def take(sheet: PaperSheet, by: User) -> None:
    """Keep a sheet that nobody keeps. The statement decides, not a look before."""
    free = PaperSheet.keeper_id.is_(None) | (PaperSheet.keeper_id == by.id)
    change_sheet(sheet, free, keeper_id=by.id, begun_at=sheet.begun_at or now())


def take_over(sheet: PaperSheet, by: User, seen: int) -> None:
    """Go on with a sheet that another person began, as they left it."""
    change_sheet(sheet, PaperSheet.revision == seen, keeper_id=by.id, revision=seen + 1)
    note("paper.taken_over", sheet.run.petition, sheet.run.organization, sheet=sheet.number)


def change_sheet(sheet: PaperSheet, condition: Any, **values: Any) -> None:
    """Change an unfinished sheet if it still is as `condition` says, else KeptByOtherError."""
    change = db.update(PaperSheet).where(
        PaperSheet.id == sheet.id, PaperSheet.done_at.is_(None), condition
    )
    result = db.session.execute(change.values(**values))
    db.session.refresh(sheet)
    if result.rowcount != 1:  # type: ignore[attr-defined]
        name = sheet.keeper.name if sheet.keeper else _("Somebody")
        raise KeptByOtherError(
            _("%(name)s has this sheet, or has saved it since you opened it.", name=name)
        )


def save(
    sheet: PaperSheet, by: User, seen: int, lines: list[Line], *, total: int, why: str = ""
) -> None:
    """Keep what is typed so far, to go on later. KeptByOtherError when somebody was faster."""
    unchanged = (PaperSheet.revision == seen) & (PaperSheet.keeper_id == by.id)
    change_sheet(sheet, unchanged, revision=seen + 1, total=total, note=why)
    before = {line.likeness: line for line in sheet.lines if line.likeness}
    sheet.lines.clear()
    db.session.flush()
    sheet.lines = [row_of(line, sheet, before) for line in lines if not line.is_empty]
    db.session.flush()


def row_of(line: Line, sheet: PaperSheet, before: dict[str, PaperSignature]) -> PaperSignature:
    """A line as it is kept; of a struck one only that it was struck."""
    row = PaperSignature(
        petition_id=sheet.petition_id,
        organization_id=sheet.organization_id,
        position=line.position,
        is_struck=line.is_struck,
    )
    if not line.is_struck:
        fill(row, line.name, line.ward_id, line.email)
        row.wants_mail = bool(line.email and line.wants_mail)
        if (same := before.get(row.likeness)) is not None:
            row.is_set_aside = same.is_set_aside
            row.asked_at = same.asked_at if same.mailbox == row.mailbox else None
    return row


def fill(row: PaperSignature, name: str, ward_id: int | None, email: str) -> None:
    row.name, row.ward_id, row.email = name, ward_id, email
    row.mailbox = mailbox_hash(email) if email else None
    row.likeness = likeness(name, ward_id)


def likeness(name: str, ward_id: int | None) -> str:
    """Equal for “Ruiz, Ána” and “ana ruiz” of one ward."""
    plain = unicodedata.normalize("NFKD", name.casefold())
    words = re.findall(r"\w+", "".join(char for char in plain if not unicodedata.combining(char)))
    return keyed_hash(f"{' '.join(sorted(words))}|{ward_id or ''}", "likeness")


def finish(sheet: PaperSheet) -> None:
    """Count a sheet's signatures. PaperError when it says another number and nobody said why."""
    if sheet.entered != sheet.total and not sheet.note:
        raise PaperError(mismatch(sheet))
    sheet.done_at = now()
    for line in sheet.lines:
        line.counts = not (line.is_struck or line.is_set_aside)
    note(
        "paper.entered",
        sheet.run.petition,
        sheet.run.organization,
        sheet=sheet.number,
        total=sheet.total,
        entered=sheet.entered,
    )


def mismatch(sheet: PaperSheet) -> str:
    """By how much a sheet and what was entered differ, and where to look."""
    said = ngettext(
        "The sheet says %(num)s signature,", "The sheet says %(num)s signatures,", sheet.total or 0
    )
    have = ngettext("%(num)s is entered.", "%(num)s are entered.", sheet.entered)
    used = {line.position for line in sheet.lines}
    empty = [str(one) for one in range(1, sheet.run.lines + 1) if one not in used]
    struck = [str(line.position) for line in sheet.lines if line.is_struck]
    parts = [f"{said} {have}"]
    if empty:
        parts.append(_("Empty lines: %(lines)s.", lines=", ".join(empty)))
    if struck:
        parts.append(_("Struck out: %(lines)s.", lines=", ".join(struck)))
    parts.append(_("Mend the lines or the total, or write why they differ."))
    return " ".join(parts)


def reopen(sheet: PaperSheet, by: User) -> None:
    """Take a finished sheet back to correct it; it counts again once it is finished."""
    if sheet.done_at is None:
        return
    sheet.done_at, sheet.keeper_id, sheet.revision = None, by.id, sheet.revision + 1
    for line in sheet.lines:
        line.counts = False
    note("paper.reopened", sheet.run.petition, sheet.run.organization, sheet=sheet.number)


def remove(sheet: PaperSheet) -> None:
    """Forget what was entered from a sheet: it can be entered anew."""
    sheet.lines.clear()
    sheet.total = sheet.keeper_id = sheet.begun_at = sheet.done_at = None
    sheet.note, sheet.revision = "", sheet.revision + 1
    note("paper.removed", sheet.run.petition, sheet.run.organization, sheet=sheet.number)


def doubles(petition: Petition) -> list[list[PaperSignature]]:
    """Lines of my organization that look like one person, those on different places together."""
    mine = db.select(PaperSignature).where(
        PaperSignature.petition_id == petition.id,
        ~PaperSignature.is_struck,
        PaperSignature.likeness != "",
    )
    often = mine.with_only_columns(PaperSignature.likeness).group_by(PaperSignature.likeness)
    often = often.having(db.func.count() > 1).limit(100)
    twice = mine.where(PaperSignature.likeness.in_(list(db.session.scalars(often))))
    found: dict[str, list[PaperSignature]] = {}
    for line in db.session.scalars(twice.order_by(PaperSignature.likeness, PaperSignature.id)):
        found.setdefault(line.likeness, []).append(line)
    return list(found.values())


def set_aside(line: PaperSignature, is_out: bool) -> None:
    """Do not count a line, as one of two that are one person; or count it again."""
    sheet = line.sheet
    line.is_set_aside = is_out
    line.counts = not is_out and (sheet is None or sheet.done_at is not None)
    act = "paper.set_aside" if is_out else "paper.put_back"
    petition = db.session.get_one(Petition, line.petition_id)
    organization = db.session.get_one(Organization, line.organization_id)
    note(act, petition, organization, line=line.id, sheet=sheet.number if sheet else None)


def note(act: str, petition: Petition, organization: Organization, **details: Any) -> None:
    audit.note(
        act,
        organization=organization,
        campaign=petition.campaign,
        about=f"petitions/{petition.slug}",
        **details,
    )
