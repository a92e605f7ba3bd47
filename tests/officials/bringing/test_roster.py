"""Importing who holds which seat: what is brought, what is left alone."""

import json
from datetime import date

import pytest

from campaign.db import db
from campaign.officials import terms
from campaign.officials.models import Body, Contact, Official, Term
from tests.factories import rows
from tests.officials.bringing.rosters import CLEAN, HEADER, bring, contacts, seats
from tests.officials.factories import make_body, make_committee, make_official, make_term


@pytest.fixture
def council(app):
    return make_body(3)


def row(ward, name, starts="", ends="", email=""):
    return f'{HEADER}\n{ward},"{name}",{starts},{ends},,,,,,{email}\n'


def holder(council, ward, on):
    found = terms.held(council.seats[ward - 1], date.fromisoformat(on))
    return [one.official.name for one in found.terms]


def test_it_works(campaign, council, tmp_path):
    result = bring(campaign, tmp_path, CLEAN, "--source", "The clerk", "--as-of", "2025-11-04")

    assert result.exit_code == 0, result.output
    assert "Imported: 3 new, 0 changed" in result.output
    assert seats() == [
        ("Ward 1", "Ana M. Heron", "2023-05-15", "2027-05-17"),
        ("Ward 2", "Omar Egret", "2023-05-15", "2027-05-17"),
        ("Ward 3", "Felix Cardinal, Jr.", "2023-05-15", "2027-05-17"),
    ]
    assert contacts(1) == {
        "email": "a@example.org",
        "office": "4924 W Chicago Ave, Chicago, IL 60651",
        "phone": "(312) 555-0101",
    }
    assert {one.sort_name for one in rows(Official)} >= {"Heron, Ana M.", "Cardinal, Felix, Jr."}
    assert rows(Contact)[0].source == "The clerk (2025-11-04)"
    assert not any(one.is_verified for one in rows(Contact))


def test_a_second_run_changes_nothing(campaign, council, tmp_path):
    bring(campaign, tmp_path, CLEAN)
    before = [(one.id, one.value) for one in rows(Contact)]
    result = bring(campaign, tmp_path, CLEAN)
    assert "Imported: 0 new, 0 changed" in result.output
    assert [(one.id, one.value) for one in rows(Contact)] == before


def test_a_dry_run_says_it_and_does_nothing(campaign, council, tmp_path):
    result = bring(campaign, tmp_path, CLEAN, "--dry-run")
    assert "new        Ward 1: Ana M. Heron, 2023-05-15 – 2027-05-17" in result.output
    assert "Would be imported: 3 new" in result.output
    assert rows(Term) == []


def test_it_can_be_json(campaign, council, tmp_path):
    told = json.loads(bring(campaign, tmp_path, CLEAN, "--json", "--dry-run").output)
    assert told["numbers"]["new"] == 3
    assert told["changes"][0]["kind"] == "new"


def test_a_new_holder_ends_the_term_of_the_former_one(campaign, council, tmp_path):
    bring(campaign, tmp_path, CLEAN)
    result = bring(campaign, tmp_path, row(1, "Eve Ibis", "2025-04-16", "2027-05-17"))

    assert "Ward 1: Ana M. Heron (followed by Eve Ibis): ends “2027-05-17” → “2025-04-15”" in (
        result.output
    )
    assert holder(council, 1, "2025-04-15") == ["Ana M. Heron"]
    assert holder(council, 1, "2025-04-16") == ["Eve Ibis"]


def test_a_day_that_is_known_roughly_ends_it_as_roughly(campaign, council, tmp_path):
    bring(campaign, tmp_path, CLEAN)
    bring(campaign, tmp_path, row(1, "Eve Ibis", "2025", "2027-05-17"))
    assert holder(council, 1, "2024-06-12") == ["Ana M. Heron"]
    assert holder(council, 1, "2025-03-01") == ["Ana M. Heron", "Eve Ibis"]
    assert holder(council, 1, "2026-01-01") == ["Eve Ibis"]


def test_an_end_that_was_corrected_by_hand_stays(campaign, council, tmp_path):
    bring(campaign, tmp_path, CLEAN)
    rows(Term)[0].correct(ends="2025-03-31")
    db.session.commit()
    result = bring(campaign, tmp_path, row(1, "Eve Ibis", "2025-03", "2027-05-17"))
    assert result.exit_code == 0, result.output
    assert ("Ward 1", "Ana M. Heron", "2023-05-15", "2025-03-31") in seats()


