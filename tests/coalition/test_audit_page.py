"""What owners read of the audit, and take out."""

import csv
import io
from datetime import timedelta

import pytest
import time_machine

from campaign.accounts import User
from campaign.coalition import audit
from campaign.coalition.audit import Audit
from campaign.coalition.exports import Export
from campaign.coalition.models import Organization
from campaign.db import db, now
from tests.accounts.factories import log_in, make_user
from tests.coalition.desk import SOUTH, Desk, make_desk
from tests.coalition.factories import make_membership, make_organization
from tests.factories import rows

PAGE, FILE = f"{SOUTH}/audit", f"{SOUTH}/audit.csv"


@pytest.fixture
def omar(app):
    """An owner of South Side, in which Eve founded and Omar renamed; North Side did the same."""
    south, north = make_organization(), make_organization("north-side")
    desk = make_desk(app, south)
    eve = make_user("eve@example.org", name="Eve")
    for organization in (south, north):
        with time_machine.travel(now() - timedelta(days=10), tick=False):
            note("organization.founded", organization, eve.id)
        note("organization.edited", organization, 1)
    return desk


def note(act, organization, user_id, **details):
    def actor():
        return user_id

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(audit, "actor", actor)
        audit.note(act, organization=organization, about=organization.slug, **details)
    db.session.commit()


def test_it_works(omar):
    page = omar.get(PAGE).text

    assert "<strong>Omar</strong> changed what the organization says about itself" in page
    assert "<strong>Eve</strong> founded the organization" in page
    assert page.index("changed what") < page.index("founded the organization</p>")
    assert "north-side" not in page
    assert "checked up to #4" in page
    assert audit.head()[1] in page


def test_filters(omar):
    eve = rows(Audit)[0].user_id
    day = (now() - timedelta(days=5)).date().isoformat()
    founded, edited = "<strong>Eve</strong> founded", "<strong>Omar</strong> changed"
    for query, shown, hidden in (
        (f"who={eve}", founded, edited),
        ("act=organization.edited", edited, founded),
        (f"since={day}", edited, founded),
        (f"until={day}", founded, edited),
    ):
        page = omar.get(f"{PAGE}?{query}").text
        assert shown in page
        assert hidden not in page
    assert "Nothing fits." in omar.get(f"{PAGE}?since=2099-01-01").text


@pytest.mark.parametrize("query", ["who=999", "act=x", "since=soon", "until=", "page=0", "page=x"])
def test_a_filter_that_is_none_shows_all(omar, query):
    assert "2 lines" in omar.get(f"{PAGE}?{query}").text


def test_it_has_pages(omar):
    south = db.session.get(Organization, 1)
    for _ in range(60):
        note("organization.edited", south, 1)
    first, second = (omar.get(f"{PAGE}?page={number}").text for number in (1, 2))

    assert "Page 1 of 2" in first
    assert "#64" in first
    assert "#64" not in second.split("Is it whole?")[0]
    assert "founded the organization" in second


def test_a_broken_chain_is_told(omar):
    """As after a row was cut from the end: the head knows of one more."""
    db.session.execute(db.text("UPDATE audit_head SET number = 5"))
    db.session.commit()

    assert "does not fit at #5" in omar.get(PAGE).text


def test_the_file_has_the_filtered_lines_and_is_noted(omar):
    answer = omar.post(f"{FILE}?act=organization.edited", page=PAGE)

    [export] = rows(Export)
    assert export.code in answer.headers["Content-Disposition"]
    table = list(csv.reader(io.StringIO(answer.get_data().decode("utf-8-sig"))))
    assert table[0][-1] == export.code
    assert [line[2:4] for line in table[1:]] == [
        ["Omar", "changed what the organization says about itself"]
    ]
    assert (export.kind, export.count) == ("audit", 1)
    assert rows(Audit)[-1].act == "export.made"


def test_the_file_asks_for_the_password_again(app, omar):
    send = omar.ready(FILE, page=PAGE)
    log_in(omar.client, rows(User)[0], seconds_ago=4000)
    assert send().location.startswith("/account/verify")
    assert rows(Export) == []


def test_only_owners_read_it(app, omar):
    ana = make_user("ana@example.org")
    make_membership(ana, db.session.get(Organization, 1), "organizer")
    desk = Desk(app, ana)

    assert desk.get(PAGE).status_code == 403
    assert desk.client.post(FILE).status_code == 403
