"""ClamAV's own clamd, with a signature of ours, says what our scanner takes it to say."""

import asyncio
import os
import shutil
from collections.abc import AsyncGenerator
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
import pytest_asyncio

from services.directory.documents.gateways import CHUNK_BYTES, Scanner
from services.directory.documents.values import Scan
from shared.settings import Settings
from tests.conftest import go_without

pytestmark = [pytest.mark.real, pytest.mark.asyncio(loop_scope="module")]

MARK = b"something nobody should open"
CONFIGURATION = """
Foreground yes
LocalSocket {folder}/socket
DatabaseDirectory {folder}/signatures
TemporaryDirectory {folder}
OfficialDatabaseOnly no
AlertEncrypted yes
AlertExceedsMax yes
MaxRecursion 3
StreamMaxLength 2M
MaxFileSize 2M
"""


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def scanner() -> AsyncGenerator[Scanner]:
    """A socket's path is short, which a test's own folder is not."""
    program = shutil.which("clamd", path=f"{os.environ['PATH']}:/usr/sbin")
    if program is None:
        go_without("This machine lacks clamd: apt-get install clamav-daemon.")
    assert program is not None
    with TemporaryDirectory(prefix="kp-clamd-") as name:
        folder = Path(name)
        folder.chmod(0o755)
        (folder / "signatures").mkdir()
        signature = f"Knotenpunkt.Test:0:*:{MARK.hex()}\n"
        (folder / "signatures" / "test.ndb").write_text(signature)
        configuration = folder / "clamd.conf"
        configuration.write_text(CONFIGURATION.format(folder=folder))
        process = await asyncio.create_subprocess_exec(
            program, "-c", str(configuration), stdout=asyncio.subprocess.DEVNULL
        )
        try:
            await listens(folder / "socket", process)
            yield Scanner(Settings(clamd=str(folder / "socket"), _env_file=None))
        finally:
            if process.returncode is None:
                process.terminate()
            await process.wait()


async def listens(path: Path, process: asyncio.subprocess.Process) -> None:
    async with asyncio.timeout(60):
        while True:
            assert process.returncode is None, "clamd has ended"
            try:
                _, writer = await asyncio.open_unix_connection(str(path))
            except OSError:
                await asyncio.sleep(0.05)
            else:
                writer.close()
                return


def archive(content: bytes) -> bytes:
    file = BytesIO()
    with ZipFile(file, "w", ZIP_DEFLATED) as opened:
        opened.writestr("inside", content)
    return file.getvalue()


async def test_what_is_harmless_is_clean(scanner: Scanner) -> None:
    assert await scanner.scan(b"Vereinbarung") is Scan.CLEAN
    assert await scanner.scan(os.urandom(3 * CHUNK_BYTES)) is Scan.CLEAN


async def test_what_it_knows_is_blocked_also_inside_an_archive(scanner: Scanner) -> None:
    assert await scanner.scan(MARK) is Scan.BLOCKED
    assert await scanner.scan(archive(MARK)) is Scan.BLOCKED


async def test_what_is_too_deep_or_too_large_is_not_scannable_and_no_finding(
    scanner: Scanner,
) -> None:
    deep = b"harmless"
    for _ in range(6):
        deep = archive(deep)
    assert await scanner.scan(deep) is Scan.UNSCANNABLE
    assert await scanner.scan(os.urandom(4 * 1024 * 1024)) is Scan.UNSCANNABLE
