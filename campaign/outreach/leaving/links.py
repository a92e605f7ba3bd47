"""The link under every mailing with which its receiver leaves that organization's list."""

from ... import mail, tokens

PURPOSE = "outreach.unsubscribe"


def unsubscribe_link(organization_id: int, mailbox: str) -> str:
    """The absolute address of the one-click page (RFC 8058); it never gets too old.

    `mailbox` is the keyed hash of the receiver's mailbox: the link tells nobody an address.
    """
    return mail.link("letters.unsubscribe", token=tokens.make(PURPOSE, [organization_id, mailbox]))


def read_link(token: str) -> tuple[int, str] | None:
    """Organization and mailbox of a link, or None when it is damaged or foreign."""
    match tokens.read(PURPOSE, token):
        case [int(organization_id), str(mailbox)]:
            return organization_id, mailbox
    return None
