"""Bringing in what other people's files say: read, compared, looked at, carried out.

- A **reader** turns a file's bytes into items, or into a list of problems by line; it asks the
  database nothing.
- A **wanter** turns items into `Wanted` rows: what the tables should hold.
- `plan.make` compares these with what they hold; `Plan.carry_out` writes it. A command and a page
  call the same functions.
"""

from flask import Flask
from flask_babel import lazy_gettext as _

STATES = {"checked": _("waits"), "done": _("done"), "cancelled": _("cancelled")}


def init_app(app: Flask) -> None:
    """Add this part's pages."""
    from ...coalition import audit
    from . import desk, waiting  # noqa: F401  (its job)

    audit.register({"officials.imported": _("imported a file about officials")})
    app.jinja_env.globals["record_import_words"] = STATES
    app.register_blueprint(desk.bp)
