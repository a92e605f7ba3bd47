"""The name of one worker, and its file: locked while it lives, with the mails that it has sent.

The system frees the lock when the process ends, however it ends; so others see it at once. What
a process has written into a file is there after it was killed. So the file can say, at the cost
of a thousandth of a commit, which mails were sent since the outbox was told last.
"""

import fcntl
import logging
import os
import socket
import struct
import time
from contextlib import suppress
from pathlib import Path

log = logging.getLogger("campaign.mail")
NOTE = struct.Struct("<q")  # the number of a mail
MOST = 512  # notes; room for them is there from the beginning, also when the disk is full


class Identity:
    """One worker: host, process, start."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(exist_ok=True)
        self.folder = folder
        self.name = f"{socket.gethostname()[:60]}-{os.getpid()}-{time.time_ns():x}"
        self.sent: list[int] = []
        unborn = folder / f".{self.name}"
        # Open for as long as this process lives; others see it once it is locked.
        self.file = os.open(unborn, os.O_CREAT | os.O_WRONLY | os.O_CLOEXEC, 0o600)
        with suppress(OSError):  # then nothing can be noted, and each mail is committed alone
            os.posix_fallocate(self.file, 0, NOTE.size * MOST)
        fcntl.flock(self.file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        unborn.rename(folder / self.name)

    def note(self, number: int) -> bool:
        """This mail was sent; False where it cannot be written, which must be told the outbox."""
        if not self.write(NOTE.pack(number), NOTE.size * len(self.sent)):
            return False
        self.sent.append(number)
        return True

    def forget(self) -> None:
        """The outbox knows what was noted; what cannot be wiped out says nothing new."""
        if self.sent:
            self.write(bytes(NOTE.size * len(self.sent)), 0)
            self.sent = []

    def write(self, data: bytes, at: int) -> bool:
        try:
            return os.pwrite(self.file, data, at) == len(data)
        except OSError:
            log.exception("%s", self.folder)
            return False

    def dead(self) -> list[str]:
        """Workers of this folder that have ended, and that nobody has dealt with."""
        others = (path for path in self.folder.iterdir() if path.name[0] != ".")
        return [path.name for path in others if path.name != self.name and is_free(path)]

    def sent_by(self, name: str) -> list[int]:
        """What another worker of this folder noted; nothing if it works elsewhere."""
        try:
            data = (self.folder / name).read_bytes()
        except FileNotFoundError:
            return []
        whole = data[: len(data) // NOTE.size * NOTE.size]
        return [number for (number,) in NOTE.iter_unpack(whole) if number]

    def bury(self, name: str) -> None:
        """Forget one that has ended, once what it left behind is dealt with."""
        path = self.folder / name
        if is_free(path):
            path.unlink(missing_ok=True)


def is_free(path: Path) -> bool:
    try:
        with path.open("rb") as file:
            fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except OSError:
        return False
    return True
