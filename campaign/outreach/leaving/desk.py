"""One page on all mail that goes out for an organization, with a button to stop each kind."""

from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext
from wtforms import HiddenField
from wtforms.validators import DataRequired, Length

from ... import mail
from ...accounts.checks import me
from ...coalition import audit
from ...coalition.models import Organization
from ...coalition.permissions import get_my_membership, get_my_organization, role_at_least
from ...db import db
from ...forms import StaffForm
from ...security import allow
from . import bp, outgoing, turning
from .lines import Line


class TopicForm(StaffForm):
    """Which mails a button is about."""

    topic = HiddenField(validators=[DataRequired(), Length(max=60)])


@bp.get("")
@allow(role_at_least("organizer"))
def outgoing_page(organization: str) -> ResponseReturnValue:
    return ""
