"""Two people who change one official: the second learns what the first wrote, nothing is lost."""

import hashlib
import json
from typing import Any

from .models import Contact, Official, Term

FIELDS: dict[type[Any], tuple[str, ...]] = {
    Official: ("name", "sort_name", "other_names"),
    Term: ("starts", "ends", "role", "note"),
    Contact: ("kind", "label", "value", "bounced_at"),
}


def mark_of(*rows: Any) -> str:
    """What rows say, as a short mark: another one when somebody has changed them since."""
    said = [[one.id, *(str(getattr(one, name)) for name in FIELDS[type(one)])] for one in rows]
    text = json.dumps(sorted(said))
    return hashlib.sha256(text.encode()).hexdigest()[:16]
