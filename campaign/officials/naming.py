"""By which names files and people call a council and its committees."""

import unicodedata

from ..coalition.slugs import numbered, slug_from
from .models import Body


def plain(name: str) -> str:
    """What two spellings of a body's name share: “Police & Fire”, “police and fire”."""
    text = unicodedata.normalize("NFKC", name).casefold().replace("&", " and ")
    return " ".join(text.replace(",", " ").split()).removeprefix("the ")


def known_bodies(council: Body) -> dict[str, Body]:
    """A council and its committees by each of their plain names; the council wins.

    It is called with its place or without: “Chicago City Council”, “City Council”.
    """
    found: dict[str, Body] = {}
    for one in council.parts:
        found |= dict.fromkeys(map(plain, [*one.name.values(), *one.other_names]), one)
    names = {plain(name) for name in (*council.name.values(), *council.other_names)}
    for place in map(plain, council.place.values()):
        names |= {f"{place} {name}" for name in names}
        names |= {name.removeprefix(f"{place} ") for name in names}
    return found | dict.fromkeys(names, council)


def free_slug(name: str, otherwise: str, taken: set[str]) -> str:
    """An address made from a name that is not among those taken."""
    slug, number = slug_from(name, otherwise), 1
    while numbered(slug, number) in taken:
        number += 1
    return numbered(slug, number)
