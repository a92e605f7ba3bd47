"""What organizers decide about signatures, and can undo: taken out, comments, households."""

from flask import Flask


def init_app(app: Flask) -> None:
    from ...coalition import audit
    from . import desk, desk_comments, desk_households

    for one in (desk, desk_comments, desk_households):
        audit.register(one.ACT_WORDS)
        app.register_blueprint(one.bp)
