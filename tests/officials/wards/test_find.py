"""Ana finds her ward: by pressing the map, by coordinates, on another day; nothing is kept."""

import logging
import re
from typing import Any

import pytest

from campaign.db import db
from campaign.limits import LimitCount
from campaign.officials.wards.boxes import NARROW, Box
from campaign.officials.wards.plane import metres_per_degree
from tests.factories import rows
from tests.officials.factories import make_body, make_official, make_term
from tests.officials.wards.city import bring_map, jagged_city, squares

URL = "/wards/find"
WARD_2 = {"latitude": "41.805", "longitude": "-87.685"}
PER_DEGREE = metres_per_degree(41.805)[0]


@pytest.fixture
def city(app: Any) -> Any:
    """Four wards in a row; Omar Quetzal holds ward 2, nobody ward 4."""
    body = make_body(wards=4)
    make_term(body, 2, make_official("Omar Quetzal"))
    make_term(body, 1, make_official("Ana Lark"))
    bring_map(body, squares())
    return body


def box_of(page: str) -> Box:
    found = re.search(r'name="box" type="hidden" value="([^"]+)"', page)
    assert found
    box = Box.from_text(found[1])
    assert box
    return box


def press(box: Box, longitude: float, latitude: float, name: str = "small") -> dict[str, str]:
    """What a browser sends when somebody presses this place on the picture."""
    x = (longitude - box.west) / (box.east - box.west) * NARROW
    y = (box.north - latitude) / (box.north - box.south) * box.height(NARROW)
    return {f"{name}.x": str(int(x)), f"{name}.y": str(int(y)), "box": box.text}


def words(response: Any) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", response.text).split())


def test_the_page_has_a_map_to_press_and_a_link_for_each_ward(client: Any, city: Any) -> None:
    page = client.get(URL)

    assert page.status_code == 200
    assert page.headers["Cache-Control"] == "public, max-age=1"
    assert "Set-Cookie" not in page.headers
    assert [page.text.count(f'href="/wards/{n}"') for n in range(1, 5)] == [1, 1, 1, 1]
    assert "<title>Ward 2: Omar Quetzal</title>" in page.text
    assert "<title>Ward 4: vacant</title>" in page.text
    [small, large] = re.findall(r'type="image"[^>]* src="([^"]+)"', page.text)
    for address, width in ((small, 280), (large, 560)):
        picture = client.get(address.replace("&amp;", "&"))
        assert picture.content_type == "image/svg+xml; charset=utf-8"
        assert f'width="{width}"' in picture.text
        assert len(picture.data) < 30_000


def test_a_press_answers_with_the_ward_and_a_second_is_precise(client: Any, city: Any) -> None:
    first = box_of(client.get(URL).text)
    page = client.post(URL, data=press(first, -87.6885, 41.8052))

    assert page.status_code == 200
    assert page.headers["Cache-Control"] == "no-store"
    assert "Ward 2 Alderperson: Omar Quetzal" in words(page)
    assert "in force since May 15, 2023" in words(page)
    closer = box_of(page.text)
    assert closer.meters < first.meters / 5
    near_line = press(closer, -87.69 + 20 / PER_DEGREE, 41.8052)
    page = client.post(URL, data=near_line)
    assert "Please confirm" in page.text
    assert "It may also be: Ward 1" in words(page)


def test_where_somebody_looks_stands_in_no_address(client: Any, city: Any) -> None:
    box = box_of(client.get(URL).text)
    page = client.post(URL, data=press(box, -87.685, 41.8052))

    for address in re.findall(r'(?:src|href|action)="([^"]*)"', page.text):
        assert address.startswith("data:") or not re.search(r"87\.|41\.8", address), address


def test_by_coordinates(client: Any, city: Any) -> None:
    page = client.post(URL, data=WARD_2)

    assert "Ward 2 Alderperson: Omar Quetzal" in words(page)
    assert "The nearest line is 420 m (1,360 ft) away." in words(page)
    assert "Please confirm" not in page.text


