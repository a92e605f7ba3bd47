"""People who can log in."""

from uuid import uuid4

from flask_security import UserMixin, hash_password
from sqlalchemy import String
from sqlalchemy.ext.mutable import MutableList
from sqlalchemy.orm import Mapped, mapped_column

from ..db import Model, Timestamp, db, now
from ..mail.addresses import mailbox


def fresh_uniquifier() -> str:
    return uuid4().hex


class User(Model, UserMixin):
    """One human who can log in; residents who sign never need this.

    `mailbox` is the canonical form of `email`: one mailbox, one account. `password` is an
    argon2id hash, `tf_totp_secret` is encrypted, `mf_recovery_codes` are keyed hashes.
    `fs_uniquifier` is what a session carries: a new one ends every session of the user.
    """

    id: Mapped[int] = mapped_column(primary_key=True)
    email: Mapped[str] = mapped_column(String(254), unique=True)
    mailbox: Mapped[str] = mapped_column(String(254), unique=True)
    name: Mapped[str] = mapped_column(String(120), default="")
    locale: Mapped[str] = mapped_column(String(12), default="en")
    password: Mapped[str | None] = mapped_column(String(255))
    active: Mapped[bool] = mapped_column(default=True)
    fs_uniquifier: Mapped[str] = mapped_column(String(64), unique=True, default=fresh_uniquifier)
    created_at: Mapped[Timestamp] = mapped_column(default=now)
    confirmed_at: Mapped[Timestamp | None]
    disabled_at: Mapped[Timestamp | None]
    tf_primary_method: Mapped[str | None] = mapped_column(String(64))
    tf_totp_secret: Mapped[str | None] = mapped_column(String(255))
    tf_last_counter: Mapped[int | None]  # RFC 6238 time step of the last code used
    mf_recovery_codes: Mapped[list[str] | None] = mapped_column(MutableList.as_mutable(db.JSON()))

    @property
    def has_second_factor(self) -> bool:
        return bool(self.tf_primary_method and self.tf_totp_secret)

    def end_sessions(self) -> None:
        """Log this user out on every device; links to reset the password die too."""
        self.fs_uniquifier = fresh_uniquifier()

    def disable(self) -> None:
        """Let this user in no more."""
        self.active, self.disabled_at = False, now()
        self.end_sessions()


def find_user(email: str) -> User | None:
    """The account of this mailbox, however the address is spelt."""
    return db.session.scalar(db.select(User).filter_by(mailbox=mailbox(email)))


def register(email: str, name: str, password: str, locale: str = "en") -> User:
    """Make the account of somebody who has proved that they read this mailbox."""
    user = User(
        email=email.lower(),
        mailbox=mailbox(email),
        name=name,
        locale=locale,
        password=hash_password(password),
        confirmed_at=now(),
    )
    db.session.add(user)
    return user
