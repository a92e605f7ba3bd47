"""The import pages: look first, then carry out; who may; two at once; files that go."""

import io
import re
from datetime import timedelta

import pytest
from werkzeug.datastructures import FileStorage
from werkzeug.test import encode_multipart

from campaign.coalition.audit import Audit
from campaign.config import settings
from campaign.db import db, now
from campaign.officials.bringing import importers, waiting
from campaign.officials.bringing.models import ColumnMemory, RecordImport
from campaign.officials.models import Body, Contact, Term
from campaign.tables import LARGEST, TableError
from tests.factories import rows
from tests.officials.bringing.rosters import CLEAN, seats
from tests.officials.factories import make_body, make_official, make_term
from tests.officials.wards.city import geojson, squares
from tests.people.desk_factories import log_in_as_organizer, make_two

BASE = "/organize/neighbors/campaigns/clinic/officials"


@pytest.fixture
def council(client):
    lead, _partner = make_two()
    log_in_as_organizer(client, lead)
    return make_body(3, slug="council")


def waiting_files():
    return sorted((settings().instance / "uploads").glob("records-*"))


@pytest.fixture(autouse=True)
def no_files(app):
    for path in waiting_files():
        path.unlink()


def token_of(page):
    return re.search(r'name="csrf_token"[^>]* value="([^"]+)"', page.text)[1]


def send(client, data, name="roster.csv", kind="roster", **said):
    """Fill the upload form in."""
    url = f"{BASE}/import?kind={kind}"
    [body] = rows(Body, slug="council")
    fields = {"csrf_token": token_of(client.get(url)), "body": str(body.id), **said}
    file = FileStorage(io.BytesIO(data.encode() if isinstance(data, str) else data), filename=name)
    boundary, sent = encode_multipart({**fields, "file": file})
    return client.post(url, data=sent, content_type=f"multipart/form-data; boundary={boundary}")


def upload(client, data, **said):
    """Bring a file as far as the page that shows what it would do; its address."""
    answer = send(client, data, **said)
    assert answer.status_code == 303, answer.text
    return answer.location


def press(client, url, page=None, **pressed):
    """Press a button on the page that was shown."""
    page = page or client.get(url)
    seen = re.search(r'name="seen"[^>]* value="([^"]*)"', page.text)
    data = {"csrf_token": token_of(page), "seen": seen[1] if seen else ""}
    return client.post(url, data=data | pressed)


def test_it_works(client, council):
    url = upload(client, CLEAN, option_source="The clerk", option_as_of="2025-11-04")
    page = client.get(url)
    assert "Ward 1: Ana M. Heron, 2023-05-15 – 2027-05-17" in page.text
    assert rows(Term) == []
    [file] = waiting_files()
    assert file.stat().st_mode & 0o777 == 0o600

    assert press(client, url, page, carry_out="1").location == url
    done = client.get(url)
    assert "What it did" in done.text
    assert "Ward 1: Ana M. Heron" in done.text
    assert len(seats()) == 3
    assert rows(Contact)[0].source == "The clerk (2025-11-04)"
    assert waiting_files() == []
    noted = rows(Audit)[-1]
    assert (noted.act, noted.about) == ("officials.imported", "council/roster")
    assert noted.details["new"] == 3
    assert "roster.csv" in client.get(f"{BASE}/import").text


def test_before_and_after_and_what_stays_by_hand(client, council):
    press(client, upload(client, CLEAN), carry_out="1")
    rows(Contact, value="(312) 555-0101")[0].correct(value="(312) 555-0199")
    db.session.commit()
    page = client.get(upload(client, CLEAN.replace("o@example.org", "omar@example.org")))

    assert re.search(r"o@example\.org.*omar@example\.org", page.text, re.DOTALL)
    assert "stays: corrected by hand" in page.text
    assert "(312) 555-0199" in page.text


def test_a_known_file_has_no_button(client, council):
    press(client, upload(client, CLEAN), carry_out="1")
    page = client.get(upload(client, CLEAN))
    assert "there is nothing to do" in page.text
    assert "Carry out" not in page.text


def test_two_clicks_carry_out_once(client, council):
    url = upload(client, CLEAN)
    page = client.get(url)
    assert press(client, url, page, carry_out="1").status_code == 303
    assert "What it did" in press(client, url, page, carry_out="1").text
    assert len(rows(Term)) == 3
    assert [one.act for one in rows(Audit)].count("officials.imported") == 1


def test_what_would_do_something_else_by_now_is_shown_again(client, council):
    url = upload(client, CLEAN)
    page = client.get(url)
    make_term(council, 1, make_official("Ana Heron"), starts="2023-05-15")
    answer = press(client, url, page, carry_out="1")

    assert answer.status_code == 409
    assert "Something has changed since you looked" in answer.text
    assert len(rows(Term)) == 1
    assert press(client, url, answer, carry_out="1").status_code == 303
    assert len(rows(Term)) == 3


def test_problems_come_by_line_and_as_a_table(client, council):
    url = upload(client, CLEAN.replace("\n2,", "\n51,"))
    page = client.get(url)
    assert "City Council has no Ward 51." in page.text
    assert "Carry out" not in page.text
    assert press(client, url, page, carry_out="1").status_code == 409
    assert rows(Term) == []
    table = client.get(f"{url}/problems")
    assert table.mimetype == "text/csv"
    assert "3,City Council has no Ward 51." in table.text


