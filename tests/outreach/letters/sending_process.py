"""Hands letters over and delivers them, over and over; each line on stdin forks one that does.

Writes its process id. The settings come from the environment.
"""

import os
import signal
import sys

from campaign import create_app
from campaign.mail.delivery import worker as worker_of
from campaign.outreach.letters import sending

if __name__ == "__main__":
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    app = create_app()
    for _ in sys.stdin:
        child = os.fork()
        if child == 0:
            while True:
                with app.app_context():  # of its own for each job, as the queue gives it
                    sending.send()
                with app.app_context():
                    worker_of().send_all_due()
        print(child, flush=True)
