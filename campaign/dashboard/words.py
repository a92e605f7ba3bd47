"""How it reads why a document needs a look."""

from flask_babel import lazy_gettext as _

WHY = {
    "changed": (_("changed"), "warn", _("The fact has changed since this was written.")),
    "superseded": (_("superseded"), "bad", _("Another fact has taken its place.")),
    "retracted": (_("retracted"), "bad", _("The fact was taken back.")),
    "disputed": (_("disputed"), "warn", _("Somebody with a source disputes it now.")),
    "overdue": (_("overdue"), "warn", _("Its source should have been read again by now.")),
}
STATE = {
    "draft": (_("draft"), ""),
    "coming": (_("not open yet"), ""),
    "open": (_("open"), "good"),
    "stopped": (_("stopped"), "warn"),
    "closed": (_("closed"), ""),
}
