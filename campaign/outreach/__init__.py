"""Outreach: letters of residents to their own officials, and mail that people asked for.

**LetterAction**: “write to your alderperson” about one measure; organizers of the lead write it.
**Letter**: one resident's to the official of their ward: *unconfirmed → waiting* (for its turn at
that office) *→ leaving → sent*, or *held* (a person looks first), *uncertain* (perhaps sent, never
repeated by itself), *failed*, *bounced*, *withdrawn*. What its writer marked private no organizer
reads. **LetterReply**: what the resident said about the answer, which may suggest a stance.
**Mailing**: an organization's mail to a **segment** of its own people who allowed it: *draft →
proposed* (a second person approves) *→ scheduled → queueing → sending → done*, or *cancelled*; its
mail batch is paused. **OutreachSettings**: how an organization signs and approves its mailings.
"""

from flask import Flask


def init_app(app: Flask) -> None:
    from ..factsheet import register_kind
    from ..people.my_data.holdings import register_holder
    from . import documents, holdings, leaving, letters, letters_desk, mailings, replies
    from .letters import models as of_letters
    from .mailings import models as of_mailings

    register_kind(of_letters.KIND, documents.find_actions)
    register_kind(of_mailings.KIND, documents.find_mailings)
    register_holder(holdings.HOLDER)
    for part in (letters, letters_desk, replies, mailings, leaving):
        part.init_app(app)
