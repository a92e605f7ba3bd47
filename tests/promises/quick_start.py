"""Starts real servers quickly: everything is loaded once, each line on stdin forks one.

Writes the server's process id, which is also that of its process group. The settings come from
the environment.
"""

import os
import signal
import sys

import granian.server  # noqa: F401 - loaded here, once

from campaign import create_app
from campaign.config import ensure_instance, load_settings
from campaign.server import serve

if __name__ == "__main__":
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    loaded = ensure_instance(load_settings(os.environ))
    create_app(loaded)
    for _ in sys.stdin:
        server = os.fork()
        if server == 0:
            os.setsid()
            os.dup2(2, 1)  # standard output is ours
            signal.signal(signal.SIGCHLD, signal.SIG_DFL)
            serve(loaded)
            os._exit(0)
        print(server, flush=True)
