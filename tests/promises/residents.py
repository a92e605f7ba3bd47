"""What residents do over HTTP, many at the same moment, and what the database then holds."""

import threading
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from types import MappingProxyType
from typing import Any, NamedTuple
from urllib.parse import urlencode, urlsplit

from sqlalchemy import func

from campaign.db import db
from campaign.mail import OutgoingEmail
from campaign.petitions import counting
from campaign.petitions.models import Petition, Signature
from tests.petitions.factories import make_campaign, make_organization, make_petition
from tests.server import Answer, Server, ask

ANA = {"name": "Ana Ruiz", "email": "ana@example.org", "ward": "25"}
MOST = 64  # connections at once
NOTHING: Mapping[str, str] = MappingProxyType({})


class Post(NamedTuple):
    """One request that waits for the others."""

    path: str
    fields: Mapping[str, Any] = NOTHING
    headers: Mapping[str, str] = NOTHING


class Books(NamedTuple):
    """A petition's rows: how many there are, how many count, and what the tally says."""

    signatures: int
    standing: int
    counted: int


def at_once(server: Server, posts: Iterable[Post]) -> list[Answer]:
    """Send all posts at the same moment, each over a connection that is open already."""
    waiting = list(posts)
    together = threading.Barrier(len(waiting))

    def send(post: Post) -> Answer:
        connection = server.connect()
        connection.connect()
        together.wait(30)
        try:
            return ask(connection, "POST", post.path, urlencode(post.fields, True), post.headers)
        finally:
            connection.close()

    with ThreadPoolExecutor(len(waiting)) as pool:
        return list(pool.map(send, waiting))


def statuses(answers: Iterable[Answer]) -> dict[int, int]:
    return dict(Counter(answer.status for answer in answers))


def in_database(server: Server, look: Callable[[], Any]) -> Any:
    """What `look` finds in the server's database, seen from outside."""
    with server.app.app_context():
        try:
            return look()
        finally:
            db.session.rollback()
            db.engine.dispose()


def open_petition(server: Server, slug: str, organizations: tuple[str, ...] = ()) -> str:
    """A petition that takes signatures; its path."""

    def make() -> None:
        campaign = make_campaign(slug=f"of-{slug}")
        make_organization(campaign, f"lead-of-{slug}")
        for name in organizations:
            make_organization(campaign, name, "partner")
        make_petition(slug=slug, campaign=campaign)

    in_database(server, make)
    return f"/petitions/{slug}"


def sign_all(server: Server, petition: str, emails: Iterable[str], **fields: Any) -> None:
    """Sign once for each address, over one connection."""
    connection = server.connect()
    for email in emails:
        body = urlencode(ANA | {"email": email} | fields, True)
        answer = ask(connection, "POST", f"{petition}/sign", body)
        assert answer.status == 303, answer.text
    connection.close()


def of(petition: str) -> Any:
    """The condition that a signature belongs to this petition."""
    slug = petition.rsplit("/", 1)[1]
    return Signature.petition_id == db.select(Petition.id).filter_by(slug=slug).scalar_subquery()


def links(server: Server, petition: str) -> dict[str, str]:
    """The paths in the mails of this petition, by address: what only the owners know."""

    def look() -> dict[str, str]:
        mine = db.select(Signature.id).where(of(petition))
        keys = [f"petitions/mail/confirm:{number}:1" for number in db.session.scalars(mine)]
        mails = db.session.scalars(db.select(OutgoingEmail).where(OutgoingEmail.key.in_(keys)))
        return {mail.to: urlsplit(mail.merge["link"]).path for mail in mails}

    found: dict[str, str] = in_database(server, look)
    return found


def mails_to(server: Server, *addresses: str) -> int:
    def look() -> int:
        mine = db.select(func.count()).where(OutgoingEmail.to.in_(addresses))
        return int(db.session.scalar(mine) or 0)

    return int(in_database(server, look))


def mails_of(server: Server, petition: str) -> int:
    """How many mails the signatures of a petition have caused."""

    def look() -> int:
        ids = db.session.scalars(db.select(Signature.id).where(of(petition)))
        begins = [OutgoingEmail.key.like(f"petitions/mail/confirm:{number}:%") for number in ids]
        found = db.select(func.count()).where(db.or_(*begins))
        return int(db.session.scalar(found) or 0)

    return int(in_database(server, look))


def books(server: Server, petition: str) -> Books:
    def look() -> Books:
        rows = list(db.session.scalars(db.select(Signature).where(of(petition))))
        slug = petition.rsplit("/", 1)[1]
        number = db.session.scalar(db.select(Petition.id).filter_by(slug=slug))
        counted = counting.count(number or 0).total
        return Books(len(rows), sum(row.counts for row in rows), counted)

    found: Books = in_database(server, look)
    return found
