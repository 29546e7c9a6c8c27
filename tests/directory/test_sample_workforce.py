"""Pages of the sample with its workforce look as after years; nothing is announced of it."""

import re
from collections.abc import AsyncGenerator
from pathlib import Path

import pytest

from deploy.sample import MUNICIPALITIES, load_sample
from tests.directory.conftest import open_desk
from tests.directory.test_staff_pages import Clerk, signed_in
from tests.house import BERGKAMEN
from tests.signing_in import coordinator_of

BASE = "http://knotenpunkt.test/directory"
QUESTION = re.compile(r'/directory(/meldungen-der-it/[0-9a-f-]{36})"')
RUTH = re.compile(r'/directory(/fachkraefte/[0-9a-f-]{36})"[^>]*>\s*Ruth Emmerich')


@pytest.fixture
async def office(tmp_path: Path) -> AsyncGenerator[Clerk]:
    async with open_desk(tmp_path, municipalities=MUNICIPALITIES) as desk:
        context = desk.house.context("directory")
        for _ in range(2):  # loaded again, it is the same
            await load_sample(context.settings, context.database, with_workforce=True)
        await desk.house.quiet()
        yield await signed_in(desk, coordinator_of(BERGKAMEN))


async def page(office: Clerk, path: str) -> str:
    answer = await office.http.get(BASE + path)
    assert answer.status_code == 200, answer.text
    return str(answer.text)


async def test_pages_are_as_after_years(office: Clerk) -> None:
    findings = await page(office, "/pruefhinweise")
    for words in ("İbrahim Çelik", "3 Schulen zugleich", "Gesa Poppinga", "41 Stunden"):
        assert words in findings
    assert "mehr als 30 je volle Stelle der Koordinierung" in findings
    assert "Yannick Ossenkamp" in await page(office, "/pruefhinweise?standing=accepted")

    vacant = await page(office, "/stellen?standing=vacant")
    assert "Lindenhain" in vacant
    assert "Regenbogen" not in vacant
    assert "Regenbogen" in await page(office, "/stellen?standing=filled")

    assert "Willy-Brandt-Platz" in vacant  # Sanna Lücke is on leave

    [question] = re.findall(QUESTION, await page(office, "/meldungen-der-it"))
    assert "P-2023-009" in await page(office, question)

    [ruth] = re.findall(RUTH, await page(office, "/fachkraefte"))
    history = await page(office, f"{ruth}/verlauf")
    assert "Stundenzahl mit der einer Kollegin verwechselt." in history
    assert "Nele Wortmann" in await page(office, "/fachkraefte?state=over")

    twice = await page(office, "/doppelte")
    for words in ("Sanna Luecke", "Ruth Emmerich-Sander", "P. Niehues"):
        assert words in twice


async def test_nothing_is_announced_of_it(office: Clerk) -> None:
    await office.desk.forward(1)
    for kind in ("worker-hired", "finding-settled", "post-vacant", "post-filled"):
        assert await office.desk.announced(f"directory.{kind}.v1") == []
    raised = await office.desk.announced("directory.finding-raised.v1")
    assert [each["rule"] for each in raised] == ["closed_relationships"]
