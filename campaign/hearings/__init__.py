"""Hearings: where the public may speak to a body, by that body's rules.

**Hearing**: a meeting of a body where the public is heard; *draft* until published, then
*scheduled*, *recessed*, *rescheduled* (it names its successor) or *cancelled*. Only organizers of
the lead change it and see who speaks; partners see numbers.
**SpeakingRule**: how the body hears people, as a template of the body or a hearing's own copy; with
**Window**s in which one may sign up, write or ask for access, stated as the clerk states them.
**Speaker**: a person in a hearing's pool. *interested → ready → applied → drawn / not drawn →
confirmed → present → spoke / forfeited / out of time*; in writing *ready → filed*; where the
organizers own the seats *waiting → offered → confirmed*, or *lapsed*. A speaker counts once the
mailbox is proven, and may withdraw at any time. **SpeakerChange**: one step, who made it and when.
**Point**: a thing worth saying in a campaign. **Deal**: a point that one speaker is to make, and
why. The **line-up** is the speakers in order with their points and times.
**Heard**: an official's question, promise or remark, in the record of the day.
"""

from flask import Flask


def init_app(app: Flask) -> None:
    from . import day, desk_setup, lineup, public, reminding, speaking

    desk_setup.init_app(app)
    for part in (public, speaking, reminding, lineup, day):
        part.init_app(app)
