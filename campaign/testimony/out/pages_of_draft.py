"""Where one chooses a document, and takes it: the writer's pages and the organizers'."""

from flask import Response, render_template
from flask.typing import ResponseReturnValue

from ...hearings.rules.deadlines import Opening, openings
from ...security import allow, public
from .. import desk, views
from ..hand import Hand
from ..models import Draft, Version
from ..place import LEAD, get_version
from ..speech import allowance
from .documents import RULE, download, sentences_of, stale_page
from .outdated import stale_in
from .pages import pages_of
from .plain import plain_text
from .printed import printed
from .word_comments import comments_of


@views.bp.get("/drafts/<token>/<int:version>/out")
@allow(public)
def out(token: str, version: int) -> ResponseReturnValue:
    """What this version can be taken out as."""
    hand = Hand.of_link(token)
    return choose(hand, get_version(hand.draft, version))


@views.bp.get(f"/drafts/<token>/<int:version>/{RULE}", endpoint="download")
@allow(public)
def my_download(token: str, version: int, kind: str) -> ResponseReturnValue:
    hand = Hand.of_link(token)
    return download(hand, get_version(hand.draft, version), kind)


@desk.bp.get("/<int:number>/<int:version>/out", endpoint="out")
@allow(LEAD)
def desk_out(organization: str, campaign: str, number: int, version: int) -> ResponseReturnValue:
    hand = Hand.of_organizer(organization, campaign, number)
    return choose(hand, get_version(hand.draft, version))


@desk.bp.get(f"/<int:number>/<int:version>/{RULE}", endpoint="download")
@allow(LEAD)
def desk_download(
    organization: str, campaign: str, number: int, version: int, kind: str
) -> ResponseReturnValue:
    hand = Hand.of_organizer(organization, campaign, number)
    return download(hand, get_version(hand.draft, version), kind)


def choose(hand: Hand, version: Version) -> Response | str | tuple[str, int]:
    if stale_in(version):
        return stale_page(hand, version)
    one = printed(version)
    said, ask = sentences_of(one)
    return render_template(
        "testimony/out/out.html",
        hand=hand,
        place=hand.place,
        draft=hand.draft,
        version=version,
        reading=one.reading,
        pages=pages_of(one),
        most=allowance(hand.draft.speaker).pages,
        sentences=said,
        ask=ask,
        text=plain_text(one, width=None),
        has_comments=bool(comments_of(version)),
        openings=ways_to_file(hand.draft),
    )


def ways_to_file(draft: Draft) -> list[Opening]:
    """The ways in which the body takes a written text at this hearing."""
    return [one for one in openings(draft.hearing) if one.window.purpose == "write"]
