"""What states and versions are called on pages and in documents."""

from flask_babel import gettext as _
from flask_babel import lazy_gettext

from ..i18n import own_name
from .models import Version

LABELS = {
    "draft": lazy_gettext("Draft"),
    "in_review": lazy_gettext("In review"),
    "changes_asked": lazy_gettext("Changes asked"),
    "approved": lazy_gettext("Approved"),
    "filed": lazy_gettext("Filed"),
    "delivered": lazy_gettext("Delivered"),
}


def length_words(version: Version) -> str:
    """“2:00 in Español”: for the microphone, or as a text that is read."""
    language = own_name(version.language)
    if version.seconds == 0:
        return _("Full text in %(language)s", language=language)
    clock = f"{version.seconds // 60}:{version.seconds % 60:02}"
    return _("%(clock)s in %(language)s", clock=clock, language=language)
