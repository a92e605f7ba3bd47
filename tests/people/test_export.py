"""Taking out one's own people: who may be emailed, noted, marked, safe in a spreadsheet."""

import csv
import io

import pytest

from campaign.accounts.models import User
from campaign.coalition import scope
from campaign.coalition.audit import Audit
from campaign.coalition.exports import Export
from campaign.coalition.models import Campaign
from campaign.db import db
from campaign.people import consents
from tests.accounts.factories import log_in
from tests.factories import rows
from tests.people.desk_factories import (
    PEOPLE,
    get_person,
    log_in_as_organizer,
    make_person,
    make_two,
    token_of,
)


@pytest.fixture
def two(client):
    lead, partner = make_two()
    make_person(partner, name="Eve Quetzal", email="eve@example.org")
    make_person(partner, name="Ana Quetzal")
    make_person(lead)
    log_in_as_organizer(client, lead)
    return lead, partner


def export(client, query=""):
    data = {"csrf_token": token_of(client)}
    return client.post(f"{PEOPLE}/export{query}", data=data)


def table(answer):
    assert answer.status_code == 200, answer.text
    return list(csv.reader(io.StringIO(answer.data.decode("utf-8-sig"))))


def test_it_works(client, two):
    assert "1 person of the list" in client.get(f"{PEOPLE}/export").text
    answer = export(client)
    [header, row] = table(answer)

    assert header[:4] == ["Name", "Email address", "Ward", "Language"]
    assert row[:5] == ["Ana Núñez", "ana@example.org", "Ward 25", "en", ""]
    [noted] = rows(Export)
    assert (noted.kind, noted.count, noted.purpose) == ("people", 1, "email")
    assert row[-1] == noted.code
    assert noted.code in answer.headers["Content-Disposition"]
    [act] = rows(Audit, act="export.made")
    assert "ana" not in str(act.details).lower()
    assert "Quetzal" not in answer.text


def test_only_who_may_be_emailed_goes_out(client, two):
    lead, _partner = two
    omar = make_person(lead, name="Omar", email="omar@example.org")
    with scope.of(lead.id):
        consents.end(get_person(omar.id).consents[0])
        db.session.commit()

    for query in ("", "?consent=withdrawn"):
        assert [row[0] for row in table(export(client, query))[1:]] == ["Ana Núñez"]


def test_the_lists_filters_hold(client, two):
    make_person(two[0], name="Omar", email="omar@example.org", language="es")
    assert [row[0] for row in table(export(client, "?language=es"))[1:]] == ["Omar"]


def test_no_cell_runs_as_a_formula(client, two):
    make_person(two[0], name="=HYPERLINK(1)", email="eve2@example.org")
    assert "'=HYPERLINK(1)" in [row[0] for row in table(export(client))]


def test_many_come_in_pieces(client, two, monkeypatch):
    monkeypatch.setattr("campaign.people.desk_export.PIECE", 2)
    for number in range(4):
        make_person(two[0], email=f"ana{number}@example.org")
    assert len(table(export(client))) == 6


def test_an_old_login_is_asked_for_the_password(client, two):
    token = token_of(client)
    log_in(client, rows(User)[0], seconds_ago=4000)
    for answer in (
        client.get(f"{PEOPLE}/export"),
        client.post(f"{PEOPLE}/export", data={"csrf_token": token}),
    ):
        assert answer.status_code == 302
        assert "/verify?next=" in answer.location
    assert rows(Export) == []


def test_a_charter_that_shares_no_addresses_forbids_it(client, two):
    from campaign.coalition import charter

    lead, _partner = two
    effort = rows(Campaign)[0]
    charter.write(effort, lead, None, seen=0, fields=["name"], purposes=["email"], ends_on=None)
    db.session.commit()
    page = client.get(f"{PEOPLE}/export").text
    assert "The charter does not share this: Email address" in page
    assert "/charter" in page
    assert "Download the file" not in page
    answer = export(client)

    assert answer.status_code == 403
    assert "ana@example.org" not in answer.text
    assert rows(Export) == []


@pytest.mark.parametrize("role", ["viewer", "writer"])
def test_who_is_no_organizer_takes_nothing_out(client, role):
    lead, _partner = make_two()
    make_person(lead)
    log_in_as_organizer(client, lead, role)
    assert client.post(f"{PEOPLE}/export").status_code == 403
    assert rows(Export) == []
