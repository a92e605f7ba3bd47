"""Codes of a phone (RFC 6238), used once each, and recovery codes, kept as hashes."""

from typing import Any

import segno
from flask import Response, current_app, make_response, render_template, request
from flask_security import MfRecoveryCodesUtil, Totp

from ..db import db
from ..security import keyed_hash
from .models import User


class Codes(Totp):
    """Codes of an authenticator app; one that was accepted is not accepted again."""

    def generate_qrcode(self, username: str, totp: str) -> str:
        return str(segno.make(self.get_totp_uri(username, totp)).svg_data_uri(scale=4))

    def get_last_counter(self, user: Any) -> int | None:
        """The time step last used; the row is locked so that two requests take turns."""
        used = db.select(User.tf_last_counter).filter_by(id=user.id).with_for_update()
        return db.session.scalar(used)

    def set_last_counter(self, user: Any, tmatch: Any) -> None:
        user.tf_last_counter = tmatch.counter


class RecoveryCodes(MfRecoveryCodesUtil):
    """Recovery codes that even a reader of the database cannot use: they are shown once."""

    def create_recovery_codes(self, user: Any) -> list[str]:
        codes = super().create_recovery_codes(user)
        user.mf_recovery_codes = [hash_code(user, code) for code in codes]
        return codes

    def get_recovery_codes(self, user: Any) -> list[str]:
        return []

    def check_recovery_code(self, user: Any, code: str) -> bool:
        return hash_code(user, code) in (user.mf_recovery_codes or [])

    def delete_recovery_code(self, user: Any, code: str) -> bool:
        user.mf_recovery_codes.remove(hash_code(user, code))
        return True


def show_key_again(form: Any) -> Response:
    """The key that was scanned, after a wrong first code: the phone's entry stays good."""
    codes = current_app.extensions["security"].totp_factory
    shown = codes.fetch_setup_values(form.tf_totp_secret, form.user)
    page = render_template(
        "security/two_factor_setup.html",
        form=form,
        two_factor_verify_code_form=form,
        chosen_method=form.primary_method,
        state_token=(request.view_args or {}).get("token"),
        authr_qrcode=shown["image"],
        authr_key=shown["key"],
        authr_username=shown["username"],
        authr_issuer=shown["issuer"],
    )
    return make_response(page, 422)


def hash_code(user: Any, code: str) -> str:
    """Keyed hash of a recovery code, however its spaces, dashes and capitals are typed."""
    plain = "".join(char for char in code.lower() if char.isalnum())
    return keyed_hash(plain, f"recovery:{user.id}")
