"""Bringing what the City Council's record and the press say: measures, sponsors, positions."""

from typing import Any

from ..coalition.models import Campaign
from ..db import db
from ..officials.models import Body, Official
from ..officials.record.models import Measure, RecordNumber, Sponsor
from ..officials.record.numbers import key
from ..officials.whip.models import Stance, Whip
from .files import read

Texts = dict[str, str]  # of sources, by name


def bring(council: Body, campaign: Campaign, officials: dict[str, Official]) -> None:
    data = read("record.toml")
    sources = {name: one["text"] for name, one in data["sources"].items()}
    measures = {
        one["record"]: load_measure(council, one, officials, sources) for one in data["measure"]
    }
    whip = Whip(
        campaign=campaign,
        measure=measures[data["whip"]["record"]],
        wanted=data["whip"]["wanted"],
        needed=data["whip"]["needed"],
    )
    db.session.add(whip)
    for one in data["stance"]:
        load_stances(whip, one, officials, sources)


def load_measure(
    council: Body, values: dict[str, Any], officials: dict[str, Official], sources: Texts
) -> Measure:
    names = ("record", "kind", "title", "status", "introduced_on", "url")
    source, number = sources[values["source"]], values["record"]
    measure = Measure(
        body=council, source=source, **{one: values[one] for one in names if one in values}
    )
    measure.numbers = [RecordNumber(body_id=council.id, key=key(number), written=number)]
    chief = [values["chief"]] if "chief" in values else []
    measure.sponsors = [
        Sponsor(official=officials[slug], is_chief=slug in chief, source=source)
        for slug in [*chief, *values["sponsors"]]
    ]
    db.session.add(measure)
    return measure


def load_stances(
    whip: Whip, values: dict[str, Any], officials: dict[str, Official], sources: Texts
) -> None:
    """One entry for each official of whom the same was printed."""
    for slug in values.get("officials") or [values["official"]]:
        stance = Stance(
            whip=whip,
            official=officials[slug],
            value=values["value"],
            evidence=values["evidence"],
            source=sources[values["source"]],
            note=values["note"],
            on=values["on"],
        )
        db.session.add(stance)
