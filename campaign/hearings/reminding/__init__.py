"""Reminders: who is told what at which moment of a hearing, once, and never too late.

**Moment**: a time at which a hearing asks something of somebody, until when it makes sense to say
so, and whom it is for. **Channel**: a way on which a reminder reaches somebody; mail is the one
there is. A hearing that moves has other moments, and so reminds anew.
"""

from flask import Flask


def init_app(app: Flask) -> None:
    from . import desk, mails, sending  # noqa: F401  (they register a channel and a job)

    app.register_blueprint(desk.bp)
