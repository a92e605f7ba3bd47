"""What the people room asks of this one: what wards are called."""

from ..db import db
from .bodies import ward_name
from .models import Body, Ward


def ward_names() -> dict[str, str]:
    """Every ward's name by its Open Civic Data id, body by body in the order of numbers."""
    query = db.select(Ward).join(Ward.body).options(db.contains_eager(Ward.body))
    wards = db.session.scalars(query.order_by(Body.id, Ward.number))
    return {one.division: ward_name(one) for one in wards}
