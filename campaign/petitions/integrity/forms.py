"""Forms of the integrity desk."""

from typing import Any
from zoneinfo import ZoneInfo

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms import HiddenField, SelectField, StringField, TextAreaField, ValidationError
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]
from wtforms.validators import DataRequired, Length, Regexp
from wtforms.widgets import DateTimeLocalInput

from ...forms import StaffForm
from ...i18n import own_name
from ..forms import ELSEWHERE
from ..models import Petition
from ..writing.moments import FoldError, moment
from .filters import MARKED, NOBODY, STATES, Filter, zone_of

LONGEST = 80  # letters that are looked for in names and comments
DAMAGED = _("The form was damaged on its way. Open the page again.")


def time_field(label: Any) -> StringField:
    return StringField(label, widget=DateTimeLocalInput())


class FilterForm(StaffForm):
    """What to look for. It comes in the address and changes nothing, so it needs no token."""

    text = StringField(
        _("Words in the name or comment"),
        [Length(max=LONGEST, message=_("Look for at most 80 letters."))],
    )
    domain = StringField(
        _("Mail domain"), [Length(max=253, message=_("A domain has at most 253 letters."))]
    )
    network = StringField(_("Network mark"))
    start = time_field(_("Signed from"))
    end = time_field(_("Signed before"))
    ward = SelectField(_("Ward"))
    language = SelectField(_("Language"))
    by = SelectField(_("Came by the link of"))
    state = SelectField(_("State"))
    number = HiddenField(validators=[Regexp(r"^\d{0,9}$", message=DAMAGED)])

    def __init__(self, petition: Petition, given: Any) -> None:
        super().__init__(given, meta={"csrf": False})
        self.zone = zone_of(petition)
        every = SelectChoice("", gettext("Any"))
        wards = [SelectChoice(str(one.number), str(one.number)) for one in petition.body.wards]
        self.ward.choices = [every, *wards, SelectChoice(ELSEWHERE, gettext("Elsewhere"))]
        self.language.choices = [every, *languages(petition)]
        partners = [one.organization for one in petition.campaign.partnerships]
        named = [SelectChoice(one.slug, one.name) for one in partners]
        nobody = SelectChoice(NOBODY, gettext("No organization’s link"))
        self.by.choices = [every, nobody, *named]
        self.state.choices = [SelectChoice(code, words) for code, words in STATES.items()]
        for field in self:  # what the address does not name is not asked for
            field.data = field.data or ""

    @property
    def filter(self) -> Filter:
        wanted = Filter.of(self.values)
        return Filter.of(wanted.given | {"domain": wanted.domain.lower().lstrip("@")})

    def validate_network(self, field: StringField) -> None:
        field.data = (field.data or "").lower()
        if field.data and not MARKED.fullmatch(field.data):
            raise ValidationError(_("A mark has 4 to 32 of the letters 0–9 and a–f."))

    def validate_start(self, field: StringField) -> None:
        check_minute(field, self.zone)

    def validate_end(self, field: StringField) -> None:
        check_minute(field, self.zone)
        if field.data and self.start.data and field.data <= self.start.data:
            raise ValidationError(_("“Signed before” must be later than “Signed from”."))


def check_minute(field: StringField, zone: ZoneInfo) -> None:
    try:
        if field.data:
            moment(field.data, zone)
    except FoldError:
        return  # both are looked at
    except ValueError:
        raise ValidationError(_("Write a day and a time that clocks show there.")) from None


def languages(petition: Petition) -> list[SelectChoice]:
    codes = sorted({*petition.title, *petition.text})
    return [SelectChoice(code, own_name(code)) for code in codes]


class InvalidateForm(StaffForm):
    """The decision about what was found: `query` and `seen` say what that was."""

    query = HiddenField(validators=[Length(max=1000, message=DAMAGED)])
    seen = HiddenField(validators=[DataRequired(DAMAGED), Length(max=80, message=DAMAGED)])
    token = HiddenField(validators=[Regexp(r"^[0-9a-f]{32}$", message=DAMAGED)])
    reason = TextAreaField(
        _("Why do they not count?"),
        [
            DataRequired(_("Say why they do not count.")),
            Length(max=500, message=_("Use at most 500 letters for the reason.")),
        ],
    )
