"""What `campaign check` says of one thing that it looked at."""

from typing import NamedTuple


class Finding(NamedTuple):
    """What was looked at, whether it is all right, and how to mend it if not."""

    topic: str
    is_right: bool
    words: str
