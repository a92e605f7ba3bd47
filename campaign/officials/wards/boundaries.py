"""Maps of wards as GeoJSON: each ward’s shape, in a map with a name and the days it is in force."""

from collections.abc import Iterator, Mapping
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext

from ...tables import Problem
from ..bringing.importers import Choices, Importer, Option, Reading, register
from . import checks, geojson
from .fetching import fetch
from .importing import Item, some, want


def read(data: bytes, choices: Choices) -> Reading:
    """The wards of a file by number; what is no ward is left out and told."""
    features = geojson.read_features(data)
    name = geojson.find_property(features, choices.said("property"))
    found: dict[int, list[Item]] = {}
    odd, problems = [], []
    for one in features:
        number = geojson.ward_number(one.properties.get(name))
        try:
            shape = geojson.read_shape(one.geometry) if number else None
            if number is None or shape is None:
                odd.append(no_ward(one, one.properties.get(name), number))
            else:
                item = Item(number, one.line, checks.mended(shape), division_of(one.properties))
                found.setdefault(number, []).append(item)
        except (geojson.ShapeError, ValueError) as error:
            words = _("Feature %(place)s (ward %(number)s): %(what)s.")
            said = words % {"place": one.number, "number": number, "what": error}
            problems.append(Problem(one.line, said))
    items = [together(parts) for _number, parts in sorted(found.items())]
    return Reading(items, problems, [*some(odd), *merged(found)])


def no_ward(feature: geojson.Feature, value: Any, number: int | None) -> str:
    if number is None:
        said = str(value if value is not None else "")[:40]
        words = _("Feature %(place)s (“%(said)s”) is no ward: left out.")
        return words % {"place": feature.number, "said": said}
    words = _("Feature %(place)s (ward %(number)s) is no area: left out.")
    return words % {"place": feature.number, "number": number}


def division_of(properties: Mapping[str, Any]) -> str:
    """The Open Civic Data id that a feature carries, or nothing."""
    said = [one for one in properties.values() if isinstance(one, str)]
    return next((one for one in said if geojson.DIVISION.fullmatch(one) and len(one) < 120), "")


def together(parts: list[Item]) -> Item:
    """One ward from all its features."""
    import shapely

    first = parts[0]
    if len(parts) == 1:
        return first
    whole: Any = shapely.union_all([one.shape for one in parts])
    return Item(first.number, first.line, whole, first.division)


def merged(found: Mapping[int, list[Item]]) -> Iterator[str]:
    several = {number: len(parts) for number, parts in found.items() if len(parts) > 1}
    if several:
        listed = ", ".join(f"{number} ({count})" for number, count in several.items())
        yield _("Wards in several features, put together: %(wards)s.", wards=listed)


register(
    Importer(
        "boundaries",
        lazy_gettext("Ward boundaries"),
        lazy_gettext("GeoJSON: a FeatureCollection with one area for each ward, in WGS 84"),
        read,
        want,
        options=(
            Option(
                "name",
                lazy_gettext("Name of the map"),
                lazy_gettext(
                    "Like “2023”. A map of this name that is there is brought up to date."
                ),
                is_needed=True,
                longest=80,
            ),
            Option("from", lazy_gettext("First day"), kind="day", is_needed=True),
            Option(
                "until",
                lazy_gettext("Last day"),
                lazy_gettext("Leave it empty for the map that is in force."),
                kind="day",
            ),
            Option(
                "property",
                lazy_gettext("Property with the ward’s number"),
                lazy_gettext("Leave it empty where it is called ward or district."),
            ),
            Option("source", lazy_gettext("Where the file is from"), longest=300),
        ),
        words={
            "starts_on": lazy_gettext("first day"),
            "ends_on": lazy_gettext("last day"),
            "geometry": lazy_gettext("shape"),
        },
        fetch=fetch,
    )
)
