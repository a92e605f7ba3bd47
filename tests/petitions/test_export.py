"""Signatures as CSV, from the page and the command line."""

import csv
from datetime import UTC, datetime

import pytest

from campaign.coalition.audit import Audit
from campaign.coalition.charter import Charter, CharterAgreement
from campaign.coalition.exports import Export
from campaign.coalition.models import Organization
from campaign.db import db
from campaign.petitions.delivery import exporting
from campaign.petitions.models import Signature
from campaign.tables import read_table
from tests.accounts.factories import log_in
from tests.factories import add, rows
from tests.petitions.factories import make_petition, make_signature
from tests.petitions.paper import DESK, make_omar, post

PAGE = f"{DESK}/export"
FIELDS = ["name", "ward", "comment", "signed_on"]


@pytest.fixture
def petition(app):
    petition = make_petition()
    make_signature(petition, confirmed=True, comment="We need it.", is_public=True)
    make_signature(petition, "eve@example.org", confirmed=True, name="Eve", ward_id=None)
    make_signature(petition, "no@example.org", name="Not Yet")
    return petition


def set_name(old, new):
    """Names as an older version or a correction could have left them."""
    db.session.query(Signature).filter_by(name=old).one().name = new
    db.session.commit()


def test_the_page_works(client, petition):
    log_in(client, make_omar())
    answer = post(client, PAGE, PAGE, fields=FIELDS)
    assert (answer.status_code, answer.mimetype) == (200, "text/csv")

    [export] = rows(Export)
    assert f"save-the-clinic-{export.code}.csv" in answer.headers["Content-Disposition"]
    table = read_table(answer.data, most_rows=10)
    assert table.header == [*FIELDS, "export"]
    day = exporting.local_day(rows(Signature)[0].signed_at, "America/Chicago")
    assert [row.cells for row in table.rows] == [
        ["Ana Ruiz", "25", "We need it.", day, export.code],
        ["Eve", "", "", day, export.code],
    ]
    assert (export.count, export.fields) == (2, FIELDS)
    assert [one.act for one in rows(Audit)] == ["export.made"]


def test_the_command_works(campaign, petition, tmp_path):
    file = tmp_path / "out.csv"
    done = campaign("signatures", "export", "--petition", "save-the-clinic", str(file))

    assert done.exit_code == 0, done.output
    assert [row.cells[0] for row in read_table(file.read_bytes(), most_rows=9).rows] == [
        "Ana Ruiz",
        "Eve",
    ]
    assert file.stat().st_mode & 0o077 == 0
    assert rows(Export)[0].code in done.output


def test_the_command_writes_to_standard_output(campaign, petition):
    words = ("--petition", "save-the-clinic", "--fields", "ward", "-")
    done = campaign("signatures", "export", *words)

    _header, [ward, code], *_others = csv.reader(done.stdout_bytes.decode("utf-8-sig").splitlines())
    assert (ward, code) == ("25", rows(Export)[0].code)


@pytest.mark.parametrize("risky", ["=cmd|x", "+1", "-2+3", "@SUM(A1)", "\tx", "＝1", "'=1"])
def test_no_cell_runs_as_a_formula(campaign, petition, risky):
    set_name("Ana Ruiz", risky)
    done = campaign("signatures", "export", "--petition", "save-the-clinic", "-")
    cells = done.stdout_bytes.decode("utf-8-sig").splitlines()[1]

    assert cells.lstrip('"').startswith("'" + risky)


@pytest.mark.parametrize(
    "name", ["Ana, “Anita” Ruiz", 'Ana "A" Ruiz', "陈小明", "Ana\nRuiz", "O'Neil"]
)
def test_every_name_comes_back_as_it_was(campaign, petition, name):
    set_name("Ana Ruiz", name)
    done = campaign("signatures", "export", "--petition", "save-the-clinic", "-")

    assert read_table(done.stdout_bytes, most_rows=9).rows[0].cells[0] == name


def test_many_pieces_are_one_table(campaign, petition, monkeypatch):
    monkeypatch.setattr(exporting, "BATCH", 1)
    done = campaign("signatures", "export", "--petition", "save-the-clinic", "-")

    assert len(read_table(done.stdout_bytes, most_rows=9).rows) == 2


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("--fields", "name,email"), "The charter does not share this: Email address."),
        (("--fields", "name,network"), "There is no field network"),
        (("--purpose", "invite"), "The charter does not share this: Name"),
        (("--petition", "nothing"), "There is no petition 'nothing'."),
    ],
)
def test_the_command_refuses(campaign, petition, tmp_path, words, sentence):
    file = tmp_path / "out.csv"
    done = campaign("signatures", "export", "--petition", "save-the-clinic", *words, str(file))

    assert done.exit_code == 1
    assert sentence in done.output
    assert not file.exists()
    assert rows(Export) == []


def test_the_page_offers_only_what_the_charter_shares(client, petition):
    lead = db.session.query(Organization).one()
    charter = Charter(campaign=petition.campaign, number=1, fields=["ward"], purposes=["deliver"])
    add(charter)
    add(CharterAgreement(charter=charter, organization=lead))
    log_in(client, make_omar())

    assert 'value="name"' not in client.get(PAGE).text
    assert post(client, PAGE, PAGE, fields=["name"]).status_code == 422
    assert rows(Export) == []


def test_viewers_and_stale_logins_get_nothing(client, petition):
    log_in(client, make_omar(role="viewer"))
    assert client.post(PAGE, data={"fields": FIELDS}).status_code == 403
    log_in(client, make_omar(email="eve@example.org"), seconds_ago=4000)
    assert client.post(PAGE, data={"fields": FIELDS}).location.startswith("/account/verify")
    assert rows(Export) == []


@pytest.mark.parametrize(
    ("moment", "day"),
    [
        ("2026-03-08 05:59:59.000001", "2026-03-07"),
        ("2026-03-08 06:00:00", "2026-03-08"),
        ("2026-11-02 05:59:00", "2026-11-01"),
        (datetime(2026, 7, 1, 4, 59, tzinfo=UTC), "2026-06-30"),
    ],
)
def test_days_are_those_of_the_place(moment, day):
    assert exporting.local_day(moment, "America/Chicago") == day
