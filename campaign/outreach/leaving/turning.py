"""Stopping mails of one topic and letting them go on; the caller notes it and commits."""

from typing import NamedTuple

from sqlalchemy import select

from ...coalition.models import Organization
from ...coalition.standing import title_of
from ...db import db, now
from ...hearings.models import Hearing
from ...hearings.reminding import batches as hearing_batches
from ...mail import MailBatch, batches
from ...petitions import waiting
from ...petitions.models import Petition
from ..letters.models import LetterAction
from ..letters.states import lock_action
from . import occasions
from .foreseen import questions_title, reminders_title
from .lines import LETTERS, QUESTIONS, REMINDERS, Line


class Turned(NamedTuple):
    """Whether anything changed, and how many mails were too late to go out."""

    is_new: bool
    dropped: int = 0


def stop(organization: Organization, line: Line, who: str) -> Turned:
    """Send nothing of it from now on; what comes meanwhile waits."""
    if line.kind == LETTERS:
        return Turned(turn_letters(line, is_stopped=True))
    return Turned(batches.pause(batch_of(organization, line), who))


def start(organization: Organization, line: Line) -> Turned:
    """Let it go on, but for what has come too late by now."""
    if line.kind == LETTERS:
        return Turned(turn_letters(line, is_stopped=False))
    batch = batch_of(organization, line)
    dropped = occasions.drop_overtaken(batch)
    return Turned(batches.resume(batch), dropped)


def drop(organization: Organization, line: Line) -> int:
    """Never send what waits now; what comes later is another matter."""
    return 0 if line.kind == LETTERS else occasions.drop_all(batch_of(organization, line))


def turn_letters(line: Line, *, is_stopped: bool) -> bool:
    action = lock_action(db.session.get_one(LetterAction, number_of(line)))
    if (action.paused_at is not None) == is_stopped:
        return False
    action.paused_at = now() if is_stopped else None
    return True


def batch_of(organization: Organization, line: Line) -> MailBatch:
    """The batch of a line; made for what is foreseen, so that it can be stopped before."""
    mine = select(MailBatch).filter_by(organization_id=organization.id, topic=line.topic)
    found = db.session.scalar(mine)
    return found or db.session.get_one(MailBatch, made_for(organization, line))


def made_for(organization: Organization, line: Line) -> int | None:
    number = number_of(line)
    if line.kind == waiting.TOPIC:
        return waiting.reminders_of(db.session.get_one(Petition, number))
    if line.kind == hearing_batches.REMINDERS:
        return hearing_batches.reminders_of(db.session.get_one(Hearing, number))
    words = {QUESTIONS: questions_title, REMINDERS: reminders_title}[line.kind]
    action = db.session.get_one(LetterAction, number)
    titles = title_of(lambda code: words(action, code))
    return batches.of(organization.id, line.topic, titles).id


def number_of(line: Line) -> int:
    return int(line.topic.partition(":")[2])
