"""What owners and every member look after besides campaigns: access, mail, copies."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy import func, select, text

from ...backup import LAST, database_of
from ...coalition.models import Organization
from ...config import settings
from ...db import db, now
from ...mail.models import TROUBLED, MailHold, OutgoingEmail
from ..places import Place
from ..today import Item, Urgency, in_organization, only_today

WEEK = timedelta(days=7)


@in_organization
@only_today
def second_factor(place: Place) -> Iterator[Item]:
    """Members who see people protect more than themselves; owners are led to it anyway."""
    membership = place.membership
    if membership.role == "organizer" and not membership.user.has_second_factor:
        yield Item(
            _("Your account has no second factor"),
            _("Set it up"),
            "security.two_factor_setup",
            Urgency.NOTE,
            _("A code of your phone keeps others out, should your password leak."),
        )


@in_organization
@only_today
def mail(place: Place) -> Iterator[Item]:
    """Mail that stands still; owners know whom to tell. No number: it is everybody's mail."""
    if not place.membership.is_at_least("owner"):
        return
    if held := db.session.scalar(select(MailHold.reason)):
        yield command(
            _("All mail is on hold: %(reason)s", reason=held),
            _("To let it go: %(command)s", command="campaign mail release"),
        )
    troubled = select(OutgoingEmail.id).where(text(TROUBLED)).limit(1)
    if db.session.scalar(troubled):
        yield command(
            _("Some mail did not go out"),
            _("To see why: %(command)s", command="campaign mail status"),
        )


@in_organization
@only_today
def backup(place: Place) -> Iterator[Item]:
    """A copy of everything that is too old; the tools of PostgreSQL leave us no note."""
    if not place.membership.is_at_least("owner") or database_of(settings()) is None:
        return
    age = now() - last_backup()
    if age > WEEK:
        yield Item(
            ngettext(
                "No backup for %(num)s day",
                "No backup for %(num)s days",
                age.days,
            ),
            "",
            None,
            Urgency.SOON,
            _("Whoever runs this installation types: %(command)s", command="campaign backup FILE"),
        )


def last_backup() -> datetime:
    """When one was made, else when the installation began."""
    note = settings().instance / LAST
    if note.is_file():
        return datetime.fromisoformat(note.read_text(encoding="ascii"))
    return db.session.scalar(select(func.min(Organization.created_at))) or now()


def command(words: str, hint: str) -> Item:
    """What is done where this installation runs, by whoever runs it."""
    return Item(words, "", None, Urgency.NOW, hint)
