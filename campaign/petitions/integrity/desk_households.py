"""Organizers' form: a second person who signs with a mailbox that has signed already."""

from flask import Blueprint, flash, redirect, render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext, lazy_gettext
from flask_babel import lazy_gettext as _
from werkzeug.exceptions import TooManyRequests
from wtforms import SelectField, StringField, TextAreaField, ValidationError
from wtforms.validators import DataRequired, Length

from ... import limits, mail
from ...accounts.checks import me
from ...coalition.permissions import lead_of_campaign
from ...db import db
from ...forms import StaffForm, mail_field, plain_name
from ...i18n import spoken
from ...security import allow
from ..forms import ELSEWHERE, ward_choices
from ..models import Petition
from ..place import Place, get_my_petition, get_place, note
from . import households
from .desk import url

bp = Blueprint(
    "petitions_households",
    __name__,
    url_prefix="/organize/<organization>/campaigns/<campaign>/petitions/<slug>/households",
)
ACT_WORDS = {"signatures.shared": lazy_gettext("let one more person sign with a shared mailbox")}
TRIES, DAY = 30, 86_400  # addresses that one organizer may try in a day


class HouseholdForm(StaffForm):
    """One more person who reads a mailbox that has signed."""

    name = StringField(
        _("Full name of the person to add"),
        [
            DataRequired(_("Enter their full name.")),
            Length(max=120, message=_("Use at most 120 letters for the name.")),
            plain_name,
        ],
    )
    ward = SelectField(_("Their ward"), validate_choice=False)
    email = mail_field(_("The address they share"), _("Enter the address they share."))
    reason = TextAreaField(
        _("How do you know that they share it?"),
        [
            DataRequired(_("Say how you know: “they told me at the door”.")),
            Length(max=300, message=_("Use at most 300 letters.")),
        ],
    )

    def offer(self, petition: Petition) -> None:
        self.wards = {str(one.number): one.id for one in petition.body.wards}
        numbers = [one.number for one in petition.body.wards]
        self.ward.choices = ward_choices(numbers, spoken(petition.body.place))

    def validate_ward(self, field: SelectField) -> None:
        if field.data != ELSEWHERE and field.data not in self.wards:
            raise ValidationError(_("Choose their ward from the list."))


@bp.route("", methods=["GET", "POST"])
@allow(lead_of_campaign("organizer"))
def add(organization: str, campaign: str, slug: str) -> ResponseReturnValue:
    """Let one more person of a household sign; the mailbox confirms it as usual."""
    place = get_place(organization, campaign)
    mine, form = get_my_petition(place.campaign, slug), HouseholdForm()
    form.offer(mine)
    if form.submitted() and is_added(place, mine, form):
        mail.wake()
        return redirect(url(place, mine, "desk"), 303)
    page = render_template(
        "petitions/integrity/household.html", place=place, petition=mine, form=form
    )
    return page, form.status


def is_added(place: Place, mine: Petition, form: HouseholdForm) -> bool:
    """Whether the person may sign now; else the form says why not."""
    fault = refusal(mine)
    if not fault:
        count_try()
        fault = added(place, mine, form)
    if fault:
        form.form_errors = [fault]
    return not fault


def added(place: Place, mine: Petition, form: HouseholdForm) -> str:
    """Add them, and commit; or why that is not possible."""
    email = form.email.data or ""
    values = {"name": form.name.data or "", "reason": form.reason.data or ""}
    ward_id = form.wards.get(form.ward.data)
    try:
        made, is_mailed = households.add_member(mine, email, ward_id=ward_id, by=me().id, **values)
    except households.NobodyError:
        return gettext("Nobody stands under this petition with this address. Let them sign first.")
    except households.SameNameError:
        return gettext("Somebody of this name has signed with this address already.")
    except households.FullError:
        return gettext("Five people share this address already. More are not possible.")
    if not is_mailed:
        db.session.rollback()
        return gettext("This mailbox has had three mails today. Try again tomorrow.")
    note("signatures.shared", place, mine, signature=made.id)
    db.session.commit()
    flash(
        gettext("They get a mail at the shared address now. It counts once it is confirmed."),
        "success",
    )
    return ""


def refusal(mine: Petition) -> str:
    return "" if mine.is_open else gettext("This petition takes no signatures now.")


def count_try() -> None:
    """Nobody tries many addresses here to learn who has signed; counted whatever comes of it."""
    is_within = limits.take(f"household:{me().id}", TRIES, DAY)
    db.session.commit()
    if not is_within:
        raise TooManyRequests(gettext("You have tried many addresses today. Go on tomorrow."))
