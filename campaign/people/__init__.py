"""Residents who let an organization use their address, and what they allowed.

**Person**: a resident whose mailbox is proven and who ticked something.
**Consent**: person × organization × purpose, with the wording they saw; it ends when
withdrawn and is never revived by anyone but the person.
"""
