"""Addresses and corners, where this installation has a server to ask: a real one on loopback."""

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from campaign.config import load_settings
from campaign.config_checks import ConfigError
from campaign.limits import LimitCount
from campaign.officials.wards import geocoding
from tests.factories import rows
from tests.officials.factories import make_body, make_official, make_term
from tests.officials.wards.city import bring_map, squares
from tests.officials.wards.test_find import URL, words

HOUSE = {"category": "building", "addresstype": "building", "display_name": "12, Oak Street"}
ROAD = {"category": "highway", "addresstype": "road"}
AREA = {"category": "boundary", "addresstype": "postcode", "display_name": "Southside"}


def at(longitude: float, latitude: float, **more: Any) -> dict[str, Any]:
    return {"lon": str(longitude), "lat": str(latitude), **more}


def street(*points: tuple[float, float]) -> dict[str, Any]:
    line = {"type": "LineString", "coordinates": points}
    return at(*points[0], **ROAD, display_name="a street", geojson=line)


class Geocoder:
    """A server that speaks Nominatim's JSON: `answers` by what is asked."""

    def __init__(self) -> None:
        self.answers: dict[str, Any] = {}
        self.asked: list[dict[str, list[str]]] = []
        self.status = 200
        outer = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                asked = parse_qs(urlsplit(self.path).query)
                outer.asked.append(asked)
                found = outer.answers.get(asked["q"][0], [])
                self.send_response(outer.status)
                self.end_headers()
                self.wfile.write(found if isinstance(found, bytes) else json.dumps(found).encode())

            def log_message(self, *_args: Any) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.setting = f"nominatim:http://127.0.0.1:{self.server.server_port}"


@pytest.fixture
def geocoder(app: Any) -> Iterator[Geocoder]:
    """It is set, and knows nothing yet; the city has four wards in a row."""
    body = make_body(wards=4)
    make_term(body, 2, make_official("Omar Quetzal"))
    bring_map(body, squares())
    made, before = Geocoder(), app.config["SETTINGS"]
    thread = threading.Thread(target=made.server.serve_forever)
    thread.start()
    values = {"instance": before.instance, "secret_key": before.secret_key}
    values |= {"base_url": before.base_url, "database_url": before.database_url}
    app.config["SETTINGS"] = load_settings({}, geocoder=made.setting, **values)
    yield made
    app.config["SETTINGS"] = before
    made.server.shutdown()
    made.server.server_close()
    thread.join()


def test_an_address(client: Any, geocoder: Geocoder) -> None:
    geocoder.answers["12 Oak St"] = [at(-87.685, 41.805, **HOUSE)]
    assert "Looked up at 127.0.0.1, and not kept." in client.get(URL).text
    page = client.post(URL, data={"address": "12 Oak St"})

    assert "12, Oak Street Ward 2 Alderperson: Omar Quetzal" in words(page)
    [asked] = geocoder.asked
    west, north, east, south = (float(one) for one in asked["viewbox"][0].split(","))
    assert west < -87.70
    assert east > -87.66
    assert south < 41.80
    assert north > 41.81
    assert asked["bounded"] == ["1"]
    assert len(rows(LimitCount)) == 1


def test_a_street_without_a_number_is_to_be_confirmed(client: Any, geocoder: Geocoder) -> None:
    geocoder.answers["Oak St"] = [at(-87.6895, 41.805, **ROAD)]
    page = client.post(URL, data={"address": "Oak St"})

    assert "Please confirm" in page.text
    assert "The place itself may be off by 100 m" in words(page)


def test_an_area_decides_nothing(client: Any, geocoder: Geocoder) -> None:
    geocoder.answers["Southside"] = [at(-87.685, 41.805, **AREA)]
    page = client.post(URL, data={"address": "Southside"})

    assert page.status_code == 422
    assert "“Southside” is a whole area. Add street and number" in page.text


@pytest.mark.parametrize("text", ["Oak and Elm", "Oak & Elm", "Oak/Elm", "Oak y Elm"])
def test_the_corner_of_two_streets(client: Any, geocoder: Geocoder, text: str) -> None:
    geocoder.answers["Oak"] = [
        street((-87.70, 41.805), (-87.69, 41.805)),
        street((-87.69, 41.805), (-87.66, 41.805)),
    ]
    geocoder.answers["Elm"] = [street((-87.684, 41.80), (-87.684, 41.81)), at(0, 0, **HOUSE)]
    page = client.post(URL, data={"address": text})

    assert "Oak / Elm Ward 2 Alderperson: Omar Quetzal" in words(page)


def test_several_places_are_listed(client: Any, geocoder: Geocoder) -> None:
    geocoder.answers["12 Oak"] = [
        at(-87.685, 41.805, **HOUSE),
        at(-87.6849, 41.805, **HOUSE),
        at(-87.675, 41.805, **HOUSE | {"display_name": "12, Oak Place"}),
    ]
    page = client.post(URL, data={"address": "12 Oak"})

    assert "There is more than one place of this name" in page.text
    assert "Ward 2 12, Oak Street Ward 3 12, Oak Place" in words(page)


def test_nothing_found(client: Any, geocoder: Geocoder) -> None:
    page = client.post(URL, data={"address": "Nowhere and Never"})

    assert page.status_code == 422
    assert "Nothing was found by this name." in page.text
    assert 'value="Nowhere and Never"' in page.text


@pytest.mark.parametrize(
    ("status", "answer"),
    [(500, []), (200, b"<html>"), (200, {"error": "x"}), (200, b"[" * 100_000)],
)
def test_a_failing_server_leaves_the_other_ways(
    client: Any, geocoder: Geocoder, status: int, answer: Any
) -> None:
    geocoder.status, geocoder.answers["12 Oak"] = status, answer
    page = client.post(URL, data={"address": "12 Oak"})

    assert page.status_code == 503
    assert "The search for addresses does not answer now. Use the map." in page.text
    assert "Omar Quetzal" in client.post(URL, data={"latitude": "41.805, -87.685"}).text


def test_a_server_that_is_gone(client: Any, app: Any, geocoder: Geocoder) -> None:
    geocoder.server.socket.close()

    assert client.post(URL, data={"address": "12 Oak"}).status_code == 503


def test_strange_places_are_passed_over(client: Any, geocoder: Geocoder) -> None:
    geocoder.answers["12 Oak"] = [
        1,
        {},
        at("x", 1),  # type: ignore[arg-type]
        {"lon": None, "lat": []},
        at(float("nan"), 41.8),
        at(500, 41.8),
        at(-87.685, 41.805, category=7, addresstype=[], display_name=["x"] * 900),
    ]

    assert "Omar Quetzal" in client.post(URL, data={"address": "12 Oak"}).text


def test_without_a_setting_there_is_no_field(client: Any, app: Any) -> None:
    bring_map(make_body(wards=4), squares())

    assert 'name="address"' not in client.get(URL).text
    assert geocoding.geocoder() is None


@pytest.mark.parametrize(
    "value", ["https://x.example.org", "nominatim:", "nominatim:ftp://x", "x:"]
)
def test_a_wrong_setting_is_refused(value: str) -> None:
    with pytest.raises(ConfigError, match="write it like nominatim:"):
        load_settings({"CAMPAIGN_GEOCODER": value})
