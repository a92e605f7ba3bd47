"""The file itself: what is refused, where it waits, when it goes; and the same by command."""

import shutil
from datetime import timedelta

import pytest

from campaign.config import settings
from campaign.db import db, now
from campaign.people.bringing import uploads
from campaign.people.models import Import, Person
from campaign.tables import LARGEST
from tests.factories import rows
from tests.people.desk_factories import PEOPLE, log_in_as_organizer, make_two, only_import, token_of
from tests.people.uploading import FILE, SAID, carry_out, send, upload


@pytest.fixture
def lead(client):
    organization, _partner = make_two()
    log_in_as_organizer(client, organization)
    return organization


@pytest.fixture(autouse=True)
def no_files(instance):
    """No file of an earlier test waits."""
    shutil.rmtree(instance / "uploads", ignore_errors=True)


def waiting():
    return sorted((settings().instance / "uploads").glob("*"))


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "The file is empty"),
        (b"PK\x03\x04" + b"\0" * 99, "save it as CSV"),
        (b"\0\1\2\3" * 50, "This is not text"),
        (b"x" * (LARGEST + 1), "larger than 20 MB"),
    ],
)
def test_what_is_no_table_is_refused(client, lead, data, words):
    answer = send(client, data)

    assert answer.status_code == 422
    assert words in answer.text
    assert SAID["source"] in answer.text
    assert (rows(Import), waiting()) == ([], [])


@pytest.mark.parametrize("field", ["source", "wording"])
def test_where_they_agreed_to_what_is_required(client, lead, field):
    answer = send(client, FILE, **{field: "  "})
    assert answer.status_code == 422
    assert rows(Import) == []


def test_a_request_beyond_the_limit_is_413_and_only_here_may_it_be_large(client, lead):
    token = token_of(client)
    answer = send(client, b"x" * (LARGEST + 300_000))
    assert answer.status_code == 413
    assert "Files may have up to 20 MB" in answer.text
    other = client.post(f"{PEOPLE}/tags", data={"csrf_token": token, "tag": "x" * 1_200_000})
    assert other.status_code == 413


def test_300_columns_are_a_reject_and_no_import(client, lead):
    number = upload(client, b",".join([b"email"] + [b"c"] * 299) + b"\n")
    page = client.get(f"{PEOPLE}/imports/{number}")
    assert page.status_code == 200
    assert "300 columns" in page.text
    carry_out(client, number)
    assert rows(Person) == []


@pytest.mark.parametrize(
    ("row", "words"),
    [
        ("=1+1,x@example.org,", "formula"),
        ("A\0na,x@example.org,", "control characters"),
        ("Ana,x@example.org", "2 cells"),
        ("Ana,ana,", "Enter an email address"),
        ("Ana,,", "There is no email address"),
        ("www.example.org,x@example.org,", "links"),
        ("Ana,x@example.org,2999-01-01", "no day when somebody can have agreed"),
        ("Ana,x@example.org,soon", "is no day"),
        ('"A\nna",x@example.org,', "line break"),
        (f"{'A' * 121},x@example.org,", "longer than 120"),
    ],
)
def test_a_bad_row_is_named_by_its_line_and_the_others_come(client, lead, row, words):
    number = upload(client, f"name,email,consent date\nOmar,o@example.org,\n{row}\n".encode())

    [[line, sentence]] = only_import().rejects
    assert (line, words in sentence) == (3, True), sentence
    rejects = client.get(f"{PEOPLE}/imports/{number}/rejects")
    assert rejects.data.decode("utf-8-sig").startswith('"Line","Why"\r\n3,')
    carry_out(client, number)
    assert [one.name for one in rows(Person)] == ["Omar"]


def test_columns_are_chosen_where_they_are_not_guessed(client, lead):
    number = upload(client, b"Correo de casa;Como se llama\nana@example.org;Ana\n")
    page = client.get(f"{PEOPLE}/imports/{number}").text
    assert "Say which column holds the email address" in page
    carry_out(client, number)
    assert rows(Person) == []
    token = token_of(client)

    def choose(first, second):
        data = {"csrf_token": token, "column-0": first, "column-1": second}
        return client.post(f"{PEOPLE}/imports/{number}", data=data)

    assert choose("name", "").status_code == 422
    assert choose("email", "email").status_code == 422
    assert choose("email", "name").status_code == 303
    assert only_import().found["new"] == 1
    carry_out(client, number)
    assert [(one.name, one.email) for one in rows(Person)] == [("Ana", "ana@example.org")]


def test_the_page_looks_again_by_itself_while_a_worker_is_at_it(client, lead):
    send(client, FILE)
    [one] = rows(Import)
    page = client.get(f"{PEOPLE}/imports/{one.id}")
    assert page.headers["Refresh"] == "2"
    uploads.work()
    assert "Refresh" not in client.get(f"{PEOPLE}/imports/{one.id}").headers


