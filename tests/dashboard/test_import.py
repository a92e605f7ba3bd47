"""A fact changed by import flags the petition that cites it, and no other document."""

import json

import pytest

from campaign.factsheet import all_stale
from tests.accounts.factories import log_in
from tests.dashboard.factories import (
    NEW,
    OLD,
    PAGE,
    PRICE,
    make_omar,
    make_two_petitions,
    only_campaign,
    petition_of,
)
from tests.dashboard.test_decide import decide


@pytest.fixture
def sheet(campaign, tmp_path):
    """Bring the exported sheet back in with these words replaced."""
    make_two_petitions()
    path = tmp_path / "facts.toml"

    def change(old, new, *words):
        exported = campaign("facts", "export", "--campaign", "clinic").stdout
        assert old in exported
        path.write_text(exported.replace(old, new))
        result = campaign("facts", "import", str(path), "--campaign", "clinic", *words)
        assert result.exit_code == 0, result.output
        return result.stdout

    return change


def test_it_works(sheet, client):
    log_in(client, make_omar())
    assert "Nothing: every document says" in client.get(PAGE).text
    told = sheet(OLD, NEW)

    assert "petition “Save the clinic” (/petitions/save-the-clinic): needs a look" in told
    assert f"it says   “{OLD}”" in told
    assert f"new is    “{NEW}”" in told
    assert "Count the cost" not in told
    page = client.get(PAGE).text
    assert '<a href="/petitions/save-the-clinic">Save the clinic</a></h3>' in page
    assert "It was <del>9.1%</del> of alerts." in page
    assert "It was <ins>10.9%</ins> of alerts." in page
    assert '<a href="/c/clinic/facts/rate/v1">version 1</a>' in page
    assert '<a href="/c/clinic/facts/rate/v2">version 2</a>' in page
    assert page.count('id="look-') == 1
    assert PRICE not in page
    assert (
        "Petition “Save the clinic” says what its facts no longer" in client.get("/organize").text
    )


def test_the_public_page_says_the_old_sentence_until_somebody_decides(sheet, client):
    sheet(OLD, NEW)
    url = "/petitions/save-the-clinic"
    before = client.get(url).text
    assert OLD in before
    assert NEW not in before
    assert "This sentence has a newer version; see the fact’s page." in before
    assert "newer version" not in client.get("/petitions/count-the-cost").text

    log_in(client, make_omar())
    decide(client, "update")
    after = client.get(url).text
    assert NEW in after
    assert OLD not in after
    assert "newer version" not in after


def test_a_kept_sentence_is_flagged_again_by_the_next_import(sheet, client):
    sheet(OLD, NEW)
    log_in(client, make_omar())
    decide(client, "keep", "The letter was sent with it.")
    assert all_stale(only_campaign()) == []

    told = sheet(NEW, "It was 12% of alerts.")
    assert f"it says   “{OLD}”" in told
    assert "new is    “It was 12% of alerts.”" in told
    [flagged] = all_stale(only_campaign())
    assert flagged.citation.document_id == str(petition_of("save-the-clinic").id)
    assert client.get(PAGE).text.count('id="look-') == 1


def test_an_import_that_leaves_the_sentence_says_so(sheet, client):
    told = sheet(f'statement = "{PRICE}"', f'statement = "{PRICE}"\nnote = "Before extensions."')
    assert f"keeps saying  “{PRICE}”" in told
    assert "petition “Count the cost”" in told


def test_json_names_the_document_with_both_sentences(sheet):
    [changed] = json.loads(sheet(OLD, NEW, "--json"))["changed"]

    assert changed["cited_by"] == [
        {
            "kind": "petition",
            "id": str(petition_of("save-the-clinic").id),
            "title": "Save the clinic",
            "url": "http://localhost/petitions/save-the-clinic",
            "version": 1,
            "old": OLD,
            "new": NEW,
        }
    ]


def test_a_dry_run_flags_nothing(sheet, client):
    assert "needs a look" in sheet(OLD, NEW, "--dry-run")
    assert all_stale(only_campaign()) == []


def test_the_check_names_the_document(sheet, campaign):
    sheet(OLD, NEW)
    found = campaign("facts", "check", "--campaign", "clinic").stdout
    assert "rate: petition “Save the clinic” (/petitions/save-the-clinic) says version 1" in found


def test_a_draft_has_a_name_and_no_address(sheet, client):
    from campaign.db import db

    petition_of("save-the-clinic").published_at = None
    db.session.commit()
    log_in(client, make_omar())
    told = sheet(OLD, NEW)

    assert "petition “Save the clinic”: needs a look" in told
    assert '"/petitions/save-the-clinic' not in client.get(PAGE).text
