"""What the people room asks of this one: the wards that exist, and what a petition is called."""

from flask_babel import gettext as _

from ..db import db
from ..i18n import spoken
from ..officials.models import Body, Ward
from .models import Petition


def ward_names() -> dict[str, str]:
    """Every ward's name by its Open Civic Data id, body by body in the order of numbers."""
    query = db.select(Ward.division, Ward.number).join(Body).order_by(Body.id, Ward.number)
    rows = db.session.execute(query)
    return {division: _("Ward %(number)s", number=number) for division, number in rows}


def source_name(petition_id: int) -> str:
    """Where somebody ticked a consent."""
    petition = db.session.get(Petition, petition_id)
    if petition is None:
        return ""
    return _("ticked under the petition “%(title)s”", title=spoken(petition.title))
