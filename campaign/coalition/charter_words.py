"""What each field and purpose of a charter means for the resident it is about: who gets what."""

from flask_babel import lazy_gettext as _

FIELDS = {
    "name": _("the name as the resident typed it."),
    "email": _("the address that the resident can be written to. With it, somebody can."),
    "ward": _("the number of the ward; never a street."),
    "comment": _("why they signed, in their own words."),
    "language": _("the language they signed in, so that one can answer in it."),
    "signed_on": _("the day they signed."),
    "organization": _("who brought them. It tells one organization how another one works."),
}
PURPOSES = {
    "deliver": _("the office, council or clerk that the petition asks gets the signatures."),
    "email": _("an organization writes to its own people: those who ticked it, nobody else."),
    "invite": _("an organization asks its own people to come to a hearing or a meeting."),
}
PARTS = {
    "fields": _("What may be taken out"),
    "purposes": _("What for"),
    "ends_on": _("Until when"),
    "note": _("What else you agree on"),
}
