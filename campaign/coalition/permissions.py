"""Who may call what: the checks for `@allow(...)`, and loaders that fetch and authorise in one.

Addresses carry what they are about, so that a check knows it before the view begins:

    /organize                                            signed_in
    /organize/<organization>/…                           role_at_least("writer")
    /organize/<organization>/campaigns/<campaign>/…      partner_in_campaign("writer")
                                                         lead_of_campaign("organizer")

`<organization>` is the organization one acts for, `<campaign>` one that it takes part in. What
the user does not belong to answers 404, exactly as what does not exist; a role too low 403.
Owners need a second factor: without one every check here leads to setting it up.
"""

from dataclasses import dataclass

from flask import abort, current_app, flash, g, redirect, request, url_for
from flask_babel import gettext as _
from flask_security import check_and_update_authn_fresh
from sqlalchemy import Select

from ..accounts.checks import logged_in, me
from ..db import db
from .models import ROLES, Campaign, Membership, Organization, Partnership


def signed_in() -> None:
    """Whoever is logged in and, as an owner, has a second factor."""
    logged_in()
    if not me().has_second_factor and owns_something():
        flash(_("You own an organization, so set up a second factor first."))
        abort(redirect(url_for("security.two_factor_setup")))


@dataclass(frozen=True)
class Member:
    """Check: a member of the `<organization>` in the address, with this role or a higher one.

    With `<campaign>` in the address the organization must also take part in that campaign;
    `lead` asks that it leads. `fresh` asks for the password again unless that was just now:
    for exports and whatever else hands out much at once. What is `hidden` answers 404 to whom it
    refuses, as if there were no such page.
    """

    role: str
    in_campaign: bool = False
    lead: bool = False
    fresh: bool = False
    hidden: bool = False

    def __call__(self) -> None:
        signed_in()
        given = request.view_args or {}
        membership = get_my_membership(given["organization"])
        g.scope = membership.organization_id
        partnership = get_my_partnership(given["campaign"]) if self.in_campaign else None
        if sentence := self.refusal(membership, partnership):
            abort(404) if self.hidden else abort(403, sentence)
        if self.fresh:
            freshly_logged_in()

    def refusal(self, membership: Membership, partnership: Partnership | None) -> str | None:
        """Why this membership and this part do not suffice, or None: menus ask this too."""
        if not membership.is_at_least(self.role):
            return str(_("Your role in this organization does not include this."))
        if self.lead and (partnership is None or partnership.role != "lead"):
            return str(_("Only the organization that leads the campaign may do this."))
        return None


def role_at_least(role: str, fresh: bool = False) -> Member:
    return Member(known(role), fresh=fresh)


def partner_in_campaign(role: str, fresh: bool = False) -> Member:
    return Member(known(role), in_campaign=True, fresh=fresh)


def lead_of_campaign(role: str = "organizer", fresh: bool = False) -> Member:
    return Member(known(role), in_campaign=True, lead=True, fresh=fresh)


def known(role: str) -> str:
    if role not in ROLES:
        raise ValueError(f"{role!r} is not a role")
    return role


def freshly_logged_in() -> None:
    """Lead to entering the password again unless it was entered in the last half hour."""
    within = current_app.config["SECURITY_FRESHNESS"]
    grace = current_app.config["SECURITY_FRESHNESS_GRACE_PERIOD"]
    if not check_and_update_authn_fresh(within, grace, "session"):
        abort(current_app.extensions["security"]._reauthn_handler(within, grace))


def get_my_membership(slug: str) -> Membership:
    """My membership in this organization, as it is now, or 404."""
    found: Membership | None = g.get("membership")
    if found is None or found.organization.slug != slug:
        mine = my_memberships().where(Organization.slug == slug)
        found = g.membership = db.session.scalar(mine) or abort(404)
    return found


def get_my_organization(slug: str) -> Organization:
    """An organization I belong to, or 404."""
    return get_my_membership(slug).organization


def get_my_partnership(slug: str) -> Partnership:
    """What my current organization is in this campaign, or 404."""
    membership: Membership = g.get("membership") or abort(404)
    theirs = (
        db.select(Partnership)
        .join(Campaign)
        .filter(
            Campaign.slug == slug,
            Partnership.organization_id == membership.organization_id,
            Partnership.ended_at.is_(None),
        )
    )
    found: Partnership = db.session.scalar(theirs) or abort(404)
    return found


def get_my_campaign(slug: str) -> Campaign:
    """A campaign my current organization takes part in, public or not, or 404."""
    return get_my_partnership(slug).campaign


def my_memberships() -> Select[Membership]:
    return (
        db.select(Membership)
        .join(Organization)
        .filter(Membership.user_id == me().id, Membership.ended_at.is_(None))
        .order_by(Organization.name)
    )


def owns_something() -> bool:
    owned = my_memberships().where(Membership.role == "owner").limit(1)
    return db.session.scalar(owned) is not None
