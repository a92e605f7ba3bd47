"""People from a file: looked at, corrected, carried out, undone; and never against their will."""

import re
from datetime import timedelta

import pytest

from campaign.coalition import scope
from campaign.coalition.audit import Audit
from campaign.db import db, now
from campaign.mail.models import Suppression
from campaign.people import consents
from campaign.people.bringing import uploads
from campaign.people.models import Consent, Import, Person, PersonWord, Refusal, Tagged
from tests.factories import rows
from tests.people.desk_factories import (
    PEOPLE,
    get_person,
    log_in_as_organizer,
    make_person,
    make_two,
    only_import,
    owner_of,
    token_of,
)
from tests.people.uploading import FILE, SAID, carry_out, upload


@pytest.fixture
def two(client):
    lead, partner = make_two()
    log_in_as_organizer(client, lead)
    return lead, partner


def test_it_works(client, two):
    number = upload(client, FILE)
    looked = only_import()
    assert looked.state == "checked"
    assert (looked.found["new"], looked.found["rejected"]) == (2, 1)
    assert rows(Person) == []
    page = client.get(f"{PEOPLE}/imports/{number}").text
    assert "Line" in page
    assert "There is no ward “77”" in page

    carry_out(client, number)
    [ana, omar] = rows(Person)
    assert (ana.name, ana.division, ana.language) == ("Ana Núñez", "ocd-division/ward:25", "es")
    assert (omar.name, omar.email, omar.language) == ("Omar Díaz", "Omar@example.org", "en")
    [given, _other] = rows(Consent)
    assert (given.wording.text, given.source) == (SAID["wording"], f"import:{number}")
    assert given.given_at.date().isoformat() == "2024-05-24"
    assert len(rows(Tagged)) == 2
    assert "Ana Núñez" in client.get(f"{PEOPLE}?q=nunez").text
    assert SAID["source"] in client.get(f"{PEOPLE}/{ana.id}").text
    [act] = rows(Audit, act="people.imported")
    assert act.user_id == only_import().user_id is not None
    assert act.details == {"new": 2, "changed": 0, "unchanged": 0, "refused": 0, "rejected": 1}


def test_a_second_time_changes_nothing(client, two):
    carry_out(client, upload(client, FILE))
    before = [(one.id, one.name, one.version) for one in rows(Person)]
    upload(client, FILE)
    uploads.work()
    again = rows(Import)[1]

    assert [again.found[name] for name in ("new", "changed", "unchanged")] == [0, 0, 2]
    assert "There is nothing to import" in client.get(f"{PEOPLE}/imports/{again.id}").text
    carry_out(client, again.id)
    assert [(one.id, one.name, one.version) for one in rows(Person)] == before
    assert len(rows(Consent)) == 2


def test_who_unsubscribed_does_not_come_back_and_is_not_named(client, two):
    lead, _partner = two
    make_person(lead, email="ana@example.org")
    consents.withdraw(owner_of("ana@example.org"), "petition:1")
    db.session.add(Suppression(mailbox=owner_of("omar@example.org"), reason="asked"))
    db.session.commit()
    assert (rows(Person), len(rows(Refusal))) == ([], 1)
    number = upload(client, FILE)

    assert only_import().found["refused"] == 2
    page = client.get(f"{PEOPLE}/imports/{number}").text
    told = re.sub("<q .*?</q>", "", page)  # one row of the file is shown, whomever it names
    assert "ana@" not in told
    assert "omar@" not in page
    assert client.get(f"{PEOPLE}/imports/{number}/rejects").text.count("\n") == 2
    carry_out(client, number)
    assert rows(Person) == []


def test_who_took_back_a_consent_stays_without(client, two):
    lead, _partner = two
    ana = make_person(lead, language="en")
    with scope.of(lead.id):
        consents.end(get_person(ana.id).consents[0])
        db.session.commit()
    carry_out(client, upload(client, FILE))

    assert not rows(Consent, person_id=ana.id)[0].is_given
    assert get_person(ana.id).language == "en"


