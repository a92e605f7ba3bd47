"""The development mailbox shows what would have been sent."""

import os
from datetime import timedelta

import pytest
from flask.testing import FlaskClient

from campaign import mail
from campaign.db import db, now
from campaign.mail import OutgoingEmail
from campaign.mail.leases import table
from campaign.mail.work import deliver as deliver_job
from campaign.mail.work import prune
from tests.factories import rows
from tests.mail import templates


@pytest.fixture(autouse=True)
def empty_folder(configured, tmp_path):
    configured(instance=tmp_path)


@pytest.fixture
def letter(queue, deliver) -> str:
    """Address of the one mail that was sent."""
    queue("ana@example.org")
    deliver()
    return f"/dev/mail/{rows(OutgoingEmail)[0].id}"


def test_it_works(client, letter):
    page = client.get("/dev/mail").get_data(as_text=True)
    assert f'href="{letter}"' in page
    assert "Confirm “Cancel the ShotSpotter contract”, Ana Ruiz" in page

    page = client.get(letter).get_data(as_text=True)
    assert "ana@example.org" in page
    assert f'src="{letter}/html"' in page
    assert f'<a href="{templates.MERGE["link"]}"' in page
    assert "Message-ID" in page


def test_the_html_part_runs_nothing_and_fetches_nothing(app, letter):
    answer = FlaskClient(app).get(f"{letter}/html")
    policy = answer.headers["Content-Security-Policy"]
    assert policy.startswith("default-src 'none'; style-src 'unsafe-inline'; img-src data:")
    assert "sandbox" in policy
    assert "allow-scripts" not in policy
    html = answer.get_data(as_text=True)
    assert html.index('<base target="_top">') < html.index("<body")
    assert f'href="{templates.MERGE["link"]}"' in html


def test_the_source_is_a_file_for_mail_programs(client, letter, tmp_path):
    answer = client.get(f"{letter}.eml")
    assert answer.mimetype == "message/rfc822"
    assert (
        answer.get_data() == (tmp_path / "mail" / f"{letter.rpartition('/')[2]}.eml").read_bytes()
    )


def test_search_by_address(client, letter, queue, deliver):
    queue("omar@example.org", "confirm:2")
    deliver()
    assert "ana@example.org" not in client.get("/dev/mail?to=OMAR").get_data(as_text=True)
    assert "No mail went to" in client.get("/dev/mail?to=eve").get_data(as_text=True)


def test_newest_first(client, letter, queue, deliver):
    queue("omar@example.org", "confirm:2")
    deliver()
    page = client.get("/dev/mail").get_data(as_text=True)
    assert page.index("omar@example.org") < page.index("ana@example.org")


def test_an_empty_one_says_what_to_do(client):
    assert "Sign a petition" in client.get("/dev/mail").get_data(as_text=True)


@pytest.mark.parametrize(
    "path", ["/dev/mail/99", "/dev/mail/99/html", "/dev/mail/99.eml", "/dev/mail/x"]
)
def test_there_is_no_such_mail(client, path):
    assert client.get(path).status_code == 404


def test_it_is_closed_where_mail_leaves(client, letter, configured):
    configured(mail_server="mail.example.org")
    for path in ("/dev/mail", letter, f"{letter}/html", f"{letter}.eml"):
        assert client.get(path).status_code == 404


def test_what_is_old_is_forgotten(letter, tmp_path):
    [file] = (tmp_path / "mail").glob("*.eml")
    prune()
    assert rows(OutgoingEmail)[0].to == "ana@example.org"

    month_ago = file.stat().st_mtime - 31 * 86_400
    os.utime(file, (month_ago, month_ago))
    age_all(31)
    prune()
    [email] = rows(OutgoingEmail)
    assert (email.to, email.mailbox, email.merge) == ("", "", {})
    assert not file.exists()


def age_all(days: int) -> None:
    db.session.execute(table.update().values(queued_at=now() - timedelta(days=days)))
    db.session.commit()


def test_figures_for_operators(app, queue, sink, deliver):
    sink.at_recipient["eve@example.org"] = "550 5.1.1 nobody"
    queue("eve@example.org", "1")
    deliver()
    queue("ana@example.org", "2")
    gauges = app.extensions["gauges"]
    assert (gauges["mail_queued"](), gauges["mail_failed"]()) == (1, 1)


def test_the_command_delivers(campaign, queue):
    queue("ana@example.org")
    answer = campaign("mail", "deliver", "--json")
    assert answer.exit_code == 0
    assert '"sent": 1' in answer.stdout
    assert rows(OutgoingEmail)[0].state == "sent"


def test_links_come_from_the_setting_alone(app, configured):
    configured(base_url="https://campaign.example.org")
    with app.test_request_context("/", headers={"Host": "evil.example.com"}):
        assert mail.link("mail.letter", number=1) == "https://campaign.example.org/dev/mail/1"


def test_the_job_sends_and_ends(app, queue, tmp_path):
    queue("ana@example.org")
    deliver_job()
    assert rows(OutgoingEmail)[0].state == "sent"
