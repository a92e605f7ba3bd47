"""What the people room asks of this one: what a petition is called."""

from flask_babel import gettext as _

from ..db import db
from ..i18n import spoken
from .models import Petition


def source_name(petition_id: int) -> str:
    """Where somebody ticked a consent."""
    petition = db.session.get(Petition, petition_id)
    if petition is None:
        return ""
    return _("ticked under the petition “%(title)s”", title=spoken(petition.title))
