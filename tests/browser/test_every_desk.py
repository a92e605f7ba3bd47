"""Every page of the organizers: readable by everyone, at any width, light and dark."""

import pytest

from tests.browser.conftest import Open
from tests.browser.desk import FILES, addresses, session_of
from tests.browser.looking import faults
from tests.server import Server

QUARTERS = (0, 1, 2, 3)  # so that several processes share the work


@pytest.fixture(scope="session")
def desk(server: Server) -> dict[str, str]:
    return addresses(server)


@pytest.mark.parametrize("quarter", QUARTERS)
def test_every_page_of_the_desk(
    open_page: Open, server: Server, desk: dict[str, str], quarter: int
) -> None:
    page = open_page("/login", cookies=True)
    page.context.add_cookies([session_of(server)])  # type: ignore[list-item]
    found = {}
    for name, path in list(desk.items())[quarter :: len(QUARTERS)]:
        page.set_viewport_size({"width": 320, "height": 700})
        answer = page.goto(path)
        assert answer is not None
        assert answer.status == 200, path
        found[name] = faults(page)
    assert {name: some for name, some in found.items() if some} == {}


def test_what_is_left_out_is_still_there(server: Server) -> None:
    assert set(server.app.view_functions) >= FILES
