"""What will go out for a campaign though nobody has written it yet; its lead sees it."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

from flask_babel import gettext, ngettext
from flask_babel import lazy_gettext as _
from sqlalchemy import String, cast, exists, func, literal, select

from ...coalition.models import Campaign, Organization
from ...db import db, now
from ...hearings.models import Hearing
from ...hearings.reminding import batches as hearing_batches
from ...hearings.reminding.desk import coming
from ...hearings.reminding.sending import hearings_near
from ...i18n import language, spoken
from ...mail import OutgoingEmail
from ...officials.models import Official
from ...petitions import waiting
from ...petitions.models import Petition, Signature
from ..letters.models import Letter, LetterAction
from ..mailings.models import Mailing
from .lines import LETTERS, MAILING, QUESTIONS, REMINDERS, Line

QUESTION_AFTER, QUESTION_UNTIL = timedelta(days=14), timedelta(days=60)
REMIND_AFTER, DELETE_AFTER = timedelta(days=3), timedelta(days=21)


def foreseen(organization: Organization) -> list[Line]:
    """Everything of the campaigns that it leads, and its own mailings."""
    led = campaigns_led_by(organization)
    return [
        *mailings(organization),
        *petitions(led),
        *hearings(led),
        *letters(led),
        *letter_reminders(led),
        *questions(led),
    ]


def campaigns_led_by(organization: Organization) -> list[Campaign]:
    """Those whose reminders are this organization's mails."""
    parts = [one.campaign for one in organization.partnerships if one.is_current]
    return [one for one in parts if one.partners("lead")[:1] == [organization]]


GOING = ("scheduled", "queueing", "sending")


def numbers(led: Sequence[Campaign]) -> list[int]:
    return [one.id for one in led]


def mailings(organization: Organization) -> Iterator[Line]:
    """Those with a moment, and those whose mails are being written."""
    coming = select(Mailing).where(
        Mailing.organization_id == organization.id, Mailing.state.in_(GOING)
    )
    for one in db.session.scalars(coming.order_by(Mailing.scheduled_at, Mailing.id)):
        yield Line(
            topic=f"{MAILING}:{one.id}",
            title=one.name,
            foreseen=0 if one.state == "sending" else None,
            next_at=one.scheduled_at,
            state=one.state,
            url=f"/campaigns/{one.campaign.slug}/mailings/{one.id}",
            can_turn=False,
        )


def petitions(led: Sequence[Campaign]) -> Iterator[Line]:
    """Signatures that nobody confirmed: one reminder each, after three days."""
    query = (
        select(Petition, func.count(), func.min(Signature.signed_at))
        .join(Signature, Signature.petition_id == Petition.id)
        .where(
            Petition.campaign_id.in_(numbers(led)),
            Signature.confirmed_at.is_(None),
            Signature.withdrawn_at.is_(None),
            Signature.invalidated_at.is_(None),
            Signature.reminded_at.is_(None),
            Signature.signed_at > now() - waiting.DELETE_AFTER,
        )
        .group_by(Petition.id)
        .order_by(Petition.id)
    )
    for petition, count, first in db.session.execute(query):
        if petition.is_open:
            yield Line(
                topic=f"{waiting.TOPIC}:{petition.id}",
                title=waiting.title(petition, language()),
                foreseen=count,
                next_at=max(now(), first + waiting.REMIND_AFTER),
                pace=_("unless they confirm before"),
                url=f"/campaigns/{petition.campaign.slug}/petitions/{petition.slug}",
            )


def hearings(led: Sequence[Campaign]) -> Iterator[Line]:
    for one in hearings_near(now()):
        if one.campaign in led and (line := of_hearing(one)):
            yield line


def of_hearing(hearing: Hearing) -> Line | None:
    """All moments that are to come, with the numbers of now."""
    found = [one for one in coming(hearing) if one.count and one.moment.at > now()]
    if not found:
        return None
    return Line(
        topic=f"{hearing_batches.REMINDERS}:{hearing.id}",
        title=hearing_batches.title(hearing, language()),
        foreseen=sum(one.count for one in found),
        next_at=min(one.moment.at for one in found),
        pace=_("to those who are in the list at that moment"),
        url=f"/campaigns/{hearing.campaign.slug}/hearings/{hearing.slug}/reminders",
    )


