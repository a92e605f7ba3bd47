"""The whip count: what a campaign believes about each vote. Never public.

Who may see it: organizers of the organization that leads, and accounts that they name. For
everybody else there is no such page, and nothing elsewhere tells that there is one.
"""

from flask import Flask
from flask_babel import lazy_gettext as _

ACTS = {
    "whip.begun": _("began a whip count"),
    "whip.changed": _("changed what a whip count asks"),
    "whip.closed": _("closed a whip count"),
    "whip.reopened": _("reopened a whip count"),
    "whip.recorded": _("recorded stances"),
    "whip.withdrawn": _("withdrew a stance"),
    "whip.exported": _("took a whip count out as a table"),
    "whip.reader_named": _("let somebody read the whip count"),
    "whip.reader_removed": _("ended somebody’s reading of the whip count"),
}


def init_app(app: Flask) -> None:
    from ...coalition import audit
    from . import desk, desk_board, desk_entries, desk_readers, words  # noqa: F401  (its views)
    from .of_official import whip_of

    audit.register(ACTS)
    app.register_blueprint(desk.bp)
    app.jinja_env.globals["whip_of"] = whip_of
    app.jinja_env.filters.update(
        stance_words=words.value_words,
        stance_mark=words.mark,
        evidence_words=words.evidence_words,
        whip_reached=words.reached,
        whip_goal=words.goal,
    )
    app.jinja_env.globals["stances"] = words.VALUES
