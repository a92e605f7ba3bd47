"""Who works together, on what, and who may do what.

- **Campaign**: an effort with an ask to a council. Public from `published_at`.
- **Organization**: a group with people of its own. **Partnership**: an organization in a
  campaign as *lead* (runs what is shared), *partner* (runs its own) or *endorser* (is named).
- **Membership**: a user in an organization, with a role. *viewer* reads, *writer* also edits
  texts, *organizer* also publishes and sees people, *owner* also decides who belongs; an owner
  needs a second factor.
- **Invitation**: an open offer of a membership to a mail address, for 7 days, used once.

- **Audit**: who did what, written once and chained. **Export**: a file that somebody took out, with
  the code it is marked with. **Owned** rows: what one organization keeps and no other can read.

A membership or partnership that is over keeps its row and gets `ended_at`.
"""

from flask import Flask
from flask_babel import lazy_gettext as _

ROLE_NAMES = {
    "viewer": _("Viewer"),
    "writer": _("Writer"),
    "organizer": _("Organizer"),
    "owner": _("Owner"),
}
ROLE_WORDS = {
    "viewer": _("Viewer: reads"),
    "writer": _("Writer: also edits texts"),
    "organizer": _("Organizer: also publishes, and sees people"),
    "owner": _("Owner: also decides who belongs"),
}
PART_NAMES = {
    "lead": _("leads"),
    "partner": _("takes part"),
    "endorser": _("endorses"),
}


ACTS = {
    "export.made": _("took data out"),
}


def init_app(app: Flask) -> None:
    from . import audit, charter, exports  # noqa: F401  (their tables)

    audit.register(ACTS)
    app.jinja_env.globals.update(
        role_names=ROLE_NAMES, role_words=ROLE_WORDS, part_names=PART_NAMES
    )
