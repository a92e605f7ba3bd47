"""Starts real workers quickly: everything is loaded once, each line on stdin forks one.

Writes the worker's process id. The settings come from the environment.
"""

import os
import signal
import sys

from campaign import create_app
from campaign.cli import main
from tests.mail import templates

if __name__ == "__main__":
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    app = create_app()
    templates.install(app)
    for _ in sys.stdin:
        worker = os.fork()
        if worker == 0:
            signal.signal(signal.SIGCHLD, signal.SIG_DFL)
            main(["worker"], obj=app)
        print(worker, flush=True)
