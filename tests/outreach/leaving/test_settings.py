"""How an organization signs its mailings: owners alone say it."""

import pytest

from campaign.coalition.audit import Audit
from campaign.outreach.mailings.models import OutreachSettings
from tests.accounts.factories import log_in, make_user_with_phone
from tests.coalition.factories import make_membership
from tests.factories import rows
from tests.outreach.leaving.desk import come_in
from tests.people.desk_factories import token_of
from tests.petitions.factories import make_campaign, make_organization

PAGE = "/organize/neighbors/outgoing/settings"
SAID = {
    "edition": "0",
    "approval_above": "200",
    "sender_name": "Neighbors",
    "reply_to": "omar@example.org",
    "footer_en": "Neighbors, PO Box 12",
    "footer_es": "Vecinos, apartado 12",
}


@pytest.fixture
def lead(app):
    return make_organization(make_campaign())


@pytest.fixture
def omar(client, lead):
    """He owns the lead, and is logged in."""
    return come_in(client, lead, "owner")


def save(client, **values):
    return client.post(PAGE, data=SAID | {"csrf_token": token_of(client, PAGE)} | values)


@pytest.mark.usefixtures("omar")
def test_it_works(client, lead):
    assert 'value="500"' in client.get(PAGE).text
    assert save(client).status_code == 303
    [stored] = rows(OutreachSettings)
    assert (stored.organization_id, stored.approval_above, stored.edition) == (lead.id, 200, 1)
    assert stored.footer == {"en": SAID["footer_en"], "es": SAID["footer_es"]}
    assert [one.act for one in rows(Audit)][-1] == "outreach.settings-edited"

    assert save(client, edition="1", approval_above="", reply_to="").status_code == 303
    [stored] = rows(OutreachSettings)
    assert (stored.approval_above, stored.reply_to, stored.edition) == (None, "", 2)


@pytest.mark.usefixtures("omar")
def test_who_saves_second_sees_both(client):
    save(client)
    answer = save(client, sender_name="South Side")
    assert answer.status_code == 409
    assert "South Side" in answer.text
    assert "Stored now" in answer.text
    assert rows(OutreachSettings)[0].sender_name == "Neighbors"
    assert save(client, edition="1", sender_name="South Side").status_code == 303


@pytest.mark.usefixtures("omar")
@pytest.mark.parametrize(
    "bad",
    [
        {"approval_above": "-1"},
        {"approval_above": "many"},
        {"approval_above": "9" * 12},
        {"sender_name": "=Neighbors"},
        {"sender_name": "Neighbors\r\nBcc: eve@example.org"},
        {"sender_name": "x" * 121},
        {"reply_to": "omar"},
        {"reply_to": "omar@example.org\nBcc: eve@example.org"},
        {"footer_en": "x" * 601},
        {"edition": ""},
        {"edition": "x"},
    ],
)
def test_bad_input_is_refused_and_kept(client, bad):
    assert save(client, **bad).status_code == 422
    assert rows(OutreachSettings) == []


@pytest.mark.parametrize("role", ["viewer", "writer", "organizer"])
def test_only_owners_change_it(client, lead, role):
    omar = make_user_with_phone()
    make_membership(omar, lead, role)
    log_in(client, omar)
    assert client.get(PAGE).status_code == 403
    assert client.post(PAGE, data=SAID).status_code == 403


def test_another_organization_is_not_there(client, lead):
    other = make_organization(lead.partnerships[0].campaign, "parents", "partner")
    come_in(client, other, "owner")
    assert client.get(PAGE).status_code == 404
