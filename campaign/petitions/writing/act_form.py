"""The form of a decision about a petition."""

from flask_babel import lazy_gettext
from wtforms import HiddenField, TextAreaField
from wtforms.validators import AnyOf

from ...forms import StaffForm
from ..models import ACTS, Petition
from .forms import one_line_break, too_long
from .moment_forms import hidden_number


class ActForm(StaffForm):
    """Publish, close, stop, or take that back; `seen` is the revision that was looked at."""

    act = HiddenField(validators=[AnyOf(ACTS, lazy_gettext("Choose what to do."))])
    seen = hidden_number()
    why = TextAreaField(
        lazy_gettext("Why? Members read this, with your name. Name no residents."),
        [too_long(500)],
        filters=[one_line_break],
    )

    def about(self, act: str, petition: Petition) -> "ActForm":
        """This form for one act; several stand on one page."""
        form = self if self.act.data == act else ActForm(formdata=None)
        form.act.data, form.seen.data = act, petition.revision_number
        form.seen.raw_data = None
        form.why.id = form.why.label.field_id = f"why-{act}"
        return form
