"""Residents whom an organization keeps, with what they allowed it.

- **Person**: the record that one organization keeps about a resident. Two organizations that
  know the same mailbox keep two records, which know nothing of each other.
- **Wording**: a sentence that people agreed to, word for word.
- **Consent**: a person lets their organization use the address for one purpose; since when,
  with which wording, and where it came from (*source*: `petition:<id>`, `import:<id>`).
- **Refusal**: what stays of a consent that was withdrawn: the mailbox's keyed hash, so that no
  import brings it back. Only the owner of the mailbox lifts it, by ticking again.
- **OtherMailbox**: one more mailbox of a person, known since two records became one.
- **Tag**, **Tagged**, **Tagging**: an organization's own words about its people; who has one;
  the act that gave or took it, which can be undone.
- **Import**: people from a file that an organization brought: *waiting* (looked at, not carried
  out), *running*, *done*, *failed*, *undone*.

Organizers and owners see the people of their own organization, and of no other. Everybody in a
campaign sees totals, and numbers under five as “under 5”.
"""
