"""What documents that cite facts are called, and where they are read.

The fact sheet knows a document by kind and id alone. The room that a kind belongs to says the
rest: it registers a finder, so that nothing here imports upwards.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class Document:
    """A document as people know it."""

    kind: str
    id: str
    label: str  # what it is, in the reader's language: “Petition”
    title: str
    path: str | None = None  # where anyone reads it; None while it is not public
    desk: str = ""  # where it is edited, below the address of its campaign: “/petitions/x/edit”
    is_frozen: bool = False  # handed over: it keeps its sentences

    @property
    def name(self) -> str:
        """For the command line: petition “Save the clinic” (/petitions/save-the-clinic)."""
        where = f" ({self.path})" if self.path else ""
        return f"{self.kind} “{self.title}”{where}"


class Unknown(Document):
    """A document that no room knows any more."""

    @property
    def name(self) -> str:
        return f"{self.kind} {self.id}"


Reference = tuple[str, str]  # kind and id
Finder = Callable[[list[str]], Iterable[Document]]  # the documents of these ids, in one query

_finders: dict[str, Finder] = {}


def register_kind(kind: str, finder: Finder) -> None:
    """Let a room above say how its documents are called."""
    _finders[kind] = finder


def find_documents(references: Iterable[Reference]) -> dict[Reference, Document]:
    """Every one of these documents by kind and id; one query a kind."""
    wanted: dict[str, list[str]] = {}
    for kind, number in dict.fromkeys(references):
        wanted.setdefault(kind, []).append(number)
    found: dict[Reference, Document] = {}
    for kind, ids in wanted.items():
        found |= {(kind, one): Unknown(kind, one, kind.capitalize(), one) for one in ids}
        if finder := _finders.get(kind):
            found |= {(kind, one.id): one for one in finder(ids)}
    return found
