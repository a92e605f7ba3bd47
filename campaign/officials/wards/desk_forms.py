"""The form about a map of wards at the organizers' desk."""

from flask_babel import lazy_gettext as _
from wtforms import DateField, HiddenField
from wtforms.validators import DataRequired, Optional

from ...forms import StaffForm
from .maps import period_fault
from .models import WardMap


class DaysForm(StaffForm):
    """From when to when a map is in force; `seen` is the state of the map that was looked at."""

    starts_on = DateField(_("First day"), [DataRequired(_("Enter the first day."))])
    ends_on = DateField(
        _("Last day"),
        [Optional()],
        description=_("Leave it empty for the map that is in force."),
    )
    seen = HiddenField()

    def fits(self, found: WardMap) -> bool:
        """Whether no other map is in force on one of these days; says which is."""
        starts_on = self.starts_on.data
        assert starts_on is not None
        fault = period_fault(found.body, starts_on, self.ends_on.data, found)
        if fault:
            self.ends_on.errors = [fault]
        return not fault
