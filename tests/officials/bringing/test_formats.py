"""Rosters of other systems, and tables as they are found."""

import json

import pytest

from campaign.officials.models import Body, Official, Term
from tests.factories import rows
from tests.officials.bringing.rosters import bring, contacts, seats
from tests.officials.factories import make_body

HEADER = (
    "Name,Office,Office Phone,Email,Website,Office Address,City,State,Zip,"
    "City Hall Phone,City Hall Address\n"
)
ONE = "Ana Heron,1,(312) 555-0101,a@example.org,www.example.org/one,4924 W. Chicago Ave.,"
SCRAPED = f"""{HEADER}\
{ONE}Chicago,IL,60651,(312) 555-0101,Room 200
Omar Egret,2,(312) 555-0102,,,2230 E. 71,st St Chicago,IL,60649,(312) 555-0109,Room 300
"Eve Ibis, Jr.",3,,,,43 rd St. 5,Unit C Chicago,IL,60609,,
Ada Crane,4,,,,2249 East 95 th St.,Chicago Illino,is,60617,,
Ida Stork,5,,,,,Chicago,IL,,,
"""
STATES = """\
- id: ocd-person/1
  name: Ana Heron
  given_name: Ana
  family_name: Heron
  email: a@example.org
  roles:
  - {type: legislature, district: '1', start_date: 2023-05-15, end_date: '2027-05-17'}
  offices:
  - {classification: primary, address: '1 S State St;Chicago, IL', voice: 312-555-0101}
  links:
  - url: https://example.org/one
- name: Omar Egret
  roles:
  - {type: mayor, start_date: '2023-05-15'}
"""
POPOLO = {
    "persons": [
        {
            "id": "p1",
            "name": "Ana Heron",
            "email": "a@example.org",
            "contact_details": [
                {"type": "voice", "value": "312-555-0101"},
                {"type": "voice", "value": "312-555-0102", "label": "second line"},
            ],
            "identifiers": [{"scheme": "legistar", "identifier": "77"}],
        }
    ],
    "organizations": [
        {"id": "c", "name": "City Council", "classification": "legislature"},
        {"id": "s", "name": "Committee on Safety", "parent_id": "c"},
        {"id": "x", "name": "A Party", "classification": "party"},
    ],
    "posts": [{"id": "w2", "label": "Ward 2", "organization_id": "c"}],
    "memberships": [
        {"person_id": "p1", "organization_id": "c", "post_id": "w2", "start_date": "2023-05-15"},
        {"person_id": "p1", "organization_id": "s", "role": "Chair"},
        {"person_id": "p1", "organization_id": "x"},
    ],
}
LEGISTAR = {
    "ID": 7,
    "FullName": "Ana R. Heron",
    "FirstName": "Ana",
    "LastName": "Heron",
    "Email": "a@example.org",
    "WWW": "https://example.org/district-3/",
    "DistrictOffice": {"Address": "1 Main St", "City": "Jamaica", "State": "NY", "Zip": "11434"},
    "OfficeRecords": [
        {
            "BodyName": body,
            "MemberType": kind,
            "Title": title,
            "Start": f"{start}T00:00:00Z",
            "End": f"{end}T00:00:00Z",
        }
        for body, kind, title, start, end in (
            ("City Council", "PRIMARY", "Council Member", "2018-01-01", "2021-12-31"),
            ("City Council", "PRIMARY", "Council Member", "2022-01-01", "2025-12-31"),
            ("Committee on Safety", "PRIMARY", "Committee Member", "2018-01-03", "2018-01-11"),
            ("Committee on Safety", "CHAIR", "CHAIRPERSON", "2018-01-11", "2021-12-31"),
            ("Caucus - Waders", "PRIMARY", "Ex-Officio", "2022-01-01", "2023-12-31"),
        )
    ],
}
OFFICE = {
    "OfficeRecordFullName": "Ana Heron",
    "OfficeRecordFirstName": "Ana",
    "OfficeRecordLastName": "Heron",
    "OfficeRecordEmail": "a@example.org",
    "OfficeRecordPersonId": 7,
    "OfficeRecordBodyName": "City Council",
    "OfficeRecordTitle": "Alderperson, Ward 3",
    "OfficeRecordStartDate": "2022-01-01T00:00:00",
    "OfficeRecordEndDate": "2025-12-31T00:00:00",
}
CLERK = {
    "data": [
        {"personId": "A", "displayName": "Heron, Jr., Omar", "isActive": True, "ward": "1"}
        | {"email": "o@example.org", "phone": "312-555-0101", "site": "https://example.org"},
        {"personId": "B", "displayName": "Egret, Ana", "isActive": False, "ward": "2"},
    ]
}
BODY = {
    "data": [
        {
            "bodyId": "X",
            "body": "Committee on Safety",
            "isActive": True,
            "members": [
                {"personId": "A", "displayName": "Heron, Jr., Omar", "ward": "1"}
                | {"memberType": "Chair", "isActive": True}
            ],
        }
    ]
}


