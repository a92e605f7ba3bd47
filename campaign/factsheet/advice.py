"""What an editor should look at again, said as a colleague would: nothing here refuses."""

from collections.abc import Iterator
from dataclasses import dataclass

from flask_babel import gettext as _

from ..config import settings
from .arithmetic import Misfit, misfits
from .content import LANGUAGE, Content
from .words import language_name

# What `campaign facts check` counts as a finding; the rest is for whoever writes.
FINDINGS = ("unsourced", "unquoted", "disputed", "figure", "untranslated", "replacement")


@dataclass(frozen=True)
class Advice:
    """One thing to look at: what it is, the field it is about, a sentence."""

    what: str
    field: str
    sentence: str


def advice(content: Content) -> list[Advice]:
    """Everything worth another look in a fact, field by field."""
    return [
        *about_figure(content),
        *about_sources(content),
        *about_disputes(content),
        *about_status(content),
        *about_languages(content),
    ]


def about_figure(content: Content) -> Iterator[Advice]:
    if content["figure"] and not content["denominator"]:
        sentence = (
            _("A percentage of what? Say out of what it is.")
            if content["unit"] == "%"
            else _("If the figure is a part of something, say out of what.")
        )
        yield Advice("denominator", "denominator", sentence)
    if content["figure"] and not (content["period"] or content["as_of"]):
        yield Advice("when", "period", _("Say for which time the figure holds."))
    for misfit in misfits(content):
        yield Advice("figure", "figure", misfit_words(misfit))


def misfit_words(misfit: Misfit) -> str:
    if misfit.kind == "share":
        return _(
            "%(part)s of %(whole)s is %(meant)s, not %(said)s.",
            part=misfit.part,
            whole=misfit.whole,
            meant=misfit.meant,
            said=misfit.said,
        )
    if misfit.kind == "figure":
        return _(
            "The figure is %(said)s, but the sentence says %(meant)s.",
            said=misfit.said,
            meant=misfit.meant,
        )
    return _("%(said)s is more than the whole, %(whole)s.", said=misfit.said, whole=misfit.whole)


def about_sources(content: Content) -> Iterator[Advice]:
    if not content["sources"]:
        yield Advice("unsourced", "sources", _("It has no source."))
    for number, source in enumerate(content["sources"], 1):
        if not source["quote"]:
            sentence = _("Source %(number)s has no quote: copy its own words.", number=number)
            yield Advice("unquoted", "sources", sentence)


def about_disputes(content: Content) -> Iterator[Advice]:
    if content["status"] == "disputed" and not content["disputes"]:
        yield Advice("disputed", "disputes", _("It is disputed, but not said by whom."))
    for dispute in content["disputes"]:
        if not dispute["sources"]:
            sentence = _("What %(name)s says has no source.", name=dispute["by"])
            yield Advice("disputed", "disputes", sentence)


def about_status(content: Content) -> Iterator[Advice]:
    status = content["status"]
    if status in ("disputed", "superseded", "retracted") and not content["reason"]:
        yield Advice("reason", "reason", _("Say why: readers see the reason."))
    if status == "superseded" and not content["superseded_by"]:
        sentence = _("It is superseded, but not said by which fact.")
        yield Advice("replacement", "superseded_by", sentence)


def about_languages(content: Content) -> Iterator[Advice]:
    for code in settings().language_codes:
        if code != LANGUAGE and code not in content["translations"]:
            sentence = _("It has no translation: %(language)s.", language=language_name(code))
            yield Advice("untranslated", "translations", sentence)
