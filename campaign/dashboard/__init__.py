"""The organizers' first pages: where one works, with whom, and what waits.

`/organize` lists what needs a look in a user's campaigns, their organizations and campaigns;
`/organize/<organization>` is one organization: its members, and for its owners who is invited;
`/organize/<organization>/campaigns/<campaign>` is one campaign, as that organization sees it.

- **Look**: a document says a fact that has changed, was taken back, is disputed or overdue.
  Organizers of the lead decide: *update*, or *keep* with a reason. Everybody else reads.
- **Numbers**: a petition's signatures as totals. Nobody's name shows here.
- **Desk**: a campaign as one user sees it, through the organization that lets them do most.
"""

from flask import Flask

from .navigation import Navigation
from .words import STATE, WHY


def init_app(app: Flask) -> None:
    app.jinja_env.globals.update(organize_nav=Navigation(), why_words=WHY, state_words=STATE)
