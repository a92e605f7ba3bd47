"""Paper sheets, and Omar who enters them, with valid defaults."""

import re
from typing import Any

from campaign.coalition import scope
from campaign.coalition.models import Organization
from campaign.db import db
from campaign.petitions.models import Petition
from campaign.petitions.paper import sheets as paper
from campaign.petitions.paper.models import PaperRun, PaperSheet, PaperSignature
from tests.accounts.factories import make_user_with_phone
from tests.coalition.factories import make_membership

DESK = "/organize/neighbors/campaigns/clinic/petitions/save-the-clinic"
PAGE = f"{DESK}/paper"


def make_omar(slug="neighbors", role="organizer", email="omar@example.org"):
    omar = make_user_with_phone(email)
    make_membership(omar, db.session.query(Organization).filter_by(slug=slug).one(), role)
    return omar


def make_run(petition: Petition, slug: str = "neighbors", **values: Any) -> PaperRun:
    organization = db.session.query(Organization).filter_by(slug=slug).one()
    defaults = {"count": 2, "lines": 10, "paper": "letter", "language": "en"}
    with scope.of(organization.id):
        run = paper.print_run(petition, organization, **defaults | values)
        db.session.commit()
        run.sheets[0].code  # noqa: B018 - read while the scope is set
    return run


def sheets() -> list[PaperSheet]:
    return everything(PaperSheet)


def lines() -> list[PaperSignature]:
    return everything(PaperSignature)


def everything(model):
    db.session.expire_all()
    query = db.select(model).order_by(model.id).execution_options(everyones=True)
    return list(db.session.scalars(query))


def post(client, url: str, page: str = PAGE, **fields: Any):
    """Send a form with the token that its page shows."""
    answer = client.get(page)
    token = re.search(r'name="csrf_token"[^>]* value="([^"]+)"', answer.text)
    assert token, "no form on this page"
    return client.post(url, data={"csrf_token": token[1], **fields})


def open_first(client, total: int = 2):
    """Begin the first sheet; the address of its page."""
    answer = post(client, f"{PAGE}/open", code=sheets()[0].code, total=total)
    assert answer.status_code == 303, answer.text
    return answer.location


def enter(client, url: str, *names: Any, **fields: Any):
    """Send lines of a sheet: names, or tuples of name, ward, email."""
    seen = re.search(r'name="seen"[^>]* value="(\d+)"', client.get(url).text)
    data: dict[str, Any] = {"seen": seen[1] if seen else "0", "total": len(names)}
    for position, line in enumerate(names, 1):
        name, ward, email = (*((line,) if isinstance(line, str) else line), "", "")[:3]
        data |= {f"name_{position}": name, f"ward_{position}": ward, f"email_{position}": email}
    return post(client, url, url, **data | fields)
