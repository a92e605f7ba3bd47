"""`campaign users`: who can log in. Registration is by invitation only."""

import json
import re

import click

from . import refuse, with_app


@click.group()
def users() -> None:
    """Invite people, list accounts, disable one."""


@users.command()
@click.argument("email")
@click.option("--organization", "slug", required=True, help="Short name in addresses: south-side")
@click.option(
    "--role", default="organizer", show_default=True, help="viewer, writer, organizer, owner"
)
@click.option("--name", default="", help="How the person is called")
@click.option("--create-organization", "title", help="Make the organization first, with this name")
@click.option("--json", "as_json", is_flag=True, help="Print JSON")
@with_app
def invite(
    email: str, slug: str, role: str, *, name: str, title: str | None, as_json: bool
) -> None:
    """Invite EMAIL into an organization: queue the mail, and print the link as well."""
    from .. import mail
    from ..coalition import audit, invitations
    from ..coalition.models import ROLES
    from ..db import db

    if role not in ROLES:
        refuse(f"{role!r} is not a role: use {', '.join(ROLES)}.")
    organization = find_organization(slug) if title is None else make_organization(slug, title)
    try:
        offer = invitations.invite(organization, address(email), role, by=None, name=name)
    except ValueError as fault:
        refuse(str(fault))
    link = invitations.link(offer)
    expires = offer.expires_at
    audit.note("member.invited", organization=organization, about="invitations", count=1, role=role)
    db.session.commit()
    mail.wake()
    if as_json:
        click.echo(json.dumps({"link": link, "expires_at": expires.isoformat()}))
    else:
        click.echo(f"{link}\nThe link works once, until {expires:%Y-%m-%d %H:%M} UTC.")


def address(email: str):  # type: ignore[no-untyped-def]
    """The address as it can be mailed, or a refusal."""
    from email_validator import EmailNotValidError, validate_email

    try:
        return validate_email(email, check_deliverability=False).normalized.lower()
    except EmailNotValidError:
        refuse(f"{email!r} is not an email address.")


def find_organization(slug: str):  # type: ignore[no-untyped-def]
    from ..coalition.models import Organization
    from ..db import db

    found = db.session.scalar(db.select(Organization).filter_by(slug=slug))
    if found is None:
        refuse(f"There is no organization {slug!r}. --create-organization NAME makes it.")
    return found


def make_organization(slug: str, name: str):  # type: ignore[no-untyped-def]
    from ..coalition.models import Organization
    from ..db import db

    if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", slug) or len(slug) > 80:
        refuse(f"{slug!r} is no short name: use small letters, digits and dashes.")
    if not name.strip():
        refuse("--create-organization needs a name.")
    if db.session.scalar(db.select(Organization).filter_by(slug=slug)):
        refuse(f"The organization {slug!r} is there already: leave --create-organization out.")
    organization = Organization(slug=slug, name=name.strip()[:120])
    db.session.add(organization)
    return organization


@users.command("list")
@click.option("--json", "as_json", is_flag=True, help="Print JSON")
@with_app
def list_users(as_json: bool) -> None:
    """List the accounts with their organizations and roles."""
    found = [describe(user) for user in all_users()]
    if as_json:
        click.echo(json.dumps(found))
        return
    for one in found:
        roles = ", ".join(f"{role} of {slug}" for slug, role in one["roles"].items()) or "no role"
        marks = ["second factor"] * one["second_factor"] + ["disabled"] * (not one["active"])
        click.echo("; ".join([f"{one['email']}  {roles}", *marks]))


def all_users():  # type: ignore[no-untyped-def]
    from ..accounts.models import User
    from ..db import db

    return db.session.scalars(db.select(User).order_by(User.email))


def describe(user):  # type: ignore[no-untyped-def]
    from ..coalition.models import Membership
    from ..db import db

    theirs = db.select(Membership).filter_by(user=user, ended_at=None)
    return {
        "email": user.email,
        "name": user.name,
        "active": user.active,
        "second_factor": user.has_second_factor,
        "roles": {one.organization.slug: one.role for one in db.session.scalars(theirs)},
    }


@users.command()
@click.argument("email")
@with_app
def disable(email: str) -> None:
    """End all sessions of EMAIL and let it in no more."""
    from ..accounts import find_user
    from ..db import db

    user = find_user(email)
    if user is None:
        refuse(f"There is no account for {email!r}.")
    user.disable()
    db.session.commit()
    click.echo(f"{user.email} can no longer log in.")
