"""What answers of offices are called."""

from flask_babel import lazy_gettext as _

ANSWERS = {
    "no": _("No answer"),
    "form": _("A form reply"),
    "staff": _("A staff member"),
    "personal": _("The official personally"),
}
