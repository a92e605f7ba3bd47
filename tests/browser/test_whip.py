"""Omar counts votes by keyboard alone, on a phone and at a desk, and prints the board."""

import re
from collections.abc import Callable
from io import BytesIO

import pytest
from playwright.sync_api import expect
from pypdf import PdfReader

from campaign.db import db
from campaign.officials.models import Body, Seat, Term
from campaign.officials.terms import all_held
from campaign.officials.whip.voters import today_at
from tests.browser.looking import faults
from tests.browser.test_organize import Organizer, organizer, passwords
from tests.officials.factories import make_official
from tests.server import Server

__all__ = ["organizer", "passwords"]  # fixtures
LEAD = "demo-neighbors-network"


@pytest.fixture
def council(server: Server) -> list[str]:
    """Names of three who hold seats; the demo's council gets somebody in every empty seat."""
    with server.app.app_context():
        body = db.session.scalars(db.select(Body).order_by(Body.id)).first()
        assert body is not None
        seat_everybody(body)
        held = [one.term for one in all_held(body, today_at(body)) if one.term]
        names = [one.official.name for one in held[:3]]
        db.session.remove()  # else it keeps the server from writing
    return names


def seat_everybody(body: Body) -> None:
    if not body.seats:
        body.seats = [
            Seat(ward=one, label=f"Ward {one.number}", position=one.number) for one in body.wards
        ]
        db.session.flush()
    for one in all_held(body, today_at(body)):
        if one.is_vacant:
            official = make_official(f"Official {one.seat.label}")
            db.session.add(Term(official=official, body=body, seat=one.seat, starts="2023-05-15"))
    db.session.commit()


@pytest.mark.parametrize("width", [320, 1280])
def test_from_the_first_stance_to_the_printed_board(
    organizer: Callable[[str, int], Organizer], council: list[str], width: int
) -> None:
    omar = organizer("Omar", width)
    record = f"O2026-{width:07}"
    enter_lead(omar)
    begin(omar, record)
    for name, stance in zip(council, ("Strong yes", "Leans yes", "Strong no"), strict=True):
        note_down(omar, name, stance)
    expect(omar.page.locator(".lede")).to_have_text("26 not reached: 24 votes are missing.")
    assert faults(omar.page) == []
    omar.follow(council[1])
    expect(omar.page.locator("main")).to_contain_text("Her staff")
    omar.page.go_back()
    print_board(omar)


def enter_lead(omar: Organizer) -> None:
    omar.page.goto(f"/organize/{LEAD}/campaigns/cancel-shotspotter")
    omar.open("Whip count")


def begin(omar: Organizer, record: str) -> None:
    omar.follow("Begin a count")
    omar.fill("Record number", record)
    omar.fill("Title", "An ordinance on microphones")
    omar.press("Begin")
    omar.sees(record)


def note_down(omar: Organizer, name: str, stance: str) -> None:
    omar.follow("Record stances")
    box = omar.page.get_by_label(re.compile(f"{re.escape(name)}$"))
    omar.reach(box)
    omar.page.keyboard.press("Space")
    omar.pick(stance)
    omar.pick("Meeting")
    omar.fill("Source", "Her staff")
    omar.press("Record")
    expect(omar.page.get_by_role("status").first).to_contain_text("Recorded.")


def print_board(omar: Organizer) -> None:
    """It fits on one sheet of either paper, and nothing of the frame is on it."""
    omar.follow("On one sheet, to print")
    page = omar.page
    for paper in ("A4", "Letter"):
        sheets = PdfReader(BytesIO(page.pdf(format=paper))).pages
        assert len(sheets) == 1
        text = sheets[0].extract_text()
        assert "26 not reached: 24 votes are missing." in text
        assert "Log out" not in text
    assert faults(page) == []  # last: it leaves another window behind
