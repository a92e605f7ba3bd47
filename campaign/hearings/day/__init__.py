"""The day itself: run sheet, timer, and the record of what was heard."""

from flask import Flask
from flask_babel import lazy_gettext as _

ACTS = {
    "hearing.period": _("said when the time for the public began or ended"),
    "hearing.cut": _("cut the time of all speakers"),
    "hearing.recorded": _("wrote into the record of a hearing"),
}
KINDS = {"question": _("Question"), "promise": _("Promise"), "remark": _("Remark")}


def init_app(app: Flask) -> None:
    from ...coalition import audit
    from ..speaking.way import LABELS
    from . import desk, desk_record  # noqa: F401  (its views)

    audit.register(ACTS)
    app.register_blueprint(desk.bp)
    app.jinja_env.globals |= {"heard_kinds": KINDS, "day_states": LABELS}
