"""People of two organizations in one campaign, each with a browser of their own."""

import re
import threading
from collections.abc import Callable
from typing import Any

from flask import Flask

from campaign.accounts.models import User
from campaign.coalition.models import Campaign, Membership, Organization
from campaign.db import db
from tests.accounts.factories import fill_in, log_in, make_user_with_phone
from tests.coalition.factories import (
    make_campaign,
    make_membership,
    make_organization,
    make_partnership,
)
from tests.page import PageClient

SOUTH, NORTH = "/organize/south-side", "/organize/north-side"
CAMPAIGN = "/campaigns/stop-the-contract"


class Desk:
    """One user in a browser; `post` opens a page and sends its form as a browser does."""

    def __init__(self, app: Flask, user: User) -> None:
        client = app.test_client()
        assert isinstance(client, PageClient)
        self.client, self.email = client, user.email
        log_in(client, user)

    def get(self, url: str) -> Any:
        return self.client.get(url)

    def post(self, url: str, page: str = "", **fields: Any) -> Any:
        return fill_in(self.client, page or url, post_to=url, **fields)

    def ready(self, url: str, page: str = "", **fields: Any) -> Callable[[], Any]:
        """Open the page now; what is returned sends its form."""
        found = re.search(r'name="csrf_token"[^>]* value="([^"]+)"', self.get(page or url).text)
        assert found, "no form on this page"
        return lambda: self.client.post(url, data={"csrf_token": found[1], **fields})


def make_desk(
    app: Flask, organization: Organization, role: str = "owner", email: str = "omar@example.org"
) -> Desk:
    user = make_user_with_phone(email)
    make_membership(user, organization, role)
    return Desk(app, user)


def make_two(app: Flask, part: str = "partner") -> tuple[Campaign, Desk, Desk]:
    """A campaign that South Side leads, its owner Omar, and Eve, who owns North Side."""
    campaign = make_campaign()
    south, north = make_organization(), make_organization("north-side")
    make_partnership(campaign, south, "lead")
    make_partnership(campaign, north, part)
    return campaign, make_desk(app, south), make_desk(app, north, email="eve@example.org")


def membership(email: str) -> Membership:
    db.session.rollback()
    return db.session.scalars(db.select(Membership).join(User).where(User.email == email)).one()


def at_once(app: Flask, *acts: Callable[[], Any]) -> list[int]:
    """The status that each of these answers with, all begun at the same moment."""
    db.session.rollback()
    start, answers = threading.Barrier(len(acts)), {}

    def run(number: int, act: Callable[[], Any]) -> None:
        with app.app_context():
            start.wait(10)
            answers[number] = act().status_code
            db.session.remove()

    threads = [threading.Thread(target=run, args=one) for one in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    return [answers[number] for number in range(len(acts))]
