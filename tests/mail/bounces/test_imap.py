"""Reports on a real IMAP server: read over TLS, marked as seen, odd ones flagged as well."""

import imaplib
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from campaign.cli.check import look_at_bounces
from campaign.config import settings
from campaign.mail import Bounce
from campaign.mail.bounces import imap
from campaign.mail.bounces.mailboxes import MailboxError, open_imap
from campaign.mail.smtp import certified
from campaign.mail.work import bounces as read_by_the_clock
from tests.factories import rows
from tests.mail.bounces.shapes import UNKNOWN, report
from tests.mail.sink import free_port

HARD = report(UNKNOWN)
USER = {"bounce_imap_username": "bounces", "bounce_imap_password": "a password"}
PATIENCE = 20


@pytest.fixture(scope="module")
def certificates(tmp_path_factory) -> Callable[[str], tuple[str, str]]:
    """Certificate and key of a server with some name."""

    def make(name: str) -> tuple[str, str]:
        folder = tmp_path_factory.mktemp("tls")
        files = str(folder / "cert.pem"), str(folder / "key.pem")
        command = "openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2"
        words = [*command.split(), "-subj", f"/CN={name}", "-addext", f"subjectAltName=DNS:{name}"]
        words += ["-out", files[0], "-keyout", files[1]]
        subprocess.run(words, check=True, capture_output=True)
        return files

    return make


@contextmanager
def imap_server(cert: str, key: str) -> Iterator[int]:
    """pymap with one account, in a process of its own; its port, which wants STARTTLS."""
    port = free_port()
    account = ["--demo-user", "bounces", "--demo-password", "a password", "--demo-data"]
    command = [str(Path(sys.executable).parent / "pymap"), "--host", "127.0.0.1"]
    command += ["--no-service", "managesieve", "--no-service", "admin"]
    command += ["--port", str(port), "--cert", cert, "--key", key, "dict", *account]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT) as process:
        try:
            wait_for(port, process)
            yield port
        finally:
            process.terminate()


def wait_for(port: int, process: "subprocess.Popen[bytes]") -> None:
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end and process.poll() is None:
        try:
            imaplib.IMAP4("127.0.0.1", port, timeout=5).logout()
        except OSError:
            continue
        return
    process.kill()
    assert process.stdout is not None
    raise AssertionError(process.stdout.read().decode()[-2000:])


@pytest.fixture
def trusted(certificates, monkeypatch) -> Iterator[Callable[[str], tuple[str, str]]]:
    """The files of a certificate that this process trusts."""

    def make(name: str) -> tuple[str, str]:
        files = certificates(name)
        monkeypatch.setenv("SSL_CERT_FILE", files[0])
        certified.cache_clear()
        return files

    yield make
    certified.cache_clear()


@contextmanager
def tls_from_the_first_byte(port: int, *files: str) -> Iterator[int]:
    """A port where TLS begins at once, in front of one that has none."""
    front = free_port()
    command = [sys.executable, "-m", "tests.mail.bounces.tls_front", str(port), str(front), *files]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as process:
        try:
            assert process.stdout is not None
            assert process.stdout.readline() == b"ready\n"
            yield front
        finally:
            process.terminate()


@pytest.fixture
def port(trusted, configured) -> Iterator[int]:
    with imap_server(*trusted("localhost")) as port:
        configured(bounce_imap_server="localhost", bounce_imap_port=port, **USER)
        yield port


@contextmanager
def program(port: int) -> Iterator[imaplib.IMAP4]:
    """Another mail program at the same mailbox, which is empty when we begin."""
    with imaplib.IMAP4("localhost", port, timeout=10) as host:
        host.starttls(certified())
        host.login("bounces", "a password")
        host.select("INBOX")
        yield host


def put(port: int, *messages: str) -> None:
    with program(port) as host:
        host.store("1:*", "+FLAGS", "\\Seen")  # what the server's demo brings
        for message in messages:
            data = message.replace("\n", "\r\n").encode()
            assert host.append("INBOX", "", "", data)[0] == "OK"


def marks(port: int, last: int) -> list[set[str]]:
    with program(port) as host:
        _, found = host.fetch("1:*", "(FLAGS)")
    flags = [{one.decode() for one in imaplib.ParseFlags(line)} for line in found]
    return [each - {"\\Recent"} for each in flags[-last:]]


def test_it_works(port, campaign, back):
    put(port, HARD.replace("BACK", back), "no message\0", "From: eve@example.org\n\nhello")

    said = campaign("mail", "bounces", "--imap").output
    assert said == "1 hard, 1 unsigned, 1 unreadable\n"
    assert marks(port, 3) == [{"\\Seen"}, {"\\Seen", "\\Flagged"}, {"\\Seen"}]
    assert campaign("mail", "bounces", "--imap").output == "Nothing came back.\n"
    assert [one.kind for one in rows(Bounce)] == ["hard"]


def test_tls_from_the_first_byte(trusted, configured, campaign, monkeypatch):
    files = trusted("localhost")
    with imap_server(*files) as plain, tls_from_the_first_byte(plain, *files) as port:
        monkeypatch.setattr(imap, "IMPLICIT", port)
        configured(bounce_imap_server="localhost", bounce_imap_port=port, **USER)
        result = campaign("mail", "bounces", "--imap")

    assert result.exit_code == 0, result.output
    assert "unsigned" in result.output  # what the server's demo brings


def test_the_worker_reads_it_and_check_looks_at_it(port, back):
    put(port, HARD.replace("BACK", back))

    assert look_at_bounces(settings()).is_right
    assert marks(port, 1) == [set()]
    read_by_the_clock()
    assert marks(port, 1) == [{"\\Seen"}]
    assert len(rows(Bounce)) == 1


@pytest.mark.parametrize(
    "wrong",
    [
        {"bounce_imap_password": "wrong"},
        {"bounce_imap_folder": 'No"where\\'},
        {"bounce_imap_server": "127.0.0.1"},  # not the name in the certificate
        {"bounce_imap_port": 1},
    ],
    ids=lambda wrong: next(iter(wrong)),
)
def test_what_is_wrong_is_said_in_one_line(port, configured, campaign, wrong):
    configured(**wrong)
    result = campaign("mail", "bounces", "--imap")

    assert result.exit_code == 1
    assert len(result.stderr.splitlines()) == 1
    assert "cannot be read" in result.stderr
    assert not look_at_bounces(settings()).is_right


def test_a_certificate_that_nobody_trusts_is_refused(certificates, configured):
    with imap_server(*certificates("localhost")) as port:
        configured(bounce_imap_server="localhost", bounce_imap_port=port, **USER)
        with pytest.raises(MailboxError, match="SSLCertVerificationError"):
            open_imap(settings())
