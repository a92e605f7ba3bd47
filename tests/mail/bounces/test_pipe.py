"""A mail server hands reports over one by one: `|campaign mail bounces -`."""

import subprocess
import sys

import pytest

from campaign.mail import Bounce
from tests.factories import rows
from tests.mail.bounces.shapes import UNKNOWN, report
from tests.server import clean_environ

HARD = report(UNKNOWN)
PIPE = ("mail", "bounces", "-")


def test_it_works(campaign, back):
    result = campaign(*PIPE, input=HARD.replace("BACK", back).encode())

    assert (result.exit_code, result.output) == (0, "1 hard\n")
    assert [one.code for one in rows(Bounce)] == ["5.1.1"]


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "1 unreadable\n"),
        (b"\0\xff" * 5_000_000, "1 unreadable\n"),
        (b"From: eve@example.org\n\nhello", "1 unsigned\n"),
        (b"From: eve@example.org\n\n" + b"hello\n" * 2_000_000, "1 unsigned\n"),
    ],
)
def test_whatever_comes_the_mail_server_is_content(campaign, data, said):
    """An exit code of ours would make it write a report about the report."""
    result = campaign(*PIPE, input=data)

    assert (result.exit_code, result.output) == (0, said)


def test_without_tables_the_mail_server_comes_again(tmp_path):
    """75 is EX_TEMPFAIL of sysexits.h, which Postfix, Exim and sendmail heed."""
    environ = clean_environ() | {"CAMPAIGN_INSTANCE": str(tmp_path)}
    result = subprocess.run(
        [sys.executable, "-m", "campaign", *PIPE],
        input=HARD.replace("BACK", "bounces+1-aaaaaaaaaaaaaaaa@campaign.example.org").encode(),
        env=environ | {"CAMPAIGN_BOUNCE_ADDRESS": "bounces@campaign.example.org"},
        capture_output=True,
        check=False,
    )

    assert result.returncode == 75
    assert b"the database cannot be used" in result.stderr
    assert b"Traceback" not in result.stderr
