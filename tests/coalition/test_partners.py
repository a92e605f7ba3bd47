"""Who is in a campaign: offered, accepted, changed, handed over, ended."""

from datetime import timedelta
from urllib.parse import urlsplit

import pytest
import time_machine

from campaign.accounts import User
from campaign.coalition import charter, invitations
from campaign.coalition.audit import Audit
from campaign.coalition.models import Campaign, Organization, Partnership
from campaign.coalition.partners import PartnerOffer
from campaign.db import db, now
from campaign.mail import OutgoingEmail
from tests.accounts.factories import log_in, make_user, text_of
from tests.coalition.desk import CAMPAIGN, NORTH, SOUTH, Desk, at_once, make_desk, make_two
from tests.coalition.factories import (
    make_campaign,
    make_membership,
    make_organization,
    make_partnership,
)
from tests.factories import rows

PAGE = f"{SOUTH}{CAMPAIGN}/partners"


def make_lead_and_stranger(app):
    """South Side leads; North Side is in no campaign."""
    make_partnership(make_campaign(), make_organization(), "lead")
    omar = make_desk(app, rows(Organization)[0])
    return omar, make_desk(app, make_organization("north-side"), email="eve@example.org")


def offer(omar, to="north-side", role="partner"):
    return omar.post(f"{PAGE}/offer", page=PAGE, to=to, role=role)


def parts():
    return {one.organization.slug: one.role for one in rows(Partnership) if one.is_current}


def number_of(slug):
    [found] = [one for one in rows(Partnership) if one.organization.slug == slug]
    return found.id


@pytest.mark.parametrize("role", ["partner", "endorser"])
def test_it_works(app, role):
    omar, eve = make_lead_and_stranger(app)
    assert offer(omar, role=role).location == PAGE
    [email] = rows(OutgoingEmail)
    assert email.to == "eve@example.org"
    assert "South Side asks your organization" in text_of(email)
    assert "north-side" in omar.get(PAGE).text
    assert parts() == {"south-side": "lead"}
    assert eve.get(f"{NORTH}{CAMPAIGN}").status_code == 404

    path = urlsplit(email.merge["link"]).path
    assert "Stop the contract" in eve.get(NORTH).text
    assert eve.post(path, answer="accept").location == f"{NORTH}{CAMPAIGN}"
    assert parts() == {"south-side": "lead", "north-side": role}
    assert eve.get(f"{NORTH}{CAMPAIGN}").status_code == 200
    assert rows(Audit)[-1].act == "partner.accepted"
    assert eve.get(path).status_code == 410


def test_whoever_takes_part_is_led_to_the_charter(app):
    omar, eve = make_lead_and_stranger(app)
    [campaign], [lead, _] = rows(Campaign), rows(Organization)
    charter.write(campaign, lead, None, fields=[], purposes=[], ends_on=None, note="", seen=0)
    db.session.commit()
    offer(omar)
    answer = eve.post(f"{NORTH}/offers/{rows(PartnerOffer)[0].id}", answer="accept")

    assert answer.location == f"{NORTH}{CAMPAIGN}/charter"
    assert "Agree for North Side" in eve.get(answer.location).text


def test_declining(app):
    omar, eve = make_lead_and_stranger(app)
    offer(omar)
    path = f"{NORTH}/offers/{rows(PartnerOffer)[0].id}"
    eve.post(path, answer="decline")

    assert parts() == {"south-side": "lead"}
    assert eve.get(path).status_code == 410
    assert "Asked, not answered yet" not in omar.get(PAGE).text
    assert rows(Audit)[-1].act == "partner.declined"


def test_an_offer_ends(app):
    omar, eve = make_lead_and_stranger(app)
    offer(omar)
    number = rows(PartnerOffer)[0].id
    with time_machine.travel(now() + timedelta(days=15)):
        log_in(eve.client, db.session.scalars(db.select(User).filter_by(email=eve.email)).one())
        assert eve.get(f"{NORTH}/offers/{number}").status_code == 410
    omar.post(f"{SOUTH}{CAMPAIGN}/offers/{number}/withdraw", page=PAGE)
    log_in(eve.client, db.session.scalars(db.select(User).filter_by(email=eve.email)).one())
    assert eve.get(f"{NORTH}/offers/{number}").status_code == 410


def test_a_second_offer_ends_the_first(app):
    omar, _eve = make_lead_and_stranger(app)
    offer(omar)
    offer(omar, role="endorser")
    assert [one.is_open for one in rows(PartnerOffer)] == [False, True]


@pytest.mark.parametrize(
    ("to", "role", "sentence"),
    [
        ("", "partner", "Enter a short name or an email address."),
        ("nothing", "partner", "No organization here has this short name."),
        ("a b", "partner", "Enter a short name like"),
        ("ana@", "partner", "Enter an email address"),
        ("south-side", "endorser", "This organization leads the campaign."),
        ("north-side", "lead", "Not a valid choice."),
        ("north-side", "", "Choose a part."),
    ],
)
def test_it_rejects(app, to, role, sentence):
    omar, _eve = make_lead_and_stranger(app)
    answer = offer(omar, to, role)

    assert answer.status_code == 422
    assert sentence in answer.text
    assert rows(PartnerOffer) == []


def test_an_offer_shows_no_name_before_it_is_accepted(app):
    omar, _eve = make_lead_and_stranger(app)
    offer(omar)
    assert "North Side" not in omar.get(PAGE).text


def test_only_the_owner_it_was_offered_to_answers(app):
    omar, _eve = make_lead_and_stranger(app)
    offer(omar)
    number = rows(PartnerOffer)[0].id
    ana = make_desk(app, make_organization("west-side"), email="ana@example.org")
    organizer = make_user("organizer@example.org")
    make_membership(organizer, rows(Organization)[1], "organizer")

    assert ana.get(f"/organize/west-side/offers/{number}").status_code == 404
    assert omar.get(f"{SOUTH}/offers/{number}").status_code == 404
    assert Desk(app, organizer).get(f"{NORTH}/offers/{number}").status_code == 403


