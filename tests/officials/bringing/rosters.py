"""Rosters as files, and the way they go through the command."""

import json
from typing import Any

from campaign.coalition.models import Organization
from campaign.db import db
from campaign.officials.bringing import waiting
from campaign.officials.bringing.models import RecordImport
from campaign.officials.models import Body, Term
from tests.factories import add, rows

HEADER = (
    "ward,name,term_start,term_end,office_address,office_city,office_state,office_zip,phone,email"
)
FIRST = "(312) 555-0101,a@example.org"
CLEAN = f"""{HEADER}
1,"Heron, Ana M.",2023-05-15,2027-05-17,4924 W Chicago Ave,Chicago,IL,60651,{FIRST}
2,Omar Egret,2023-05-15,2027-05-17,1 S State St,Chicago,IL,60603,(312) 555-0102,o@example.org
3,"Felix Cardinal, Jr.",2023-05-15,2027-05-17,,,,,,
"""


def bring(campaign: Any, tmp_path: Any, data: str | bytes | object, *words: str) -> Any:
    """Import a file that holds this; what is no text becomes JSON."""
    if not isinstance(data, str | bytes):
        data = json.dumps(data, indent=1)
    path = tmp_path / "roster"
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    return campaign("officials", "import", str(path), *words)


def make_import(organization: Organization, data: str = CLEAN) -> RecordImport:
    """A roster of the first council that waits to be looked at."""
    [body] = db.session.scalars(db.select(Body).order_by(Body.id).limit(1))
    one = RecordImport(kind="roster", body=body, organization=organization)
    one.file_name, one.header = "roster.csv", HEADER.split(",")
    waiting.keep(one, data.encode())
    return add(one)


def seats() -> list[tuple[str, str, str, str | None]]:
    """Every term in a seat: seat, who, from, until."""
    found = [one for one in rows(Term) if one.seat is not None]
    return sorted((t.seat.label, t.official.name, t.starts, t.ends) for t in found if t.seat)


def contacts(ward: int) -> dict[str, str]:
    """How to reach whoever came last into a seat, by kind and label."""
    found = [one for one in rows(Term) if one.seat and one.seat.label == f"Ward {ward}"]
    return {f"{one.kind} {one.label}".strip(): one.value for one in found[-1].contacts}
