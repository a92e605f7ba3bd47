"""Signatures on paper and from files: printed in runs, typed in, checked, counted apart."""

from flask import Flask
from flask_babel import lazy_gettext as _

ACTS = {
    "paper.printed": _("printed sheets for a petition"),
    "paper.entered": _("entered a sheet"),
    "paper.reopened": _("took a sheet back to correct it"),
    "paper.removed": _("forgot what was entered from a sheet"),
    "paper.taken_over": _("went on with a sheet that another person began"),
    "paper.set_aside": _("decided that a line on paper does not count"),
    "paper.put_back": _("decided that a line on paper counts again"),
    "paper.asked": _("asked people on paper to confirm by mail"),
    "signatures.imported": _("brought in signatures from a file"),
}


def init_app(app: Flask) -> None:
    from ...coalition import audit
    from ...people.my_data.holdings import register_holder
    from . import desk, desk_import, desk_sheet, holdings  # noqa: F401  (its views)

    audit.register(ACTS)
    register_holder(holdings.HOLDER)
    app.register_blueprint(desk.bp)
