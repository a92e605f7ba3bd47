"""The organizers' frame: where one works, what waits there, and how to find the rest.

`/organize` is *today*: what needs doing in all a user's campaigns and organizations;
`/organize/<organization>/search` finds what that organization may see;
`/organize/<organization>/campaigns/<campaign>` is one campaign, as that organization sees it.

- **Place**: an organization of the user, with one of its campaigns or with none.
- **Desk**: a campaign as one user sees it, through the organization that lets them do most.
- **Item**: one thing to do, with one verb and one link. Each room's are in `waiting/`.
- **Shell**: the frame of every page: menu, switcher, search, keys. It asks the endpoints' own
  checks what to show.
- **Look**: a document says a fact that has changed, was taken back, is disputed or overdue.
  Organizers of the lead decide: *update*, or *keep* with a reason. Everybody else reads.
- **Numbers**: a petition's signatures as totals. Nobody's name shows here.
"""

from flask import Flask

from .navigation import count_again, error_shell, organize_shell
from .words import STATE, WHY


def init_app(app: Flask) -> None:
    from .waiting import (  # noqa: F401  (they register their items)
        coalition,
        facts,
        hearings,
        house,
        letters,
        mailings,
        officials,
        outreach,
        paper,
        people,
        petitions,
        testimony,
        whip,
    )

    app.after_request(count_again)
    app.jinja_env.globals.update(
        error_shell=error_shell, organize_shell=organize_shell, why_words=WHY, state_words=STATE
    )
