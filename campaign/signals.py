"""What a lower room tells the rooms above it, without importing them."""

from blinker import Namespace

_names = Namespace()

fact_changed = _names.signal("fact-changed")
"""A fact has a new version or status. Sender: the Fact."""

person_erased = _names.signal("person-erased")
"""Everything about a mailbox must go. Sender: the mailbox's canonical form (text)."""