@pytest.mark.parametrize(
    ("latitude", "longitude"),
    [
        ("41.805, -87.685", ""),
        ("41,805", "-87,685"),
        ("41.805° N", "87.685° W"),
        (" 41.8050 ", "-87.6850"),
    ],
)
def test_coordinates_as_people_write_them(
    client: Any, city: Any, latitude: str, longitude: str
) -> None:
    page = client.post(URL, data={"latitude": latitude, "longitude": longitude})

    assert "Omar Quetzal" in page.text


def test_an_unsure_device_is_asked_to_confirm(client: Any, city: Any) -> None:
    page = client.post(URL, data=WARD_2 | {"accuracy": "500"})

    assert "The place itself may be off by 500 m" in words(page)
    assert "It may also be: Ward 1 , Ward 3" in words(page)


def test_near_a_line_one_confirms(client: Any, city: Any) -> None:
    at = {"latitude": "41.805", "longitude": f"{-87.69 - 12 / PER_DEGREE:.7f}"}
    page = client.post(URL, data=at)

    assert "Ward 1 Alderperson: Ana Lark" in words(page)
    assert "Please confirm The nearest line is only 12 m (39 ft) away." in words(page)
    assert "It may also be: Ward 2" in words(page)


def test_outside_is_said_plainly(client: Any, city: Any) -> None:
    page = client.post(URL, data={"latitude": "41.805", "longitude": "-87.75"})

    assert "Outside Chicago This place is in none of its wards." in words(page)
    assert "The nearest begins 4.2 km (2.6 miles) away." in words(page)
    assert "Alderperson" not in page.text


def test_a_vacant_seat_is_said(client: Any, city: Any) -> None:
    page = client.post(URL, data={"latitude": "41.805", "longitude": "-87.665"})

    assert "Ward 4 Nobody holds this seat: it is vacant." in words(page)


def test_on_another_day(client: Any, app: Any) -> None:
    body = make_body(wards=4)
    turned = dict(zip((2, 1, 4, 3), squares().values(), strict=True))
    bring_map(body, turned, "2015", **{"from": "2015-05-18", "until": "2023-05-14"})
    bring_map(body, squares())
    make_term(body, 1, make_official("Ana Lark"), starts="2019-05-20", ends="2023-05-14")

    then = client.post(URL, data=WARD_2 | {"on": "2022-06-01"})
    assert "Ward 1 Alderperson on June 1, 2022: Ana Lark" in words(then)
    assert "in force from May 18, 2015 to May 14, 2023" in words(then)
    assert "Ward 2" in words(client.post(URL, data=WARD_2))

    before = client.post(URL, data=WARD_2 | {"on": "2010-06-01"})
    assert before.status_code == 422
    assert "There is no map of June 1, 2010 here. The first begins on May 18, 2015." in before.text


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        ({}, "Press on the map where you live, or fill in one of the fields."),
        ({"small.x": "0", "small.y": "0"}, "Press on the map where you live"),
        ({"small.x": "9999", "small.y": "3"}, "Press on the map where you live"),
        ({"small.x": "-1", "small.y": "3"}, "Press on the map where you live"),
        ({"small.x": "9" * 5000, "small.y": "3"}, "Press on the map where you live"),
        ({"latitude": "41.8"}, "Enter the longitude too."),
        ({"longitude": "-87"}, "Enter the latitude too."),
        ({"latitude": "here", "longitude": "-87"}, "Write the latitude in degrees"),
        ({"latitude": "91", "longitude": "-87"}, "Write the latitude in degrees"),
        ({"latitude": "41.8", "longitude": "1e9"}, "Write the longitude in degrees"),
        ({"latitude": "nan", "longitude": "inf"}, "Write the latitude in degrees"),
        ({"address": "60647"}, "A ZIP code never decides a ward"),
        ({"address": "121 N LaSalle St"}, "Press on the map where you live"),
        (WARD_2 | {"website": "x"}, "robots"),
        (WARD_2 | {"on": "yesterday"}, "Not a valid date value."),
    ],
)
def test_it_says_what_is_missing(
    client: Any, city: Any, data: dict[str, str], sentence: str
) -> None:
    page = client.post(URL, data=data)

    assert page.status_code == 422
    assert sentence in page.text


