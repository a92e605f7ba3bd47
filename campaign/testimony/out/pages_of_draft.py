"""Where one chooses a document, and takes it: the writer's pages and the organizers'."""

from flask import Response, render_template
from flask.typing import ResponseReturnValue

from ...hearings.rules.deadlines import Opening, openings
from ...security import allow, public
from .. import desk, views
from ..links import get_draft_behind
from ..models import Draft, Version
from ..place import LEAD, get_my_draft, get_place, get_version
from ..speech import allowance
from .documents import RULE, download, sentences_of, stale_page
from .pages import pages_of
from .plain import plain_text
from .printed import printed
from .reader import Reader, stale_in
from .word_comments import comments_of


@views.bp.get("/drafts/<token>/<int:version>/out")
@allow(public)
def out(token: str, version: int) -> ResponseReturnValue:
    """What this version can be taken out as."""
    reader = Reader(get_draft_behind(token), token)
    return choose(reader, get_version(reader.draft, version))


@views.bp.get(f"/drafts/<token>/<int:version>/{RULE}", endpoint="download")
@allow(public)
def my_download(token: str, version: int, kind: str) -> ResponseReturnValue:
    reader = Reader(get_draft_behind(token), token)
    return download(reader, get_version(reader.draft, version), kind)


@desk.bp.get("/<int:number>/<int:version>/out", endpoint="out")
@allow(LEAD)
def desk_out(organization: str, campaign: str, number: int, version: int) -> ResponseReturnValue:
    reader = at_desk(organization, campaign, number)
    return choose(reader, get_version(reader.draft, version))


@desk.bp.get(f"/<int:number>/<int:version>/{RULE}", endpoint="download")
@allow(LEAD)
def desk_download(
    organization: str, campaign: str, number: int, version: int, kind: str
) -> ResponseReturnValue:
    reader = at_desk(organization, campaign, number)
    return download(reader, get_version(reader.draft, version), kind)


def at_desk(organization: str, campaign: str, number: int) -> Reader:
    place = get_place(organization, campaign)
    return Reader(get_my_draft(place, number), place=place)


def choose(reader: Reader, version: Version) -> Response | str | tuple[str, int]:
    if stale_in(version):
        return stale_page(reader, version)
    one = printed(version)
    said, ask = sentences_of(one)
    return render_template(
        "testimony/out/out.html",
        reader=reader,
        place=reader.place,
        draft=reader.draft,
        version=version,
        reading=one.reading,
        pages=pages_of(one),
        most=allowance(reader.draft.speaker).pages,
        sentences=said,
        ask=ask,
        text=plain_text(one, width=None),
        has_comments=bool(comments_of(version)),
        openings=ways_to_file(reader.draft),
    )


def ways_to_file(draft: Draft) -> list[Opening]:
    """The ways in which the body takes a written text at this hearing."""
    return [one for one in openings(draft.hearing) if one.window.purpose == "write"]
