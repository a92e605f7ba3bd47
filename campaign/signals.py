"""What a lower room tells the rooms above it, without importing them."""

from blinker import Namespace

_names = Namespace()

fact_changed = _names.signal("fact-changed")
"""A fact has a new version or status. Sender: the Fact."""

citation_deciding = _names.signal("citation-deciding")
"""Somebody is about to decide what a document does about a changed fact: whoever keeps the document
locks it first, as those do who save it. Sender: its Reference (kind and number)."""

citation_updated = _names.signal("citation-updated")
"""A document says a newer sentence of a fact now. Sender: a Citation of it; `user` decided, None
for somebody without an account."""

speaker_forgotten = _names.signal("speaker-forgotten")
"""What speakers said must go: they withdrew, were removed, or their names ended. Sender: a list of
their numbers; their rows are still there."""

mail_bounced = _names.signal("mail-bounced")
"""A mail came back, was refused for good, or was complained about. Sender: its row of the outbox;
`kind` as in `mail.Bounce`, `code` of RFC 3463 or "". Whoever sent this commits the session."""

mail_settled = _names.signal("mail-settled")
"""A mail that may go out only once is *sent*, *failed* or *uncertain*. Sender: its row of the
outbox; `state` says which. Whoever sent this commits the session; when a process dies it may be
missed."""

person_erased = _names.signal("person-erased")
"""Everything about a mailbox must go. Sender: the mailbox's canonical form (text)."""
