"""Starts real workers quickly: everything is loaded once, each line on stdin forks one.

Writes the worker's process id. The settings come from the environment.
"""

import os
import signal
import sys

from campaign import create_app
from campaign.cli import main, server  # noqa: F401 - loaded before the fork
from campaign.mail.delivery import worker as worker_of
from tests.mail import templates

if __name__ == "__main__":
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    app = create_app()
    templates.install(app)
    with app.app_context():
        worker_of().moulds.get(templates.NAME, "en", templates.SHARED, templates.MERGE)
    for _ in sys.stdin:
        worker = os.fork()
        if worker == 0:
            signal.signal(signal.SIGCHLD, signal.SIG_DFL)
            main(["worker"], obj=app)
        print(worker, flush=True)