def letters(led: Sequence[Campaign]) -> Iterator[Line]:
    """Confirmed letters that wait for their turn, by office."""
    query = (
        select(LetterAction, Official.name, func.count())
        .join(Letter, Letter.action_id == LetterAction.id)
        .join(Official, Official.id == Letter.official_id)
        .where(LetterAction.campaign_id.in_(numbers(led)), Letter.state.in_(("waiting", "leaving")))
        .group_by(LetterAction.id, Official.id)
        .order_by(LetterAction.id, func.count().desc(), Official.id)
    )
    by_action: dict[LetterAction, list[tuple[str, int]]] = {}
    for action, name, count in db.session.execute(query):
        by_action.setdefault(action, []).append((name, count))
    for action, offices in by_action.items():
        yield of_action(action, offices)


def of_action(action: LetterAction, offices: list[tuple[str, int]]) -> Line:
    most = max(count for _name, count in offices)
    pace = ngettext(
        "to one office at most %(hour)s an hour and %(day)s a day: the last one within a day",
        "to one office at most %(hour)s an hour and %(day)s a day: the last one in %(num)s days",
        -(-most // action.per_day),
        hour=action.per_hour,
        day=action.per_day,
    )
    return Line(
        topic=f"{LETTERS}:{action.id}",
        title=spoken(action.title),
        foreseen=sum(count for _name, count in offices),
        state="paused" if action.paused_at else "running",
        why=_("stopped") if action.paused_at else "",
        pace=pace,
        url=f"/campaigns/{action.campaign.slug}/letters/{action.slug}",
        parts=offices,
    )


def questions(led: Sequence[Campaign]) -> Iterator[Line]:
    """Writers who will be asked within two weeks whether the office has answered."""
    query = (
        select(LetterAction, func.count(), func.min(Letter.sent_at))
        .join(Letter, Letter.action_id == LetterAction.id)
        .where(
            LetterAction.campaign_id.in_(numbers(led)),
            Letter.state == "sent",
            Letter.reply_asked_at.is_(None),
            Letter.sent_at > now() - QUESTION_UNTIL,
            Letter.email != "",
        )
        .group_by(LetterAction.id)
        .order_by(LetterAction.id)
    )
    for action, count, first in db.session.execute(query):
        yield Line(
            topic=f"{QUESTIONS}:{action.id}",
            title=questions_title(action, language()),
            foreseen=count,
            next_at=due(first),
            url=f"/campaigns/{action.campaign.slug}/letters/{action.slug}",
        )


def letter_reminders(led: Sequence[Campaign]) -> Iterator[Line]:
    """Letters that nobody confirmed: one reminder each, after three days."""
    key = literal("letter-remind:") + cast(Letter.id, String)
    query = (
        select(LetterAction, func.count(), func.min(Letter.written_at))
        .join(Letter, Letter.action_id == LetterAction.id)
        .where(
            LetterAction.campaign_id.in_(numbers(led)),
            Letter.state == "unconfirmed",
            Letter.written_at > now() - DELETE_AFTER,
            ~exists().where(OutgoingEmail.key == key),
        )
        .group_by(LetterAction.id)
        .order_by(LetterAction.id)
    )
    for action, count, first in db.session.execute(query):
        if action.takes_letters:
            yield Line(
                topic=f"{REMINDERS}:{action.id}",
                title=reminders_title(action, language()),
                foreseen=count,
                next_at=max(now(), first + REMIND_AFTER),
                pace=_("unless they confirm before"),
                url=f"/campaigns/{action.campaign.slug}/letters/{action.slug}",
            )


def questions_title(action: LetterAction, code: str) -> str:
    title = spoken(action.title, code)
    return gettext("“Did they answer?” to writers of “%(title)s”", title=title)


def reminders_title(action: LetterAction, code: str) -> str:
    return gettext("Reminders to confirm “%(title)s”", title=spoken(action.title, code))


def due(sent_at: datetime | None) -> datetime:
    return max(now(), (sent_at or now()) + QUESTION_AFTER)
