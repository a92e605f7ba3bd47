"""Reports in a Maildir: each is heeded once, none is lost, and a person sees the odd ones."""

import json

import pytest
from sqlalchemy.exc import OperationalError

from campaign import mail
from campaign.cli.check import look_at_bounces
from campaign.config import settings
from campaign.db import db
from campaign.mail import Bounce, verp
from campaign.mail.bounces import mailboxes
from campaign.mail.work import bounces as read_by_the_clock
from tests.factories import rows
from tests.mail.bounces.older_shapes import NOTHING
from tests.mail.bounces.shapes import COMPLAINTS, FORMAL, UNKNOWN, report

HARD = report(UNKNOWN)


@pytest.fixture
def maildir(tmp_path):
    for name in ("new", "cur", "tmp"):
        (tmp_path / "Maildir" / name).mkdir(parents=True)
    return tmp_path / "Maildir"


def names(folder):
    return sorted(path.name for path in folder.iterdir())


def test_from_sending_to_never_again(queue, sink, deliver, campaign, maildir):
    """A mail leaves, its report comes back to where it said, and the mailbox is left alone."""
    queue("ana@example.org", "1")
    queue("omar@example.org", "2")
    deliver()
    (maildir / "new" / "1.mx").write_text(HARD.replace("BACK", sink.senders[0]))
    queue("ana@example.org", "3")

    assert campaign("mail", "bounces", "--maildir", str(maildir)).output == "1 hard\n"
    assert mail.is_suppressed("ana@example.org")
    assert not mail.is_suppressed("omar@example.org")
    assert not queue("ana@example.org", "4")
    assert deliver()["dropped"] == 1
    assert (names(maildir / "new"), names(maildir / "cur")) == ([], ["1.mx:2,S"])


def test_each_is_counted(campaign, maildir, sent):
    shapes = [FORMAL[0], FORMAL[5], FORMAL[7], COMPLAINTS[0], NOTHING[0]]
    for number, shape in enumerate(shapes):
        back = verp.envelope_sender(sent(f"p{number}@example.org", f"k:{number}"))
        (maildir / "new" / f"{number}").write_bytes(shape.filled(back))
    (maildir / "new" / "5").write_bytes(NOTHING[0].filled("someone@example.org"))
    (maildir / "new" / "6").write_bytes(b"\0rubbish")
    (maildir / "new" / ".hidden").write_bytes(b"")
    (maildir / "new" / "folder").mkdir()

    found = json.loads(campaign("mail", "bounces", "--maildir", str(maildir), "--json").output)
    assert found == {
        "complaint": 1,
        "hard": 1,
        "soft": 1,
        "policy": 1,
        "again": 0,
        "nothing": 1,
        "unsigned": 1,
        "unreadable": 1,
    }
    assert names(maildir / "new") == [".hidden", "folder"]
    assert names(maildir / "cur") == [*(f"{n}:2,S" for n in range(6)), "6:2,FS"]


def test_what_a_mail_program_has_moved_is_read_too_and_nothing_twice(campaign, maildir, back):
    (maildir / "cur" / "1.mx:2,").write_text(HARD.replace("BACK", back))
    (maildir / "cur" / "2.mx:2,RS").write_text(HARD.replace("BACK", back))

    assert campaign("mail", "bounces", "--maildir", str(maildir)).output == "1 hard\n"
    assert campaign("mail", "bounces", "--maildir", str(maildir)).output == "Nothing came back.\n"
    assert names(maildir / "cur") == ["1.mx:2,S", "2.mx:2,RS"]


def test_a_message_counts_as_read_only_after_the_commit(campaign, maildir, back, monkeypatch):
    (maildir / "new" / "1.mx").write_text(HARD.replace("BACK", back))

    def fail() -> None:
        raise OperationalError("COMMIT", {}, Exception("the disk is full"))

    with monkeypatch.context() as patch:
        patch.setattr(db.session, "commit", fail)
        assert campaign("mail", "bounces", "--maildir", str(maildir)).exit_code == 1
    assert (names(maildir / "new"), rows(Bounce)) == (["1.mx"], [])

    assert campaign("mail", "bounces", "--maildir", str(maildir)).output == "1 hard\n"


def test_two_readers_at_once(app, maildir, back):
    """The other one was quicker: the message is gone from where it was."""
    (maildir / "new" / "1.mx").write_text(HARD.replace("BACK", back))
    ours, theirs = mailboxes.Maildir(maildir), mailboxes.Maildir(maildir)
    [(name, data)] = ours.unread()
    for reader, result in ((theirs, "hard"), (ours, "again")):
        assert mailboxes.read_one(reader, name, data) == result

    assert names(maildir / "cur") == ["1.mx:2,S"]


def test_the_worker_reads_what_the_settings_name(configured, maildir, back, tmp_path, caplog):
    read_by_the_clock()
    (maildir / "new" / "1.mx").write_text(HARD.replace("BACK", back))
    configured(bounce_maildir=str(maildir))
    read_by_the_clock()
    assert [one.kind for one in rows(Bounce)] == ["hard"]

    configured(bounce_maildir=str(tmp_path / "nowhere"))
    read_by_the_clock()
    assert "is no Maildir (No such file or directory)" in caplog.text


def test_the_worker_ends_in_time(maildir, back):
    for number in range(5):
        (maildir / "new" / f"{number}").write_text(HARD.replace("BACK", back))
    opened = [lambda: mailboxes.Maildir(maildir)]

    assert mailboxes.read_all(opened, seconds=-1) == ({}, True)
    assert mailboxes.read_all(opened) == ({"hard": 1, "again": 4}, False)


def test_check_looks_at_it(app, configured, maildir, tmp_path):
    assert look_at_bounces(settings()).is_right
    assert "campaign mail bounces -" in look_at_bounces(settings()).words
    configured(bounce_maildir=str(maildir))
    assert "every 5 minutes" in look_at_bounces(settings()).words
    configured(bounce_maildir=str(tmp_path))
    assert not look_at_bounces(settings()).is_right


@pytest.mark.parametrize("words", [(), ("--imap",)])
def test_without_a_mailbox_it_says_so(campaign, words):
    result = campaign("mail", "bounces", *words)

    assert result.exit_code == 1
    assert len(result.stderr.splitlines()) == 1
