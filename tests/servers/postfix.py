"""A real Postfix on loopback, with a folder of its own and a Maildir for each mailbox."""

import os
import pwd
import shutil
import signal
import subprocess
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from tempfile import TemporaryDirectory

from deploy.local.program import free_port, listens, spawn, wait_until

HERE = Path(__file__).parents[2]
PIPE = HERE / "deploy" / "mail" / "bounce.sh"
NAME, RETURNS = "mail.bergkamen.example", "bounce.bergkamen.example"
NOWHERE = "nowhere.example"
"""What goes there is taken and forgotten."""
START_SECONDS = 20
_MAIN = """
compatibility_level = 3.6
queue_directory = {folder}/queue
data_directory = {folder}/data
daemon_directory = /usr/lib/postfix/sbin
maillog_file = {folder}/mail.log
maillog_file_prefixes = {folder}
myhostname = {name}
mydestination =
mynetworks = 127.0.0.0/8
inet_interfaces = 127.0.0.1
inet_protocols = ipv4
alias_maps =
alias_database =
smtpd_reject_unlisted_recipient = no
relay_domains = {returns}, {nowhere}
transport_maps = inline:{{ {{ {returns} = knotenpunkt: }}, {{ {nowhere} = discard: }} }}
virtual_mailbox_domains = {domains}
virtual_mailbox_base = {folder}/mail
virtual_mailbox_maps = inline:{{ {boxes} }}
virtual_minimum_uid = 1
virtual_uid_maps = static:{uid}
virtual_gid_maps = static:{gid}
bounce_queue_lifetime = 1d
queue_run_delay = 5s
minimal_backoff_time = 5s
"""
_MASTER = """
127.0.0.1:{port} inet n - n - - smtpd
cleanup unix n - n - 0 cleanup
qmgr unix n - n 300 1 qmgr
rewrite unix - - n - - trivial-rewrite
bounce unix - - n - 0 bounce
defer unix - - n - 0 bounce
trace unix - - n - 0 bounce
verify unix - - n - 1 verify
error unix - - n - - error
discard unix - - n - - discard
retry unix - - n - - error
proxymap unix - - n - - proxymap
virtual unix - n n - - virtual
anvil unix - - n - 1 anvil
postlog unix-dgram n - n - 1 postlogd
knotenpunkt unix - n n - 1 pipe
  user=nobody argv={folder}/bounce.sh {url} {folder}/secret ${{recipient}}
"""


class Postfix:
    """``boxes`` are the addresses it has mailboxes for, in small letters; others come back."""

    def __init__(self, folder: Path, boxes: Collection[str]) -> None:
        self.port = free_port()
        self._folder = folder
        self._boxes = boxes
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def address(self) -> str:
        return f"smtp://127.0.0.1:{self.port}"

    def start(self, url: str, secret: str) -> None:
        """What comes back it hands over there; raises ``TimeoutError`` with what it logged."""
        self._write(url, secret)
        command = ["postfix", "-c", str(self._folder / "etc"), "start-fg"]
        self._process = spawn(command, self._folder / "start.log", signal.SIGTERM)
        if not wait_until(lambda: listens(self.port), START_SECONDS):
            logs = (self._folder / "start.log", self._folder / "mail.log")
            raise TimeoutError("".join(each.read_text() for each in logs if each.exists()))

    def stop(self) -> None:
        if self._process is not None:
            command = ["postfix", "-c", str(self._folder / "etc"), "stop"]
            subprocess.run(command, check=False, capture_output=True)
            self._process.wait(20)

    @property
    def log(self) -> str:
        """What it said of its work."""
        return (self._folder / "mail.log").read_text()

    def mails(self, address: str) -> list[EmailMessage]:
        """What lies in a mailbox, oldest first."""
        files = (self._folder / "mail" / address / "new").glob("*")
        found = sorted(files, key=lambda each: each.stat().st_mtime_ns)
        read = [message_from_bytes(each.read_bytes(), policy=policy.default) for each in found]
        return [each for each in read if isinstance(each, EmailMessage)]

    def _write(self, url: str, secret: str) -> None:
        etc, mail = self._folder / "etc", self._folder / "mail"
        for each in (etc, mail, self._folder / "queue", self._folder / "data"):
            each.mkdir()
        nobody, postfix = pwd.getpwnam("nobody"), pwd.getpwnam("postfix")
        os.chown(mail, nobody.pw_uid, nobody.pw_gid)
        os.chown(self._folder / "data", postfix.pw_uid, postfix.pw_gid)
        shutil.copy(PIPE, self._folder / "bounce.sh")
        (self._folder / "secret").write_text(secret)
        domains = sorted({each.rpartition("@")[2] for each in self._boxes})
        values = {
            "folder": self._folder,
            "name": NAME,
            "returns": RETURNS,
            "nowhere": NOWHERE,
            "domains": ", ".join(domains),
            "boxes": ", ".join(f"{{ {each} = {each}/ }}" for each in self._boxes),
            "uid": nobody.pw_uid,
            "gid": nobody.pw_gid,
            "port": self.port,
            "url": url,
        }
        (etc / "main.cf").write_text(_MAIN.format(**values).lstrip())
        (etc / "master.cf").write_text(_MASTER.format(**values).lstrip())


def why_not() -> str:
    """Why there can be none here; empty if there can."""
    if shutil.which("postfix") is None or shutil.which("curl") is None:
        return "This machine lacks postfix or curl: apt-get install postfix curl."
    return "" if os.geteuid() == 0 else "Postfix is started by root only."


@contextmanager
def postfix(boxes: Collection[str]) -> Iterator[Postfix]:
    """One to be started; its own accounts have to walk to its folder."""
    with TemporaryDirectory(prefix="postfix-", dir="/tmp") as folder:
        Path(folder).chmod(0o755)
        server = Postfix(Path(folder), boxes)
        try:
            yield server
        finally:
            server.stop()
