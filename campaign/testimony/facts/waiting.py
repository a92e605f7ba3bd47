"""What of a draft waits for a decision, because a fact that it cites has changed."""

from dataclasses import dataclass
from functools import cached_property

from flask_babel import gettext as _
from wtforms.fields import Field

from ...factsheet import FactVersion, Stale, pins, stale
from ...factsheet.content import Change
from ...factsheet.differences import Difference, difference
from ...factsheet.forms import Uses, UsesForm
from ...factsheet.rendering import versions_of
from ...forms import Form
from ..models import KIND, Draft, Version
from . import sentences
from .sentences import Sentence

MOST = 5  # sentences with one fact that are shown of one version
SENTENCE = ("statement", "translations")  # what the sentences show already


class MyUsesForm(Uses, Form):
    """A writer's decision, by their private link."""


@dataclass(frozen=True)
class Said:
    """A sentence of one version, as it is said and as it would be."""

    version: Version
    before: Sentence
    after: Sentence


@dataclass(frozen=True)
class Waiting:
    """A fact of a draft that has changed since, with the sentences in which it stands."""

    stale: Stale
    said: list[Said]
    form: Uses
    is_frozen: bool

    @property
    def number(self) -> int:
        return self.stale.citation.id

    @property
    def can_update(self) -> bool:
        return self.stale.can_update and not self.is_frozen

    @cached_property
    def differences(self) -> list[Difference]:
        """What else has changed."""
        changed: list[Change] = self.stale.changes
        return [difference(one) for one in changed if one.field not in SENTENCE]


def waiting(draft: Draft, kind: type[Uses], posted: Uses | None = None) -> list[Waiting]:
    """Every stale fact of a draft, each with its form; what was typed stays in the posted one."""
    if posted is not None:  # its errors lead to the page where the fact waits no more
        rename(posted.chosen, "main")
        rename(posted.reason, "main")
    found = stale(KIND, draft.id)
    cited = pins(KIND, draft.id) if found else {}
    now = shown(draft, cited)
    new = shown(draft, {}, {one.fact.key for one in found})
    return [
        Waiting(one, said(draft, one, now, new), form_about(one, kind, posted), draft.is_frozen)
        for one in found
    ]


def shown(
    draft: Draft, pinned: dict[str, int], keys: set[str] | None = None
) -> dict[str, FactVersion]:
    versions = versions_of(draft.campaign, set(pinned) if keys is None else keys, pinned)
    return {key: one[0] for key, one in versions.items()}


def said(
    draft: Draft, one: Stale, now: dict[str, FactVersion], new: dict[str, FactVersion]
) -> list[Said]:
    """The sentences with this fact in every version; the other facts stay as they are cited."""
    key, found = one.fact.key, []
    for version in draft.versions:
        if version.place in one.places:
            before = {name: fact.said(version.language)[0] for name, fact in now.items()}
            changed = {key: new[key].said(version.language)[0]} if key in new else {}
            for sentence in sentences.citing(version.text, key)[:MOST]:
                after = sentences.filled(sentence, before | changed)
                found.append(Said(version, sentences.filled(sentence, before), after))
    return found


def form_about(one: Stale, kind: type[Uses], posted: Uses | None) -> Uses:
    """The form of one decision; its controls have names of their own on the page."""
    number = one.citation.id
    if posted is not None and number in (posted.chosen.data or []):
        form = posted
    else:
        form = kind(None, chosen=[number], seen=0)  # type: ignore[call-arg]
    form.seen.data, form.seen.raw_data = one.current.number, None
    rename(form.chosen, f"fact-{number}")
    rename(form.reason, f"reason-{number}")
    return form


def rename(field: Field, name: str) -> None:
    field.id = field.label.field_id = name


def hint(kind: type[Uses]) -> str:
    if kind is UsesForm:
        return _("Members of the coalition read this, with your name.")
    return _("The organizers of the campaign read this.")
