"""Pictures of a map that can be pressed, in two widths."""

from base64 import b64encode
from dataclasses import dataclass
from typing import TYPE_CHECKING

from flask import url_for

from .boxes import NARROW, WIDE, Box
from .lookup import shapes_of
from .models import WardMap

if TYPE_CHECKING:
    from .drawing import Outline


@dataclass(frozen=True)
class Picture:
    """A part of a map; `small` and `large` are addresses of its picture."""

    box: Box
    small: str
    large: str


def whole_box(shown: WardMap) -> Box:
    return Box.around(shapes_of(shown).bounds)


def whole_picture(shown: WardMap) -> Picture:
    return Picture(whole_box(shown), *(address(shown, width) for width in (NARROW, WIDE)))


def closer_picture(shown: WardMap, box: Box, pin: tuple[float, float]) -> Picture:
    """With a mark at the pin. No address says where somebody looks."""
    from . import drawing

    lines = drawing.outlines(shapes_of(shown), box)
    return Picture(box, *(inline(drawing.svg(lines, box, width, pin)) for width in (NARROW, WIDE)))


def whole_svg(shown: WardMap, width: int) -> str:
    from . import drawing

    return drawing.svg(outlines(shown), whole_box(shown), width)


def outlines(shown: WardMap) -> "list[Outline]":
    """Every ward as drawn in the whole map."""
    from . import drawing

    return drawing.whole(shapes_of(shown))


def address(shown: WardMap, width: int) -> str:
    """Of the whole map's picture; another one once the map has changed."""
    return url_for(
        "wards.picture",
        body=shown.body.slug,
        on=shown.starts_on.isoformat(),
        width=width,
        v=f"{shown.changed_at.timestamp():.0f}",
    )


def inline(svg: str) -> str:
    return f"data:image/svg+xml;base64,{b64encode(svg.encode()).decode()}"
