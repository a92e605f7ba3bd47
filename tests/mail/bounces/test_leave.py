"""Mail leaves with an envelope sender that says which mail came back, and that we signed."""

import re
from types import SimpleNamespace

import pytest

from campaign.config import load_settings
from campaign.config_checks import ConfigError
from campaign.mail import OutgoingEmail, verp
from tests.factories import rows

SIGNED = re.compile(r"bounces\+\d+-[a-z2-7]{16}@campaign\.example\.org")


def test_it_works(queue, sink, deliver):
    queue("ana@example.org", "1")
    queue("omar@example.org", "2")
    deliver()

    first, second = rows(OutgoingEmail)
    assert SIGNED.fullmatch(sink.senders[0])
    assert sink.senders == [verp.envelope_sender(first), verp.envelope_sender(second)]
    assert {message["From"] for message in sink.messages} == {"Campaign <campaign@example.org>"}


def test_without_a_bounce_address_it_is_the_sender(queue, sink, deliver, configured):
    configured(bounce_address="")
    queue()
    deliver()

    assert sink.senders == ["campaign@example.org"]


def test_the_mark_is_of_this_mail_this_mailbox_and_this_installation(app, configured):
    def signed(**values):
        return verp.mark(SimpleNamespace(**{"id": 7, "key": "k", "mailbox": "m"} | values))

    marks = {signed(), signed(id=8), signed(key="l"), signed(mailbox="n")}
    configured(secret_key="another key of thirty-two letters")

    assert len(marks | {signed()}) == 5


def test_a_mail_is_found_by_its_address(sent):
    email = sent()
    back = verp.envelope_sender(email)

    for text in (back, f"<{back}>", back.upper(), f"someone@example.org, {back}", f"{back}."):
        assert verp.find_mail([text]) == email, text


@pytest.mark.parametrize(
    "address",
    ["bounces", "a b@example.org", "<bounces@example.org>", f"{'b' * 31}@example.org", "b@x\n.org"],
)
def test_a_wrong_address_is_refused(address, tmp_path):
    with pytest.raises(ConfigError, match="CAMPAIGN_BOUNCE_ADDRESS"):
        load_settings({}, instance=tmp_path, bounce_address=address)


@pytest.mark.parametrize("name", ["bounce_maildir", "bounce_imap_server"])
def test_a_mailbox_without_an_address_is_refused(name, tmp_path):
    with pytest.raises(ConfigError, match=f"CAMPAIGN_{name.upper()}"):
        load_settings({}, instance=tmp_path, **{name: "/var/mail/bounces"})
