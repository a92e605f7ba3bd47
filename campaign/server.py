"""The web server: granian, with the worker inside unless jobs have a queue of their own."""

import gc
import logging
import os
import signal
from multiprocessing import util
from typing import Any

from .config import Settings, ensure_instance, load_settings


def serve(loaded: Settings, quiet: bool = False) -> None:
    """Answer requests until SIGINT or SIGTERM. The app is built in the web processes only."""
    from granian.constants import Interfaces
    from granian.server import Server

    server = Server(
        "campaign.server:make_app",
        address=loaded.host,
        port=loaded.port,
        interface=Interfaces.WSGI,
        workers=loaded.workers,
        blocking_threads=loaded.threads,
        respawn_failed_workers=True,
        workers_kill_timeout=3,  # seconds; one half-sent request would hold the end up for ever
        log_enabled=not quiet,
    )

    def load(*_: Any) -> Any:
        # Ctrl-C reaches this web process and its parent, which then stops it once more; granian
        # can miss both when they come at once. So only the parent's word counts here.
        signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
        signal.signal(signal.SIGTERM, signal.SIG_DFL)  # until granian listens to it here
        return make_app(loaded)

    server.serve(target_loader=load)


def make_app(loaded: Settings | None = None) -> Any:
    """The app of one web process, its worker started."""
    from . import create_app, observe
    from .jobs import Embedded

    loaded = loaded or ensure_instance(load_settings(os.environ))
    observe.set_up_logs()
    app = create_app(loaded)
    if not loaded.queue_url:
        embedded = Embedded(app)
        embedded.start()
        util.Finalize(None, embedded.stop, exitpriority=10)
    gc.collect()
    gc.freeze()  # what is loaded now stays: looking through it again and again costs 7 %
    gc.set_threshold(50_000, 20, 20)
    logging.getLogger("campaign").info("started")
    return app
