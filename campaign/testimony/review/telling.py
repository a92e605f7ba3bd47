"""Mails of review: to writers in their own language, to organizers in the installation's."""

from collections.abc import Iterable
from typing import Any

from flask_babel import force_locale
from flask_babel import gettext as _

from ... import mail
from ...accounts.models import User
from ...coalition.standing import batch_of
from ...config import settings
from ...hearings.models import Hearing
from ...hearings.speaking.telling import base
from ...i18n import spoken
from ..links import link
from ..models import Draft, DraftStep
from ..place import Place

MAILS = {  # to the writer, by the state that begins
    "changes_asked": "testimony/mail/changes_asked",
    "approved": "testimony/mail/approved",
}
NUDGE, TOPIC = "testimony/mail/nudge", "testimony-reminders"
SUBMITTED, ASSIGNED = "testimony/mail/submitted", "testimony/mail/assigned"


def tell(step: DraftStep) -> None:
    """Tell whom a step concerns: the writer, or who reviews what was handed in."""
    draft = step.draft
    if step.after in MAILS and step.before != step.after:
        to_writer(draft, MAILS[step.after], f"step:{step.id}", words=step.why)
    elif step.after == "in_review":
        reviewer = draft.reviewer or draft.hearing.coordinator
        if reviewer is not None and reviewer.id != step.by_id:
            url = desk_url(draft, f"/testimony/{draft.id}")
            to_organizer(reviewer, SUBMITTED, f"step:{step.id}", draft.hearing, url=url)


def to_writer(
    draft: Draft, template: str, act: str, batch_id: int | None = None, **words: Any
) -> bool:
    """One mail to who wrote it, with their private link; False where there is no address."""
    speaker = draft.speaker
    if not speaker.email or speaker.state == "withdrawn":
        return False
    with force_locale(speaker.language):
        said = base(draft.hearing, speaker.language)
    address = link(draft)
    links = {
        "link": f"{address}?lang={speaker.language}",
        "comments": f"{address}/{draft.main.id}/comments?lang={speaker.language}",
    }
    return mail.queue(
        template,
        speaker.email,
        key=f"{template}:{draft.id}:{act}",
        locale=speaker.language,
        shared=said,
        merge={"name": speaker.name, **links, **words},
        budgeted=False,
        batch_id=batch_id,
    )


def nudges_of(hearing: Hearing) -> int | None:
    """The batch of the reminders to finish testimony, with which they are stopped."""

    def words(code: str) -> str:
        title = spoken(hearing.title, code)
        return _("Reminders to finish testimony for “%(title)s”", title=title)

    return batch_of(hearing.campaign, f"{TOPIC}:{hearing.id}", words)


def to_organizer(
    user: User, template: str, act: str, hearing: Hearing, *, url: str, count: int = 1
) -> bool:
    """One mail to an organizer, which names no speaker."""
    locale = settings().language_codes[0]
    return mail.queue(
        template,
        user.email,
        key=f"{template}:{user.id}:{act}",
        locale=locale,
        shared={"title": spoken(hearing.title, locale), "count": count},
        merge={"name": user.name or user.email, "link": url},
        budgeted=False,
    )


def assigned(place: Place, user: User, drafts: Iterable[Draft], act: str) -> None:
    """One mail about all that somebody is asked to review, unless they took it themselves."""
    mine = list(drafts)
    url = settings().base_url + place.url("drafts", reviewer=user.id)
    to_organizer(user, ASSIGNED, act, mine[0].hearing, url=url, count=len(mine))


def desk_url(draft: Draft, path: str) -> str:
    """The absolute address of a page of this room, as the organization that leads opens it."""
    start = f"{settings().base_url}/organize"
    for one in draft.campaign.partners("lead"):
        return f"{start}/{one.slug}/campaigns/{draft.campaign.slug}{path}"
    return start
