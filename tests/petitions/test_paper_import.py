"""Signatures from a file: unverified, once, with a list of what could not be read."""

import json

import pytest

from campaign.coalition.audit import Audit
from campaign.db import db
from campaign.petitions.models import Signature
from campaign.petitions.paper import counting as paper_counting
from tests.accounts.factories import log_in
from tests.factories import rows
from tests.petitions.factories import make_organization, make_petition, make_signature
from tests.petitions.paper import PAGE, lines, make_omar, post

GOOD = "Full Name,Ward,E-Mail,Notes\nAna Ruiz,25,Ana@example.org,x\n陈小明,Ward 1,,\nEve Li,,,\n"


@pytest.fixture
def petition(app):
    return make_petition()


@pytest.fixture
def bring(campaign, tmp_path):
    """Run the command on a file with this text."""

    def run(text, *words):
        file = tmp_path / "signatures.csv"
        file.write_bytes(text if isinstance(text, bytes) else text.encode())
        given = ("--petition", "save-the-clinic", "--source", "Church fair, May 4")
        return campaign("signatures", "import", str(file), *given, *words)

    return run


def test_it_works(petition, bring):
    done = bring(GOOD)

    assert done.exit_code == 0, done.output
    assert "3 added, 0 known already, 0 left out" in done.output
    assert [(one.name, one.ward and one.ward.number, one.email, one.counts) for one in lines()] == [
        ("Ana Ruiz", 25, "Ana@example.org", True),
        ("陈小明", 1, "", True),
        ("Eve Li", None, "", True),
    ]
    assert paper_counting.count(petition.id) == 3
    assert rows(Signature) == []
    [noted] = rows(Audit)
    assert (noted.act, noted.details) == ("signatures.imported", {"count": 3})


def test_the_same_file_again_changes_nothing(petition, bring):
    bring(GOOD)
    done = bring(GOOD + "Bo,2,,\n")

    assert "1 added, 3 known already" in done.output
    assert len(lines()) == 4


def test_a_dry_run_changes_nothing(petition, bring):
    done = bring(GOOD, "--dry-run", "--json")

    assert json.loads(done.output)["new"] == 3
    assert lines() == rows(Audit) == []


def test_two_people_of_one_name_are_two(petition, bring):
    bring("name,ward\nAna,1\nAna,1\n")
    bring("name,ward\nAna,1\nAna,1\n")

    assert len(lines()) == 2


@pytest.mark.parametrize(
    ("row", "sentence"),
    [
        (",25,", "The name is missing."),
        ("=cmd|x,25,", "The cell in “name” is a formula."),
        ("Ana,51,", "There is no ward 51."),
        ("Ana,25,ana@", "Enter an email address"),
        ("Ana https://example.org,25,", "Leave links out"),
        ("A" * 121 + ",25,", "more than 120 letters"),
        ("Ana,25", "This row has 2 cells, the first has 3."),
        ("Ana\x00,25,", "control characters"),
        ("Eve,1,bo@example.org", "stands in the file before"),
    ],
)
def test_rows_that_cannot_be_read_are_listed_by_line(petition, bring, row, sentence):
    done = bring(f"name,ward,email\nBo,2,bo@example.org\n{row}\n")

    assert done.exit_code == 0
    assert done.output.startswith("line 3: ")
    assert sentence in done.output
    assert [one.name for one in lines()] == ["Bo"]


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"", "empty"),
        (b"PK\x03\x04xlsx", "save it as CSV"),
        (b"a,b\n1,2\n", "No column is called"),
        (b"\x00\x01\x02" * 200, "not text"),
    ],
)
def test_what_is_no_table_is_refused(petition, bring, data, sentence):
    done = bring(data)

    assert done.exit_code == 1
    assert sentence in done.output
    assert lines() == []


def test_who_signed_online_counts_there(petition, bring):
    make_signature(petition, "ana@example.org", confirmed=True)
    done = bring(GOOD)

    assert "1 of the new have signed online" in done.output
    assert paper_counting.count(petition.id) == 2


@pytest.mark.parametrize(("words", "count"), [((), 0), (("--may-ask",), 1)])
def test_only_those_who_were_told_are_asked_to_confirm(client, petition, bring, words, count):
    bring(GOOD, *words)
    log_in(client, make_omar())
    assert client.get(PAGE).text.count("Send the mails") == count
    if count:
        post(client, f"{PAGE}/ask")

    assert [one.email for one in rows(Signature)] == ["Ana@example.org"] * count


def test_each_organization_has_its_own(client, petition, bring):
    make_organization(petition.campaign, "parents", "partner")
    bring("name,ward\nAna Ruiz,1\nAna Ruiz,1\n", "--by", "parents")
    log_in(client, make_omar())

    assert "Ana Ruiz" not in client.get(PAGE).text
    assert paper_counting.count(petition.id) == 2
    db.session.rollback()


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("--by", "nobody"), "takes no part"),
        (("--petition", "nothing"), "There is no petition"),
    ],
)
def test_it_refuses(petition, bring, words, sentence):
    done = bring(GOOD, *words)

    assert done.exit_code == 1
    assert sentence in done.output
    assert lines() == []
