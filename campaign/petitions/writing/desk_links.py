"""Bringing people in: each organization's own link, its code to scan, its poster, and the embed."""

from typing import Any

from flask import abort, render_template, request, url_for
from flask.typing import ResponseReturnValue
from markupsafe import escape

from ...coalition.models import Organization
from ...coalition.permissions import partner_in_campaign
from ...config import settings
from ...i18n import language, spoken
from ...security import allow
from .. import counting
from ..models import Petition
from ..place import Place, get_my_petition, get_place
from .desk import bp

SNIPPET = '<iframe src="{url}" title="{title}" loading="lazy" width="100%" height="1100"></iframe>'
SCRIPT = """\
<script>
  addEventListener("message", (event) => {
    for (const frame of document.querySelectorAll("iframe"))
      if (event.source === frame.contentWindow && event.data?.campaignHeight)
        frame.height = event.data.campaignHeight;
  });
</script>"""


@bp.get("/<slug>/links")
@allow(partner_in_campaign("viewer"))
def links(organization: str, campaign: str, slug: str) -> ResponseReturnValue:
    """The links of all who recruit, with what each has brought; and the frame for other sites."""
    place = get_place(organization, campaign)
    mine = get_my_petition(place.campaign, slug)
    embed_url = absolute("petitions_embed.petition", mine, by=place.organization.slug)
    return render_template(
        "petitions/desk/links.html",
        place=place,
        petition=mine,
        recruiters=[recruiter(place, mine, one) for one in recruiting(mine)],
        unlinked=counting.count(mine.id).organizations[0],
        embed_url=embed_url,
        snippet=SNIPPET.format(url=escape(embed_url), title=escape(spoken(mine.title))),
        script=SCRIPT,
    )


@bp.get("/<slug>/poster")
@allow(partner_in_campaign("viewer"))
def poster(organization: str, campaign: str, slug: str) -> ResponseReturnValue:
    """One page for a wall: what is asked, and a code to scan, of one organization (`?by=`)."""
    place = get_place(organization, campaign)
    mine = get_my_petition(place.campaign, slug)
    wanted = request.args.get("by", place.organization.slug)
    one = next((one for one in recruiting(mine) if one.slug == wanted), None) or abort(404)
    return render_template(
        "petitions/desk/poster.html",
        place=place,
        petition=mine,
        recruiter=recruiter(place, mine, one),
    )


def recruiting(petition: Petition) -> list[Organization]:
    """The organizations whose link counts: those who lead and take part."""
    return petition.campaign.partners("lead") + petition.campaign.partners("partner")


def recruiter(place: Place, petition: Petition, one: Organization) -> dict[str, Any]:
    return {
        "organization": one,
        "is_mine": one.id == place.organization.id,
        "count": counting.count(petition.id).organizations[one.id],
        "url": absolute("petitions.petition", petition, by=one.slug),
        "sign_url": absolute("petitions.sign", petition, by=one.slug),
        "qr_url": url_for("petitions.qr", slug=petition.slug, by=one.slug),
        "poster_url": place.url("poster", petition, by=one.slug, lang=language()),
    }


def absolute(endpoint: str, petition: Petition, **values: Any) -> str:
    return settings().base_url + url_for(endpoint, slug=petition.slug, **values)
