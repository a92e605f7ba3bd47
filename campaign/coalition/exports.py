"""Taking data out: only what the charter shares, counted, marked and noted for good."""

import secrets
from collections.abc import Sequence

from sqlalchemy import JSON, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ..db import Model, Timestamp, db, now
from . import audit, charter
from .models import Campaign, Organization

LETTERS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"  # none that looks like another


class RefusedError(Exception):
    """The charter does not share this; the message is a sentence for whoever asked."""


class Export(Model):
    """One file that somebody took out, known by the code that it is marked with."""

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(8), unique=True)
    kind: Mapped[str] = mapped_column(String(40))
    organization_id: Mapped[int | None] = mapped_column(ForeignKey("organization.id"), index=True)
    campaign_id: Mapped[int | None] = mapped_column(ForeignKey("campaign.id"), index=True)
    purpose: Mapped[str] = mapped_column(String(20))
    fields: Mapped[list[str]] = mapped_column(JSON)
    count: Mapped[int]
    user_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))  # None: a command
    at: Mapped[Timestamp] = mapped_column(default=now)
    organization: Mapped[Organization | None] = relationship()
    campaign: Mapped[Campaign | None] = relationship()


def note(
    kind: str,
    *,
    organization: Organization | None,
    campaign: Campaign | None = None,
    fields: Sequence[str],
    count: int,
    purpose: str = "deliver",
) -> Export:
    """Note an export in the open transaction and give it its code; the caller commits, then sends.

    `fields` are names of `charter.FIELDS`, `count` the rows. Raises RefusedError with a sentence
    when the campaign's charter does not share these fields for this purpose, or is over.
    """
    if campaign is not None:
        sentence = charter.refusal(campaign, set(fields), purpose, organization)
        if sentence:
            raise RefusedError(sentence)
    export = Export(
        code="".join(secrets.choice(LETTERS) for _ in range(8)),
        kind=kind,
        organization=organization,
        campaign=campaign,
        purpose=purpose,
        fields=list(fields),
        count=count,
        user_id=audit.actor(),
    )
    db.session.add(export)
    audit.note(
        "export.made",
        organization=organization,
        campaign=campaign,
        about=kind,
        code=export.code,
        fields=export.fields,
        count=count,
        purpose=purpose,
    )
    return export
