"""The fact sheet: what a campaign says is so, where it says so, and who says otherwise.

Every other room takes facts from here and from nowhere else.

- **Fact**: known by its key (`oig-evidence-rate`) in one campaign. Its status is *draft* (shown
  to nobody), *current*, *disputed* (somebody with a source says otherwise), *superseded* (another
  fact took its place) or *retracted* (we were wrong, and say so).
- **FactVersion**: what it said from one change to the next: statement, figure with unit and
  denominator, period, kind of source. Numbered from 1, never edited, never deleted.
- **Source**: where one can read it. **Dispute**: who says otherwise, what, and their sources.
- Two dates: the *link answered*, and a person *last read* the source. Only the second counts
  against **review by**; after that day a fact is *overdue*.
- **Citation**: a document says `fact@version`. It is *stale* once the fact has a newer version, is
  superseded, retracted, newly disputed or overdue, until somebody decides: *update*, or *keep*
  with a reason.
- **Document**: how a citing document is called and where it is read; the room of its kind says so
  with `register_kind`.

In a text, `{fact:key}` stands for the whole statement, as a sentence of its own.
"""

from flask import Flask
from flask_babel import lazy_gettext as _

from ..coalition import audit
from . import words
from .citing import (
    Citation,
    OutdatedDecisionError,
    Stale,
    all_stale,
    cite,
    decide,
    pins,
    pins_of,
    stale,
    where_used,
)
from .documents import Document, find_documents, register_kind
from .markup import keys_in
from .models import Dispute, Fact, FactVersion, Source
from .rendering import Footnote, Rendered, Sheet, current, fact_path, render, sheet_of

ACTS = {
    "fact.made": _("wrote a fact"),
    "fact.changed": _("changed a fact"),
    "fact.restored": _("brought an earlier version of a fact back"),
    "fact.read": _("read the sources of a fact again"),
    "fact.decided": _("decided what documents say of a changed fact"),
    "fact.reopened": _("took back that a document keeps its sentence"),
    "facts.imported": _("imported facts from a file"),
}


def init_app(app: Flask) -> None:
    from . import desk, desk_editing, desk_files, desk_uses, publishing  # noqa: F401  (their pages)

    words.init_app(app)
    audit.register(ACTS)
    app.register_blueprint(desk.bp)
    app.register_blueprint(publishing.bp)


__all__ = [
    "Citation",
    "Dispute",
    "Document",
    "Fact",
    "FactVersion",
    "Footnote",
    "OutdatedDecisionError",
    "Rendered",
    "Sheet",
    "Source",
    "Stale",
    "all_stale",
    "cite",
    "current",
    "decide",
    "fact_path",
    "find_documents",
    "init_app",
    "keys_in",
    "pins",
    "pins_of",
    "register_kind",
    "render",
    "sheet_of",
    "stale",
    "where_used",
]
