"""Whom a file means: officials that are known, and those that it names first."""

from collections.abc import Iterable, Iterator
from typing import Any

from flask_babel import gettext as _

from ...tables import Problem
from ..bringing.plan import Wanted
from ..models import Body, Official
from ..names import (
    Known,
    Name,
    fold,
    free_slug,
    is_called,
    parse,
    same_person,
    spellings,
    taken_slugs,
)
from .entries import LONGEST_NAME, Entry


class Persons:
    """The officials of a council and its committees, and the new ones of a file."""

    def __init__(self, council: Body, problems: list[Problem]) -> None:
        self.known, self.problems = Known(council), problems
        self.wanted: dict[int, Wanted[Official]] = {}
        self.new: dict[str, tuple[Name, Wanted[Official]]] = {}  # by the folded name
        self.slugs: set[str] = set()

    def of(self, official: Official) -> Wanted[Official]:
        """The one Wanted of an official that is known."""
        if official.id not in self.wanted:
            self.wanted[official.id] = Wanted(
                Official, official.name, 0, {"slug": official.slug}, row=official, is_quiet=True
            )
        return self.wanted[official.id]

    def meant(self, entry: Entry, near: Iterable[Wanted[Official]]) -> Wanted[Official] | None:
        """Whom an entry means: by number, by the seat, by name, else somebody new.

        None, and a problem, where that is not to be told.
        """
        found = list(self.candidates(entry, near))
        if not found:
            return self.add(entry)
        if len(found) > 1:
            names = ", ".join(one.label for one in found)
            words = _("“%(name)s” may be several: %(names)s.", name=entry.name.said, names=names)
            self.problems.append(Problem(entry.line, words))
            return None
        self.learn(found[0], entry)
        return found[0]

    def candidates(self, entry: Entry, near: Iterable[Wanted[Official]]) -> Iterator[Any]:
        by_id = [one for one in self.everyone() if shares_id(one, entry.ids)] if entry.ids else []
        there = [one for one in distinct(near) if self.is_called(one, entry.name)]
        exact = [one for one in there if fold(entry.name.said) in self.names(one)]
        if found := by_id or exact or there:
            yield from found
        elif new := self.new.get(fold(entry.name.said)):
            yield new[1]
        else:
            for official in self.known.find(entry.name, entry.as_of):
                yield self.of(official)

    def everyone(self) -> Iterator[Wanted[Official]]:
        yield from (self.of(official) for official in self.known.officials)
        yield from (one for _name, one in self.new.values())

    def names(self, one: Wanted[Official]) -> set[str]:
        return spellings(one.row) if one.row else {fold(one.label)}

    def is_called(self, one: Wanted[Official], name: Name) -> bool:
        if one.row:
            return is_called(one.row, name)
        return same_person(name, self.new[fold(one.label)][0])

    def learn(self, one: Wanted[Official], entry: Entry) -> None:
        """Note the numbers and the spelling that an entry has for somebody known."""
        row = one.row
        if row is None:
            one.values["ids"] = entry.ids | one.values["ids"]
            return
        one.line = one.line or entry.line
        if entry.ids.items() - (row.ids or {}).items():
            one.values["ids"] = (row.ids or {}) | one.values.get("ids", {}) | entry.ids
        said, family = fold(entry.name.said), fold(parse(row.sort_name).family)
        if not entry.name.given or said == family:
            return
        if said not in self.names(one):
            others = one.values.get("other_names", list(row.other_names))
            if entry.name.said not in others:
                one.values["other_names"] = [*others, entry.name.said]
        elif entry.name.is_sure and said == fold(row.name):
            one.values["sort_name"] = entry.name.sort_name

    def add(self, entry: Entry) -> Wanted[Official] | None:
        """Somebody whom nobody knew; a problem where only a family name stands there."""
        name = entry.name
        if not name.given:
            words = _(
                "Nobody called “%(name)s” is known: write the given name too.", name=name.said
            )
            self.problems.append(Problem(entry.line, words))
            return None
        if len(name.sort_name) > LONGEST_NAME:
            words = _("A name may have %(most)s letters.", most=LONGEST_NAME)
            self.problems.append(Problem(entry.line, words))
            return None
        one = Wanted(Official, name.said, entry.line, {"slug": self.slug(name)}, is_quiet=True)
        one.values = {"name": name.said, "sort_name": name.sort_name, "ids": dict(entry.ids)}
        one.along = {"source": entry.sourced}
        self.new[fold(name.said)] = name, one
        return one

    def slug(self, name: Name) -> str:
        """A short name for addresses that nobody has yet."""
        self.slugs = self.slugs or taken_slugs()
        slug = free_slug(name.said, self.slugs)
        self.slugs.add(slug)
        return slug

    def rows(self) -> list[Wanted[Official]]:
        """Those about whom the file says something that is to be written."""
        known = [one for one in self.wanted.values() if one.values]
        for one in known:
            one.is_quiet = False
        return [*known, *(one for _name, one in self.new.values())]


def shares_id(one: Wanted[Official], ids: dict[str, str]) -> bool:
    has = one.row.ids if one.row else one.values["ids"]
    return bool(ids.items() & (has or {}).items())


def distinct(people: Iterable[Wanted[Official]]) -> list[Wanted[Official]]:
    return list({id(one): one for one in people}.values())
