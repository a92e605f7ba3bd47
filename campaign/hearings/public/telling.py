"""Mails to people who take part: their link, where they stand, a seat that is theirs to take."""

from typing import Any

from flask_babel import force_locale
from flask_babel import gettext as _

from ... import mail
from ...db import Straight
from ...filters import datetime_words
from ...i18n import spoken
from ...mail.outbox import mailbox_hash
from ...pages import remember
from ..calendars import making
from ..models import Hearing
from ..speaking import links
from ..speaking.models import Speaker

CONFIRM = "hearings/mail/confirm"
REMINDER = "hearings/mail/remind"
STANDING = "hearings/mail/standing"
OFFER = "hearings/mail/offer"


class Asking:
    """What the mail to the owner of a mailbox needs that somebody typed."""

    def __init__(self, hearing: Hearing, email: str, language: str) -> None:
        self.hearing_id, self.email, self.language = hearing.id, email, language
        self.mailbox = mailbox_hash(email)
        key = ("hearing mails", hearing.id, language, hearing.starts_at)
        self.shared = remember(key, lambda: about(hearing, language))

    def send(
        self,
        speaker_id: int,
        time: int,
        template: str = CONFIRM,
        within: Straight | None = None,
        batch_id: int | None = None,
    ) -> bool:
        """Queue the mail with this speaker's one link, which opens in its language."""
        address = links.address(self.hearing_id, speaker_id, self.mailbox)
        return mail.queue(
            template,
            self.email,
            key=f"{template}:{speaker_id}:{time}",
            locale=self.language,
            shared=self.shared,
            merge={"link": f"{address}?lang={self.language}"},
            batch_id=batch_id,
            within=within,
        )


def about(hearing: Hearing, language: str) -> dict[str, Any]:
    """The hearing in one language, as the mails name it."""
    with force_locale(language):
        when = datetime_words(hearing.starts_at, hearing.body.timezone)
    return {
        "hearing_id": hearing.id,
        "title": spoken(hearing.title, language),
        "when": when,
        "place": hearing.place,
    }


def tell_standing(speaker: Speaker) -> None:
    """Where somebody stands who has just confirmed or taken a seat, with an invitation."""
    send(STANDING, speaker, f"{speaker.id}:{speaker.edition}", state=speaker.state)


def tell_offer(speaker: Speaker, change_id: int) -> None:
    """A seat is theirs if they answer in time."""
    with force_locale(speaker.language):
        until = datetime_words(speaker.offered_until, speaker.hearing.body.timezone)
    send(OFFER, speaker, f"{speaker.id}:{change_id}", until=until)


def send(template: str, speaker: Speaker, key: str, **shared: Any) -> None:
    """Their mailbox is proven, so this counts against no budget."""
    if not speaker.email:
        return  # somebody whom an organizer has put down by name alone
    hearing = speaker.hearing
    shared |= {"mode": speaker.mode, "is_own": hearing.rule.is_own, "next": next_words(speaker)}
    with force_locale(speaker.language):
        calendar = making.of_speaker(speaker) if template == STANDING else None
    mail.queue(
        template,
        speaker.email,
        key=f"{template}:{key}",
        locale=speaker.language,
        shared=about(hearing, speaker.language) | shared,
        merge={"link": f"{links.link(speaker)}?lang={speaker.language}"},
        budgeted=False,
        calendar=calendar,
    )


def next_words(speaker: Speaker) -> str:
    """One sentence on what happens now, in the speaker's language."""
    with force_locale(speaker.language):
        return _standing_words(speaker)


def _standing_words(speaker: Speaker) -> str:
    if speaker.mode == "written":
        return str(_("Your link shows where to send your comment, and until when."))
    if speaker.state == "waiting":
        return str(
            _("All seats are taken. You are on the waiting list; we write when one is free.")
        )
    if speaker.state == "offered":
        return str(_("A seat is free for you. Open your link and take it."))
    if speaker.state == "confirmed":
        return str(_("You have a seat. If you cannot come, give it back with your link."))
    return str(
        _("This is not yet the body’s own list. Your link says how and when to sign up there.")
    )
