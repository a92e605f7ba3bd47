"""Delivery packets: only what was agreed, marked, logged, and never with stale facts."""

import hashlib
import io
import shutil
import zipfile
from datetime import timedelta

import pytest

from campaign.coalition.audit import Audit
from campaign.coalition.charter import Charter, CharterAgreement
from campaign.coalition.exports import Export
from campaign.coalition.models import Organization
from campaign.config import settings
from campaign.db import db, now
from campaign.factsheet import cite
from campaign.petitions import signing
from campaign.petitions.delivery import files as delivery_files
from campaign.petitions.delivery.models import Delivery
from campaign.petitions.models import HIDDEN, KIND, Signature
from campaign.tables import read_table
from tests.accounts.factories import log_in
from tests.factories import add, rows
from tests.factsheet.factories import make_fact
from tests.pdf import pages_of, words_of
from tests.petitions.factories import URL, make_organization, make_petition, make_signature
from tests.petitions.paper import DESK, enter, make_omar, make_run, open_first, post

PAGE = f"{DESK}/delivery"
ORDER = {"recipient": "Office of the Clerk", "sort": "ward", "paper": "letter", "language": "en"}


@pytest.fixture
def petition(client):
    petition = make_petition(targets="The Committee on Budget\nThe Mayor")
    wards = petition.body.wards
    for number, values in enumerate(
        (
            {"name": "Ana Ruiz", "comment": "We need it.", "is_public": True},
            {"name": "Bo Hidden", "comment": "Rude words.", "is_public": True},
            {"name": "Cy Quiet", "comment": "For you alone.", "is_public": False},
            {"name": "陈小明", "ward_id": wards[0].id},
            {"name": "Eve Elsewhere", "ward_id": None},
            {"name": "Gone Withdrawn"},
            {"name": "Waits Unconfirmed", "confirmed": False},
        )
    ):
        given = {"confirmed": True} | values
        make_signature(petition, f"person{number}@example.org", **given)
    hide("Bo Hidden")
    signing.withdraw(db.session.query(Signature).filter_by(name="Gone Withdrawn").one())
    db.session.commit()
    log_in(client, make_omar())
    return petition


def hide(name):
    db.session.query(Signature).filter_by(name=name).one().comment_review = HIDDEN
    db.session.commit()


def make_packet(client, **fields):
    """Order a packet and let the worker make it; the packet and its two files."""
    answer = post(client, PAGE, PAGE, **ORDER | fields)
    assert answer.status_code == 303, answer.text
    db.session.rollback()
    delivery_files.make_waiting()
    packet = rows(Delivery)[-1]
    assert packet.state == "ready"
    return packet, *(
        fetched(client, answer.location, name) for name in sorted(packet.digests)[::-1]
    )


def fetched(client, url, name):
    answer = post(client, f"{url}/fetch", url, file=name)
    assert answer.status_code == 200, answer.text
    data = answer.data
    answer.close()
    return data


def tables_of(archive):
    with zipfile.ZipFile(io.BytesIO(archive)) as zipped:
        return {
            name: [row.cells for row in read_table(zipped.read(name), most_rows=1000).rows]
            for name in zipped.namelist()
        }


def test_it_works(client, petition):
    packet, pdf, archive = make_packet(client, comments="y")
    pages, code = pages_of(pdf), packet.export.code

    assert "Petition to the City Council" in pages[0]
    assert "Office of the Clerk" in pages[0]
    assert "The Mayor" in pages[0]
    assert "5 people have signed and confirmed by email." in pages[0]
    assert all(f"Export {code}" in page for page in pages)
    text = words_of(pdf)
    assert "Ward 25 (3)" in text
    assert "Elsewhere (1)" in text
    assert "陈小明" in text
    assert b"pdfuaid:part>1<" in pdf

    tables = tables_of(archive)
    assert sorted(tables) == ["all.csv", "elsewhere.csv", "ward-01.csv", "ward-25.csv"]
    assert tables["ward-01.csv"] == [["陈小明", "1", "", code]]
    assert len(tables["all.csv"]) == 5
    assert tables["elsewhere.csv"] == [["Eve Elsewhere", "", "", code]]


def test_only_what_people_agreed_to(client, petition):
    _packet, pdf, archive = make_packet(client, comments="y")
    everything = words_of(pdf) + str(tables_of(archive))

    assert "We need it." in everything
    for hidden in ("Rude words", "For you alone", "example.org", "Withdrawn", "Unconfirmed"):
        assert hidden not in everything.replace("127.0.0.1", "")


def test_without_comments_there_are_none(client, petition):
    packet, pdf, archive = make_packet(client)

    assert "We need it." not in words_of(pdf) + str(tables_of(archive))
    assert packet.export.fields == ["name", "ward"]
    assert packet.comments == 0


def test_it_is_logged_with_counts_and_digests(client, petition):
    packet, pdf, archive = make_packet(client)

    found = sorted(hashlib.sha256(file).hexdigest() for file in (pdf, archive))
    assert sorted(packet.digests.values()) == found
    assert (packet.confirmed, packet.made_by.name, packet.export.count) == (5, "Omar", 5)
    acts = [one.act for one in rows(Audit)]
    assert acts == ["export.made", "delivery.made", "delivery.fetched", "delivery.fetched"]
    assert "Ruiz" not in str([one.details for one in rows(Audit)])


def test_paper_is_a_number_apart(client, petition):
    make_run(petition)
    enter(client, open_first(client, total=1), "Paper Person", finish="1")
    _packet, pdf, archive = make_packet(client)

    assert "1 more has signed on paper; it was not verified." in words_of(pdf)
    assert "Paper Person" not in words_of(pdf) + str(tables_of(archive))


