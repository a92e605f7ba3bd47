"""The history of a version: who changed what, and any earlier text back. For both sides."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from flask import flash, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from ... import mail
from ...accounts.checks import me
from ...accounts.models import User
from ...db import db
from ...forms import asked_number
from ...security import allow
from .. import place as places
from ..desk import bp
from ..models import Version
from ..place import LEAD, get_my_draft, get_place, get_version
from ..saving import FrozenError, OutdatedTextError
from . import history
from .forms import ButtonForm, MyButtonForm
from .words import DONE


@dataclass
class Restoring:
    """A version's history, and whether an earlier text was brought back."""

    version: Version
    by: User | None
    form: Any = None
    status: int = 200

    def post(self) -> bool:
        """Bring back what the form names; False where `status` says why not."""
        form: Any = ButtonForm() if self.by else MyButtonForm()
        if not form.submitted():
            return self.refuse(form, 422, _("Choose a revision to bring back."))
        try:
            history.restore(self.version, form.number.data, form.seen.data, self.by)
        except history.NoSuchRevisionError:
            return self.refuse(form, 422, _("Choose a revision to bring back."))
        except OutdatedTextError:
            words = _("Somebody has saved since you opened this page. Look at what is there now.")
            return self.refuse(form, 409, words)
        except FrozenError:
            return self.refuse(form, 409, _("The body has this text: it cannot be changed."))
        return True

    def refuse(self, form: Any, status: int, sentence: str) -> bool:
        form.form_errors = [sentence]
        self.form, self.status = form, status
        db.session.rollback()
        return False

    def values(self) -> dict[str, Any]:
        """What the page shows: the list, and two revisions compared where two are asked for."""
        rows = history.rows_of(self.version)
        old, new = asked(rows)
        blank: Any = ButtonForm if self.by else MyButtonForm
        return {
            "draft": self.version.draft,
            "version": self.version,
            "groups": history.grouped(rows),
            "rows": rows,
            "comparison": history.compare(self.version, old, new) if old and new else None,
            "is_beside": request.args.get("as") == "beside",
            "form": self.form or blank(None),
        }


def asked(rows: Sequence[history.Row]) -> tuple[int, int]:
    """The revisions that the address names; one alone is compared with the one before it."""
    new = asked_number("new")
    old = asked_number("old")
    if new and not old:
        old = history.previous(rows, new)
    if old and not new and rows:
        new = rows[0].number
    return old, new


@bp.route("/<int:number>/<int:version>/history", methods=["GET", "POST"], endpoint="history")
@allow(LEAD)
def show_history(
    organization: str, campaign: str, number: int, version: int
) -> ResponseReturnValue:
    """Every revision; two of them beside each other; one brought back."""
    place = get_place(organization, campaign)
    draft = get_my_draft(place, number)
    found = Restoring(get_version(draft, version), me())
    if request.method == "POST" and found.post():
        places.note("testimony.restored", place, draft, version=version)
        db.session.commit()
        mail.wake()
        flash(DONE["restore"], "success")
        return redirect(place.url("history", draft, version=version), 303)
    page = render_template("testimony/review/history.html", place=place, **found.values())
    return page, found.status
