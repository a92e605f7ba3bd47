"""The last look before a mail of a list leaves: whoever has left meanwhile gets none.

Asked by the worker that holds the mails, when it takes them and again while it sends. So leaving
takes effect in the middle of a mailing, whatever its job had written before.
"""

from typing import Any

from sqlalchemy import Select, and_, or_, select, union

from ..mail import going
from .models import EMAIL, Consent, OtherMailbox, Person, Refusal


def _to(model: Any) -> Select[Any]:
    """The mails of lists to those whom this table knows.

    Their batch has a `list_id`, or they carry the link to leave.
    """
    whose = (model.organization_id == going.c.organization_id, model.mailbox == going.c.mailbox)
    of_list = or_(going.c.list_id != "", going.c.list_unsubscribe.is_not(None))
    return select(going.c.id).join(model, and_(*whose)).where(of_list)


_ended = (Consent.purpose == EMAIL, Consent.withdrawn_at.is_not(None))
# Mails of lists of an organization that their receiver refused, or to which they withdrew consent
LEFT = union(
    _to(Refusal).where(Refusal.purpose == EMAIL),
    _to(Person).join(Consent, Consent.person_id == Person.id).where(*_ended),
    _to(OtherMailbox).join(Consent, Consent.person_id == OtherMailbox.person_id).where(*_ended),
).execution_options(everyones=True)
