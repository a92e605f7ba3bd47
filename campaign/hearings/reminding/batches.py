"""The batches of a hearing's mails that go out by themselves, or to everybody at once."""

from collections.abc import Iterable

from flask_babel import gettext as _

from ...coalition.standing import batch_of
from ...i18n import spoken
from ..models import Hearing

REMINDERS, CHANGES = "hearing-reminders", "hearing-changes"  # topics


def batches_of(hearings: Iterable[Hearing]) -> dict[int, int | None]:
    """The batch of each hearing's reminders, with which they are stopped."""
    return {one.id: reminders_of(one) for one in sorted(hearings, key=lambda each: each.id)}


def reminders_of(hearing: Hearing) -> int | None:
    return batch_of(
        hearing.campaign, f"{REMINDERS}:{hearing.id}", lambda code: title(hearing, code)
    )


def changes_of(hearing: Hearing) -> int | None:
    """The batch of the mails that tell its speakers of a sudden change."""

    def words(code: str) -> str:
        return _("Changes of “%(title)s”", title=spoken(hearing.title, code))

    return batch_of(hearing.campaign, f"{CHANGES}:{hearing.id}", words)


def title(hearing: Hearing, code: str) -> str:
    """What its reminders are called among all that goes out."""
    return _("Reminders of “%(title)s”", title=spoken(hearing.title, code))
