"""Omar at the page of outgoing mail, and what stands on it."""

import re
from datetime import timedelta

from campaign.db import db, now
from campaign.mail import OutgoingEmail, batches
from campaign.mail.outbox import mailbox_hash
from tests.accounts.factories import log_in, make_user_with_phone
from tests.coalition.factories import make_membership
from tests.factories import add, rows
from tests.hearings.factories import make_hearing, make_rule
from tests.outreach.factories import ANA
from tests.petitions.factories import make_signature

PAGE = "/organize/neighbors/outgoing"


def make_row(organization, email=ANA, topic="mailing:1", list_id="news.example.org", **values):
    batch = batches.of(organization.id, topic, {"en": "News"}, list_id)
    given = {
        "key": f"{topic}:{email}",
        "template": "my_data/mail/link",
        "locale": "en",
        "to": email,
        "mailbox": mailbox_hash(email),
        "shared": {},
        "merge": {},
        "budgeted": False,
        "at_most_once": False,
        "batch_id": batch.id,
        "due_at": batch.created_at,
    }
    return add(OutgoingEmail(**given | values))


def come_in(client, organization, role="organizer"):
    omar = make_user_with_phone()
    make_membership(omar, organization, role)
    log_in(client, omar)
    return omar


def token_of(client):
    return re.search(r'name="csrf_token"[^>]* value="([^"]+)"', client.get(PAGE).text)[1]


def press(client, act, topic):
    data = {"topic": topic, "csrf_token": token_of(client)}
    return client.post(f"{PAGE}/{act}", data=data)


def make_hearing_soon(petition):
    soon = now() + timedelta(hours=1)
    return make_hearing(petition.campaign, make_rule(petition.body), starts_at=soon)


def states():
    return {row.key: (row.state, row.error) for row in rows(OutgoingEmail)}


def make_unconfirmed(petition, days=2, email="ana@example.org"):
    signature = make_signature(petition, email)
    signature.signed_at = now() - timedelta(days=days)
    db.session.commit()
    return signature
