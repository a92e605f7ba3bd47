"""When the mail server is away, silent or somebody else: everything stays queued."""

import socket
import ssl
import subprocess
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest

from campaign.mail import OutgoingEmail
from campaign.mail.delivery import worker as worker_of
from campaign.mail.smtp import certified
from tests.factories import rows
from tests.mail.sink import Sink, free_port, listening


@contextmanager
def silent_server(*first: bytes) -> Iterator[int]:
    """Takes connections, says `first` and nothing more."""
    held = []

    def serve(server: socket.socket) -> None:
        while True:
            try:
                connection, _ = server.accept()
            except OSError:
                return
            held.append(connection)
            for line in first:
                connection.sendall(line)

    with socket.create_server(("127.0.0.1", 0)) as server:
        thread = threading.Thread(target=serve, args=(server,))
        thread.start()
        yield server.getsockname()[1]
        server.shutdown(socket.SHUT_RDWR)
    thread.join()
    for connection in held:
        connection.close()


@pytest.fixture
def certificate(tmp_path, monkeypatch) -> Iterator[Callable[[str, bool], ssl.SSLContext]]:
    """A server's certificate for some name, which this process trusts or not."""
    files = (str(tmp_path / "cert.pem"), str(tmp_path / "key.pem"))

    def make(name: str, is_trusted: bool) -> ssl.SSLContext:
        command = "openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2"
        words = [*command.split(), "-subj", f"/CN={name}", "-addext", f"subjectAltName=DNS:{name}"]
        words += ["-out", files[0], "-keyout", files[1]]
        subprocess.run(words, check=True, capture_output=True)
        if is_trusted:
            monkeypatch.setenv("SSL_CERT_FILE", files[0])
        certified.cache_clear()
        context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        context.load_cert_chain(*files)
        return context

    yield make
    certified.cache_clear()


def untouched() -> bool:
    [email] = rows(OutgoingEmail)
    return (email.state, email.attempts, email.leased_by) == ("queued", 0, None)


def test_nobody_listens(queue, configured, worker, deliver):
    configured(mail_server="127.0.0.1", mail_port=free_port())
    queue()
    assert not deliver()
    assert untouched()


@pytest.mark.parametrize("first", [(), (b"220 hello\r\n",), (b"554 go away\r\n",)])
def test_a_server_that_says_too_little(queue, configured, first):
    with silent_server(*first) as port:
        configured(mail_server="127.0.0.1", mail_port=port, mail_timeout=1)
        queue()
        assert not worker_of().send_all_due()
    assert untouched()


@pytest.mark.parametrize("how", ["mail_use_tls", "mail_use_ssl"])
@pytest.mark.parametrize(
    ("name", "is_trusted", "state"),
    [
        ("localhost", True, "sent"),
        ("localhost", False, "queued"),
        ("other.example.org", True, "queued"),
    ],
)
def test_only_the_right_certificate_is_accepted(
    queue, configured, certificate, *, how, name, is_trusted, state
):
    kind = "tls_context" if how == "mail_use_tls" else "ssl_context"
    with listening(Sink(), **{kind: certificate(name, is_trusted)}) as sink:
        configured(mail_server="localhost", mail_port=sink.port, mail_timeout=2, **{how: True})
        queue()
        worker_of().send_all_due()
    [email] = rows(OutgoingEmail)
    assert (email.state, len(sink.arrived)) == (state, int(state == "sent"))


def test_whoever_makes_the_server_hang_up_waits(queue, sink, worker, deliver):
    sink.hang_up_on.add("eve@example.org")
    queue("eve@example.org", "1")
    queue("ana@example.org", "2")
    queue("omar@example.org", "3", at_most_once=True)
    deliver()
    worker.rest_until = 0
    deliver()

    states = {email.to: (email.state, email.attempts) for email in rows(OutgoingEmail)}
    assert states == {
        "eve@example.org": ("queued", 1),
        "ana@example.org": ("sent", 0),
        "omar@example.org": ("sent", 0),
    }


def test_what_may_have_gone_out_is_not_repeated(queue, sink, worker, deliver):
    sink.hang_up_on.add("alder@example.org")
    queue("alder@example.org", at_most_once=True)
    deliver()
    worker.rest_until = 0
    deliver()

    [email] = rows(OutgoingEmail)
    assert (email.state, email.error) == ("uncertain", "SMTPServerDisconnected")
    assert len(sink.arrived) == 1


def test_what_cannot_have_gone_out_is_tried_again(queue, configured, deliver, sink):
    port = sink.port
    configured(mail_server="127.0.0.1", mail_port=free_port())
    queue("alder@example.org", at_most_once=True)
    worker_of().send_all_due()
    [email] = rows(OutgoingEmail)
    assert (email.state, email.attempts, email.started_at) == ("queued", 0, None)
    configured(mail_server="127.0.0.1", mail_port=port)


def test_a_server_that_ends_connections_after_some_mails(queue, sink, deliver, monkeypatch):
    """Many do, with 421 or without a word, between two mails."""
    asked = 0

    async def handle_MAIL(server, session, envelope, address, options):  # noqa: N802
        nonlocal asked
        asked += 1
        if asked % 3 == 0:
            server.transport.close()
            return "421 enough"
        envelope.mail_from = address
        return "250 OK"

    monkeypatch.setattr(sink, "handle_MAIL", handle_MAIL, raising=False)
    for number in range(8):
        queue(f"ana{number}@example.org", str(number))
    deliver()
    assert {email.state for email in rows(OutgoingEmail)} == {"sent"}
    assert len(sink.arrived) == 8