def test_only_the_persons_own_tick_lifts_a_refusal(client, two):
    lead, _partner = two
    make_person(lead)
    consents.withdraw(owner_of("ana@example.org"), "petition:1")
    db.session.commit()
    make_person(lead)

    assert rows(Refusal) == []
    upload(client, FILE)
    assert only_import().found["refused"] == 0


def test_what_somebody_said_is_not_written_over(client, two):
    lead, _partner = two
    ana = make_person(lead, name="Ana N. de Ruiz", division=None, language="en")
    carry_out(client, upload(client, FILE))

    kept = get_person(ana.id)
    assert (kept.name, kept.language) == ("Ana N. de Ruiz", "en")
    assert kept.division == "ocd-division/ward:25"
    assert [one.source for one in rows(Consent, person_id=ana.id)] == ["petition:1"]


def test_a_later_file_corrects_what_a_file_said(client, two):
    carry_out(client, upload(client, FILE))
    carry_out(client, upload(client, FILE.replace(b"N\xc3\xba\xc3\xb1ez", b"Ruiz")))

    assert [one.name for one in rows(Person)] == ["Ana Ruiz", "Omar Díaz"]
    assert "Ana Ruiz" in client.get(f"{PEOPLE}?q=ruiz").text
    assert "Ana" not in client.get(f"{PEOPLE}?q=nunez").text


def test_one_mailbox_in_a_file_is_one_person(client, two):
    number = upload(client, b"email,name\nana@example.org,Ana\nANA@example.org,Eve\n")
    assert only_import().rejects == [[3, "This address stands on line 2 already."]]
    carry_out(client, number)
    assert [one.name for one in rows(Person)] == ["Ana"]


def test_another_organizations_people_change_nothing(client, two):
    _lead, partner = two
    number = upload(client, FILE)
    first = only_import().found
    make_person(partner, name="Ana Quetzal", email="ana@example.org")
    make_person(partner, name="Omar Quetzal", email="omar@example.org")
    consents.withdraw(owner_of("omar@example.org"), "petition:1")
    db.session.commit()
    client.post(f"{PEOPLE}/imports/{number}", data={})
    carry_out(client, number)

    assert only_import().found == first
    names = {one.name for one in rows(Person, organization_id=partner.id)}
    assert names == {"Ana Quetzal"}
    assert "Quetzal" not in client.get(f"{PEOPLE}/imports/{number}").text


def test_undoing_deletes_whom_only_this_file_brought(client, two):
    lead, _partner = two
    omar = make_person(lead, name="Omar Díaz", email="omar@example.org")
    with scope.of(lead.id):
        db.session.delete(get_person(omar.id).consents[0])
        db.session.commit()
    number = upload(client, FILE + b"zoe@example.org,Zo\xc3\xab,R.,1,,,\n")
    carry_out(client, number)
    make_person(lead, name="Zoë R.", email="zoe@example.org")
    page = client.get(f"{PEOPLE}/imports/{number}").text
    assert "Undo this import" in page
    post_to(client, number, "undo")

    assert [one.name for one in rows(Person)] == ["Omar Díaz", "Zoë R."]
    assert [one.source for one in rows(Consent)] == ["petition:1"]
    assert {one.person_id for one in rows(PersonWord)} == {one.id for one in rows(Person)}
    assert only_import().state == "undone"
    assert len(rows(Audit, act="people.import-undone")) == 1
    assert post_to(client, number, "undo").status_code == 409


def test_after_a_week_nothing_is_undone(client, two):
    number = upload(client, FILE)
    carry_out(client, number)
    rows(Import)[0].finished_at = now() - timedelta(days=8)
    db.session.commit()

    assert "Undo this import" not in client.get(f"{PEOPLE}/imports/{number}").text
    assert post_to(client, number, "undo").status_code == 409
    assert len(rows(Person)) == 2


def post_to(client, number, act):
    return client.post(f"{PEOPLE}/imports/{number}/{act}", data={"csrf_token": token_of(client)})
