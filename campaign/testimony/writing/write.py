"""The page on which a testimony is written; it works the same with and without a script."""

from flask import redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from wtforms import ValidationError

from ...db import db
from ...security import allow, public
from .. import desk, saving, views
from ..hand import Hand
from ..models import Version
from ..place import LEAD, get_version
from . import files
from .check import Check
from .check import check as look
from .clash import clash, theirs
from .forms import StaffWritingForm, WriterForm, check_text
from .palette import find_facts

ROOM = 4_000_000  # bytes of a form: whoever pastes a book is told so with their text in hand
METHODS = ["GET", "POST"]
WHYS = ("", "merged")  # that a form may say of a revision
Form = WriterForm | StaffWritingForm


@views.bp.route("/drafts/<token>", methods=METHODS)
@views.bp.route("/drafts/<token>/<int:version>", methods=METHODS)
@allow(public)
def write(token: str, version: int | None = None) -> ResponseReturnValue:
    """Write what I will say."""
    return written(Hand.of_link(token), version)


@desk.bp.route("/<int:number>/write", methods=METHODS, endpoint="write")
@desk.bp.route("/<int:number>/write/<int:version>", methods=METHODS, endpoint="write")
@allow(LEAD)
def write_for(
    organization: str, campaign: str, number: int, version: int | None = None
) -> ResponseReturnValue:
    """Write with or for a speaker."""
    return written(Hand.of_organizer(organization, campaign, number), version)


@views.bp.post("/drafts/<token>/<int:version>/check")
@allow(public)
def check(token: str, version: int) -> ResponseReturnValue:
    """The figures and the preview of a text, for the script; nothing is stored."""
    return checked(Hand.of_link(token), version)


@desk.bp.post("/<int:number>/<int:version>/check", endpoint="check")
@allow(LEAD)
def check_for(organization: str, campaign: str, number: int, version: int) -> ResponseReturnValue:
    """The same for organizers."""
    return checked(Hand.of_organizer(organization, campaign, number), version)


def checked(hand: Hand, number: int) -> ResponseReturnValue:
    version, form = at_version(hand, number)
    if not form.submitted():
        return {"words": first_error(form)}, 422
    found = look(version, form.composed, form.pace_for(version))
    palette = find_facts(version, form.q.data or "")
    facts = render_template("testimony/writing/palette.html", palette=palette, version=version)
    return found.fragments() | {"facts": facts}


def written(hand: Hand, number: int | None) -> ResponseReturnValue:
    """One core for both: show, check, take a file, or save."""
    version, form = at_version(hand, number)
    if request.method != "POST":
        return page(hand, version, form)
    act = request.form.get("act", "")
    is_script = act == "auto"
    if hand.draft.is_frozen:
        return frozen(hand, version, form, is_script)
    if not form.submitted():
        if is_script:
            return {"words": first_error(form)}, 422
        return page(hand, version, form)
    if act in ("check", "find"):
        return page(hand, version, form)
    return stored(hand, version, form, act)


def stored(hand: Hand, version: Version, form: Form, act: str) -> ResponseReturnValue:
    """Save, and say so; where somebody else has saved, show both texts."""
    text, is_script = form.composed, act == "auto"
    why = "auto" if is_script else form.why.data if form.why.data in WHYS else ""
    try:
        number = saving.save(version, text, form.revision, hand.by, why or "")
        if act == "file":
            imported(hand, version, form, number)
    except saving.OutdatedTextError:
        db.session.rollback()
        return theirs(hand, version) if is_script else clash(hand, version, text, form)
    except saving.FrozenError:
        db.session.rollback()
        return frozen(hand, version, form, is_script)
    except files.UnreadableError as problem:
        db.session.rollback()
        form.file.errors = [str(problem)]
        return page(hand, version, form)
    hand.draft.pace = form.pace_for(version)
    db.session.commit()
    if is_script:
        return {"seen": version.number, "words": saved_words(hand, version)}
    return redirect(hand.url("write", version), 303)


def imported(hand: Hand, version: Version, form: Form, number: int) -> None:
    """Put the text of a file in the place of what was typed, which stays in the revisions.

    Raises UnreadableError.
    """
    sent = request.files.get("file")
    if sent is None or not sent.filename:
        raise files.UnreadableError(_("Choose a file first."))
    with sent.stream as file:
        text = files.read_file(sent.filename, file.read(files.LARGEST + 1))
    try:
        check_text(text)
    except ValidationError as problem:
        raise files.UnreadableError(str(problem)) from None
    saving.save(version, text, number, hand.by, "imported")


def at_version(hand: Hand, number: int | None) -> tuple[Version, Form]:
    """The version that an address names, or 404, and the form of its page."""
    request.max_content_length = request.max_form_memory_size = ROOM
    version = get_version(hand.draft, number)
    form: Form = StaffWritingForm() if hand.place else WriterForm()
    form.prepare(version)
    return version, form


def first_error(form: Form) -> str:
    return str(next(iter(form.errors.values()), [_("Nothing was saved.")])[0])


def page(hand: Hand, version: Version, form: Form) -> ResponseReturnValue:
    """The page, with the figures of what is in the form unless that is more than it can bear."""
    errors = form.errors
    text = form.composed if request.method == "POST" else version.text
    is_bad = bool({"text", "ask", "per_minute", "pace"} & errors.keys())
    found = None if is_bad else look(version, text, form.pace_for(version))
    answer = render_template(
        "testimony/writing/write.html",
        hand=hand,
        draft=hand.draft,
        version=version,
        form=form,
        check=found,
        palette=find_facts(version, (form.q.data or "")[:100]),
        original=original_of(version),
        saved=saved_words(hand, version),
    )
    return answer, form.status


def original_of(version: Version) -> Check | None:
    """The text that a translation stands beside, of the same length or else the main one."""
    main = version.draft.main
    if version.language == main.language:
        return None
    same = [one for one in version.draft.versions if one.seconds == version.seconds]
    found = next((one for one in same if one.language == main.language), main)
    return look(found, found.text, version.draft.pace)


def saved_words(hand: Hand, version: Version) -> str:
    """When the text was saved last, and by whom if not by oneself; empty before it ever was."""
    last = saving.revision(version, version.number)
    if last is None:
        return ""
    time, name = hand.time_of(last), hand.name_of(last)
    if last.by == hand.by:
        return _("Saved at %(time)s.", time=time)
    return _("Saved at %(time)s by %(name)s.", time=time, name=name)


def frozen(hand: Hand, version: Version, form: Form, is_script: bool) -> ResponseReturnValue:
    """The body has this text: what was typed is shown, so that it can be copied."""
    words = _("This text was filed, so it cannot be changed any more.")
    if is_script:
        return {"words": words}, 409
    values = {"hand": hand, "version": version, "typed": form.composed, "words": words}
    return render_template("testimony/writing/frozen.html", **values), 409
