"""Mails about an account, through our outbox."""

import secrets
from typing import Any

from email_validator import EmailNotValidError, validate_email
from flask import Flask, Response, after_this_request
from flask_security import MailUtil
from flask_security.mail_util import EmailValidateException
from flask_security.utils import get_message

from .. import mail
from ..db import db
from .models import User


class NoticeUtil(MailUtil):
    """Takes what Flask-Security wants to mail; `template` is a name of ours (see `setup`)."""

    def send_mail(self, template: str, *args: Any, **context: Any) -> None:
        user, token = context["user"], context.get("reset_token")
        if token:
            notify(template, user, mail.link("security.reset_password", token=token))
        else:
            warn(user, "password")

    def normalize(self, email: str) -> str:
        """The address as accounts keep it; no name server is asked."""
        try:
            return validate_email(email.strip(), check_deliverability=False).normalized.lower()
        except EmailNotValidError:
            raise EmailValidateException(get_message("INVALID_EMAIL_ADDRESS")[0]) from None

    validate = normalize


def notify(template: str, user: User, link: str, **options: Any) -> None:
    """Queue a mail in the open transaction; it is committed with the answer of this request."""
    key = f"{template}:{user.id}:{secrets.token_hex(8)}"
    mail.queue(template, user.email, key=key, locale=user.locale, merge={"link": link}, **options)
    after_this_request(commit_and_wake)


def warn(user: User, what: str) -> None:
    """Tell the owner what has changed: “password”, “second factor on” or “second factor off”.

    Strangers cannot cause it, so it spends nothing of the mailbox's budget and always arrives.
    """
    link = mail.link("security.forgot_password")
    notify("accounts/mail/changed", user, link, shared={"what": what}, budgeted=False)


def tell_second_factor_changed(sender: Flask, user: Any, **details: Any) -> None:
    warn(user, "second factor on" if user.has_second_factor else "second factor off")


def commit_and_wake(response: Response) -> Response:
    """The commit of views that the package brings; one that failed changes nothing."""
    if response.status_code < 500:
        db.session.commit()
        mail.wake()
    return response
