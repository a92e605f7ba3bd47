"""What is done about signatures once they are there: integrity, comments, households.

Registers their views, jobs and words for the audit.
"""

from flask import Flask


def init_app(app: Flask) -> None:
    from ..coalition import audit
    from . import desk_comments, desk_households, desk_integrity

    for desk in (desk_integrity, desk_comments, desk_households):
        audit.register(desk.ACT_WORDS)
        app.register_blueprint(desk.bp)
