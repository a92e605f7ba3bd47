"""What pages call the kinds of contact details, votes and bodies."""

from flask_babel import lazy_gettext as _

CONTACT_NAMES = {
    "email": _("Email address"),
    "phone": _("Phone"),
    "fax": _("Fax"),
    "website": _("Website"),
    "office": _("Ward office"),
    "city_hall": _("Office at city hall"),
    "other": _("Other"),
}
VOTE_NAMES = {
    "yea": _("Yea"),
    "nay": _("Nay"),
    "absent": _("Absent"),
    "not voting": _("Not voting"),
    "abstain": _("Abstained"),
    "excused": _("Excused"),
    "recused": _("Recused"),
    "vacant": _("Seat vacant"),
}
ACTS = {
    "official.added": _("added an official"),
    "official.edited": _("corrected an official’s name"),
    "contact.verified": _("found an office’s contact details still right"),
    "contact.changed": _("changed an office’s contact detail"),
    "contact.removed": _("removed an office’s contact detail"),
    "contact.bounced": _("noted that an office’s address does not work"),
    "contact.works": _("noted that an office’s address works again"),
    "term.added": _("added a term of office"),
    "term.edited": _("corrected a term of office"),
    "term.ended": _("noted that an official left office"),
    "term.removed": _("removed a term of office"),
}
