"""What is gathered off the site and handed over: paper, files, delivery. Registers their parts."""

from flask import Flask
from flask_babel import lazy_gettext as _

ACT_WORDS = {
    "paper.printed": _("printed sheets for a petition"),
    "paper.entered": _("entered a sheet"),
    "paper.reopened": _("took a sheet back to correct it"),
    "paper.removed": _("forgot what was entered from a sheet"),
    "paper.taken_over": _("went on with a sheet that another person began"),
    "paper.set_aside": _("decided that a line on paper does not count"),
    "paper.put_back": _("decided that a line on paper counts again"),
    "paper.asked": _("asked people on paper to confirm by mail"),
    "signatures.imported": _("brought in signatures from a file"),
    "delivery.made": _("made a delivery packet"),
    "delivery.fetched": _("downloaded a delivery packet"),
    "delivery.noted": _("noted a delivery"),
}


def init_app(app: Flask) -> None:
    from ..coalition import audit
    from ..people.holdings import register_holder
    from . import (  # noqa: F401  (their views and jobs)
        delivery_files,
        desk_delivery,
        desk_export,
        desk_paper,
        desk_paper_import,
        desk_paper_sheet,
        paper_holdings,
    )

    audit.register(ACT_WORDS)
    register_holder(paper_holdings.HOLDER)
    app.register_blueprint(desk_paper.bp)
    app.register_blueprint(desk_delivery.bp)
    app.register_blueprint(desk_export.bp)
