"""A file of boundaries beside the council that it is about: what it brings, and what hinders it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, Any

from flask_babel import gettext as _
from flask_babel import ngettext

from ...db import db
from ...i18n import spoken
from ...tables import Problem
from ..bringing import plan
from ..bringing.importers import Choices, Reading
from ..models import Body, Seat, Ward
from . import checks, maps
from .models import WardMap, WardShape
from .plane import in_metres, metres_per_degree

if TYPE_CHECKING:
    from .checks import Area

MOST_NOTES = 20  # of one kind


@dataclass(frozen=True)
class Item:
    """A ward of the file: its whole shape in degrees, valid."""

    number: int
    line: int
    shape: "Area"
    division: str


def want(reading: Reading, body: Body, choices: Choices) -> plan.Plan:
    """The map, the shapes of the council’s wards, and the wards where it has none yet."""
    file = MapFile(reading, body, choices)
    return plan.make(
        file.wanted(), vanished=file.vanished(), notes=file.notes(), problems=file.problems()
    )


class MapFile:
    """A file beside the council that it is about."""

    def __init__(self, reading: Reading, body: Body, choices: Choices) -> None:
        self.body, self.name, self.reading = body, choices.said("name"), reading
        self.starts_on, self.ends_on = choices.day("from"), choices.day("until")
        self.source = choices.said("source") or choices.file_name
        self.wards = {ward.number: ward for ward in body.wards}
        every: list[Item] = reading.items
        self.items = [one for one in every if one.number in self.wards or not self.wards]
        self.strangers = [one for one in every if one not in self.items]
        self.map = db.session.scalar(db.select(WardMap).filter_by(body=body, name=self.name))
        self.before = {one.ward_id: one.geometry for one in self.map.shapes} if self.map else {}

    def wanted(self) -> Iterator[plan.Wanted[Any]]:
        if not self.items:
            return
        wards: dict[int, Any] = dict(self.wards)
        if not wards:
            wards = {one.key["number"]: one for one in self.new_wards()}
            yield from wards.values()
            yield from (self.new_seat(one) for one in wards.values())
        days = {"starts_on": self.starts_on, "ends_on": self.ends_on}
        key = {"body": self.body, "name": self.name}
        label = _("Map “%(name)s”", name=self.name)
        along = {"source": self.source}
        chart = plan.Wanted(WardMap, label, 1, key, days, along, row=self.map)
        yield chart
        for one in self.items:
            yield plan.Wanted(
                WardShape,
                f"{self.ward_name(one.number)}, {label}",
                one.line,
                {"map": chart, "ward": wards[one.number]},
                {"geometry": stored(one.shape)},
            )

    def new_wards(self) -> Iterator[plan.Wanted[Ward]]:
        """A ward for each shape, with its cell in the tile map."""
        from ..wards.tiles import tiles

        centers = {one.number: middle(one.shape) for one in self.items}
        cells = tiles(centers, self.scale[0] / self.scale[1])
        for one in self.items:
            column, row = cells[one.number]
            division = one.division or f"ocd-division/{self.body.slug}/ward:{one.number}"
            yield plan.Wanted(
                Ward,
                self.ward_name(one.number),
                one.line,
                {"body": self.body, "number": one.number},
                {"division": division, "column": column, "row": row},
            )

    def new_seat(self, ward: plan.Wanted[Ward]) -> plan.Wanted[Seat]:
        """Its seat, called as in the first language of the council."""
        number = ward.key["number"]
        label = f"{next(iter(self.body.ward_title.values()))} {number}"
        key = {"body": self.body, "label": label}
        return plan.Wanted(
            Seat, label, ward.line, key, {"ward": ward}, {"position": number}, is_quiet=True
        )

    def ward_name(self, number: int) -> str:
        return f"{spoken(self.body.ward_title)} {number}"

    def vanished(self) -> list[str]:
        """Wards that the map has and the file leaves out."""
        given = {one.number for one in self.items}
        gone = [
            ward
            for number, ward in self.wards.items()
            if number not in given and ward.id in self.before
        ]
        return [f"{self.ward_name(ward.number)}, {self.name}" for ward in gone]

    # Geometry on a plane

    @cached_property
    def scale(self) -> tuple[float, float]:
        """Metres a degree in the middle of the file."""
        import shapely

        bounds = shapely.total_bounds([one.shape for one in self.items])
        return metres_per_degree(float(bounds[1] + bounds[3]) / 2)

    @cached_property
    def plane(self) -> dict[int, "Area"]:
        return {one.number: in_metres(one.shape, self.scale) for one in self.items}

    @cached_property
    def overlaps(self) -> list[tuple[int, int, float, str]]:
        return checks.overlaps(self.plane, self.scale)

    # What people should know

    def notes(self) -> list[str]:
        words = _("Ward %(number)s is none of this council’s: left out.")
        odd = [words % {"number": one.number} for one in self.strangers]
        if not self.items:
            return some(odd)
        missing = sorted(set(self.wards) - {one.number for one in self.items})
        if missing and not self.reading.problems:
            listed = ", ".join(str(number) for number in missing)
            odd.append(_("The file has no shape for: %(wards)s.", wards=listed))
        return [*some(odd), *some(self.small_overlaps()), *some(self.gaps()), *some(self.changes())]

    def small_overlaps(self) -> list[str]:
        return [self.overlap(*one) for one in self.overlaps if one[2] <= checks.MOST_OVERLAP]

    def gaps(self) -> list[str]:
        words = _("In no ward, with wards all around: %(area)s at %(where)s.")
        return [
            words % {"area": checks.square_metres(area), "where": spot}
            for area, spot in checks.gaps(self.plane, self.scale)
        ]

    def changes(self) -> list[str]:
        """By how much ground a shape differs from the one that is there."""
        import shapely

        words, found = _("Changed: ward %(number)s, by %(area)s."), []
        for one in self.items:
            ward = self.wards.get(one.number)
            before = self.before.get(ward.id) if ward else None
            if before and before != stored(one.shape):
                old = in_metres(shapely.from_wkb(before), self.scale)
                area = shapely.symmetric_difference(old, self.plane[one.number]).area
                said = {"number": one.number, "area": checks.square_metres(area)}
                found.append(words % said)
        return found

    # What stands in the way

    def problems(self) -> Iterator[Problem]:
        yield from (Problem(1, sentence) for sentence in self.period_problems())
        if not self.items:
            if not self.reading.problems:
                yield Problem(1, _("There is no ward of this council in the file."))
            return
        if checks.is_turned(*middle(self.items[0].shape), self.body.timezone):
            words = _(
                "Latitude and longitude are the wrong way round: GeoJSON has longitude first."
            )
            yield Problem(1, words)
            return
        lines = {one.number: one.line for one in self.items}
        for one in self.overlaps:
            if one[2] > checks.MOST_OVERLAP:
                yield Problem(lines[one[1]], self.overlap(*one))

    def period_problems(self) -> Iterator[str]:
        starts_on = self.day("starts_on", self.starts_on)
        ends_on = self.day("ends_on", self.ends_on)
        fault = starts_on and maps.period_fault(self.body, starts_on, ends_on, self.map)
        if fault:
            yield fault

    def day(self, name: str, said: date | None) -> date | None:
        """A day of the map as it will be: a correction by hand stays."""
        kept: date | None = getattr(self.map, name) if self.map else None
        return kept if self.map and name in plan.corrected(self.map) else said

    def overlap(self, one: int, other: int, area: float, spot: str) -> str:
        words = _("Wards %(one)s and %(other)s share %(area)s at %(where)s.")
        shared = checks.square_metres(area)
        return words % {"one": one, "other": other, "area": shared, "where": spot}


def some(sentences: list[str]) -> list[str]:
    rest = len(sentences) - MOST_NOTES
    if rest <= 0:
        return sentences
    more = ngettext("… and %(num)s more.", "… and %(num)s more.", rest)
    return [*sentences[:MOST_NOTES], more]


def middle(shape: "Area") -> tuple[float, float]:
    """Longitude and latitude of its centroid."""
    return shape.centroid.x, shape.centroid.y


def stored(shape: "Area") -> bytes:
    """As the table keeps it: the same bytes however a file walks along the lines."""
    import shapely

    return bytes(shapely.to_wkb(shapely.normalize(shape), byte_order=1))
