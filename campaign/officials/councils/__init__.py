"""Councils and their committees by hand: begun, corrected, with the days on which they rest.

So a city can begin without any file. What is referred to is never deleted: wards and seats are
added, names become other names.
"""

from flask import Flask
from flask_babel import lazy_gettext as _

ACTS = {
    "body.started": _("started a council"),
    "body.committee_added": _("added a committee"),
    "body.corrected": _("corrected what is known about a body"),
    "body.holidays_added": _("added holidays of a council"),
    "body.holiday_removed": _("removed a holiday of a council"),
}


def init_app(app: Flask) -> None:
    from ...coalition import audit
    from . import desk, desk_holidays  # noqa: F401  (its views)

    audit.register(ACTS)
    app.register_blueprint(desk.bp)
