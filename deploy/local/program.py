"""Server programs that run beside this process, in a folder of their own, and end with it."""

import contextlib
import fcntl
import os
import pwd
import random
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import IO

OURS = (20_000, 32_000)
"""Ports below those that Linux gives to outgoing connections."""

# Linux ends a child when the *thread* that started it ends, so one thread that lives as long
# as this process starts them all.
_nursery = ThreadPoolExecutor(max_workers=1, thread_name_prefix="programs")


class CannotStartError(RuntimeError):
    """What is missing or in the way, as one sentence somebody can act on."""


def unprivileged_account(folder: Path) -> pwd.struct_passwd | None:
    """Whom a program that refuses to be root runs as: the folder's owner, else a system account."""
    if os.geteuid() != 0:
        return None
    owner = folder.stat().st_uid if folder.exists() else 0
    if owner:
        return pwd.getpwuid(owner)
    for name in ("postgres", "nobody"):
        try:
            return pwd.getpwnam(name)
        except KeyError:
            continue
    raise CannotStartError("PostgreSQL refuses to run as root and there is no account 'nobody'.")


def as_account(account: pwd.struct_passwd | None) -> list[str]:
    """The prefix of a command that runs as another account, yet may walk through root's folders."""
    if account is None:
        return []
    if shutil.which("setpriv") is None:
        raise CannotStartError("setpriv (Debian package util-linux) is missing; root needs it.")
    ids = [f"--reuid={account.pw_uid}", f"--regid={account.pw_gid}", "--clear-groups"]
    walk = _capability_to_walk()
    return ["setpriv", *ids, *([f"--inh-caps=+{walk}", f"--ambient-caps=+{walk}"] if walk else [])]


def spawn(
    command: Sequence[str],
    log: Path,
    last_signal: signal.Signals,
    account: pwd.struct_passwd | None = None,
    environment: Mapping[str, str] | None = None,
) -> subprocess.Popen[bytes]:
    """Start a program that gets `last_signal` when this process ends in whatever way."""
    prefix = as_account(account)
    if sys.platform == "linux" and shutil.which("setpriv"):
        name = last_signal.name.removeprefix("SIG")
        prefix = [*(prefix or ["setpriv"]), "--pdeathsig", name, "--"]
    with log.open("ab") as output:
        start = _nursery.submit(
            subprocess.Popen,
            [*prefix, *command],
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
            env=environment,
        )
        return start.result()


def claim(folder: Path) -> IO[str]:
    """Hold the folder until the result is closed or this process ends."""
    folder.mkdir(parents=True, exist_ok=True)
    holder = (folder / "claim").open("w")
    try:
        fcntl.flock(holder, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        holder.close()
        raise CannotStartError(f"{folder} is in use by another running Knotenpunkt.") from None
    return holder


def remembered_port(folder: Path, name: str, wanted: int | None = None) -> int:
    """The wanted port, else the folder's last one if it is still free, else a new one."""
    note = folder / name
    last = int(note.read_text()) if note.exists() else 0
    port = wanted or (last if last and not listens(last) else free_port())
    note.write_text(str(port))
    return port


def kept_secret(file: Path) -> str:
    """A secret made once and kept in a file only its owner can read."""
    if not file.exists():
        file.parent.mkdir(parents=True, exist_ok=True)
        file.touch(mode=0o600)
        file.write_text(secrets.token_urlsafe(32))
    return file.read_text()


def end_leftover(pid_file: Path, marker: str, gentle: signal.Signals) -> None:
    """End the program an earlier, killed process left behind in this folder."""
    if not pid_file.exists():
        return
    pid = int(pid_file.read_text().split()[0])
    if not _is_ours(pid, marker):
        pid_file.unlink()
        return
    os.kill(pid, gentle)
    if not wait_until(lambda: not _is_ours(pid, marker), seconds=20):
        os.kill(pid, signal.SIGKILL)
        wait_until(lambda: not _is_ours(pid, marker), seconds=5)


def wait_until(done: Callable[[], bool], seconds: float, pause: float = 0.05) -> bool:
    deadline = time.monotonic() + seconds
    while not done():
        if time.monotonic() > deadline:
            return False
        time.sleep(pause)
    return True


def _capability_to_walk() -> str | None:
    """The smallest one this process may pass on; containers often lack the first."""
    status = Path("/proc/self/status").read_text()
    permitted = int(status.partition("CapPrm:")[2].split()[0], 16)
    names = {"dac_read_search": 2, "dac_override": 1}
    return next((name for name, bit in names.items() if permitted >> bit & 1), None)


def _is_ours(pid: int, marker: str) -> bool:
    command = Path(f"/proc/{pid}/cmdline")
    if command.parent.parent.joinpath("self").exists():
        return command.exists() and marker.encode() in command.read_bytes()
    try:
        os.kill(pid, 0)
    except OSError:
        return False
    return True


def listens(port: int) -> bool:
    """Whether somebody listens on this machine's port."""
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def free_port() -> int:
    """A port nobody listens on at this moment, and that no connection is given by chance."""
    while True:
        port = random.SystemRandom().randrange(*OURS)
        with socket.socket() as probe, contextlib.suppress(OSError):
            probe.bind(("127.0.0.1", port))
            return port
