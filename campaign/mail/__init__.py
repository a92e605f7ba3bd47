"""Mail: an outbox in the database, workers that empty it, a mailbox for development.

**OutgoingEmail** is one mail to one recipient: *queued → sending → sent*, or *failed* (the
server refused), *uncertain* (may have gone out and must not go twice: a person decides),
*dropped* (suppressed or erased in the meantime). **Suppression** is a mailbox never mailed
again. **MailBatch**: mails of one kind that an organization sends, paused and cancelled together;
they let others pass. **Bounce** says that a mail came back, and how. **MailHold** stops all
delivery. `going`: mails of batches that are about to leave; a room above that registers a gate
may still stop them. Anyone's code may `queue`; only workers send.

    mail.queue("petitions/mail/confirm", to, key=f"confirm:{signature.id}", locale="en",
               shared={"title": petition.title}, merge={"name": name, "link": link})
    db.session.commit()
    mail.wake()
"""

from flask import Flask

from .. import jobs
from .gates import going, register_gate
from .links import link
from .models import Bounce, MailBatch, MailHold, OutgoingEmail, Suppression
from .outbox import hold, is_suppressed, queue, release, revive, suppress

__all__ = [
    "Bounce",
    "MailBatch",
    "MailHold",
    "OutgoingEmail",
    "Suppression",
    "going",
    "hold",
    "is_suppressed",
    "link",
    "queue",
    "register_gate",
    "release",
    "revive",
    "suppress",
    "wake",
]


def wake() -> None:
    """Ask the worker to look into the outbox now; call it after the commit."""
    jobs.ask("mail.deliver")


def init_app(app: Flask) -> None:
    from . import work

    work.init_app(app)