def test_a_file_about_earlier_years_disturbs_nothing(campaign, council, tmp_path):
    bring(campaign, tmp_path, CLEAN)
    later = seats()
    bring(campaign, tmp_path, row(1, "Eve Ibis", "2019-05-20", "2023-05-14"))
    bring(campaign, tmp_path, row(2, "Omar Egret", "2019-05-20"))  # for ever, it says

    assert set(later) < set(seats())
    assert ("Ward 2", "Omar Egret", "2019-05-20", "2023-05-14") in seats()
    assert len(rows(Official)) == 4


def test_without_days_who_is_in_office_is_known_again(campaign, council, tmp_path):
    bring(campaign, tmp_path, CLEAN)
    data = row(1, "Ana Heron", email="new@example.org")
    result = bring(campaign, tmp_path, data, "--as-of", "2026-01-01")
    assert "Imported: 0 new, 2 changed" in result.output  # the address, a spelling
    assert contacts(1)["email"] == "new@example.org"


def test_without_days_somebody_new_begins_on_the_day_of_the_file(campaign, council, tmp_path):
    bring(campaign, tmp_path, CLEAN)
    result = bring(campaign, tmp_path, row(1, "Eve Ibis"), "--as-of", "2026-01-05")
    assert "no first day is given" in result.output
    assert ("Ward 1", "Ana M. Heron", "2023-05-15", "2026-01-04") in seats()
    assert ("Ward 1", "Eve Ibis", "2026-01-05", None) in seats()


def test_a_son_is_not_his_father(campaign, council, tmp_path):
    bring(campaign, tmp_path, row(1, "Heron, Jr., Omar", "2019-05-20", "2023-05-14"))
    bring(campaign, tmp_path, row(1, "Omar Redmond Heron", "2023-05-15"))
    assert [one.name for one in rows(Official)] == ["Omar Heron, Jr.", "Omar Redmond Heron"]


def test_an_empty_cell_clears_nothing_and_a_number_may_be_written_otherwise(
    campaign, council, tmp_path
):
    bring(campaign, tmp_path, CLEAN)
    data = CLEAN.replace("(312) 555-0101", "312.555.0101").replace("a@example.org", "")
    result = bring(campaign, tmp_path, data)
    assert "Imported: 0 new, 0 changed" in result.output
    assert contacts(1)["email"] == "a@example.org"
    assert contacts(1)["phone"] == "(312) 555-0101"


def test_a_correction_by_hand_is_kept_and_reported(campaign, council, tmp_path):
    bring(campaign, tmp_path, CLEAN)
    [phone] = rows(Contact, kind="phone", value="(312) 555-0101")
    phone.correct(value="(312) 555-0199")
    db.session.commit()
    result = bring(campaign, tmp_path, CLEAN)

    words = "value stays “(312) 555-0199”; the file says “(312) 555-0101”"
    assert f"kept       Ward 1: Ana M. Heron, phone: {words}" in result.output
    assert contacts(1)["phone"] == "(312) 555-0199"


def test_a_new_address_is_verified_by_nobody(campaign, council, tmp_path):
    bring(campaign, tmp_path, CLEAN)
    [email] = rows(Contact, value="a@example.org")
    email.verified_on, email.bounce = date(2025, 1, 1), "no such mailbox"
    db.session.commit()
    bring(campaign, tmp_path, CLEAN.replace("a@example.org", "b@example.org"))
    [email] = rows(Contact, value="b@example.org")
    assert (email.verified_on, email.bounce) == (None, "")


def test_what_was_verified_after_the_file_stays(campaign, council, tmp_path):
    bring(campaign, tmp_path, CLEAN)
    [email] = rows(Contact, value="a@example.org")
    email.verified_on = date(2026, 3, 1)
    db.session.commit()
    data = CLEAN.replace("a@example.org", "b@example.org")
    result = bring(campaign, tmp_path, data, "--as-of", "2025-11-04")
    assert "stays, for somebody verified it on 2026-03-01" in result.output
    assert contacts(1)["email"] == "a@example.org"