def test_removing_ends_access_at_once(app):
    _campaign, omar, eve = make_two(app)
    assert eve.get(f"{NORTH}{CAMPAIGN}").status_code == 200
    page = f"{PAGE}/{number_of('north-side')}/remove"
    assert omar.post(page).location == PAGE

    assert eve.get(f"{NORTH}{CAMPAIGN}").status_code == 404
    assert eve.get(NORTH).status_code == 200
    assert parts() == {"south-side": "lead"}
    assert rows(Audit)[-1].act == "partner.removed"


def test_leaving(app):
    _campaign, _omar, eve = make_two(app)
    assert eve.post(f"{NORTH}{CAMPAIGN}/leave").location == NORTH
    assert parts() == {"south-side": "lead"}
    assert rows(Audit)[-1].act == "partner.left"


def test_the_lead_neither_leaves_nor_is_removed(app):
    _campaign, omar, _eve = make_two(app)
    assert omar.post(f"{SOUTH}{CAMPAIGN}/leave").status_code == 422
    assert omar.post(f"{PAGE}/{number_of('south-side')}/remove").status_code == 422
    assert parts()["south-side"] == "lead"


def test_a_partner_can_be_left_endorsing_and_asked_back(app):
    _campaign, omar, eve = make_two(app)
    url = f"{PAGE}/{number_of('north-side')}/part"
    omar.post(url, page=PAGE, part="endorser")
    assert parts()["north-side"] == "endorser"
    omar.post(url, page=PAGE, part="partner")
    assert parts()["north-side"] == "endorser"
    eve.post(f"{NORTH}/offers/{rows(PartnerOffer)[0].id}", answer="accept")

    assert parts()["north-side"] == "partner"


def test_handing_over_the_lead_takes_both_owners(app):
    _campaign, omar, eve = make_two(app)
    north = str(db.session.scalar(db.select(Organization.id).filter_by(slug="north-side")))
    omar.post(f"{SOUTH}{CAMPAIGN}/hand-over", to=north)
    assert parts() == {"south-side": "lead", "north-side": "partner"}
    eve.post(f"{NORTH}/offers/{rows(PartnerOffer)[0].id}", answer="accept")

    assert parts() == {"south-side": "partner", "north-side": "lead"}
    assert omar.get(f"{SOUTH}{CAMPAIGN}/text").status_code == 403
    assert eve.get(f"{NORTH}{CAMPAIGN}/text").status_code == 200


def test_a_campaign_never_has_two_leads(app):
    _campaign, omar, eve = make_two(app)
    west = make_organization("west-side")
    make_partnership(db.session.merge(_campaign), west, "partner")
    ana = make_desk(app, west, email="ana@example.org")
    for slug in ("north-side", "west-side"):
        number = str(db.session.scalar(db.select(Organization.id).filter_by(slug=slug)))
        omar.post(f"{SOUTH}{CAMPAIGN}/hand-over", to=number)
    first, second = [one.id for one in rows(PartnerOffer)]
    answers = at_once(
        app,
        eve.ready(f"{NORTH}/offers/{first}", answer="accept"),
        ana.ready(f"/organize/west-side/offers/{second}", answer="accept"),
    )

    assert set(answers) <= {303, 410}
    assert sorted(parts().values()) == ["lead", "partner", "partner"]


def test_one_offer_accepted_many_times_at_once_is_one(app):
    omar, eve = make_lead_and_stranger(app)
    offer(omar)
    path = f"{NORTH}/offers/{rows(PartnerOffer)[0].id}"
    answers = at_once(app, *(eve.ready(path, answer="accept") for _ in range(4)))

    assert sorted(answers) == [303, 410, 410, 410]
    assert len(rows(Partnership)) == 2


def test_a_partner_changes_nobodys_part(app):
    _campaign, _omar, eve = make_two(app)
    here = f"{NORTH}{CAMPAIGN}"
    number = number_of("south-side")
    for path in ("partners/offer", f"partners/{number}/part", f"partners/{number}/remove"):
        assert eve.client.post(f"{here}/{path}").status_code == 403
    assert eve.get(f"{here}/hand-over").status_code == 403
    assert "Offer a part" not in eve.get(f"{here}/partners").text


def test_another_campaigns_parts_and_offers_are_not_found(app):
    _campaign, omar, _eve = make_two(app)
    other = make_campaign(slug="other", name={"en": "Other"})
    theirs = make_partnership(other, make_organization("west-side"), "lead").id
    hidden = PartnerOffer(campaign=db.session.merge(other), email="x@example.org", role="endorser")
    db.session.add(hidden)
    db.session.commit()
    number = hidden.id

    assert omar.get(f"{PAGE}/{theirs}/remove").status_code == 404
    assert omar.post(f"{PAGE}/{theirs}/part", page=PAGE, part="endorser").status_code == 404
    url = f"{SOUTH}{CAMPAIGN}/offers/{number}/withdraw"
    assert omar.post(url, page=PAGE).status_code == 404


def test_nobody_mails_strangers_in_numbers(app, monkeypatch):
    monkeypatch.setattr(invitations, "OFFERS", 1)
    omar, _eve = make_lead_and_stranger(app)
    assert offer(omar, "ana@example.org").status_code == 303
    answer = offer(omar, "another@example.org")

    assert answer.status_code == 422
    assert "Go on tomorrow." in answer.text
    assert [one.email for one in rows(PartnerOffer)] == ["ana@example.org"]
