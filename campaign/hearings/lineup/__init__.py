"""Who says what, in which order, and whether it fits the clock."""

from flask import Flask
from flask_babel import lazy_gettext as _

ACTS = {
    "points.changed": _("changed the points of a campaign"),
    "lineup.dealt": _("dealt the points of a hearing anew"),
    "lineup.ordered": _("changed the order of speakers"),
}


def init_app(app: Flask) -> None:
    from ...coalition import audit
    from ..speaking.forms import MODE_NAMES
    from . import desk, desk_points  # noqa: F401  (its views)
    from .dealing import REASONS

    audit.register(ACTS)
    app.register_blueprint(desk.bp)
    app.jinja_env.filters["clock"] = clock_words
    app.jinja_env.globals |= {"deal_reasons": REASONS, "mode_words": MODE_NAMES}


def clock_words(seconds: int) -> str:
    """Seconds as a clock shows them: 1:30."""
    return f"{seconds // 60}:{seconds % 60:02}"