@pytest.mark.parametrize("box", ["", "x", "1,2,3", "nan,0,inf,1", "5,5,4,4", "1e999,0,1,1"])
def test_a_strange_box_is_the_whole_map(client: Any, city: Any, box: str) -> None:
    whole = box_of(client.get(URL).text)
    data = press(whole, -87.685, 41.8052) | {"box": box}

    assert "Omar Quetzal" in client.post(URL, data=data).text


def test_without_boundaries_there_are_tiles_and_a_list(client: Any, app: Any) -> None:
    make_term(make_body(wards=4), 2, make_official("Omar Quetzal"))
    page = client.get(URL)

    assert "The lines of the wards are not here yet." in page.text
    assert page.text.count('href="/wards/2"') == 2
    assert "Ward 2 : Omar Quetzal" in words(page)
    assert "<form" not in page.text
    assert client.post(URL, data=WARD_2).status_code == 404
    assert client.get("/wards/map.svg").status_code == 404


def test_without_wards_it_says_so(client: Any, app: Any) -> None:
    assert "No wards yet" in client.get(URL).text
    assert client.post(URL, data=WARD_2).status_code == 404


def test_a_map_without_seats_still_leads_to_wards(client: Any, app: Any) -> None:
    body = make_body(wards=4)
    for seat in body.seats:
        db.session.delete(seat)
    bring_map(body, squares())

    assert "<title>Ward 2</title>" in client.get(URL).text
    assert "No seat is known for this ward." in client.post(URL, data=WARD_2).text


def test_the_way_back_to_a_petition(client: Any, city: Any) -> None:
    asked = f"{URL}?next=/petitions/save-the-clinic/sign%3Fby%3Dparents"
    page = client.post(asked, data=WARD_2)

    assert 'href="/petitions/save-the-clinic/sign?by=parents&amp;ward=2"' in page.text
    spanish = client.post(f"{asked}&lang=es", data=WARD_2)
    assert 'sign?by=parents&amp;ward=2&amp;lang=es"' in spanish.text


@pytest.mark.parametrize(
    "way",
    [
        "https://elsewhere.example/petitions/x/sign",
        "//elsewhere.example/petitions/x/sign",
        "/\\elsewhere.example/petitions/x/sign",
        "/petitions/x/sign/../../logout",
        "/petitions/x",
        "/petitions/x/sign\r\nX: 1",
        "javascript:alert(1)",
        "http://[/petitions/x/sign",
        "/petitions/" + "x" * 500 + "/sign",
    ],
)
def test_no_other_way_leads_on(client: Any, city: Any, way: str) -> None:
    page = client.post(URL, query_string={"next": way}, data=WARD_2)

    assert page.status_code == 200
    assert "ward=2" not in page.text
    assert client.get(URL, query_string={"next": way}).status_code == 200


def test_nothing_is_stored_or_logged(client: Any, city: Any, caplog: Any) -> None:
    with caplog.at_level(logging.DEBUG):
        client.post(URL, data=WARD_2 | {"address": "121 N LaSalle St"})

    assert "41.805" not in caplog.text
    assert "LaSalle" not in caplog.text
    assert rows(LimitCount) == []


def test_a_picture_of_another_day(client: Any, city: Any) -> None:
    bring_map(city, squares(2), "2015", **{"from": "2015-05-18", "until": "2023-05-14"})

    assert client.get("/wards/map.svg?on=2016-01-01").text.count("<path d=") == 2
    assert client.get("/wards/map.svg?on=2010-01-01").status_code == 404
    assert client.get("/wards/map.svg?on=x&width=x").text.count("<path d=") == 4
    assert client.get("/wards/map.svg?body=nobody").status_code == 404


def test_a_whole_city_is_small(client: Any, app: Any) -> None:
    bring_map(make_body(), jagged_city())

    assert len(client.get("/wards/map.svg").data) < 30_000
