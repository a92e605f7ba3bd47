"""What the acts of this desk, and the states of letters and their actions, are called."""

from flask_babel import lazy_gettext as _

ACTS = {
    "letters.created": _("began a letter action"),
    "letters.edited": _("edited a letter action"),
    "letters.published": _("published a letter action"),
    "letters.paused": _("paused the letters of an action"),
    "letters.resumed": _("let the letters of an action leave again"),
    "letters.closed": _("closed a letter action"),
    "letters.reopened": _("reopened a letter action"),
    "letters.released": _("let held letters leave"),
    "letters.withheld": _("kept held letters back for good"),
    "letters.arrived": _("said that uncertain letters had arrived"),
    "letters.again": _("let letters be sent again"),
    "letters.seen": _("looked at letters that were not by who signs them"),
    "letters.stance": _("made a stance of a reply"),
    "letters.dismissed": _("read a reply that says no stance"),
    "letters.undecided": _("took back what was decided about a reply"),
}
STATES = {  # how a letter's state reads, and the kind of its badge
    "unconfirmed": (_("Unconfirmed"), ""),
    "held": (_("Held"), "warn"),
    "waiting": (_("Waiting"), ""),
    "leaving": (_("Leaving"), ""),
    "sent": (_("Sent"), "good"),
    "uncertain": (_("Uncertain"), "bad"),
    "failed": (_("Failed"), "bad"),
    "bounced": (_("Bounced"), "bad"),
    "withdrawn": (_("Withdrawn"), ""),
}
ACTION_STATES = {
    "draft": (_("Draft"), ""),
    "open": (_("Open"), "good"),
    "paused": (_("Paused"), "warn"),
    "closed": (_("Closed"), ""),
}
FIELDS = {
    "slug": _("Address"),
    "title": _("Title"),
    "subject": _("Proposed subject"),
    "text": _("Why"),
    "prompts": _("Questions"),
    "body_id": _("Who decides"),
    "measure_id": _("Measure"),
    "facts": _("Facts to quote"),
    "points": _("Points that are dealt"),
    "per_hour": _("Letters an hour"),
    "per_day": _("Letters a day"),
    "on_bounce": _("When an office’s address bounces"),
    "closes_at": _("Closes"),
}
ON_BOUNCE = {
    "wait": _("Letters to that office wait for a person"),
    "next": _("Letters go to the office’s next verified address, if there is one"),
}
