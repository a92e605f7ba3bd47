"""Testimony: drafts that quote facts rightly, fit the clock and do not repeat each other.

**Draft**: the testimony of one **Speaker**; *draft → in review → changes asked → approved → filed →
delivered*. The writer, who needs no account, reaches it by a private link; organizers of the lead
read, edit, comment and approve. **Version**: one of its texts, for so many seconds or to be read,
in a language. **Revision**: what a version said from one save to the next. **Comment**: about a
passage. **Filing**: that the body has it, word for word. **DraftStep**: one step, who and when.
"""

from flask import Flask


def init_app(app: Flask) -> None:
    from ..factsheet import register_kind
    from ..people.my_data.holdings import register_holder
    from . import desk, documents, facts, holdings, models, out, review, writing
    from .hand import Hand
    from .words import LABELS, length_words

    register_kind(models.KIND, documents.find)
    register_holder(holdings.HOLDER)
    for part in (writing, review, out, facts):
        part.init_app(app)
    app.register_blueprint(desk.bp)
    app.jinja_env.filters.update(length_words=length_words)
    app.jinja_env.globals.update(draft_states=LABELS, hand_of=Hand.of)
