"""Out: documents to print, send and file, and the record of what was filed.

**Letter**: a version as PDF or Word file, with notes and sources. **Card**: the same to read from
at the microphone. **Packet**: the letters of a whole hearing, which a job makes.
**Filing**: the body has it.
"""

from flask import Flask
from flask_babel import lazy_gettext as _

ACTS = {
    "testimony.filed": _("noted that a testimony is filed"),
    "testimony.unfiled": _("took back that a testimony is filed"),
    "testimony.delivered": _("noted that a testimony was delivered"),
    "testimony.packet": _("took the testimony of a hearing out"),
    "testimony.fetched": _("downloaded the testimony of a hearing"),
}


def init_app(app: Flask) -> None:
    from ...coalition import audit
    from . import filing_pages, packet_pages, pages_of_draft  # noqa: F401  (their pages)
    from .forms import HOWS

    audit.register(ACTS)
    app.jinja_env.globals.update(filing_hows=HOWS)