def test_who_is_left_out_is_reported_and_stays(campaign, council, tmp_path):
    bring(campaign, tmp_path, CLEAN)
    two = "".join(CLEAN.splitlines(keepends=True)[:3])
    result = bring(campaign, tmp_path, two)
    assert "not in the file, kept  Ward 3: Felix Cardinal, Jr." in result.output
    assert len(seats()) == 3
    one = "".join(CLEAN.splitlines(keepends=True)[:2])  # no list of a council
    assert "not in the file, kept" not in bring(campaign, tmp_path, one).output


def test_an_official_who_moves_to_another_seat_is_the_same(campaign, council, tmp_path):
    make_term(council, 2, make_official("Ana Heron"), starts="2019", ends="2023")
    bring(campaign, tmp_path, row(1, "Heron, Ana", "2023-05-15"))
    assert len(rows(Official)) == 1


def test_two_of_one_name_get_two_addresses(campaign, council, tmp_path):
    make_official("Ana Heron")  # of another council
    bring(campaign, tmp_path, row(1, "Ana Heron", "2023-05-15"))
    assert [one.slug for one in rows(Official)] == ["ana-heron", "ana-heron-2"]


COMMITTEES = """committee,ward,alder,role,meetings
Committee on Safety,1,Heron,Chair,5
Committee on Safety,2,Egret,Member,5
Committee on Safety,3,Cardinal,attended once (member or guest),1
Committee on the Budget (2019-2023 term),1,Heron,Chair,
"""


def test_committees_come_without_a_day(campaign, council, tmp_path):
    bring(campaign, tmp_path, CLEAN)
    bring(campaign, tmp_path, row(1, "Ana Heron", "2019-05-20", "2023-05-14"))
    result = bring(campaign, tmp_path, COMMITTEES, "--as-of", "2024-06-12")

    assert result.exit_code == 0, result.output
    assert "Line 4: Cardinal is no member" in result.output
    found = [one for one in rows(Term) if one.seat is None]
    assert [(t.body.slug, t.official.name, t.role, t.starts, t.ends) for t in found] == [
        ("committee-on-safety", "Ana M. Heron", "Chair", "2023-05-15", "2027-05-17"),
        ("committee-on-safety", "Omar Egret", "member", "2023-05-15", "2027-05-17"),
        ("committee-on-the-budget", "Ana M. Heron", "Chair", "2019-05-20", "2023-05-14"),
    ]
    again = bring(campaign, tmp_path, COMMITTEES, "--as-of", "2024-06-12")
    assert "Imported: 0 new, 0 changed" in again.output


def test_a_committee_is_known_by_other_spellings(campaign, council, tmp_path):
    make_committee(council, other_names=["Safety & Fire Committee"])
    bring(campaign, tmp_path, CLEAN)
    data = "committee,ward,name\nSafety and Fire Committee,1,Heron\n"
    bring(campaign, tmp_path, data, "--as-of", "2024-01-01")
    assert len(rows(Body)) == 2
    other = "committee,ward,name\nCommittee on Public Safety,2,Egret\n"
    result = bring(campaign, tmp_path, other, "--as-of", "2024-01-01")
    assert "not in the file, kept  Committee on Public Safety: Ana M. Heron" in result.output


def test_a_member_who_had_left_by_the_day_of_the_file_is_a_problem(campaign, council, tmp_path):
    bring(campaign, tmp_path, CLEAN)
    bring(campaign, tmp_path, row(1, "Eve Ibis", "2025", "2027-05-17"))
    result = bring(campaign, tmp_path, COMMITTEES, "--as-of", "2026-06-01")
    assert result.exit_code == 1
    assert "On 2026-06-01 Eve Ibis held Ward 1, not Ana M. Heron" in result.output
    assert bring(campaign, tmp_path, COMMITTEES, "--as-of", "2024-06-01").exit_code == 0


def test_a_membership_ends_with_the_term_in_the_council(campaign, council, tmp_path):
    bring(campaign, tmp_path, CLEAN)
    bring(campaign, tmp_path, COMMITTEES, "--as-of", "2024-06-12")
    result = bring(campaign, tmp_path, row(2, "Eve Ibis", "2025-04-16", "2027-05-17"))
    assert "Committee on Safety: Omar Egret: ends “2027-05-17” → “2025-04-15”" in result.output
