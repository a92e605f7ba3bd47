"""A part in a campaign that was offered to somebody's mailbox."""

from urllib.parse import urlsplit

from campaign.coalition.audit import Audit
from campaign.coalition.models import Organization
from campaign.mail import OutgoingEmail
from tests.accounts.factories import PASSWORD, fill_in, log_in, make_user
from tests.coalition.desk import make_desk
from tests.coalition.factories import make_membership, make_organization
from tests.coalition.test_partners import make_lead_and_stranger, offer, parts
from tests.factories import rows


def by_mail(app):
    """Omar offers a part to somebody's mailbox; the path in the mail."""
    omar, _eve = make_lead_and_stranger(app)
    offer(omar, "ana@example.org", "endorser")
    return urlsplit(rows(OutgoingEmail)[0].merge["link"]).path


def test_by_mail_somebody_new_founds_an_organization(app, client):
    path = by_mail(app)
    names = {"name": "Ana Ruiz", "organization_name": "West Side", "password": PASSWORD}
    assert fill_in(client, path, **names).location == "/account/second-factor"

    assert parts() == {"south-side": "lead", "west-side": "endorser"}
    assert rows(Audit)[-1].details["part"] == "endorser"
    client.post("/logout")
    assert client.get(path).status_code == 410


def test_by_mail_an_owner_chooses_one_of_their_own(app):
    path = by_mail(app)
    ana = make_desk(app, make_organization("west-side"), email="ana@example.org")
    number = rows(Organization)[-1].id
    assert ana.post(path, organization="1").status_code == 422
    assert ana.post(path, organization="new", name="").status_code == 422
    assert ana.post(path, organization=str(number)).location == "/organize/west-side"

    assert parts() == {"south-side": "lead", "west-side": "endorser"}


def test_by_mail_nobody_else_takes_it(app, client):
    path = by_mail(app)
    eve = make_desk(app, rows(Organization)[1], email="eve2@example.org")
    assert eve.get(path).status_code == 403
    make_user("ana@example.org")
    assert "Log in, and you come back here." in client.get(path).text
    assert client.post(path, data={"organization": "new", "name": "Eve"}).status_code == 200
    assert client.get("/partner-offers/x").status_code == 404
    assert parts() == {"south-side": "lead"}


def test_by_mail_an_owner_needs_the_second_factor_as_everywhere(app, client):
    path = by_mail(app)
    ana = make_user("ana@example.org")
    make_membership(ana, make_organization("west-side"), "owner")
    log_in(client, ana)
    number = str(rows(Organization)[-1].id)

    assert client.post(path, data={"organization": number}).location == "/account/second-factor"
    assert client.get(path).location == "/account/second-factor"
    assert parts() == {"south-side": "lead"}
