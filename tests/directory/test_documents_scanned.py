"""A scanner sees every document; while it is away they are held back."""

import socket
from collections.abc import AsyncGenerator

import pytest
from sqlalchemy import update

from services.directory.documents.gateways import ScannerAway, verdict
from services.directory.documents.models import VersionRow
from services.directory.documents.use_cases import BETWEEN_TRIES, MAX_TRIES
from services.directory.documents.values import Scan
from tests.conftest import OpenHouse
from tests.directory.clamd import CRASHES, DEEP, VIRUS, Clamd, listening
from tests.directory.test_document_kinds import archive
from tests.directory.test_documents import PDF, enter


def encrypted() -> bytes:
    """Every entry says so; its flags stand in two places."""
    content = bytearray(archive(a=b"secret"))
    content[6] |= 1
    content[content.index(b"PK\x01\x02") + 8] |= 1
    return bytes(content)


@pytest.fixture
async def clamd() -> AsyncGenerator[Clamd]:
    async with listening() as clamd:
        yield clamd


async def test_the_scanner_sees_all_and_what_it_finds_nobody_gets(
    open_house: OpenHouse, clamd: Clamd
) -> None:
    desk = await enter(await open_house("directory", clamd=f"127.0.0.1:{clamd.port}"))
    good = await desk.added(PDF, "Gut")
    bad = await desk.added(PDF + VIRUS, "Schlecht")
    deep = await desk.added(PDF + DEEP, "Tief")
    locked = await desk.added(encrypted(), "Verschlossen")
    assert (await desk.get(f"{good}/datei")).status_code == 200
    blocked = await desk.get(f"{bad}/datei")
    assert blocked.status_code == 409
    assert "Gesperrte Datei" in blocked.text
    for page in (deep, locked):
        assert "Nicht prüfbar" in (await desk.get(page)).text
        assert (await desk.get(f"{page}/datei")).status_code == 200
    pretended = await desk.added(PDF + b"% /Encrypt " + VIRUS, "Vorgetäuscht")
    assert (await desk.get(f"{pretended}/datei")).status_code == 409
    assert len(clamd.seen) == 5


async def test_while_the_scanner_is_away_files_are_kept_and_held_back_until_it_has_seen_them(
    open_house: OpenHouse,
) -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    desk = await enter(await open_house("directory", clamd=f"127.0.0.1:{port}"))
    page = await desk.added(PDF)
    held = await desk.get(f"{page}/datei")
    assert held.status_code == 409
    assert "noch nicht gesehen" in held.text
    assert desk.stored == [PDF]
    with pytest.raises(ScannerAway):
        await desk.tend()
    await desk.added(PDF + b"/Encrypt", "Verschlossen")
    async with listening(port):
        await desk.tend()
    assert sorted(await desk.scans()) == [Scan.CLEAN, Scan.UNSCANNABLE]
    assert (await desk.get(f"{page}/datei")).content == PDF


async def test_a_file_on_which_the_scanner_always_fails_holds_up_no_other_and_is_held_back(
    open_house: OpenHouse, clamd: Clamd
) -> None:
    desk = await enter(await open_house("directory", clamd=f"127.0.0.1:{clamd.port}"))
    bad = await desk.added(PDF + CRASHES, "Schlecht")
    good = await desk.added(PDF, "Gut")
    async with desk.house.context("directory").database.transaction() as uow:
        await uow.session.execute(update(VersionRow).values(scan=Scan.UNCHECKED))
    for _ in range(MAX_TRIES):
        assert "noch nicht gesehen" in (await desk.get(f"{bad}/datei")).text
        await desk.tend()
        assert (await desk.get(f"{good}/datei")).status_code == 200
        seen = len(clamd.seen)
        await desk.tend()
        assert len(clamd.seen) == seen, "it is not asked at once again"
        desk.house.clock.forward(BETWEEN_TRIES * MAX_TRIES)
    await desk.tend()
    assert sorted(await desk.scans()) == [Scan.CLEAN, Scan.FAILED]
    held = await desk.get(f"{bad}/datei")
    assert held.status_code == 409
    assert "mehrmals gescheitert" in held.text
    assert "Nicht prüfbar" in (await desk.get(bad)).text


async def test_without_a_scanner_files_are_handed_out_as_unchecked(open_house: OpenHouse) -> None:
    desk = await enter(await open_house("directory"))
    page = await desk.added(PDF)
    assert "ungeprüft" in (await desk.get(page)).text
    assert (await desk.get(f"{page}/datei")).status_code == 200


def test_an_answer_of_the_scanner_that_is_none_is_no_verdict() -> None:
    assert verdict("INSTREAM size limit exceeded. ERROR") is Scan.UNSCANNABLE
    assert verdict("stream: Heuristics.Encrypted.Zip FOUND") is Scan.UNSCANNABLE
    with pytest.raises(ScannerAway):
        verdict("stream: Can't allocate memory ERROR")
