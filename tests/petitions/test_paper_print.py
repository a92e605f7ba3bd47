"""Printing sheets, and codes that a slip does not survive."""

import pytest

from campaign.coalition.audit import Audit
from campaign.petitions.paper import codes as paper_codes
from campaign.petitions.paper.models import PaperRun
from tests.accounts.factories import log_in
from tests.factories import rows
from tests.pdf import pages_of, sizes_of
from tests.petitions.factories import make_organization, make_petition
from tests.petitions.paper import PAGE, everything, make_omar, make_run, post, sheets

CHOICES = {"count": 3, "lines": 12, "paper": "letter", "language": "en"}


@pytest.fixture
def omar(client):
    petition = make_petition()
    omar = make_omar()
    log_in(client, omar)
    return petition


def test_it_works(client, omar):
    answer = post(client, f"{PAGE}/print", **CHOICES)
    assert answer.status_code == 303

    [run] = everything(PaperRun)
    assert (run.first, run.last, run.printed_by.name) == (1, 3, "Omar")
    pdf = client.get(f"{PAGE}/runs/{run.id}.pdf")
    assert (pdf.status_code, pdf.mimetype) == (200, "application/pdf")
    pages = pages_of(pdf.data)
    assert len(pages) == 3
    for page, sheet in zip(pages, sheets(), strict=True):
        assert "Save the clinic" in page
        assert "Keep it open." in page
        assert "Your name and ward go to the City Council" in page
        assert "Neighbors may email me about this campaign." in page
        assert paper_codes.shown(sheet.code) in page
        assert f"Sheet {sheet.number} of Neighbors" in page
    assert [one.act for one in rows(Audit)] == ["paper.printed"]


@pytest.mark.parametrize(("paper", "size"), [("letter", (612, 792)), ("a4", (595, 842))])
def test_it_prints_on_both_papers_one_page_each(client, omar, paper, size):
    omar.ask = {"en": "Keep it open, for all of us who need it. " * 10}
    run = make_run(omar, paper=paper, lines=12)
    pdf = client.get(f"{PAGE}/runs/{run.id}.pdf").data

    assert sizes_of(pdf) == {size}
    assert len(pages_of(pdf)) == 2
    assert b"pdfuaid:part>1<" in pdf


def test_it_prints_in_the_language_that_was_chosen(client, omar):
    run = make_run(omar, language="es")
    page = pages_of(client.get(f"{PAGE}/runs/{run.id}.pdf").data)[0]

    assert "Salven la clínica" in page
    assert "Que siga abierta." in page


def test_numbers_go_on_over_all_organizations(client, omar):
    make_organization(omar.campaign, "parents", "partner")
    make_run(omar)
    make_run(omar, "parents", count=2)

    assert [sheet.number for sheet in sheets()] == [1, 2, 3, 4]
    assert len({sheet.code for sheet in sheets()}) == 4


@pytest.mark.parametrize(
    ("field", "value"),
    [("count", "0"), ("count", "201"), ("count", "x"), ("lines", "40"), ("paper", "a0")],
)
def test_it_rejects(client, omar, field, value):
    answer = post(client, f"{PAGE}/print", **CHOICES | {field: value})

    assert answer.status_code == 422
    assert everything(PaperRun) == []


def test_another_organizations_sheets_are_not_there(client, omar):
    make_organization(omar.campaign, "parents", "partner")
    run = make_run(omar, "parents")

    assert client.get(f"{PAGE}/runs/{run.id}.pdf").status_code == 404
    assert "Sheets 1 to 2" not in client.get(PAGE).text


def test_endorsers_gather_nothing(client):
    petition = make_petition()
    make_organization(petition.campaign, "parents", "endorser")
    log_in(client, make_omar("parents"))

    assert client.get(PAGE.replace("neighbors", "parents")).status_code == 403


def test_one_wrong_letter_or_two_swapped_are_found():
    for number in range(1, 400):
        code = paper_codes.code_of(number)
        assert paper_codes.read_code(code.lower()) == code
        assert paper_codes.read_code(paper_codes.shown(code)) == code
        for place in range(6):
            for letter in paper_codes.LETTERS:
                slip = code[:place] + letter + code[place + 1 :]
                assert slip == code or paper_codes.read_code(slip) is None
        for place in range(4):
            slip = code[:place] + code[place + 1] + code[place] + code[place + 2 :]
            assert slip == code or paper_codes.read_code(slip) is None


@pytest.mark.parametrize("typed", ["", "F", "FQEDFJX", "??????", "=cmd|x", "é" * 6])
def test_what_is_no_code_is_refused(typed):
    assert paper_codes.read_code(typed) is None
