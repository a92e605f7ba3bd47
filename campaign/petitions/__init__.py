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
    from ..officials import asking
    from ..people import places
    from ..people.my_data.holdings import register_holder
    from . import (  # noqa: F401  (its jobs)
        asked,
        delivery,
        documents,
        embed,
        holdings,
        integrity,
        letter,
        models,
        paper,
        residents,
        waiting,
        writing,
    )

    register_kind(models.KIND, documents.find)
    register_holder(holdings.HOLDER)
    places.register_source(models.KIND, residents.source_name)
    asking.register_petitions(asked.open_petitions, asked.petitions_of)
    app.register_blueprint(embed.bp)
    for part in (writing, integrity, paper, delivery, letter):
        part.init_app(app)