def test_the_preview_says_what_would_go(client, petition):
    page = client.get(PAGE).text

    assert "<strong>5</strong>" in page
    assert "Ana Ruiz" not in page


def test_stale_facts_stop_it_until_somebody_decides(client, petition):
    fact = make_fact(petition.campaign, statement="It was 9.1% of alerts.")
    cite(KIND, petition.id, "{fact:rate}", petition.campaign)
    db.session.commit()
    fact.review_by = (now() - timedelta(days=9)).date()
    db.session.commit()
    page = client.get(PAGE)
    assert "1 fact needs a decision before anything is handed over." in page.text
    assert "/organize/neighbors/campaigns/clinic#looks" in page.text

    answer = post(client, PAGE, f"{DESK}/export", **ORDER)
    assert answer.status_code == 409
    assert rows(Delivery) == rows(Export) == []


def test_facts_are_footnotes(client, petition):
    make_fact(petition.campaign, statement="It was 9.1% of alerts.")
    petition = db.session.merge(petition)
    petition.text = {"en": "## Why\n\nRead this: {fact:rate}\n\n#### Deep"}
    db.session.flush()
    cite(KIND, petition.id, petition.text["en"], petition.campaign)
    db.session.commit()
    text = words_of(make_packet(client)[1])

    assert "Read this: It was 9.1% of alerts." in " ".join(text.split())
    assert "/c/clinic/facts/rate/v1" in text.replace("\n", "")


def test_the_charter_decides(client, petition):
    lead = db.session.query(Organization).one()
    charter = Charter(campaign=petition.campaign, number=1, fields=["ward"], purposes=["deliver"])
    add(charter)
    add(CharterAgreement(charter=charter, organization=lead))
    assert "Nothing may be handed over" in client.get(PAGE).text

    answer = post(client, PAGE, f"{DESK}/export", **ORDER)
    assert answer.status_code == 403
    assert "The charter does not share this: Name." in answer.text
    assert rows(Delivery) == []


def test_it_is_noted_when_it_was_handed_over(client, petition):
    packet = make_packet(client)[0]
    url = f"{PAGE}/{packet.id}"
    assert post(client, url, url, handed_on="2999-01-01").status_code == 422
    assert "Delivered on" not in client.get(URL).text
    answer = post(client, url, url, handed_on="2024-05-04", receipt="Stamped.")

    assert answer.status_code == 303
    assert "Stamped." in client.get(url).text
    assert "Delivered on May 4, 2024 with 5 signatures." in client.get(URL).text


def test_files_go_after_a_day(client, petition):
    packet = make_packet(client)[0]
    folder = settings().instance / "uploads" / packet.folder
    packet.made_at = now() - timedelta(days=1, minutes=1)
    db.session.commit()
    name = next(iter(packet.digests))
    answer = post(client, f"{PAGE}/{packet.id}/fetch", f"{DESK}/export", file=name)
    assert answer.status_code == 410
    assert "kept for a day" in client.get(f"{PAGE}/{packet.id}").text

    delivery_files.tidy()
    assert not folder.exists()


def test_nobody_else_on_the_machine_reads_it(client, petition):
    shutil.rmtree(settings().instance / "uploads", ignore_errors=True)
    packet, _pdf, _tables = make_packet(client)
    folder = settings().instance / "uploads" / packet.folder
    assert [one.stat().st_mode & 0o777 for one in (folder.parent, folder)] == [0o700, 0o700]


@pytest.mark.parametrize("name", ["", "../../campaign.db", "x.pdf", "/etc/passwd"])
def test_no_other_file_is_fetched(client, petition, name):
    packet = make_packet(client)[0]

    assert (
        post(client, f"{PAGE}/{packet.id}/fetch", f"{PAGE}/{packet.id}", file=name).status_code
        == 410
    )


def test_a_packet_that_cannot_be_made_says_so(client, petition, monkeypatch):
    post(client, PAGE, PAGE, **ORDER)
    db.session.rollback()
    (settings().instance / "uploads").mkdir(exist_ok=True)
    folder = settings().instance / "uploads" / rows(Delivery)[0].folder
    folder.symlink_to("/proc/version")
    delivery_files.make_waiting()
    folder.unlink()

    assert rows(Delivery)[0].state == "failed"
    assert "could not be made" in client.get(f"{PAGE}/{rows(Delivery)[0].id}").text


def test_a_packet_that_waits_looks_again(client, petition):
    answer = post(client, PAGE, PAGE, **ORDER)
    page = client.get(answer.location)

    assert page.headers["Refresh"] == "3"
    assert "is being made" in page.text


def test_only_the_lead_with_a_fresh_login(client, petition):
    make_organization(petition.campaign, "parents", "partner")
    log_in(client, make_omar("parents", email="eve@example.org"))
    assert client.get(PAGE.replace("neighbors", "parents")).status_code == 403
    log_in(client, make_omar(role="writer", email="ana@example.org"))
    assert client.get(PAGE).status_code == 403
    log_in(client, make_omar(email="omar2@example.org"), seconds_ago=4000)
    assert client.post(PAGE, data=ORDER).location.startswith("/account/verify")
    assert rows(Delivery) == []


def test_packets_of_other_petitions_are_not_there(client, petition):
    packet = make_packet(client)[0]
    make_petition(slug="another", campaign=db.session.merge(petition.campaign))

    url = f"{PAGE.replace('save-the-clinic', 'another')}/{packet.id}"
    assert client.get(url).status_code == 404


@pytest.mark.parametrize(
    ("field", "value"),
    [("recipient", " "), ("recipient", "a" * 201), ("sort", "x"), ("language", "xx")],
)
def test_it_rejects(client, petition, field, value):
    assert post(client, PAGE, PAGE, **ORDER | {field: value}).status_code == 422
    assert rows(Delivery) == []
