"""Signatures from a file, at the desk: looked at first, then brought in."""

import io
import re

import pytest

from campaign.coalition.audit import Audit
from campaign.petitions.paper.models import SignatureImport
from tests.accounts.factories import log_in
from tests.factories import rows
from tests.petitions.factories import make_petition
from tests.petitions.paper import PAGE, everything, lines, make_omar

IMPORT = f"{PAGE}/import"
GOOD = "Full Name,Ward,E-Mail\nAna Ruiz,25,ana@example.org\nEve Li,,\nBo,99,\n"
SOURCE = "Church fair, May 4"


@pytest.fixture
def omar(client):
    make_petition()
    log_in(client, make_omar())
    return client


def hidden(page):
    return dict(re.findall(r'name="(csrf_token|packed)"[^>]* value="([^"]*)"', page))


def upload(client, text, **fields):
    file = (io.BytesIO(text.encode()), "fair.csv")
    page = client.get(IMPORT).text.partition("<main")[2]
    data = hidden(page) | {"source": SOURCE, "file": file} | fields
    return client.post(IMPORT, data=data)


def carry(client, looked):
    data = hidden(looked.text.partition("<main")[2]) | {"source": SOURCE, "may_ask": "y"}
    return client.post(IMPORT, data=data)


def test_it_works(omar):
    looked = upload(omar, GOOD)
    assert looked.status_code == 200
    assert "<strong>2</strong> new" in looked.text
    assert "There is no ward 99." in looked.text
    assert lines() == []

    answer = carry(omar, looked)
    assert (answer.status_code, answer.location) == (303, PAGE)
    assert "2 signatures are added." in omar.get(PAGE).text
    assert [(one.name, one.counts) for one in lines()] == [("Ana Ruiz", True), ("Eve Li", True)]
    assert [(one.source, one.may_ask) for one in everything(SignatureImport)] == [(SOURCE, True)]
    assert [one.act for one in rows(Audit)] == ["signatures.imported"]


def test_the_same_file_again_adds_nothing(omar):
    looked = upload(omar, GOOD)
    for _ in range(2):
        assert carry(omar, looked).status_code == 303
    assert len(lines()) == 2
    again = upload(omar, GOOD).text
    assert "<strong>2</strong> known, nothing to add" in again
    assert "Import it" not in again


def test_another_file_is_looked_at_before_it_comes_in(omar):
    looked = upload(omar, GOOD)
    packed = hidden(looked.text.partition("<main")[2])["packed"]
    answer = upload(omar, "name\nCy Chen\n", packed=packed)
    assert answer.status_code == 200
    assert "<strong>1</strong> new" in answer.text
    assert lines() == []


def test_a_slip_after_looking_brings_nothing_in_unseen(omar):
    looked = hidden(upload(omar, GOOD).text.partition("<main")[2])
    slip = omar.post(IMPORT, data=looked | {"source": ""})
    assert slip.status_code == 422
    assert "packed" not in {
        n for n, text in hidden(slip.text.partition("<main")[2]).items() if text
    }
    assert lines() == []


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"text": "PK\x03\x04 no table"}, "save it as CSV"),
        ({"text": "who\nAna\n"}, "No column is called “name”."),
        ({"text": GOOD, "source": " "}, "Say where and how they were gathered."),
        ({"text": GOOD, "file": ""}, "Choose a file."),
        ({"text": GOOD, "file": "", "packed": "eJzdamaged"}, "Choose a file."),
    ],
)
def test_it_refuses(omar, fields, sentence):
    answer = upload(omar, **fields)
    assert answer.status_code == 422
    assert sentence in answer.text
    assert lines() == []


def test_writers_may_not(client):
    make_petition()
    log_in(client, make_omar(role="writer"))
    assert client.get(IMPORT).status_code == 403
