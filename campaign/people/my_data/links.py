"""“My data”: a link by mail, and behind it everything that is held about the mailbox's owner.

The link is good for an hour and for this alone. Opening it changes nothing.
"""

import json
import time
from typing import Any

from flask import Flask
from flask_babel import lazy_gettext as _

from ... import limits, mail, tokens
from ...coalition import audit, scope
from ...config import settings
from ...db import db, now
from ...security import keyed_hash
from . import accounts, erasing, holdings, records
from . import mail as held_mail
from .holdings import Correction, Holding, Use

OPEN, MOVE = "my-data.open", "my-data.move"
LASTS = 3600  # seconds
ACTS = {
    "person.erased": _("erased a person who asked for it"),
    "person.corrected": _("let a person correct what is held"),
    "installation.restored": _("restored a backup"),
    "people.pruned": _("deleted what was past its date"),
}


def init_app(app: Flask) -> None:
    from . import views

    for holder in (held_mail.HOLDER, accounts.HOLDER, records.HOLDER):
        holdings.register_holder(holder)
    audit.register(ACTS)
    app.register_blueprint(views.bp)


def send_link(address: str, network: str, language: str) -> bool:
    """Mail the link; False when too many ask from one network. Known or not, it is the same."""
    if not limits.take(f"my-data:{network}", settings().network_limit, LASTS):
        return False
    mark = erasing.mark_of(address)
    mail.queue(
        "my_data/mail/link",
        address,
        key=f"my-data:{keyed_hash(f'{mark}:{int(time.time()) // 600}', 'my-data')}",
        locale=language,
        merge={"link": f"{link_of(mark)}?lang={language}"},
    )
    return True


def link_of(mark: str) -> str:
    return mail.link("my_data.show", token=tokens.make(OPEN, mark))


def read_link(token: str) -> str | None:
    """The mailbox's mark of a link, or None when it is damaged, foreign or too old."""
    mark = tokens.read(OPEN, token, LASTS)
    return mark if isinstance(mark, str) else None


def held(mark: str) -> list[tuple[str, Holding]]:
    return holdings.find(mark)


def withdraw(mark: str, name: str, key: str) -> bool:
    """Take one holding back, in the caller's transaction; False where there is none such."""
    with scope.everyones():
        for holder, one in held(mark):
            if (holder, one.key) == (name, key) and one.act is not None:
                found = next(each for each in holdings.holders() if each.name == name)
                found.withdraw(mark, key)
                return True
    return False


def correct(mark: str, said: Correction) -> int:
    """Change name, ward or language wherever they are held; in how many places."""
    with scope.everyones():
        return sum(holder.correct(mark, said) for holder in holdings.holders())


def send_move(mark: str, address: str, language: str) -> None:
    """Ask the owner of another mailbox to confirm that what is held belongs to them, too."""
    other = erasing.mark_of(address)
    token = tokens.make(MOVE, [mark, address])
    mail.queue(
        "my_data/mail/move",
        address,
        key=f"my-data-move:{keyed_hash(f'{other}:{int(time.time()) // 600}', 'my-data')}",
        locale=language,
        merge={"link": f"{mail.link('my_data.move', token=token)}?lang={language}"},
    )


def read_move(token: str) -> tuple[str, str] | None:
    """From which mark to which address, as the link of a mail to that address says."""
    match tokens.read(MOVE, token, LASTS):
        case [str(mark), str(address)]:
            return mark, address
    return None


def move(mark: str, address: str) -> int:
    """Bring what is held to this address; how many things. Moving twice is moving once."""
    other = erasing.mark_of(address)
    if other == mark:
        return 0
    with scope.everyones():
        done = sum(holder.move(mark, other, address) for holder in holdings.holders())
        mail_room_forgets = next(one for one in holdings.holders() if one.name == "mail")
        mail_room_forgets.erase(mark)
    return done


def as_values(mark: str) -> dict[str, Any]:
    """Everything for a program to read: the shape is told in docs/deploy.md."""
    return {
        "made_at": now().isoformat(timespec="seconds"),
        "installation": settings().base_url,
        "contact": settings().contact,
        "held": [values(name, one) for name, one in held(mark)],
    }


def as_json(mark: str) -> str:
    return json.dumps(as_values(mark), ensure_ascii=False, indent=2, default=str)


def values(name: str, one: Holding) -> dict[str, Any]:
    return {
        "kept_by": name,
        "kind": one.kind,
        "title": str(one.title),
        "data": one.values,
        "source": str(one.source),
        "since": one.since and one.since.isoformat(),
        "until": str(one.until),
        "used_by": [use_values(use) for use in one.uses],
    }


def use_values(use: Use) -> dict[str, Any]:
    return {
        "who": use.who,
        "for": str(use.purpose),
        "wording": use.wording,
        "source": str(use.source),
        "since": use.since and use.since.isoformat(),
        "ended": use.ended and use.ended.isoformat(),
    }


def known_values(mark: str) -> dict[str, str]:
    """What the form to correct begins with: name, ward and language as they are held now."""
    found = {"name": "", "division": "", "language": ""}
    for _name, one in held(mark):
        if one.kind in ("signature", "record"):
            found = {key: text or str(one.values.get(key) or "") for key, text in found.items()}
    return found


def commit() -> None:
    db.session.commit()
    mail.wake()
