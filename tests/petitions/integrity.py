"""Omar at the integrity desk, and signatures of which some look odd."""

import re
from html import unescape
from typing import Any

from campaign.petitions import counting
from campaign.petitions.models import Petition, Signature
from tests.factories import rows
from tests.page import PageClient
from tests.petitions.factories import make_petition, make_signature
from tests.petitions.writing import ONE

DESK = f"{ONE}/integrity"
ROBOT = {"network": "ab" * 16, "confirmed": True}


def make_odd(robots: int = 3) -> Petition:
    """A petition with one signature of Ana, and some from one network and one domain."""
    petition = make_petition()
    make_signature(petition, "ana@example.org", name="Ana Ruiz", confirmed=True)
    for n in range(robots):
        make_signature(petition, f"r{n}@robots.example", name=f"R. {n}", **ROBOT)
    return petition


def hidden(page: str) -> dict[str, str]:
    """What the form of a page that decides about signatures holds unseen."""
    found = {}
    for tag in re.findall(r'<input[^>]*type="hidden"[^>]*>', page.partition('id="take"')[2]):
        given = dict(re.findall(r'([\w-]+)="([^"]*)"', tag))
        found[given["name"]] = unescape(given.get("value", ""))
    return found


def take(client: PageClient, page: Any = None, reason: str = "Robots.", **query: str) -> Any:
    """Look for signatures and take out what is found."""
    page = page or client.get(DESK, query_string=query)
    return client.post(DESK, data=hidden(page.text) | {"reason": reason})


def token_of(page: str) -> str:
    found = re.search(r'name="csrf_token"[^>]* value="([^"]+)"', page)
    assert found
    return unescape(found[1])


def press(client: PageClient, page_url: str, post_url: str, times: int = 1, **fields: Any) -> Any:
    """Open a page and send one of its forms, perhaps more than once."""
    token = token_of(client.get(page_url).text)
    return [client.post(post_url, data={"csrf_token": token} | fields) for _ in range(times)][-1]


def total(petition_id: int = 1) -> int:
    """The number that is shown; the same as counting every row, or something is wrong."""
    count = counting.count(petition_id)
    standing = [one for one in rows(Signature, petition_id=petition_id) if one.counts]
    assert count.total == len(standing)
    return count.total
