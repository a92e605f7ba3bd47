"""Personal data whose time is over: counted first, then ended, every night and by command."""

from typing import Any, NamedTuple

from ... import limits
from ...coalition import audit
from ...db import db
from ...jobs import job
from . import holdings, wiping


class Past(NamedTuple):
    """One kind of personal data, and how much of it is past its date."""

    words: Any
    number: int


def look() -> list[Past]:
    """What `prune` would end now; nothing is changed."""
    found = [Past(rule.words, rule.find()) for rule in holdings.rules()]
    db.session.rollback()
    return found


def prune() -> list[Past]:
    """End what is past its date; how much of what it was."""
    done = [Past(rule.words, rule.end()) for rule in holdings.rules()]
    limits.prune()
    number = sum(one.number for one in done)
    if number:
        audit.note("people.pruned", about="people", number=number)
        db.session.commit()
        wiping.wipe()
    return done


@job("people.prune", every_minutes=1440)
def prune_nightly() -> None:
    prune()
