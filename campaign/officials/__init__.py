"""Who decides: bodies, seats, who holds them, wards and their lines, measures, votes; and the
coalition's own, private picture of it.

- **Body**: a council, committee or board; its words, zone and thresholds are data. **Holiday**: a
  day on which it does no business.
- **Seat** (Popolo *post*): a place in a body, most often for a ward. **Official**: a human.
- **Term** (Popolo *membership*): an official in a seat, or in a committee, from a day to a day. Its
  **Contact** details carry the day somebody verified them. A seat without a term is *vacant*.
- **Ward**: an Open Civic Data division. **WardMap**: the boundaries in force from a day to a day.
- **Measure**: what is decided, under a **record number** that has several spellings. **Meeting**:
  when a body meets. **RollCall** and **Vote**: what happened.
- **Whip**: a campaign's count on one measure. **Stance**: what it believes an official will do,
  with evidence, source and date; it fades. Never public: the lead's organizers and those they name.
- **Interaction**: an organization met, called or wrote to an official, and what comes next. Its
  own; the lead sees those that it shares.

What comes from a file remembers its source. What a person corrected by hand (`by_hand`) no later
import overwrites, and nothing is deleted because a file leaves it out.
"""

from flask import Flask


def init_app(app: Flask) -> None:
    from ..people.places import register_wards
    from ..signals import mail_bounced
    from . import bouncing, bringing, contact, councils, pages, record, rosters, wards, whip
    from .bringing import models as _bringing  # noqa: F401  (their tables)
    from .contact import models as _contact  # noqa: F401
    from .places import ward_names
    from .record import models as _record  # noqa: F401
    from .wards import models as _wards  # noqa: F401
    from .whip import models as _whip  # noqa: F401

    register_wards(ward_names)
    mail_bounced.connect(bouncing.note)
    for part in (pages, bringing, rosters, wards, record, contact, whip, councils):
        part.init_app(app)
