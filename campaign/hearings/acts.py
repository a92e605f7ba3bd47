"""What the acts of this room's desk are called, in sentences that begin with who did it."""

from flask_babel import lazy_gettext as _

ACTS = {
    "hearing.created": _("made a hearing"),
    "hearing.edited": _("edited a hearing"),
    "hearing.published": _("published a hearing"),
    "hearing.hidden": _("made a hearing a draft again"),
    "hearing.deleted": _("deleted a draft of a hearing"),
    "hearing.changed": _("changed when, where or whether a hearing takes place"),
    "rule.created": _("began a template of a body’s rules"),
    "rule.edited": _("edited a body’s rules"),
    "rule.read": _("read a body’s rules again"),
    "rule.deleted": _("deleted a template of a body’s rules"),
}
