"""The desk: write a fact, change it, go back to an earlier version, say that it was read again."""

from flask import abort, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from ..accounts.checks import me
from ..coalition import audit
from ..coalition.models import Campaign
from ..coalition.permissions import get_my_campaign, get_my_organization, lead_of_campaign
from ..db import db
from ..security import allow
from . import editing
from .advice import advice
from .arithmetic import share
from .content import Content, changes, full
from .desk import bp, get_fact, get_my_fact, may_publish, show, show_fact
from .editing import KeyInUseError, KeyTakenError, OutdatedEditError
from .fact_form import FactForm, fact_form
from .files import Unreadable
from .forms import LARGEST, ButtonForm, RestoreForm
from .listing import Listing, Wanted
from .models import Fact, FactVersion
from .uses import used_in


@bp.route("/new-fact", methods=["GET", "POST"])
@allow(lead_of_campaign("writer"))
def new_fact(organization: str, campaign: str) -> ResponseReturnValue:
    """Write a fact: a draft until an organizer makes it public."""
    mine = get_my_campaign(campaign)
    form = fact_form(None, may_publish(campaign), seen=0, key="", standing="draft")
    if pressed() or not form.submitted():
        return show_form(mine, form, None)
    try:
        version = editing.make_fact(mine, form.item, me().name)
    except (KeyTakenError, Unreadable) as fault:
        return refused(mine, form, None, fault)
    return saved(organization, version, "fact.made", _("The fact is saved."))


@bp.route("/facts/<key>/edit", methods=["GET", "POST"])
@allow(lead_of_campaign("writer"))
def edit_fact(organization: str, campaign: str, key: str) -> ResponseReturnValue:
    """Change a fact: a new version, unless the content is the same."""
    mine = get_my_campaign(campaign)
    fact = get_begun(mine, key)
    form = form_of(fact, may_publish(campaign))
    if pressed() or not form.submitted():
        return show_form(mine, form, fact)
    before, old = (fact.key, fact.version_number, fact.review_by), fact.current
    try:
        if fact.key != key:  # renamed since the editor opened it
            version = editing.said_already(fact, form.item)
        else:
            version = editing.change_fact(mine, key, form.item, form.shown, me().name)
    except OutdatedEditError:
        return show_conflict(mine, form, key)
    except (KeyTakenError, KeyInUseError, Unreadable) as fault:
        return refused(mine, form, fact, fault)
    after = (version.fact.key, version.fact.version_number, version.fact.review_by)
    if after == before:
        db.session.rollback()
        flash(_("Nothing has changed, so there is no new version."))
        return to_fact(organization, campaign, fact.key)
    return saved(organization, version, "fact.changed", saved_words(version, old))


@bp.post("/facts/<key>/restore")
@allow(lead_of_campaign("writer"))
def restore_fact(organization: str, campaign: str, key: str) -> ResponseReturnValue:
    """Say again what an earlier version said, as a new version."""
    mine, fact = get_my_campaign(campaign), get_my_fact(campaign, key)
    form = RestoreForm()
    if not form.submitted():
        return to_fact(organization, campaign, fact.key)
    number, seen = form.number.data or 0, form.seen.data or 0
    try:
        version = editing.restore(mine, key, number, seen, me().name)
    except OutdatedEditError:
        return somebody_was_faster(organization, campaign, key)
    except LookupError:
        abort(404)
    except ValueError:
        db.session.rollback()
        flash(_("What is public cannot be a draft again: retract it instead."), "error")
        return to_fact(organization, campaign, key)
    if version is None:
        db.session.rollback()
        flash(_("The fact says that already."))
        return to_fact(organization, campaign, key)
    sentence = _(
        "Version %(number)s says what version %(old)s said.", number=version.number, old=number
    )
    return saved(organization, version, "fact.restored", sentence, restored=number)


@bp.post("/facts/<key>/read")
@allow(lead_of_campaign("writer"))
def read_fact(organization: str, campaign: str, key: str) -> ResponseReturnValue:
    """I have read its sources again today: of its two dates, only that one moves."""
    mine, fact = get_my_campaign(campaign), get_my_fact(campaign, key)
    form = ButtonForm()
    if not form.submitted():
        return to_fact(organization, campaign, fact.key)
    try:
        fact = editing.note_reading(mine, key, form.seen.data or 0)
    except OutdatedEditError:
        return somebody_was_faster(organization, campaign, key)
    sentence = _("Thank you. The source counts as read again today.")
    return saved(organization, fact.current, "fact.read", sentence)


def pressed() -> str:
    """The button that changes the form itself, if it was one."""
    return request.form.get("act", "")[:40]


