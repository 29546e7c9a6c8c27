"""``python -m tests.servers.keeper KIND FOLDER RUN``: a server that lives as long as its test run.

The first worker that asks starts this process; it belongs to none of them, so that a worker may
crash. The run's controller holds a lock on the file ``RUN``. When the keeper gets the lock, the run
is over, however it ended, and the server is stopped.
"""

import fcntl
import os
import subprocess
import sys
from pathlib import Path

from deploy.local.kafka import KafkaServer
from deploy.local.keycloak import KeycloakServer
from deploy.local.postgres import PostgresServer
from deploy.local.program import CannotStartError

QUICK = {"fsync": "off", "full_page_writes": "off", "autovacuum": "off", "max_wal_size": "4GB"}
"""Nobody kills this server and looks afterwards; tests that do have one of their own.

Nor does it tidy hundreds of databases that nobody opens again.
"""


def server(kind: str, folder: Path) -> PostgresServer | KafkaServer | KeycloakServer:
    """Not started; attached to when its ``port`` is set."""
    if kind == "postgres":
        return PostgresServer(folder, more=QUICK)
    return KafkaServer(folder) if kind == "kafka" else KeycloakServer(folder)


def keep(kind: str, folder: Path, run: Path) -> None:
    """Start, say ``ready`` or why not, and wait for the end of the run."""
    ours = server(kind, folder)
    try:
        ours.start()
    except (CannotStartError, OSError, subprocess.SubprocessError) as reason:
        write_whole(folder / "failed", str(reason))
        return
    write_whole(folder / "ready", str(ours.port))
    with run.open() as held:
        fcntl.flock(held, fcntl.LOCK_SH)
    ours.stop()


def write_whole(file: Path, text: str) -> None:
    """Readers see all of it or nothing."""
    draft = file.with_suffix(".draft")
    draft.write_text(text)
    draft.rename(file)


if __name__ == "__main__":
    # Nobody's child: whoever started it need not wait for its end.
    if os.fork():
        os._exit(0)
    keep(sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3]))
