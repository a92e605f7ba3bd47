"""Looking at a mailing before it goes: as any of its receivers, what the checks say, tests."""

import secrets
from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from flask import Response, abort, flash, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy import func, select

from ... import mail
from ...accounts.checks import me
from ...accounts.models import User
from ...coalition.models import Membership
from ...db import db, now
from ...forms import asked_number
from ...i18n import own_name
from ...mail.models import OutgoingEmail
from ...mail.views import POLICY
from ...people.listing import Asked, narrow
from ...people.models import Person
from ...security import allow
from ..place import WRITES, Place, get_my_mailing, get_place, note
from . import bp, checks
from .conditions import NUMBER
from .forms import TestForm
from .merging import Values
from .models import Mailing
from .queueing import audience_of
from .rendering import code_for, rendered, reply_to_of, sender_of, settings_of, shared
from .segments import Audience, people

FOUND = 8  # people that a search shows
TESTS = 60  # mails of one mailing's tests in a day
TEMPLATE = "outreach/mailings/mail/mailing"


@bp.get("/<int:number>/preview")
@allow(WRITES)
def preview(organization: str, campaign: str, number: int) -> ResponseReturnValue:
    """The mail as one of its receivers gets it, beside what the checks say."""
    place = get_place(organization, campaign)
    return preview_page(place, get_my_mailing(place, number), TestForm(formdata=None))


def preview_page(place: Place, mine: Mailing, form: TestForm) -> tuple[str, int]:
    audience = audience_of(mine)
    person = chosen(audience, asked_number("person"))
    code = code_of(mine, person)
    members = members_of(place)
    form.offer([(str(one.id), f"{one.name} ({one.email})") for one in members], mine.codes)
    if request.method != "POST":
        form.members.data, form.language.data = [str(me().id)], code
        form.person.data = person.id if person else 0
    subject, text, _html = mail_of(mine, person, code) if code else ("", "", "")
    q = request.args.get("q", "").replace("\0", "").strip()[:100]
    page = render_template(
        "outreach/mailings/preview.html",
        place=place,
        mailing=mine,
        form=form,
        person=person,
        code=code,
        codes=[(one, own_name(one)) for one in mine.codes],
        subject=subject,
        text=text,
        sender=sender_of(mine, settings_of(mine)),
        reply_to=reply_to_of(mine, settings_of(mine)),
        around=around(audience, person),
        q=q,
        hits=search(audience, q) if q else [],
        checks=looked_at(mine, audience),
    )
    return page, form.status


def chosen(audience: Audience, number: int) -> Person | None:
    """The receiver that the address names, else the first one; None where nobody gets it."""
    if number and audience.has(number):
        return people([number])[0]
    first = audience.next_to(0)
    return people([first])[0] if first else None


def code_of(mine: Mailing, person: Person | None) -> str:
    """The language that the address asks for, else this person's, as far as it is written."""
    asked = request.args.get("language", "")
    return asked if asked in mine.codes else code_for(mine, person.language if person else "")


def mail_of(mine: Mailing, person: Person | None, code: str) -> tuple[str, str, str]:
    return rendered(mine, code, Values(mine).of(person, code))


def around(audience: Audience, person: Person | None) -> dict[str, int | None]:
    if person is None:
        return {}
    return {
        "previous": audience.next_to(person.id, is_back=True),
        "next": audience.next_to(person.id),
    }


def search(audience: Audience, q: str) -> Sequence[Person]:
    """Receivers whose name or address has words that begin so."""
    conditions = [one.condition for one in narrow(audience.organization_id, Asked(q=q))]
    query = audience.receivers(*conditions).order_by(NUMBER).limit(FOUND)
    return people(list(db.session.scalars(query)))


def looked_at(mine: Mailing, audience: Audience) -> list[checks.Check]:
    spoken = audience.languages()
    return checks.run(mine, sum(spoken.values()), spoken)


@bp.get("/<int:number>/preview.html")
@allow(WRITES)
def preview_html(organization: str, campaign: str, number: int) -> Response:
    """The HTML part alone, for the frames: no script, nothing fetched."""
    place = get_place(organization, campaign)
    mine = get_my_mailing(place, number)
    audience = audience_of(mine)
    person = chosen(audience, asked_number("person"))
    code = code_of(mine, person)
    if not code:
        abort(404, _("Nothing is written yet."))
    answer = Response(mail_of(mine, person, code)[2], content_type="text/html; charset=utf-8")
    answer.headers["Content-Security-Policy"] = POLICY
    answer.headers["Cache-Control"] = "private, no-store"
    return answer


def members_of(place: Place) -> Sequence[User]:
    """Everybody who belongs to the organization: strangers get no tests."""
    query = select(User).join(Membership, Membership.user_id == User.id)
    query = query.where(Membership.organization_id == place.organization.id)
    return db.session.scalars(query.where(Membership.ended_at.is_(None)).order_by(User.name)).all()


@bp.post("/<int:number>/test")
@allow(WRITES)
def test(organization: str, campaign: str, number: int) -> ResponseReturnValue:
    """Send it to oneself or to other members, as the receiver that is looked at gets it."""
    place = get_place(organization, campaign)
    mine = get_my_mailing(place, number)
    form = TestForm()
    members = members_of(place)
    form.offer([(str(one.id), f"{one.name} ({one.email})") for one in members], mine.codes)
    if not form.submitted():
        return preview_page(place, mine, form)
    wanted = [one for one in members if str(one.id) in (form.members.data or [])]
    if tests_today(mine) + len(wanted) > TESTS:
        sentence = ngettext(
            "%(num)s test a day is enough.", "%(num)s tests a day are enough.", TESTS
        )
        form.members.errors = [sentence]
        return preview_page(place, mine, form)
    audience = audience_of(mine)
    person = chosen(audience, form.person.data or 0)
    send_tests(mine, wanted, person, form.language.data)
    note("mailing.tested", place, f"mailings/{mine.id}", edition=mine.edition, count=len(wanted))
    db.session.commit()
    mail.wake()
    flash(
        ngettext("%(num)s test is on its way.", "%(num)s tests are on their way.", len(wanted)),
        "success",
    )
    values: dict[str, Any] = {"person": person.id if person else 0, "language": form.language.data}
    return redirect(place.url("mailings_desk.preview", number=number, **values), 303)


def send_tests(mine: Mailing, to: Sequence[User], person: Person | None, code: str) -> None:
    """Each gets the words of that receiver, whose link to leave the list does not work here."""
    settings = settings_of(mine)
    merge = Values(mine).of(None if person is None else person, code)
    nowhere = Values(mine).of(None, code)["unsubscribe"]
    merge = {
        name: nowhere if value == merge["unsubscribe"] else value for name, value in merge.items()
    }
    act = secrets.token_hex(6)
    for user in to:
        mail.queue(
            TEMPLATE,
            user.email,
            key=f"mailing-test:{mine.id}:{act}:{user.id}",
            locale=code,
            shared=shared(mine, code, settings) | {"is_test": True},
            merge=merge,
            budgeted=False,
            reply_to=reply_to_of(mine, settings),
            sender_name=sender_of(mine, settings),
        )


def tests_today(mine: Mailing) -> int:
    key = f"mailing-test:{mine.id}:"
    since = now() - timedelta(days=1)
    query = select(func.count()).where(
        OutgoingEmail.key >= key, OutgoingEmail.key < f"{key}g", OutgoingEmail.queued_at > since
    )
    return db.session.scalar(query) or 0
