"""Anybody reads what hearings come, and all about one of them."""

from tests.hearings.factories import make_hearing


def test_it_works(client):
    make_hearing()
    page = client.get("/hearings").text
    assert "Committee on Public Safety" in page
    page = client.get("/hearings/public-safety").text
    assert "Speak there" in page
    assert client.get("/hearings/public-safety/sign-up").status_code == 200
    assert client.get("/hearings/public-safety/comment").status_code == 200
    assert client.get("/hearings/public-safety/thanks").status_code == 200
    assert client.get("/hearings/public-safety.ics").status_code == 200
