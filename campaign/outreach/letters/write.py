"""Writing a letter: whom to, what they did, questions, points, facts, and how it stands."""

from dataclasses import replace

from flask import make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from ... import mail
from ...db import db
from ...forms import CONTROLS
from ...i18n import language, spoken
from ...officials import asking
from ...officials.contacts import shown
from ...pages import keep
from ...security import allow, network, public
from .. import views
from . import points, writing
from .check import Check
from .finding import asked_ward, consents_of, get_action, get_ward, recruiter
from .forms import ANSWERS, LetterForm, forgive, pressed
from .links import get_letter_behind
from .models import LetterAction
from .offices import Office, council, office_of
from .palette import offers
from .paper import Paper
from .public import find_url, state_sentence
from .record import record_of

LOOKED_AT = 20_000  # characters of a text that somebody is still shortening


@views.bp.route("/letters/<slug>/write", methods=["GET", "POST"])
@allow(public)
def write(slug: str) -> ResponseReturnValue:
    """Write to the official of one's ward, and be asked by mail whether it is to be sent."""
    action = get_action(slug)
    if not action.takes_letters:
        return refused(action, state_sentence(action))
    if request.method != "POST" and asked_ward(action) is None:
        return redirect(url_for("letters.action", slug=slug, by=recruiter(action), _anchor="ward"))
    office = office_of(get_ward(action))
    if not office.can_be_written_to:
        return unreachable(action, office)
    form = form_of(action)
    if request.method != "POST":
        form.subject.data = spoken(action.subject)
        return keep(make_response(page(action, office, form, points.deal(action))))
    return posted(action, office, form)


def form_of(action: LetterAction) -> LetterForm:
    form = LetterForm(by=recruiter(action))
    form.ask(action, consents_of(action)[1])
    return form


def posted(action: LetterAction, office: Office, form: LetterForm) -> ResponseReturnValue:
    """Deal other points, look at it, or take it; what was typed stays on the page."""
    act, dealt = pressed(), points.dealt(action, form.points)
    if act in ("check", "deal"):
        form.validate()  # which cleans what no keyboard types
        forgive(form)
        if act == "deal":
            dealt = points.deal(action, [one.point.id for one in dealt])
        return page(action, office, form, dealt)
    if not form.submitted():
        return page(action, office, form, dealt or points.deal(action)), form.status
    if take(action, office, form):
        return redirect(url_for("letters.sent", slug=action.slug), 303)
    form.form_errors = [_("Many letters came from your network this hour. Please try again later.")]
    return page(action, office, form, dealt), 429


def take(action: LetterAction, office: Office, form: LetterForm) -> bool:
    """Keep a valid form as a letter; False where the network's turn is over."""
    ids, sentences = consents_of(action)
    wanted = {str(ids[slug]): sentences[slug] for slug in form.allow.data or ()}
    assert office.official is not None
    is_taken = writing.write(
        action,
        office.ward,
        office.official,
        form.email.data or "",
        **form.signed,
        text=form.composed,
        language=language(),
        points=[one.point.id for one in points.dealt(action, form.points)],
        wanted=wanted or None,
        recruited_by_id=ids.get(form.by.data or ""),
        network=network(request),
    )
    db.session.commit()
    mail.wake()
    return is_taken


def page(action: LetterAction, office: Office, form: LetterForm, dealt: list[points.Dealt]) -> str:
    measure, official = action.measure, office.official
    form.dealt.data = "-".join(str(one.point.id) for one in dealt)
    return render_template(
        "outreach/letters/write.html",
        action=action,
        office=office,
        form=form,
        ward=office.ward,
        dealt=dealt,
        has_more_points=len(points.offered(action)) > len(dealt),
        facts=offers(action, language()),
        record=record_of(measure, official) if measure and official else None,
        check=check_of(action, office, form) if form.composed else None,
        state_sentence=state_sentence(action),
        find_url=find_url(action, form.by.data),
    )


def check_of(action: LetterAction, office: Office, form: LetterForm) -> Check:
    assert office.official is not None
    street = form.street.data or "" if form.shows_street.data else ""
    name = form.name.data or _("Your name")
    text = form.composed[:LOOKED_AT]
    return Check(Paper(action, office.official, office.ward, name, street, text, language()))


@views.bp.post("/letters/<slug>/check")
@allow(public)
def check(slug: str) -> ResponseReturnValue:
    """The preview and what a coach would say of it, for the script; nothing is stored."""
    action = get_action(slug)
    office = office_of(get_ward(action))
    if office.official is None:
        return {"words": _("Nobody surely holds this seat now.")}, 422
    form = form_of(action)
    form.validate()
    found = check_of(action, office, form)
    if "letter" in request.form:  # one that is being changed, behind its private link
        letter = get_letter_behind(request.form["letter"])
        text = CONTROLS.sub("", request.form.get("text", ""))[:LOOKED_AT]
        paper = replace(found.paper, text=text, language=letter.language)
        found = Check(paper, besides=letter.id)
    if not found.paper.text.strip():
        return {"words": _("Write something first.")}, 422
    return fragments(found)


def fragments(found: Check) -> dict[str, str]:
    """The parts of the page that follow the text."""
    return {
        "preview": render_template("outreach/letters/preview.html", check=found),
        "coach": render_template("outreach/letters/coach.html", check=found),
    }


def refused(action: LetterAction, sentence: str) -> ResponseReturnValue:
    """No letter can be taken any more: what was typed, and what is still possible."""
    template = "outreach/letters/refused.html"
    return render_template(template, action=action, sentence=sentence, typed=typed()), 410


def unreachable(action: LetterAction, office: Office) -> ResponseReturnValue:
    """Nobody surely holds this seat, or no address of it was verified: other ways to be heard."""
    term = office.term
    body = council(action.body)
    page = render_template(
        "outreach/letters/unreachable.html",
        action=action,
        office=office,
        ward=office.ward,
        contacts=[one for one in shown(term) if one.kind != "email"] if term else [],
        typed=typed(),
        petitions=asking.open_petitions(body),
        hearing=asking.next_hearing(body),
        find_url=find_url(action, recruiter(action)),
    )
    return page, 410 if request.method == "POST" else 200


def typed() -> str:
    """The words that somebody has sent, so that they can take them along."""
    words = (CONTROLS.sub("", request.form.get(name, "")).strip() for name in ANSWERS)
    return "\n\n".join(one for one in words if one)[:LOOKED_AT]
