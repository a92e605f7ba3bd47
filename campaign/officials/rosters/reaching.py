"""How to reach those whom a roster names."""

from collections.abc import Iterator

from flask_babel import gettext as _

from ..bringing.plan import Wanted
from ..models import Contact, Term
from .entries import Entry, Reach, says_no_more
from .places import Places
from .spells import Spell


class Reaching:
    """The contact details of one file. What it leaves empty stays as it is."""

    def __init__(self, places: Places, notes: list[str]) -> None:
        self.notes = notes
        self.latest: dict[int, str] = {}  # the first day of each person's last term in the file
        for one in (spell for place in places.by_label.values() for spell in place.spells):
            if one.entry is not None:
                key = id(one.person)
                self.latest[key] = max(self.latest.get(key, ""), one.starts)

    def rows(self, term: Wanted[Term], spell: Spell) -> Iterator[Wanted[Contact]]:
        """Of several terms of one person in the file, the last takes what it says."""
        entry = spell.entry
        if entry is None or spell.starts < self.latest[id(spell.person)]:
            return
        has = {(one.kind, one.label): one for one in (spell.term.contacts if spell.term else [])}
        for reach in {(one.kind, one.label): one for one in entry.contacts}.values():
            row = has.get((reach.kind, reach.label))
            if row is None or not self.is_outdated(entry, reach, row, term.label):
                yield contact_row(term, entry, reach, row)

    def is_outdated(self, entry: Entry, reach: Reach, row: Contact, label: str) -> bool:
        """Whether somebody has verified what is known after the day of the file."""
        if says_no_more(reach.kind, row.value, reach.value) or row.verified_on is None:
            return False
        if entry.as_of is None or entry.as_of >= row.verified_on:
            return False
        words = _("%(label)s: “%(value)s” stays, for somebody verified it on %(day)s.")
        told = {"label": label, "value": row.value, "day": row.verified_on.isoformat()}
        self.notes.append(words % told)
        return True


def contact_row(
    term: Wanted[Term], entry: Entry, reach: Reach, row: Contact | None
) -> Wanted[Contact]:
    """A new address has been verified by nobody, and nothing has come back from it."""
    kind = " ".join(filter(None, (reach.kind.replace("_", " "), reach.label)))
    is_same = row is not None and says_no_more(reach.kind, row.value, reach.value)
    unverified = {"verified_on": None, "verified_by_id": None, "bounced_at": None, "bounce": ""}
    return Wanted(
        Contact,
        f"{term.label}, {kind}",
        entry.line,
        {"term": term, "kind": reach.kind, "label": reach.label},
        {"value": row.value if row is not None and is_same else reach.value},
        unverified | {"source": entry.sourced},
        row=row,
        is_quiet=term.row is None,
    )