def test_the_file_waits_under_a_name_nobody_guesses_and_goes(client, lead):
    number = upload(client, FILE)
    [path] = waiting()
    assert path.stat().st_mode & 0o077 == 0
    assert len(path.stem) > 30
    assert path.name not in client.get(f"{PEOPLE}/imports/{number}").text
    carry_out(client, number)
    assert waiting() == []


def test_a_name_of_a_file_is_shown_and_nothing_else(client, lead):
    assert send(client, FILE, name="../\x00\x1b[2Ja<b>.csv").status_code == 303
    [one] = rows(Import)
    assert one.file_name == "../[2Ja<b>.csv"
    assert one.file.startswith("people-")
    assert "a&lt;b&gt;.csv" in client.get(f"{PEOPLE}/import").text


def test_cancelling_deletes_the_file(client, lead):
    number = upload(client, FILE)
    client.post(f"{PEOPLE}/imports/{number}/cancel", data={"csrf_token": token_of(client)})
    assert waiting() == []
    carry_out(client, number)
    assert (rows(Person), rows(Import)[0].state) == ([], "cancelled")


def test_after_a_day_the_file_goes(client, lead):
    upload(client, FILE)
    rows(Import)[0].created_at = now() - timedelta(hours=25)
    db.session.commit()
    uploads.work()
    assert (waiting(), rows(Import)[0].state) == ([], "cancelled")


def test_a_lost_file_is_said_and_nothing_is_imported(client, lead):
    number = upload(client, FILE)
    waiting()[0].unlink()
    carry_out(client, number)
    assert (rows(Person), rows(Import)[0].state) == ([], "cancelled")
    assert client.get(f"{PEOPLE}/imports/{number}").status_code == 200


def test_carrying_out_twice_at_once_is_once(client, lead):
    number = upload(client, FILE)
    for _ in range(2):
        carry_out(client, number)
    assert len(rows(Person)) == 2


def test_a_worker_that_died_is_followed_by_another(client, lead):
    upload(client, FILE)
    one = rows(Import)[0]
    one.state, one.claimed_at = "running", now()
    db.session.commit()
    uploads.work()
    assert rows(Person) == []
    rows(Import)[0].claimed_at = now() - timedelta(minutes=11)
    db.session.commit()
    uploads.work()
    assert (len(rows(Person)), rows(Import)[0].state) == (2, "done")


def test_an_import_of_another_organization_is_not_there(client, lead):
    number = upload(client, FILE)
    rows(Import)[0].organization_id = lead.id + 1
    db.session.commit()
    token = token_of(client)
    for path in ("", "/rejects"):
        assert client.get(f"{PEOPLE}/imports/{number}{path}").status_code == 404
    for path in ("", "/cancel", "/undo"):
        answer = client.post(f"{PEOPLE}/imports/{number}{path}", data={"csrf_token": token})
        assert answer.status_code == 404
    assert SAID["source"] not in client.get(f"{PEOPLE}/import").text


@pytest.fixture
def run(campaign, app, tmp_path):
    make_two()
    path = tmp_path / "people.csv"
    path.write_bytes(FILE)
    said = ("--source", SAID["source"], "--wording", SAID["wording"])

    def call(*words):
        return campaign("people", "import", str(path), "--organization", "neighbors", *said, *words)

    return call


def test_the_command_does_the_same(run):
    dry = run("--dry-run")
    assert dry.exit_code == 0, dry.output
    numbers = "2 new, 0 changed, 0 unchanged, 0 refused because unsubscribed, 1 rejected."
    assert f"Would be imported: {numbers}" in dry.output
    assert "people.csv, line 4: There is no ward “77”." in dry.output
    assert (rows(Person), rows(Import)) == ([], [])

    assert f"Imported: {numbers}" in run().output
    assert [one.name for one in rows(Person)] == ["Ana Núñez", "Omar Díaz"]
    assert "0 new, 0 changed, 2 unchanged" in run().output


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--organization", "nobody"), "There is no organization 'nobody'"),
        (("--source", " "), "--source needs words"),
        (("--column", "Ward=mayor"), "write HEADING=FIELD"),
        (("--column", "Email Address=name"), "Say which column holds the email address"),
    ],
)
def test_the_command_refuses_in_a_line(run, words, said):
    result = run(*words)
    assert result.exit_code == 1
    assert said in result.output
    assert rows(Person) == []


def test_what_waits_shows_how_it_reads_and_what_it_leaves_out(client, lead):
    data = "Name;E-Mail;Bezirk\nAna;ana@example.org;25\nJörg Müller;joerg@example.org;3\n"
    number = upload(client, data.encode("cp1252"))
    page = client.get(f"{PEOPLE}/imports/{number}").text

    assert "Jörg Müller</q>" in page
    assert "Columns left out: Bezirk." in page
    carry_out(client, number)
    assert "Müller" not in client.get(f"{PEOPLE}/imports/{number}").text
