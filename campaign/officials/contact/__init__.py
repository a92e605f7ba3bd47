"""Who spoke to whom: visits, calls, letters and answers, and what comes next.

An organization's organizers and writers read and write its notes; its viewers do not, because
promises are made in private. The campaign's lead reads those that are shared.
"""

from flask import Flask
from flask_babel import lazy_gettext as _

WAY_NAMES = {
    "visit": _("Visit"),
    "call": _("Call"),
    "letter": _("Letter"),
    "email": _("Email"),
    "event": _("Event"),
    "reply": _("Their answer"),
}
ACTS = {
    "interaction.deleted": _("deleted a note of a talk with an official"),
    "interaction.exported": _("took out the notes of talks with officials"),
}


def init_app(app: Flask) -> None:
    from ...coalition import audit
    from . import desk, desk_export  # noqa: F401  (its views)

    audit.register(ACTS)
    app.register_blueprint(desk.bp)
    app.jinja_env.globals["way_names"] = WAY_NAMES
