"""Residents whom an organization keeps, with what they allowed it.

- **Person**: the record that one organization keeps about a resident. Two organizations that
  know the same mailbox keep two records, which know nothing of each other.
- **Wording**: a sentence that people agreed to, word for word.
- **Consent**: a person lets their organization use the address for one purpose; since when,
  with which wording, and where it came from (*source*: `petition:<id>`, `import:<id>`).
- **Refusal**: what stays of a consent that was withdrawn: the mailbox's keyed hash, so that no
  import brings it back. Only the owner of the mailbox lifts it, by ticking again.
- **OtherMailbox**: one more mailbox of a person, known since two records became one.
- **Tag**, **Tagged**, **Tagging**: an organization's own words about its people; who has one;
  the act that gave or took it, which can be undone.
- **Import**: people from a file that an organization brought: *checking*, *checked* (it waits for
  a decision), *running*, *indexing* (everybody is there, not all are found by a search yet),
  *done*, and *undone* within a week; or *cancelled*.

Organizers and owners see the people of their own organization, and of no other. Everybody in a
campaign sees totals, and numbers under five as “under 5”.
"""

from flask import Flask
from flask_babel import lazy_gettext as _

ACTS = {
    "person.edited": _("corrected the record of a person"),
    "person.deleted": _("deleted the record of a person"),
    "person.merged": _("made one record of two"),
    "consent.ended": _("ended a consent because the person asked"),
    "people.tagged": _("gave people a tag or took it away"),
    "people.tag-undone": _("took back a change of tags"),
    "people.imported": _("imported people"),
    "people.import-undone": _("undid an import of people"),
}
IMPORT_WORDS = {
    "checking": _("being looked at"),
    "checked": _("waits for you"),
    "running": _("being imported"),
    "indexing": _("being imported"),
    "done": _("imported"),
    "undone": _("undone"),
    "cancelled": _("cancelled"),
}
IMPORT_DOING = {
    "checking": _("Reading the file: nothing is imported yet."),
    "running": _("Reading the file, then everybody is imported at once."),
    "indexing": _("Everybody is here; making them easy to find."),
}


def init_app(app: Flask) -> None:
    from .. import mail
    from ..coalition import audit
    from . import desk_totals, gate, places
    from .bringing import carrying_out as importing
    from .my_data import links as my_data

    audit.register(ACTS)
    mail.register_gate(gate.LEFT)
    app.register_blueprint(desk_totals.bp)
    places.register_source("import", importing.source_name)
    my_data.init_app(app)
    app.jinja_env.globals.update(import_words=IMPORT_WORDS, import_doing=IMPORT_DOING)
