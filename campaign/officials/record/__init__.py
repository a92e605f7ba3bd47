"""The council's own record: measures and their numbers, meetings, roll calls and votes.

Files bring it in; the organizers of whoever leads a campaign add and correct, and their word wins
over later files. Everybody in the campaign reads it.
"""

from flask import Flask
from flask_babel import lazy_gettext as _

ACTS = {
    "measure.added": _("added a measure"),
    "measure.corrected": _("corrected a measure"),
    "measure.number_added": _("gave a measure another number"),
    "measure.number_removed": _("took a number off a measure"),
    "vote.corrected": _("corrected a vote in a roll call"),
}


def init_app(app: Flask) -> None:
    """Add this part's pages and the kinds of files that it can read."""
    from ...coalition import audit
    from ..bringing import importers
    from . import desk, desk_meetings  # noqa: F401  (its views)
    from .files import measures, meetings, votes

    audit.register(ACTS)
    for kind in (measures, meetings, votes):
        importers.register(kind.IMPORTER)
    app.register_blueprint(desk.bp)
