"""Mail that came back: read what servers report, and heed it.

A **report** is a message that a mail server, or a provider whose user complained, sends to our
bounce address. It counts only if it names, in the right place, an address that we signed
(`mail/verp.py`); from whom it says it comes matters nothing, for anyone can write that. Reports
come from a **mailbox** (a Maildir, a folder of an IMAP server) or one by one through a pipe.
"""
