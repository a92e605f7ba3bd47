"""Mailings: written, checked, scheduled, sent to a segment of an organization's own people."""

from flask import Blueprint, Flask

bp = Blueprint(
    "mailings_desk", __name__, url_prefix="/organize/<organization>/campaigns/<campaign>/mailings"
)


def init_app(app: Flask) -> None:
    from ...coalition import audit
    from . import (  # noqa: F401  (their views and jobs)
        acts,
        desk,
        desk_preview,
        desk_recipients,
        desk_report,
        desk_segment,
        desk_sending,
        desk_writing,
        heeding,
        queueing,
        rendering,
    )

    audit.register(acts.ACT_WORDS)
    app.jinja_env.filters.update(merged=rendering.merged, merged_html=rendering.merged_html)
    app.register_blueprint(bp)
