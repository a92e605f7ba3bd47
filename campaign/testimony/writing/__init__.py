"""Writing: the page on which a testimony is written, by its writer or an organizer.

**Hand**: whoever writes, and where their pages are. **Check**: how long a text takes, where one
may stop, what is wrong with its facts, which points it makes, how much of it others say too; it
stores nothing. **Cut**: the place in a text where so many seconds are over. **Palette**: the facts
that can be put into a text. **Clash**: two people have saved; both texts stand side by side.
"""

from flask import Flask
from flask_babel import lazy_gettext as _

ACTS = {
    "draft.began": _("began a testimony for a speaker"),
    "draft.version_added": _("added a length or a language to a testimony"),
    "draft.version_removed": _("removed a length or a language of a testimony"),
}


def init_app(app: Flask) -> None:
    from ...coalition import audit
    from ..beginning import find_draft
    from . import begin, versions, write  # noqa: F401  (their views)

    audit.register(ACTS)
    app.jinja_env.globals["find_draft"] = find_draft  # for a speaker's own page