@pytest.fixture
def council(app):
    return make_body(5)


def committees():
    found = [one for one in rows(Term) if one.seat is None]
    return [(t.body.slug, t.role, t.starts, t.ends) for t in found]


def test_a_scraped_table(campaign, council, tmp_path):
    result = bring(campaign, tmp_path, SCRAPED, "--as-of", "2025-11-04")

    assert result.exit_code == 0, result.output
    assert "joined: lines 3, 4, 5." in result.output
    assert contacts(1)["office"] == "4924 W. Chicago Ave., Chicago, IL 60651"
    assert contacts(1)["website"] == "https://www.example.org/one"
    assert contacts(1)["city_hall"] == "Room 200"
    assert "phone city hall" not in contacts(1)  # the same number
    assert contacts(2)["office"] == "2230 E. 71st St, Chicago, IL 60649"
    assert contacts(2)["phone city hall"] == "(312) 555-0109"
    assert contacts(3)["office"] == "43rd St. 5 Unit C, Chicago, IL 60609"
    assert contacts(4)["office"] == "2249 East 95th St., Chicago, Illinois 60617"
    assert "office" not in contacts(5)


@pytest.mark.parametrize(
    "data",
    [
        "Ward;Alderperson;Tel\n1;Ana Núñez;312 555 0101\n".encode("latin-1"),
        b"\xef\xbb\xbfDistrict Number\tFirst Name\tLast Name\n1\tAna\tN\xc3\xba\xc3\xb1ez\n",
        "ward,last,first\nWard 1,Núñez,Ana\n".encode("utf-16"),
        b'"Ward","Name"\r\n"1.0","N\xc3\xba\xc3\xb1ez, Ana"\r\n\r\n',
    ],
)
def test_tables_come_in_many_shapes(campaign, council, tmp_path, data):
    result = bring(campaign, tmp_path, data, "--as-of", "2026-01-01")
    assert result.exit_code == 0, result.output
    assert seats() == [("Ward 1", "Ana Núñez", "2026-01-01", None)]


def test_columns_may_be_named(campaign, council, tmp_path):
    data = "Nummer,Wer,Mail\n1,Ana Heron,a@example.org\n"
    assert "No column is known to hold names" in bring(campaign, tmp_path, data).output
    words = ("--column", "Nummer=ward", "--column", "Wer=name", "--column", "Mail=")
    assert bring(campaign, tmp_path, data, *words).exit_code == 0
    assert (len(seats()), contacts(1)) == (1, {})
    wrong = bring(campaign, tmp_path, data, "--column", "Wer=nobody")
    assert "fields are ward, name" in wrong.output
    assert "the file has the columns" in bring(campaign, tmp_path, data, "--column", "X=x").output


