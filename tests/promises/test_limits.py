"""Limits count what the client's network did, over restarts; whose network, proxies say."""

from urllib.parse import urlencode

import pytest

from tests.promises.residents import ANA, books, open_petition
from tests.server import Server, ask, running

LIMIT = 3


@pytest.fixture
def strict(tmp_path, database_setting, request):
    """A server with a low limit, behind as many proxies as the test says."""
    given = {"network_limit": LIMIT, "trusted_proxies": request.param}
    with running(tmp_path / "instance", prepare=True, **given, **database_setting) as server:
        yield server


def sign_from(server: Server, petition: str, *networks: str) -> list[int]:
    """Sign once for each `X-Forwarded-For`, always as somebody else; the answers' statuses."""
    connection = server.connect()
    found = []
    for number, network in enumerate(networks):
        body = urlencode(ANA | {"email": f"a{hash(networks)}{number}@example.org"})
        headers = {"X-Forwarded-For": network} if network else {}
        found.append(ask(connection, "POST", f"{petition}/sign", body, headers).status)
    connection.close()
    return found


@pytest.mark.parametrize("strict", [1], indirect=True)
def test_behind_one_proxy_the_last_address_counts_and_a_restart_forgets_nothing(strict):
    petition = open_petition(strict, f"limited-{strict.port}")
    invented = [f"10.0.0.{n}, 198.51.100.7" for n in range(LIMIT)]

    assert sign_from(strict, petition, *invented) == [303] * LIMIT
    assert sign_from(strict, petition, "198.51.100.9") == [429], "the same /24"
    assert sign_from(strict, petition, "203.0.113.7", "2001:db8::1", "x") == [303, 303, 303]
    assert sign_from(strict, petition, *["::ffff:192.0.2.1"] * LIMIT) == [303] * LIMIT
    assert sign_from(strict, petition, "192.0.2.9", "::ffff:233.252.0.1") == [429, 303]
    strict.stop()
    strict.start()
    assert sign_from(strict, petition, "198.51.100.7") == [429]
    assert sign_from(strict, petition, "2001:db8:0:1::2", "2001:db8:1::1") == [303, 303]
    assert books(strict, petition).signatures == 2 * LIMIT + 6


@pytest.mark.parametrize("strict", [0], indirect=True)
def test_without_a_proxy_the_header_is_ignored(strict):
    petition = open_petition(strict, f"unproxied-{strict.port}")
    invented = [f"198.51.{n}.7" for n in range(LIMIT)]

    assert sign_from(strict, petition, *invented, "203.0.113.7") == [303] * LIMIT + [429]


@pytest.mark.parametrize("strict", [2], indirect=True)
def test_behind_two_proxies_the_last_but_one_counts(strict):
    petition = open_petition(strict, f"proxied-{strict.port}")
    many = [f"100.64.1.7, 10.0.{n}.1" for n in range(LIMIT)]

    assert sign_from(strict, petition, *many) == [303] * LIMIT
    assert sign_from(strict, petition, "9.9.9.9, 100.64.1.7, 10.9.9.9") == [429]
    assert sign_from(strict, petition, "100.64.1.7, 100.64.2.7, 10.0.0.1") == [303]
