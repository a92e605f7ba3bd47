"""Reading letters at the desk: lists, one letter, the table taken out; what is private stays so."""

import csv
import io

import pytest

from campaign.coalition.exports import Export
from campaign.db import now
from campaign.outreach.letters.models import STATES
from campaign.outreach.replies.models import LetterReply
from tests.factories import add, rows
from tests.outreach.factories import make_action, make_letter
from tests.outreach.letters_desk.desk import (
    DESK,
    NAME,
    ONE,
    SECRET,
    add_partner,
    at_desk,
    make_alike,
    make_secret,
    other_office,
    post,
)
from tests.petitions.writing import log_in_as

ALL = f"{ONE}/all"


def taken(client, query=""):
    answer = post(client, f"{ONE}/export{query}")
    assert answer.mimetype == "text/csv", answer.text
    return list(csv.reader(io.StringIO(answer.data.decode("utf-8-sig"))))


def test_it_works(client):
    action = at_desk(client)
    letter = make_letter(action, state="sent", sent_at=now())
    page = client.get(ALL).text
    assert NAME in page
    one = client.get(f"{ALL}/{letter.id}").text
    assert "I live on 18th Street" in one
    assert "ana@example.org" not in one


def test_facts_are_said_as_the_office_reads_them(client):
    action = at_desk(client, facts=[])
    from tests.outreach.factories import cite_offered

    action.facts = ["rate"]
    cite_offered(action)
    letter = make_letter(action, state="waiting", text="See. {fact:rate}")
    page = client.get(f"{ALL}/{letter.id}").text
    assert "{fact:rate}" not in page


def test_a_private_letter_shows_state_ward_and_dates_alone(client):
    action = at_desk(client)
    letters = [
        make_secret(action, f"secret-{one}@example.org", state=one, sent_at=now(), left_at=now())
        for one in STATES
    ]
    ones = [f"{ALL}/{one.id}" for one in letters]
    lists = [*(f"{ALL}?state={one}&ward=35" for one in STATES), ALL, f"{ALL}?q=Zoraida"]
    pages = [ONE, f"{ONE}/held", f"{ONE}/uncertain", f"{ONE}/replies", f"{ONE}/edit", DESK]
    others = ["/organize", "/organize/neighbors/search?q=Zoraida"]
    for path in (*ones, *lists, *pages, *others):
        answer = client.get(path)
        assert answer.status_code == 200, path
        text = answer.text.replace('value="Zoraida"', "")
        for hidden in (SECRET, "Quiet", "secret-"):
            assert hidden not in text, path
    assert "Zoraida" not in "".join(map(str, taken(client)))
    assert len(taken(client, "?q=Zoraida")) == 1
    assert "Official 35" in client.get(ones[0]).text


@pytest.mark.parametrize(
    "values",
    [{"state": "unconfirmed"}, {"state": "withdrawn"}, {"state": "held", "disowned_at": now()}],
    ids=["unconfirmed", "withdrawn", "disowned"],
)
def test_words_and_name_show_only_while_a_letter_stands(client, values):
    action = at_desk(client)
    letter = make_letter(action, **values)
    for path in (ALL, f"{ALL}/{letter.id}", f"{ALL}?q=Ana", f"{ONE}/held"):
        text = client.get(path).text
        assert NAME not in text
        assert "18th Street" not in text
    assert taken(client)[1][1] == ""


def test_the_list_is_narrowed(client):
    action = at_desk(client)
    make_letter(action, "a@example.org", name="Ana Ruiz", state="sent", sent_at=now())
    answered = make_letter(action, "b@example.org", name="Bo 50%", state="sent", sent_at=now())
    make_letter(action, "c@example.org", name="Cy", state="waiting", ward=other_office(action))
    add(LetterReply(letter_id=answered.id, answer="staff"))
    asked = {
        "": "Ana Bo Cy",
        "?state=sent": "Ana Bo",
        "?state=answered": "Bo",
        "?ward=12": "Cy",
        "?ward=12&state=sent": "",
        "?ward=x": "",
        "?ward=99999999999999": "",
        "?state=nothing": "",
        "?q=ana+ruiz": "Ana",
        "?q=50%25": "Bo",
        "?q=%25_": "",
        "?page=99999999999999999999": "",
        "?page=-1": "Ana Bo Cy",
    }
    for query, names in asked.items():
        page = client.get(f"{ALL}{query}").text
        found = [name for name in ("Ana", "Bo", "Cy") if f'<span dir="auto">{name}' in page]
        assert found == names.split(), query


def test_a_long_list_has_pages(client):
    action = at_desk(client)
    for number in range(51):
        make_letter(action, f"w{number}@example.org", name=f"Writer {number}", state="waiting")
    assert "Page 1 of 2" in client.get(f"{ALL}?state=waiting").text
    assert "state=waiting" in client.get(f"{ALL}?state=waiting&page=2").text
    assert "Writer 0<" in client.get(f"{ALL}?page=2").text


def test_the_table_taken_out_is_noted_and_holds_no_words(client):
    action = at_desk(client)
    make_letter(action, name="=1+1", state="waiting")
    make_secret(action, state="waiting")
    [header, private, open_one] = taken(client)
    [export] = rows(Export)
    assert (export.kind, export.count) == ("letters", 2)
    assert export.code in header[-1]
    assert (open_one[1], private[1]) == ("'=1+1", "")
    assert "18th" not in str(open_one)


def test_the_export_wants_a_fresh_login(client):
    from campaign.accounts.models import User
    from tests.accounts.factories import log_in

    at_desk(client)
    log_in(client, rows(User)[0], seconds_ago=100_000)
    assert client.get(f"{ONE}/export").status_code in (302, 401)


@pytest.mark.parametrize("page", ["", "/all", "/all/1", "/held", "/uncertain", "/replies"])
def test_it_is_for_organizers_of_the_lead(client, page):
    action = make_action()
    make_letter(action, state="sent", sent_at=now())
    add_partner(action.campaign)
    log_in_as(client, "viewer")
    assert client.get(f"{ONE}{page}").status_code == 403
    log_in_as(client, "organizer", "friends")
    assert client.get(f"{ONE.replace('neighbors', 'friends')}{page}").status_code == 403
    assert client.get(f"{ONE}{page}").status_code == 404


def test_another_campaigns_letter_is_not_here(client):
    action = at_desk(client)
    from tests.petitions.factories import make_campaign, make_organization

    other = make_campaign(slug="other")
    make_organization(other, "strangers")
    foreign = make_action(campaign=other, body=action.body, slug="foreign")
    letter = make_letter(foreign, state="held")
    assert client.get(f"{ALL}/{letter.id}").status_code == 404
    assert client.get(f"{DESK}/foreign").status_code == 404
    answer = post(client, f"{ONE}/decide", act="release", numbers=str(letter.id), back="held")
    assert answer.status_code == 303
    from tests.outreach.letters_desk.desk import state_of

    assert state_of(letter) == "held"


def test_numbers_by_ward(client):
    action = at_desk(client)
    make_letter(action, "a@example.org", state="sent", sent_at=now())
    make_letter(action, "b@example.org", state="waiting")
    make_secret(action, state="waiting", ward=other_office(action))
    make_alike(action, 2)
    page = client.get(ONE).text
    assert "Ward 35, Official 35" in page
    assert "at the earliest" in page
    assert f'href="{ALL}?ward=12"' in page