def test_open_states(campaign, council, tmp_path):
    result = bring(campaign, tmp_path, STATES)
    assert result.exit_code == 0, result.output
    assert seats() == [("Ward 1", "Ana Heron", "2023-05-15", "2027-05-17")]
    assert contacts(1) == {
        "email": "a@example.org",
        "office": "1 S State St, Chicago, IL",
        "phone": "312-555-0101",
        "website": "https://example.org/one",
    }
    assert committees() == [("mayor", "Mayor", "2023-05-15", None)]
    assert rows(Official)[0].ids == {"ocd-person": "ocd-person/1"}
    assert "Imported: 0 new, 0 changed" in bring(campaign, tmp_path, STATES).output


def test_a_next_mayor_ends_the_term_of_the_former_one(campaign, council, tmp_path):
    bring(campaign, tmp_path, STATES)
    data = "name: Eve Ibis\nroles:\n- {type: mayor, start_date: '2027-05-17'}\n"
    bring(campaign, tmp_path, data)
    assert committees()[0] == ("mayor", "Mayor", "2023-05-15", "2027-05-16")
    assert len(rows(Body)) == 2


def test_popolo(campaign, council, tmp_path):
    result = bring(campaign, tmp_path, POPOLO, "--as-of", "2024-01-01")
    assert result.exit_code == 0, result.output
    assert seats() == [("Ward 2", "Ana Heron", "2023-05-15", None)]
    assert contacts(2)["phone second line"] == "312-555-0102"
    assert committees() == [("committee-on-safety", "Chair", "2023-05-15", None)]
    assert rows(Official)[0].ids == {"legistar": "77"}
    again = bring(campaign, tmp_path, POPOLO, "--as-of", "2024-01-01")
    assert "Imported: 0 new, 0 changed" in again.output


def test_legistar(campaign, council, tmp_path):
    result = bring(campaign, tmp_path, LEGISTAR)
    assert result.exit_code == 0, result.output
    assert seats() == [
        ("Ward 3", "Ana R. Heron", "2018-01-01", "2021-12-31"),
        ("Ward 3", "Ana R. Heron", "2022-01-01", "2025-12-31"),
    ]
    assert contacts(3)["office"] == "1 Main St, Jamaica, NY 11434"
    assert len([one for term in rows(Term) for one in term.contacts]) == 3  # of the last term
    assert committees() == [
        ("committee-on-safety", "member", "2018-01-03", "2018-01-11"),
        ("committee-on-safety", "Chair", "2018-01-11", "2021-12-31"),
    ]
    assert "these are no committees: Caucus - Waders" in result.output
    assert "Imported: 0 new, 0 changed" in bring(campaign, tmp_path, LEGISTAR).output
    moved = bring(campaign, tmp_path, [OFFICE])  # the web API's names for the same
    assert "Imported: 0 new, 1 changed" in moved.output  # a spelling without the R.


def test_the_clerk(campaign, council, tmp_path):
    result = bring(campaign, tmp_path, CLERK, "--as-of", "2024-01-01")
    assert result.exit_code == 0, result.output
    assert seats() == [("Ward 1", "Omar Heron, Jr.", "2024-01-01", None)]
    assert contacts(1)["website"] == "https://example.org"
    assert "lists no ward: Ana Egret" in result.output
    bring(campaign, tmp_path, BODY, "--as-of", "2024-01-01")
    assert committees() == [("committee-on-safety", "Chair", "2024-01-01", None)]


def test_numbers_of_other_systems_tell_who_it_is(campaign, council, tmp_path):
    bring(campaign, tmp_path, CLERK, "--as-of", "2024-01-01")
    data = json.loads(json.dumps(CLERK).replace("Heron, Jr., Omar", "Heron-Ibis, Omar"))
    bring(campaign, tmp_path, data, "--as-of", "2025-01-01")
    [omar] = rows(Official)
    assert omar.other_names == ["Omar Heron-Ibis"]
    assert len(seats()) == 1
