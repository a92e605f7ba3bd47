"""Makes the files of a packet, a PDF and a ZIP of CSV, and removes them after a day."""

import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import IO, Any

from sqlalchemy import Select

from ... import making
from ...db import db
from ...jobs import job
from ...tables import csv_lines
from .models import Delivery
from .packets import rows_of, statement_of
from .printing import packet_data, packet_pdf

MOST_PRINTED = 10_000  # names in a PDF, some 300 MB while it is made; beyond, only in the CSV


@job("delivery.make", every_minutes=1)
def make_waiting() -> None:
    making.make_waiting(Delivery, make)


@dataclass(frozen=True)
class Packet:
    """All that the files of a delivery need, so that none of the work holds a transaction."""

    folder: Path
    stem: str
    code: str
    data: dict[str, Any]
    statement: Select[Any]
    has_comments: bool

    @property
    def paths(self) -> tuple[Path, Path]:
        return self.folder / f"{self.stem}.pdf", self.folder / f"{self.stem}-csv.zip"


def packet_of(delivery: Delivery) -> Packet:
    return Packet(
        folder=delivery.path,
        code=delivery.export.code,
        stem=f"{delivery.petition.slug}-{delivery.export.code}",
        data=packet_data(delivery),
        statement=statement_of(delivery),
        has_comments=delivery.choices["comments"],
    )


def make(number: int) -> None:
    """Write both files, and note what is in them."""
    packet = packet_of(db.session.get_one(Delivery, number))
    db.session.rollback()  # people sign while this goes on
    making.begin(packet.folder)
    pdf, tables = packet.paths
    counted = write_tables(packet, tables)
    rows = cells(packet) if counted <= MOST_PRINTED else None
    pdf.write_bytes(packet_pdf(packet.data, rows, counted))
    delivery = db.session.get_one(Delivery, number)
    delivery.confirmed = counted
    making.finish(delivery, packet.paths)
    db.session.commit()


def write_tables(packet: Packet, path: Path) -> int:
    """One CSV of everything and one for each ward; how many signatures there are."""
    header = ["name", "ward", *(["comment"] if packet.has_comments else []), "export"]
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        counter = Counter(cells(packet))
        with archive.open("all.csv", "w", force_zip64=True) as out:
            write(out, csv_lines(header, counter))
        for ward, rows in groupby(cells(packet), key=lambda row: row[1]):
            name = f"ward-{ward:02}.csv" if ward else "elsewhere.csv"
            with archive.open(name, "w", force_zip64=True) as out:
                write(out, csv_lines(header, rows))
    return counter.count


def write(out: IO[bytes], pieces: Iterable[bytes]) -> None:
    for piece in pieces:
        out.write(piece)


def cells(packet: Packet) -> Iterator[list[Any]]:
    """Name, ward, comment if that was chosen, and the export's code."""
    for name, ward, comment in rows_of(packet.statement):
        yield [name, ward or "", *([comment] if packet.has_comments else []), packet.code]


class Counter:
    """Counts what goes through."""

    def __init__(self, rows: Iterable[list[Any]]) -> None:
        self.rows, self.count = rows, 0

    def __iter__(self) -> Iterator[list[Any]]:
        for row in self.rows:
            self.count += 1
            yield row


@job("delivery.tidy", every_minutes=60)
def tidy() -> None:
    making.tidy(Delivery)
