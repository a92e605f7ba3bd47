"""§6 “Privacy”: after an erasure nothing of the person is in any file of the installation.

The bytes of all files are searched: database, log beside it, jobs, development mailbox, uploads,
the server's own log. On PostgreSQL, whose files belong to its server, every column of every table.
"""

import re
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest
from sqlalchemy import text

from campaign.coalition import scope
from campaign.coalition.models import Organization
from campaign.db import db
from campaign.mail import OutgoingEmail
from campaign.mail.devbox import find_letter
from campaign.people.bringing import uploads
from campaign.people.models import Import
from campaign.petitions.models import Petition
from campaign.security import keyed_hash
from tests.factories import add
from tests.factsheet.factories import make_fact
from tests.hearings.factories import make_hearing, make_rule, make_speaker
from tests.outreach.factories import make_mailing
from tests.promises import outreach
from tests.promises.residents import in_database, links, open_petition
from tests.promises.testimony import make_whole
from tests.server import PATIENCE, Server, running

EMAIL = "quetzalcoatl.ruiz@example.org"
WORDS = {
    "name": "Quetzalcoatl Xochimilco",
    "email": EMAIL,
    "ward": "25",
    "comment": "My cousin Tezcatlipoca lives there.",
    "is_public": "y",
}
OMAR = WORDS | {"email": "omar@example.org", "name": "Omar", "comment": "Near."}
TRACES = [b"quetzalcoatl", b"xochimilco", b"tezcatlipoca"]
LIST = f"Name,Email\nOmar,omar@example.org\nQ,{EMAIL.upper()}\n".encode("utf-16")


@pytest.fixture
def server(tmp_path, database_setting):
    given = {"workers": 2, "network_limit": 100_000} | database_setting
    with running(tmp_path / "instance", prepare=True, **given) as server:
        yield server


def live(server: Server) -> str:
    """What a resident leaves behind; under which petition."""
    parents = f"parents-{server.port}"
    petition = open_petition(server, f"of-quetzal-{server.port}", (parents,))
    assert server.post(f"{petition}/sign", WORDS | {"allow": [parents]}).status == 303
    [path] = links(server, petition).values()
    assert server.post(path).status == 303
    server.post(f"{petition}/sign", OMAR)
    in_database(server, lambda: bring_a_list(parents))
    in_database(server, lambda: write_testimony(petition.rpartition("/")[2]))
    in_database(server, lambda: write_letter(petition.rpartition("/")[2], parents))
    return petition


def write_testimony(slug: str) -> None:
    """A testimony of theirs, talked about, handed over, with a fact that it cites."""
    petition = db.session.scalars(db.select(Petition).filter_by(slug=slug)).one()
    rule = make_rule(petition.body)
    hearing = make_hearing(petition.campaign, rule, slug=f"{slug}-hearing")
    make_fact(petition.campaign)
    who = {"email": EMAIL, "mailbox": keyed_hash(EMAIL, "mailbox")}
    make_whole(make_speaker(hearing, WORDS["name"], **who), WORDS["comment"])


def write_letter(slug: str, organization: str) -> None:
    """A letter of theirs that an office got and answered, and a mailing that went to them."""
    petition = db.session.scalars(db.select(Petition).filter_by(slug=slug)).one()
    action = outreach.make_open(petition.campaign, petition.body, slug=f"{slug}-letters")
    said = {"name": WORDS["name"], "text": WORDS["comment"], "street": "1 Tezcatlipoca St"}
    outreach.make_whole(action, "sent", EMAIL, **said)
    mine = db.session.scalars(db.select(Organization).filter_by(slug=organization)).one()
    batch = outreach.make_done(make_mailing(mine, petition.campaign))
    sent = db.session.scalars(db.select(OutgoingEmail).filter_by(batch_id=batch.id)).one()
    sent.to, sent.mailbox = EMAIL, keyed_hash(EMAIL, "mailbox")
    sent.merge = {"field_0": WORDS["name"]}
    db.session.commit()


def ask(server: Server) -> str:
    assert server.post("/my-data", {"email": EMAIL}).status == 303
    return link_in_mailbox(server)


def bring_a_list(slug: str) -> None:
    """An organizer's file with the person in it waits for a decision."""
    with scope.everyones():
        parents = db.session.scalars(db.select(Organization).filter_by(slug=slug)).one()
        one = add(Import(organization_id=parents.id, file_name="list.csv", state="checked"))
        uploads.keep(one, LIST)
        db.session.commit()


def link_in_mailbox(server: Server) -> str:
    """The link of the mail, once the worker has put it into the development mailbox."""
    end, pause = time.monotonic() + PATIENCE, threading.Event()
    while time.monotonic() < end:
        for path in (server.instance / "mail").glob("*.eml"):
            letter = find_letter(path.parent, int(path.stem))
            if found := re.search(r"(/my-data/[\w.-]+)\?lang", letter.text if letter else ""):
                return found[1]
        pause.wait(0.05)
    raise AssertionError("no mail came")


def traces(server: Server, database_setting: dict[str, str]) -> list[str]:
    """Where the person still is."""
    places = {str(path): content(path) for path in every_file(server)}
    if database_setting:
        places |= in_database(server, columns)
    return [
        f"{trace.decode()} in {place}"
        for place, data in places.items()
        for trace in TRACES
        if trace in data or trace.decode().encode("utf-16-le") in data
    ]


def every_file(server: Server) -> list[Path]:
    return [path for path in [server.log_file, *server.instance.rglob("*")] if path.is_file()]


def content(path: Path) -> bytes:
    return path.read_bytes().lower()


def columns() -> dict[str, bytes]:
    """Every column of every table as text."""
    tables = text("SELECT table_name FROM information_schema.tables WHERE table_schema = 'public'")
    found, everyones = {}, {"everyones": True}
    for table in list(db.session.scalars(tables)):
        every = text(f'SELECT t::text FROM "{table}" t').execution_options(**everyones)
        rows = db.session.execute(every)
        found[f"table {table}"] = "\n".join(one for (one,) in rows).lower().encode()
    return found


def test_nothing_is_left_after_an_erasure(server, database_setting):
    live(server)
    path = ask(server)
    before = traces(server, database_setting)
    assert len({place.partition(" in ")[2] for place in before}) >= 3, "it was everywhere"
    answer = server.post(f"{path}/erase")

    assert (answer.status, answer.headers["location"]) == (303, "/my-data/gone")
    assert traces(server, database_setting) == []
    assert "omar@example.org" in everything(server, database_setting), "others stay"


def test_nothing_is_left_after_the_command(server, database_setting):
    live(server)
    words = [sys.executable, "-m", "campaign", "erase", EMAIL.upper(), "--yes"]
    result = subprocess.run(
        words, env=server.environ(), capture_output=True, text=True, check=False, timeout=60
    )

    assert result.returncode == 0, result.stderr
    assert "quetzal" not in result.stdout.lower().replace(EMAIL, "")
    assert traces(server, database_setting) == []


def everything(server: Server, database_setting: dict[str, str]) -> str:
    data = b"".join(content(path) for path in every_file(server))
    if database_setting:
        data += b"".join(in_database(server, columns).values())
    return data.decode(errors="replace")
