"""What a resident's address names: an action, a ward of its council; else 404, 400 or 410."""

from flask import abort, request
from flask_babel import gettext as _

from ...db import db
from ...forms import LARGEST
from ...i18n import language
from ...officials.models import Ward
from ...pages import remember
from .models import DRAFT, LetterAction
from .offices import council


def get_action(slug: str) -> LetterAction:
    """An action that may be read; a draft answers as if it did not exist."""
    found = db.first_or_404(db.select(LetterAction).filter_by(slug=slug))
    return found if found.state != DRAFT else abort(404)


def find_ward(action: LetterAction, words: str) -> Ward | None:
    """The ward of this number among those of the action's council."""
    if not words.isascii() or not words.isdecimal() or not 0 < int(words[:12]) <= LARGEST:
        return None
    mine = db.select(Ward).filter_by(body_id=council(action.body).id, number=int(words[:12]))
    return db.session.scalar(mine)


def asked_ward(action: LetterAction) -> Ward | None:
    """The ward that this page's address names, or its form where the address does not."""
    return find_ward(action, request.args.get("ward", "") or request.form.get("ward", ""))


def get_ward(action: LetterAction) -> Ward:
    """The same, or 400: nothing can be written without a ward."""
    found: Ward = asked_ward(action) or abort(400, _("Choose your ward first, then write."))
    return found


Offers = tuple[dict[str, int], dict[str, str]]


def consents_of(action: LetterAction) -> Offers:
    """Organizations of the campaign by slug: their numbers, and the sentence that one may tick."""
    key = ("letter consents", action.id, language())
    return remember(key, lambda: look_up_consents(action), seconds=2)


def look_up_consents(action: LetterAction) -> Offers:
    partners = action.campaign.partners("lead") + action.campaign.partners("partner")
    ids = {one.slug: one.id for one in partners}
    return ids, {
        one.slug: _("%(organization)s may email me about this campaign.", organization=one.name)
        for one in partners
    }


def recruiter(action: LetterAction) -> str | None:
    """The organization of `?by=`, if it takes part in the campaign."""
    slug = request.args.get("by")
    current = [one for one in action.campaign.partnerships if one.is_current]
    return slug if slug in {one.organization.slug for one in current} else None
