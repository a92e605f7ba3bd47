"""Who takes the mails: a mail server, or the development mailbox where none is set."""

from pathlib import Path
from typing import Any

from flask import Flask

from ..config import Settings
from .smtp import Carrier, Server, TroubleError


class Folder:
    """The development mailbox: each mail is a file with the bytes that would have been sent."""

    def __init__(self, app: Flask) -> None:
        self.path = folder_of(app.config["SETTINGS"])
        self.path.mkdir(exist_ok=True)

    def withdraw(self) -> None:
        pass

    def reply(self) -> None:
        pass

    def push(self, row: Any, data: bytes, following: Any = None) -> None:
        part = self.path / f"{row.id}.part"
        try:
            part.write_bytes(data)
            part.replace(self.path / f"{row.id}.eml")
        except OSError as error:
            raise TroubleError(type(error).__name__, in_mail=True) from None

    def close(self) -> None:
        pass


def folder_of(loaded: Settings) -> Path:
    return loaded.instance / "mail"


def carrier_of(app: Flask) -> Carrier:
    return Server(app) if app.config["SETTINGS"].mail_server else Folder(app)
