"""Where the content of documents lies, and who looks for viruses in it."""

import asyncio
import socket
import struct
from contextlib import suppress
from datetime import timedelta
from pathlib import Path

import obstore
from obstore.store import LocalStore, ObjectStore, S3Store

from services.directory.documents.values import Scan
from shared.private_files import private_folder
from shared.settings import Settings

FOLDER = "files"
"""In the data folder."""
PATIENCE = timedelta(seconds=10)
SCAN_SECONDS = 60.0
CHUNK_BYTES = 256 * 1024
_UNSEEN = ("Heuristics.Limits.Exceeded", "Heuristics.Encrypted", "size limit exceeded")
"""What ClamAV says of what it could not look into."""


class StoreAway(Exception):
    """The store does not answer, or has lost what it was given."""


class ScannerAway(Exception):
    """The scanner does not answer, or not in its language."""


class StoreLost(StoreAway):
    """The store answers, and has nothing under the key."""


class ScanFailed(ScannerAway):
    """The scanner took the file, and did not say what is in it."""


class Store:
    """Content by keys that say nothing; a key is written once. Raises ``StoreAway``."""

    def __init__(self, settings: Settings) -> None:
        self._store = _store(settings)

    async def put(self, key: str, content: bytes) -> None:
        try:
            await obstore.put_async(self._store, key, content)
        except Exception as fault:
            raise StoreAway(type(fault).__name__) from None

    async def get(self, key: str) -> bytes:
        try:
            found = await obstore.get_async(self._store, key)
            return bytes(await found.bytes_async())
        except FileNotFoundError:
            raise StoreLost("FileNotFoundError") from None
        except Exception as fault:
            raise StoreAway(type(fault).__name__) from None

    async def delete(self, key: str) -> None:
        """What is not there is deleted already."""
        try:
            await obstore.delete_async(self._store, key)
        except FileNotFoundError:
            return
        except Exception as fault:
            raise StoreAway(type(fault).__name__) from None


def _store(settings: Settings) -> ObjectStore:
    if not settings.files_url:
        folder: Path = private_folder(settings.data / FOLDER)
        return LocalStore(prefix=folder)
    bucket, _, prefix = settings.files_url.removeprefix("s3://").partition("/")
    secret = settings.files_secret
    return S3Store(
        bucket,
        prefix=prefix or None,
        endpoint=settings.files_endpoint or None,
        region=settings.files_region,
        access_key_id=settings.files_key or None,
        secret_access_key=secret.get_secret_value() if secret else None,
        virtual_hosted_style_request=False,
        client_options={"allow_http": True, "timeout": PATIENCE},
        retry_config={"max_retries": 2, "retry_timeout": PATIENCE},
    )


class Scanner:
    """ClamAV's clamd at a socket; says nothing where none is set."""

    def __init__(self, settings: Settings) -> None:
        self._address = settings.clamd

    @property
    def is_there(self) -> bool:
        """Whether one is set, answering or not."""
        return bool(self._address)

    async def scan(self, content: bytes) -> Scan:
        """What it says of it; raises ``ScannerAway``, ``ScanFailed`` once it has taken the file."""
        try:
            connection = await asyncio.to_thread(_connected, self._address)
        except OSError as fault:
            raise ScannerAway(type(fault).__name__) from None
        try:
            said = await asyncio.to_thread(_said_of, connection, content)
        except (OSError, EOFError) as fault:
            raise ScanFailed(type(fault).__name__) from None
        return verdict(said)


def _said_of(opened: socket.socket, content: bytes) -> str:
    """Sent in pieces; what is too large for it is answered, and closed, before its end."""
    with opened as connection:
        with suppress(BrokenPipeError, ConnectionResetError):
            connection.sendall(b"zINSTREAM\0")
            for start in range(0, len(content), CHUNK_BYTES):
                chunk = content[start : start + CHUNK_BYTES]
                connection.sendall(struct.pack(">I", len(chunk)) + chunk)
            connection.sendall(struct.pack(">I", 0))
        said = b""
        while not said.endswith(b"\0"):
            more = connection.recv(4096)
            if not more:
                raise EOFError
            said += more
    return said.rstrip(b"\0").decode("utf-8", "replace")


def _connected(address: str) -> socket.socket:
    if not address.startswith("/"):
        host, _, port = address.rpartition(":")
        return socket.create_connection((host, int(port)), timeout=SCAN_SECONDS)
    connection = socket.socket(socket.AF_UNIX)
    connection.settimeout(SCAN_SECONDS)
    try:
        connection.connect(address)
    except OSError:
        connection.close()
        raise
    return connection


def verdict(said: str) -> Scan:
    """What an answer of clamd means; raises ``ScanFailed`` for a fault of its own."""
    if any(each in said for each in _UNSEEN):
        return Scan.UNSCANNABLE
    if said.endswith(" FOUND"):
        return Scan.BLOCKED
    if said.endswith(": OK"):
        return Scan.CLEAN
    raise ScanFailed("it says that something went wrong")
