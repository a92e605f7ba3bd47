"""How statuses, kinds and dates of facts read on pages."""

from babel import UnknownLocaleError
from flask import Flask
from flask_babel import lazy_gettext as _

from ..i18n import own_name

STATUS = {
    "draft": _("draft"),
    "current": _("current"),
    "disputed": _("disputed"),
    "superseded": _("superseded"),
    "retracted": _("retracted"),
}
KIND = {
    "primary": _("Primary source"),
    "official": _("Official report"),
    "peer-reviewed": _("Peer-reviewed study"),
    "press": _("Press"),
    "vendor": _("The vendor"),
    "advocacy": _("Advocacy"),
}
FIELD = {
    "topic": _("Topic"),
    "status": _("Status"),
    "reason": _("Reason"),
    "statement": _("Statement"),
    "figure": _("Figure"),
    "unit": _("Unit"),
    "denominator": _("Out of"),
    "period": _("Period"),
    "as_of": _("As of"),
    "kind": _("Kind of source"),
    "note": _("Note"),
    "superseded_by": _("Replaced by"),
    "translations": _("Translations"),
    "sources": _("Sources"),
    "disputes": _("Disputes"),
    "link_answered_on": _("Link last answered"),
    "last_read_on": _("Source last re-read"),
    "review_by": _("To be re-read by"),
}
STALE = {  # why a citation needs a decision
    "changed": _("changed"),
    "superseded": _("superseded"),
    "retracted": _("retracted"),
    "disputed": _("disputed"),
    "overdue": _("overdue"),
}


def status_words(status: str) -> str:
    return str(STATUS[status])


def stale_words(why: str) -> str:
    return str(STALE[why])


def kind_words(kind: str | None) -> str:
    return str(KIND[kind]) if kind else ""


def field_words(field: str) -> str:
    return str(FIELD[field])


def language_name(code: str) -> str:
    """What a language calls itself; its code where nobody knows that language."""
    try:
        return own_name(code)
    except (UnknownLocaleError, ValueError):
        return code


def init_app(app: Flask) -> None:
    app.jinja_env.filters.update(
        fact_status=status_words,
        fact_kind=kind_words,
        fact_stale=stale_words,
        fact_field=field_words,
    )
