"""Who works together, on what, and who may do what.

- **Campaign**: an effort with an ask to a council. Public from `published_at`.
- **Organization**: a group with people of its own. **Partnership**: an organization in a
  campaign as *lead* (runs what is shared), *partner* (runs its own) or *endorser* (is named).
- **Membership**: a user in an organization, with a role. *viewer* reads, *writer* also edits
  texts, *organizer* also publishes and sees people, *owner* also decides who belongs; an owner
  needs a second factor.
- **Invitation**: an open offer of a membership to a mail address, for 7 days, used once.
  **PartnerOffer**: an open offer of a part in a campaign, for 14 days; the lead is handed over so.
- **Charter**: what the organizations of a campaign share about residents, in numbered versions;
  each partner works under the one its owner agreed to last.

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


PART_OFFERS = {
    "lead": _("Lead: runs what is shared"),
    "partner": _("Partner: brings people of its own, sees shared totals"),
    "endorser": _("Endorser: is named as standing behind the ask"),
}


def init_app(app: Flask) -> None:
    from . import (
        audit,
        charter,
        charter_words,
        desk,
        desk_audit,  # noqa: F401  (their views and tables)
        desk_campaigns,  # noqa: F401
        desk_charter,  # noqa: F401
        desk_members,  # noqa: F401
        desk_partners,  # noqa: F401
        desk_settings,  # noqa: F401
        exports,  # noqa: F401
        partner_views,
    )
    from .acts import ACTS

    audit.register(ACTS)
    app.register_blueprint(desk.bp)
    app.register_blueprint(partner_views.bp)
    app.jinja_env.globals.update(
        role_names=ROLE_NAMES,
        role_words=ROLE_WORDS,
        part_names=PART_NAMES,
        part_offers=PART_OFFERS,
        charter_fields=charter.FIELDS,
        charter_purposes=charter.PURPOSES,
        charter_parts=charter_words.PARTS,
        field_meanings=charter_words.FIELDS,
        purpose_meanings=charter_words.PURPOSES,
    )
