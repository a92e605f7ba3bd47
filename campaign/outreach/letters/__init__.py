"""Letters: written by residents, confirmed by mail, sent once to their own official.

Who writes proves their mailbox by a private link, behind which they read, change, send, withdraw
or disown that one letter. One mailbox writes to one official about one action, and to one ward.
"""

from flask import Flask
from flask_babel import lazy_gettext as _

ACTS = {"letter.disowned": _("was told that a letter had been written in somebody else’s name")}


def init_app(app: Flask) -> None:
    from ...coalition import audit
    from ...officials import asking
    from ...people import places
    from ...signals import mail_bounced, mail_settled
    from . import asked, ending, mine, public, sending, settling, waiting, write  # noqa: F401

    audit.register(ACTS)
    places.register_source("letter", asked.source_name)
    asking.register_letters(asked.open_letters)
    mail_settled.connect(settling.note_settled)
    mail_bounced.connect(settling.note_bounced)