def get_begun(campaign: Campaign, key: str) -> Fact:
    """The fact that the form was opened for, under the key that it has now."""
    number = request.form.get("about", 0, type=int)
    found = editing.find_begun(campaign, key, number) if 0 < number <= LARGEST else None
    return get_my_fact(campaign.slug, found.key if found else key)


def form_of(fact: Fact, publish: bool) -> FactForm:
    content = fact.current.content
    day = fact.review_by.isoformat() if fact.review_by else ""
    return fact_form(
        content,
        publish,
        key=fact.key,
        about=fact.id,
        standing=content["status"],
        review_by=day,
        seen=fact.version_number,
        seen_review_by=day,
    )


def show_form(
    campaign: Campaign, form: FactForm, fact: Fact | None, theirs: FactVersion | None = None
) -> ResponseReturnValue:
    """The form, with what a colleague would say about it, and beside what somebody else wrote."""
    act, place = pressed(), ""
    if act == "check":
        form.validate()
    elif act:
        place = form.rearrange(act)
    content = typed(form)
    page = show(
        "factsheet/desk/edit.html",
        campaign.slug,
        form=form,
        fact=fact,
        place=place,
        coaching=advice(content) if act == "check" or fact else [],
        is_checked=act == "check",
        share=share(content),
        topics=Listing(campaign, Wanted(), "en", with_drafts=True).topics,
        theirs=theirs,
        both=changes(theirs.content, form.item.content) if theirs else [],
    )
    return page, 409 if theirs else form.status if form.errors else 200


def typed(form: FactForm) -> Content:
    """The fact as it stands in the form, right or not."""
    values = form.entry()
    values["sources"], values["disputes"] = values.pop("source"), values.pop("dispute")
    for dispute in values["disputes"]:
        dispute["sources"] = dispute.pop("source")
        dispute.setdefault("by", "")
    return full({"status": "draft", "statement": "", **values})


def refused(
    campaign: Campaign, form: FactForm, fact: Fact | None, fault: Exception
) -> ResponseReturnValue:
    """Say at the field why not; what was typed stays, nothing is stored."""
    db.session.rollback()
    if isinstance(fault, Unreadable):
        form.complain(fault.problems)
    elif isinstance(fault, KeyTakenError):
        form.key.errors = [_("Another fact has this key already.")]
    else:
        sentence = _("The key stays: texts or other facts name this fact by it.")
        form.key.errors = [sentence]
    return show_form(campaign, form, fact)


def show_conflict(campaign: Campaign, form: FactForm, key: str) -> ResponseReturnValue:
    """Both texts side by side; sending the form again stores one's own, knowingly."""
    db.session.rollback()
    fact = editing.find_begun(campaign, key, form.about.data or 0) or abort(404)
    form.show(fact)
    if form.key.data == key:  # mine was not to rename it
        form.key.data = fact.key
    return show_form(campaign, form, fact, fact.current)


def somebody_was_faster(organization: str, campaign: str, key: str) -> ResponseReturnValue:
    db.session.rollback()
    sentence = _(
        "Somebody has changed the fact since you opened the page. Look at it as it is now."
    )
    flash(sentence, "error")
    return show_fact(campaign, get_fact(campaign, key), status=409)


def saved_words(version: FactVersion, old: FactVersion) -> str:
    if version.number == old.number:
        return _("The fact is saved; its content is the same, so there is no new version.")
    sentence = _("Version %(number)s is saved.", number=version.number)
    if version.statement != old.statement and version.translations == old.translations != {}:
        sentence += " " + _("Its translations are still those of the old sentence: look at them.")
    return sentence


def saved(
    organization: str, version: FactVersion, act: str, sentence: str, **details: int
) -> ResponseReturnValue:
    """Note who did it, commit, and say which documents say something else now."""
    fact = version.fact
    where = fact.campaign.slug, fact.key
    waiting = sum(one.stale is not None for one in used_in(fact))
    audit.note(
        act,
        organization=get_my_organization(organization),
        campaign=fact.campaign,
        about=f"facts/{fact.key}",
        version=version.number,
        **details,
    )
    db.session.commit()
    if waiting and act != "fact.read":
        sentence += " " + ngettext(
            "%(num)s document says an earlier version: decide below.",
            "%(num)s documents say an earlier version: decide below.",
            waiting,
        )
    flash(sentence, "success")
    return to_fact(organization, *where)


def to_fact(organization: str, campaign: str, key: str) -> ResponseReturnValue:
    address = url_for(".fact", organization=organization, campaign=campaign, key=key)
    return redirect(address, 303)
