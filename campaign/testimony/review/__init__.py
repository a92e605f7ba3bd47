"""Review: comments, approval, revisions and their differences, and the desk with all drafts."""

from flask import Flask
from flask_babel import lazy_gettext as _

from ...coalition import audit

AUDIT = {
    "testimony.submitted": _("handed a testimony in for review"),
    "testimony.taken_back": _("took a testimony out of review"),
    "testimony.changes_asked": _("asked for changes to a testimony"),
    "testimony.approved": _("approved a testimony"),
    "testimony.reopened": _("took the approval of a testimony back"),
    "testimony.spoken": _("noted that a testimony was spoken"),
    "testimony.commented": _("commented on a testimony"),
    "testimony.restored": _("brought an earlier text of a testimony back"),
    "testimony.assigned": _("asked somebody to review testimony"),
    "testimony.nudged": _("reminded writers of their testimony"),
}


def init_app(app: Flask) -> None:
    from . import desk_draft, desk_drafts, desk_export, desk_history, mine, words  # noqa: F401

    audit.register(AUDIT)
    words.init_app(app)
