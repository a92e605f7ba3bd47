"""Petitions and their signatures.

**Petition**: a demand put to a body, in several languages. It is *draft* until published,
*coming* until it opens, then *open*, and *closed* in the end; an organizer may *stop* it at
any moment (no signing, reading goes on). Only organizers of the lead change it.
**PetitionRevision**: what it said from one save to the next; any can come back.
**PetitionDecision**: somebody published, closed or stopped it, or took that back, and why.
**Signature**: *unconfirmed* → *confirmed* → *withdrawn* or *invalidated*. It counts while it
is confirmed. A mailbox signs a petition once; its owner confirms, withdraws and signs again.
**Invalidation**: organizers took signatures out, as one decision that can be undone.
**CommentDecision**: they approved or hid a comment. **Household**: they let one more person
sign with a mailbox.
**PaperRun**: sheets printed together for one organization. **PaperSheet**: *out* → *begun* →
*done*. **PaperSignature**: a line of a sheet or a file, unverified; counted apart, and no longer
once its owner confirms. **Delivery**: a packet for the target, what was in it, when it was handed
over.
**Tally**: confirmed signatures by ward and recruiting organization, kept as changes that a
job folds into totals, so that no two signers wait for one row.
"""

from flask import Flask


def init_app(app: Flask) -> None:
    from ..factsheet import register_kind
    from ..people.holdings import register_holder
    from . import documents, holdings, invalidations, models, waiting  # noqa: F401  (jobs, tables)

    register_kind(models.KIND, documents.find)
    register_holder(holdings.HOLDER)
    tell_people_room()
    desks(app)
    letters(app)


def tell_people_room() -> None:
    from ..people import places
    from . import models, residents

    places.register_wards(residents.ward_names)
    places.register_source(models.KIND, residents.source_name)


def desks(app: Flask) -> None:
    """The organizers' pages, and the petition in frames of other sites."""
    from ..coalition import audit
    from . import (  # noqa: F401  (their views)
        desk,
        desk_links,
        desk_publish,
        embed,
        gathering,
        looking_after,
        publishing,
    )

    audit.register(publishing.ACT_WORDS)
    app.register_blueprint(desk.bp)
    app.register_blueprint(embed.bp)
    looking_after.init_app(app)
    gathering.init_app(app)


def letters(app: Flask) -> None:
    """The sign-on letter of a campaign: see `sign_on`."""
    from ..coalition import audit
    from ..factsheet import register_kind
    from ..people.holdings import register_holder
    from . import desk_sign_on, desk_sign_on_out, sign_on, sign_on_holdings, sign_on_views  # noqa: F401

    register_kind(sign_on.KIND, sign_on.find)
    register_holder(sign_on_holdings.HOLDER)
    audit.register(sign_on.ACT_WORDS)
    app.register_blueprint(sign_on_views.bp)
    app.register_blueprint(desk_sign_on.bp)
