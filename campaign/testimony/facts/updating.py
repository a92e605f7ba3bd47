"""A draft that takes the new sentence of a fact is a changed text, though nobody typed a word."""

from typing import Any

from ...accounts.models import User
from ...db import db
from ...factsheet import Citation
from ...factsheet.documents import Reference
from ...factsheet.uses import FrozenDocumentError
from ...signals import citation_deciding, citation_updated
from .. import saving, states
from ..models import KIND, Draft


@citation_deciding.connect
def hold(document: Reference, **_: Any) -> None:
    """Let whoever saves this draft wait, before anything of it is touched."""
    kind, number = document
    draft = db.session.get(Draft, int(number)) if kind == KIND else None
    if draft is not None:
        states.lock(draft)


@citation_updated.connect
def take_over(citation: Citation, user: User | None = None, **_: Any) -> None:
    """Write down a revision of each version that says the fact; an approval of the old one falls.

    Whoever has the text open meanwhile is told when they save. Raises FrozenDocumentError once
    the body has it.
    """
    if citation.document_kind != KIND:
        return
    key, number = citation.fact.key, int(citation.document_id)
    found = db.session.get(Draft, number)
    if found is None:
        return
    draft = states.lock(found)
    if draft.is_frozen:
        raise FrozenDocumentError("the body has it")
    for version in draft.versions:
        if f"{{fact:{key}}}" in version.text:
            version.number += 1
            saving.revised(draft, version, version.text, user, "facts")
