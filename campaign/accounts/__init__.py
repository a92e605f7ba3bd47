"""Accounts of the people who run campaigns.

- **User**: one human with a password and, for owners, a second factor. There is no public
  registration: an account begins with an organization's invitation.
- What a user may do comes from memberships, which live upstairs in `coalition`.
"""
