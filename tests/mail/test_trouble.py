"""When the mail server is away, silent or somebody else: everything stays queued."""

import socket
import ssl
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from campaign.mail import OutgoingEmail
from campaign.mail.delivery import worker as worker_of
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


@pytest.fixture(scope="module")
def certificate(tmp_path_factory) -> tuple[str, str]:
    """A certificate that nobody vouches for."""
    folder = tmp_path_factory.mktemp("tls")
    files = (str(folder / "cert.pem"), str(folder / "key.pem"))
    command = "openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=other.example.org"
    subprocess.run(
        [*command.split(), "-out", files[0], "-keyout", files[1]], check=True, capture_output=True
    )
    return files


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
def test_a_wrong_certificate_is_refused(queue, configured, certificate, how):
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(*certificate)
    kind = "tls_context" if how == "mail_use_tls" else "ssl_context"
    with listening(Sink(), **{kind: context}) as sink:
        configured(mail_server="localhost", mail_port=sink.port, mail_timeout=2, **{how: True})
        queue()
        assert not worker_of().send_all_due()
    assert untouched()
    assert sink.arrived == []


def test_a_right_certificate_is_accepted(queue, configured, certificate, monkeypatch):
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(*certificate)
    monkeypatch.setenv("SSL_CERT_FILE", certificate[0])
    with listening(Sink(), tls_context=context, require_starttls=True) as sink:
        configured(mail_server="localhost", mail_port=sink.port, mail_use_tls=True)
        queue()
        assert not worker_of().send_all_due()  # vouched for, but for another name
    assert untouched()


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
