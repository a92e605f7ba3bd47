"""How a petition comes to be: written, kept in revisions, published, stopped, recruited for."""

from flask import Flask


def init_app(app: Flask) -> None:
    from ...coalition import audit
    from . import desk, desk_links, desk_publish, publishing  # noqa: F401  (their views)

    audit.register(publishing.ACT_WORDS)
    app.register_blueprint(desk.bp)