def test_columns_are_chosen_and_remembered(client, council):
    data = "Nummer,Wer\n1,Ana Heron\n"
    url = upload(client, data)
    page = client.get(url)
    assert "No column is known to hold names" in page.text
    wrong = press(client, url, page, columns="1", **{"column-0": "name", "column-1": "name"})
    assert wrong.status_code == 422
    assert "Two columns are both “Whole name”" in wrong.text
    assert rows(ColumnMemory) == []
    press(client, url, page, columns="1", **{"column-0": "ward", "column-1": "name"})
    assert "Ward 1: Ana Heron" in client.get(url).text

    again = client.get(upload(client, data.replace("Ana", "Eve")))
    assert "Ward 1: Eve Heron" in again.text


def test_columns_that_a_page_remembers_the_command_knows_too(client, council, campaign, tmp_path):
    url = upload(client, "Nummer,Wer\n1,Ana Heron\n")
    press(client, url, columns="1", **{"column-0": "ward", "column-1": "name"})
    (tmp_path / "a.csv").write_text("Nummer,Wer\n2,Omar Egret\n")
    words = ("officials", "import", str(tmp_path / "a.csv"), "--body", "council")
    assert campaign(*words).exit_code == 0


def test_cancelling_deletes_the_file(client, council):
    url = upload(client, CLEAN)
    token = token_of(client.get(url))
    answer = client.post(f"{url}/cancel", data={"csrf_token": token})
    assert answer.location.startswith(f"{BASE}/import")
    assert waiting_files() == []
    assert rows(RecordImport)[0].state == "cancelled"
    assert press(client, url, client.get(f"{BASE}/import"), carry_out="1").status_code == 200
    assert rows(Term) == []


def test_after_a_day_the_file_goes(client, council):
    upload(client, CLEAN)
    fresh = upload(client, CLEAN)
    rows(RecordImport)[0].at = now() - timedelta(days=1, minutes=1)
    db.session.commit()
    waiting.cancel_old()
    assert [one.state for one in rows(RecordImport)] == ["cancelled", "checked"]
    assert len(waiting_files()) == 1
    waiting_files()[0].unlink()
    assert client.get(fresh).status_code == 410


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "The file is empty"),
        (b"PK\x03\x04" + b"\0" * 99, "This is not a CSV file"),
        (b'{"data": [', "Line 1: The file ends in the middle"),
        (b"x" * (LARGEST + 1), "at most 20 MB can be read"),
    ],
)
def test_what_cannot_be_read_at_all_is_refused(client, council, data, words):
    answer = send(client, data, option_source="The clerk")
    assert answer.status_code == 422
    assert words in answer.text
    assert "The clerk" in answer.text
    assert (rows(RecordImport), waiting_files()) == ([], [])


def test_a_request_beyond_the_limit_is_413(client, council):
    answer = send(client, b"x" * (LARGEST + 300_000))
    assert answer.status_code == 413
    assert "Files may have up to 20 MB" in answer.text


def test_a_day_has_to_be_one_and_a_file_there(client, council):
    answer = send(client, CLEAN, option_as_of="yesterday")
    assert answer.status_code == 422
    assert "Write a day as year-month-day" in answer.text
    assert "Choose a file." in send(client, b"", name="").text


def test_a_kind_may_be_fetched_and_need_answers(client, council, monkeypatch):
    """Other kinds register an Importer and nothing else."""

    def fetch(address):
        if "no" in address:
            raise TableError("Nothing lies there.")
        return CLEAN.encode()

    roster = importers.IMPORTERS["roster"]
    other = importers.Importer(
        kind="other",
        label="Other",
        formats="CSV",
        read=roster.read,
        want=roster.want,
        options=(importers.Option("name", "Name of the map", is_needed=True),),
        fetch=fetch,
    )
    monkeypatch.setitem(importers.IMPORTERS, "other", other)
    url = f"{BASE}/import?kind=other"
    said = {"csrf_token": token_of(client.get(url)), "body": str(council.id)}

    assert "Name of the map" in client.get(url).text
    answer = client.post(url, data=said | {"address": "https://example.org/no"})
    assert answer.status_code == 422
    assert "Nothing lies there." in answer.text
    assert "Fill this in: the file does not say it." in answer.text
    said |= {"address": "https://example.org/map.csv?x=1", "option_name": "The map"}
    assert client.post(url, data=said).status_code == 303
    [one] = rows(RecordImport)
    assert (one.kind, one.file_name, one.options) == ("other", "map.csv", {"name": "The map"})
    assert client.get(f"{BASE}/import?kind=nothing").status_code == 404


MAP = {"option_name": "A", "option_from": "2023-05-15"}
VOTES = "record,date,action,voter,vote\nO2026-1,2026-02-01,Passed,Ana,Yea\n"


@pytest.mark.parametrize(
    ("kind", "data"),
    [
        ("boundaries", geojson(squares(3))),
        ("measures", "record,title\nO2026-1,Buses\n"),
        ("votes", VOTES),
    ],
)
def test_every_kind_is_carried_out_as_it_was_shown(client, council, kind, data):
    make_term(council, 1, make_official("Ana"))
    url = upload(client, data, kind=kind, **MAP)

    assert press(client, url, carry_out="1").status_code == 303
    assert "What it did" in client.get(url).text


def test_only_organizers_of_the_lead_may(client, council):
    url = upload(client, CLEAN)
    lead = rows(RecordImport)[0].organization
    role = next(one for one in lead.memberships if one.user.email == "omar@example.org")
    role.role = "writer"
    db.session.commit()
    for address in (f"{BASE}/import", url, f"{url}/problems"):
        assert client.get(address).status_code == 403
    assert client.post(f"{url}/cancel").status_code == 403


def test_others_do_not_see_it(client, app):
    _lead, partner = make_two()
    log_in_as_organizer(client, partner)
    base = BASE.replace("neighbors", "parents")
    assert client.get(f"{base}/import").status_code == 403
    assert client.get(f"{BASE}/imports/1").status_code == 404
