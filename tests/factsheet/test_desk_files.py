"""Files at the desk: a plan before anything changes, then all of it or nothing."""

import base64
import re
import zlib

import pytest

from campaign.coalition.audit import Audit
from campaign.factsheet import Fact, FactVersion
from campaign.factsheet.files import LARGEST
from tests.factories import rows
from tests.factsheet.desk import DESK, edit, hidden, make_desk, use
from tests.factsheet.factories import RATE, VENDOR, make_fact

FILES = f"{DESK}/facts-files"
NEW = '[[fact]]\nkey = "rate"\nstatus = "current"\nstatement = "It was 10.9%."\n'


def look(client, data, name="facts.toml"):
    token = hidden(client.get(FILES))["csrf_token"]
    field = b"--part\r\nContent-Disposition: form-data; name="  # sent as a browser would: bytes
    body = field + b'"csrf_token"\r\n\r\n' + token.encode() + b"\r\n"
    body += field + f'"file"; filename="{name}"\r\n\r\n'.encode()
    body += (data if isinstance(data, bytes) else data.encode()) + b"\r\n--part--\r\n"
    kind = "multipart/form-data; boundary=part"
    return client.post(f"{FILES}/look", data=body, content_type=kind)


def carry_out(client, page, **values):
    return client.post(f"{FILES}/carry-out", data=hidden(page) | values)


def test_it_works(client, app):
    campaign = make_desk(client)
    make_fact(campaign)
    make_fact(campaign, "other")
    use(campaign, 1)
    plan = look(client, NEW + '\n[[fact]]\nkey = "fresh"\nstatement = "Fresh."\n')

    assert plan.status_code == 200
    assert "1 new, 1 changed, 0 unchanged, 1 not in the file and kept." in plan.text
    assert "10.9%" in plan.text.partition("<ins>")[2]
    assert "Will wait for a decision: Petition “1”" in " ".join(plan.text.split())
    assert len(rows(FactVersion)) == 2
    assert carry_out(client, plan).status_code == 303
    assert sorted(one.key for one in rows(Fact)) == ["fresh", "other", "rate"]
    [row] = rows(Audit)
    assert (row.act, row.details) == ("facts.imported", {"new": 1, "changed": 1})


def test_what_is_taken_out_comes_back_byte_for_byte(client, app):
    make_fact(make_desk(client), disputes=[VENDOR], note="=1+1", reason="Ünïcode “quotes”\n\nlines")
    for name in ("facts.toml", "facts.csv"):
        answer = client.get(f"{FILES}/{name}")
        assert answer.headers["Content-Disposition"].startswith("attachment")
        plan = look(client, answer.data, name)
        assert "0 new, 0 changed, 1 unchanged" in plan.text
        changed = answer.data.replace(b"9.1%", b"8.8%")
        assert carry_out(client, look(client, changed, name)).status_code == 303
        assert client.get(f"{FILES}/{name}").data == changed
        assert carry_out(client, look(client, answer.data, name)).status_code == 303
        assert client.get(f"{FILES}/{name}").data == answer.data


def test_a_sheet_that_changed_since_is_looked_at_again(client, app):
    make_fact(make_desk(client))
    plan = look(client, NEW)
    edit(client, note="Somebody else was here.")
    answer = carry_out(client, plan)

    assert answer.status_code == 409
    assert "look at what would change now" in answer.text
    assert len(rows(FactVersion)) == 2
    assert carry_out(client, answer).status_code == 303
    assert len(rows(FactVersion)) == 3


@pytest.mark.parametrize(
    ("data", "name", "sentence"),
    [
        (b"", "facts.toml", "There is no fact in this file."),
        (b"PK\x03\x04" + bytes(100), "facts.xlsx", "save it as CSV"),
        (b"key,statement\na\x00b,x\n", "facts.csv", "There is a NUL character."),
        ("key,statement\nà,x\n".encode("latin-1"), "facts.csv", "This is not UTF-8"),
        (b"key,statement\na,b,c\nd\n", "facts.csv", "Line 3: This row has 1 cells"),
        (("key" + ",x" * 300).encode(), "facts.csv", "There is no column"),
        (b'[[fact]]\nkey = "a"\nstatment = "b"\n', "facts.toml", "Did you mean “statement”?"),
        ((NEW + NEW).encode(), "facts.toml", "is there twice"),
        (b"\xef\xbb\xbf" + b"x = " + b"[" * 5000, "facts.toml", "This is not TOML"),
    ],
)
def test_it_refuses_by_line_and_does_nothing(client, app, data, name, sentence):
    make_desk(client)
    answer = look(client, data, name)

    assert answer.status_code == 422
    assert sentence in answer.text
    assert rows(Fact) == []


def test_a_large_file_comes_in_and_a_huge_one_is_refused(client, app):
    make_desk(client)
    facts = "".join(
        f'[[fact]]\nkey = "fact-{n}"\nstatement = "{"words " * 300}"\n' for n in range(1500)
    )
    assert 2_500_000 < len(facts) < LARGEST
    assert carry_out(client, look(client, facts)).status_code == 303
    assert len(rows(Fact)) == 1500
    assert look(client, b"x" * (LARGEST + 1)).status_code == 422
    assert look(client, b"x" * 50_000_000).status_code == 413


def test_a_form_without_a_file_is_refused(client, app):
    make_desk(client)
    token = hidden(client.get(FILES))["csrf_token"]
    answer = client.post(f"{FILES}/look", data={"csrf_token": token})

    assert answer.status_code == 422
    assert "Choose a file." in answer.text


@pytest.mark.parametrize(
    "packed",
    [
        "",
        "not base64!",
        base64.b64encode(b"no zlib").decode(),
        base64.b64encode(zlib.compress(NEW.encode())[:-3]).decode(),
        base64.b64encode(zlib.compress(bytes(60_000_000))).decode(),
    ],
    ids=["nothing", "words", "bytes", "cut", "bomb"],
)
def test_a_damaged_form_imports_nothing(client, app, packed):
    make_desk(client)
    plan = look(client, NEW)

    assert carry_out(client, plan, packed=packed).status_code == 422
    assert rows(Fact) == []


def test_a_writer_takes_out_and_brings_nothing_in(client, app):
    make_fact(make_desk(client, "writer"))
    page = client.get(FILES)

    assert RATE["statement"] in client.get(f"{FILES}/facts.toml").text
    assert not re.search('type="file"', page.text)
    token = hidden(client.get("/account/password"))["csrf_token"]
    for act in ("look", "carry-out"):
        assert client.post(f"{FILES}/{act}", data={"csrf_token": token}).status_code == 403
