"""A real Postfix: what lies in the mailbox, and what comes back and is heard."""

import asyncio
from collections.abc import AsyncGenerator, Callable
from contextlib import AsyncExitStack
from dataclasses import dataclass
from email.message import EmailMessage
from pathlib import Path
from uuid import uuid4

import pytest
from pydantic import SecretStr

from services.notifications.bounces.values import calendar_path
from services.notifications.undeliverable.values import FailureCause
from shared.contracts.directory import Role
from tests.conftest import go_without
from tests.house import BERGKAMEN, House
from tests.notifications.conftest import house_with, sending, tell
from tests.notifications.replies import QUESTION
from tests.notifications.town import Town, person, task
from tests.servers.postfix import PIPE, RETURNS, Postfix, postfix, why_not
from tests.serving import served

pytestmark = pytest.mark.real

WORKER, HEAD = "joerg.oneill@awo.example", "sabine@overberg.schule.example"
DEAD, MENDED = "wolny@awo.example", "wollny@awo.example"
ADDRESSES = "/notifications/adressen"
SECRET = "s" * 32


@dataclass
class Mailing:
    """Notifications and the mail server, which hands back what it cannot deliver."""

    house: House
    server: Postfix
    url: str


@pytest.fixture(scope="module")
async def mailing(tmp_path_factory: pytest.TempPathFactory) -> AsyncGenerator[Mailing]:
    if reason := why_not():
        go_without(reason)
    folder: Path = tmp_path_factory.mktemp("mailing")
    async with AsyncExitStack() as stack:
        server = stack.enter_context(postfix([WORKER, HEAD, MENDED]))
        returns = {"bounce_domain": RETURNS, "bounce_secret": SecretStr(SECRET)}
        house = await stack.enter_async_context(
            house_with(folder, sending(folder, server.address, **returns))
        )
        port = await stack.enter_async_context(served(house.app))
        url = f"http://127.0.0.1:{port}"
        await asyncio.to_thread(server.start, url, SECRET)
        yield Mailing(house, server, url)


async def until(happened: Callable[[], bool], server: Postfix, seconds: float = 15) -> None:
    try:
        async with asyncio.timeout(seconds):
            while not happened():
                await asyncio.sleep(0.05)
    except TimeoutError:
        raise AssertionError(server.log) from None


def part(mail: EmailMessage, kind: str) -> str:
    found = mail.get_body((kind,))
    assert found is not None
    return str(found.get_content())


async def test_mails_about_one_employment_arrive_readable_and_as_one_thread(
    mailing: Mailing, town: Town
) -> None:
    await tell(mailing.house, *town.everything(), town.hired())
    await tell(mailing.house, town.started(task("office", Role.HEAD, town.school)))
    another = Town(**{**vars(town), "onboarding": town.template})
    await tell(mailing.house, another.started(task("keys", Role.HEAD, town.school)))
    await until(lambda: len(mailing.server.mails(HEAD)) == 2, mailing.server)

    first, second = mailing.server.mails(HEAD)

    assert first["Message-ID"] != second["Message-ID"]
    assert first["References"] == second["References"] == f"<{town.employment}@knotenpunkt.test>"
    assert first["Auto-Submitted"] == "auto-generated"
    assert first["Return-Path"].startswith("<bounce+")
    assert first["Return-Path"].endswith(f"@{RETURNS}>")
    assert "Größchen" not in first["Subject"]
    text = part(first, "plain")
    assert "Büro/Beratungsraum, abschließbar und vertraulich" in text
    assert "Warum bekomme ich das? " in text
    assert max(map(len, first.as_bytes().splitlines())) < 998
    assert "prefers-color-scheme: dark" in part(first, "html")
    privacy = f"http://knotenpunkt.test/directory/datenschutz?kommune={BERGKAMEN}"
    assert privacy in text
    assert privacy not in part(second, "plain")
    assert privacy in part(first, "html")


async def lost(house: House) -> list[str]:
    """Why letters were given up, in the order of the causes' names."""
    answer = await house.http.get("/notifications/api/v1/undeliverable")
    return sorted(each["cause"] for each in answer.json()["items"])


async def until_lost(house: House, *causes: FailureCause) -> None:
    async with asyncio.timeout(15):
        while await lost(house) != list(causes):
            await asyncio.sleep(0.05)


async def test_what_comes_back_twice_silences_an_address_until_it_is_mended(
    mailing: Mailing, town: Town
) -> None:
    house, server = mailing.house, mailing.server
    first, second, third, fourth = town.hired_often(4)
    await tell(house, *town.everything())
    await tell(house, person(town.worker, "Anna", "Wollny", DEAD, 2))
    returned, suppressed = FailureCause.RETURNED, FailureCause.SUPPRESSED
    await tell(house, first)
    await until_lost(house, returned)
    assert "Wollny" not in (await house.http.get(ADDRESSES)).text
    await tell(house, second)
    await until_lost(house, returned, returned)
    page = (await house.http.get(ADDRESSES)).text
    assert "Anna Wollny" in page
    assert "Dieses Postfach gibt es nicht (5.1.1)" in page
    offered = server.log.count(f"to=<{DEAD}>")

    await tell(house, third)
    await until_lost(house, returned, returned, suppressed)
    assert server.log.count(f"to=<{DEAD}>") == offered == 2

    await tell(house, person(town.worker, "Anna", "Wollny", MENDED, 3))
    await tell(house, fourth)
    await until(lambda: len(server.mails(MENDED)) == 1, server)
    assert "Wollny" not in (await house.http.get(ADDRESSES)).text


@pytest.mark.parametrize(
    ("secret", "code"), [(SECRET, 0), ("not the secret", 75)], ids=["heard", "not heard"]
)
async def test_the_mail_server_keeps_what_nobody_hears_and_drops_what_is_forged(
    mailing: Mailing, tmp_path: Path, secret: str, code: int
) -> None:
    (tmp_path / "secret").write_text(secret)
    forged = f"bounce+{'0' * 32}.{'a' * 16}@{RETURNS}"
    command = [str(PIPE), mailing.url, str(tmp_path / "secret"), forged]
    process = await asyncio.create_subprocess_exec(*command, stdin=asyncio.subprocess.PIPE)
    await process.communicate(b"Subject: x\n\n")
    assert process.returncode == code


async def test_who_writes_to_a_calendars_address_gets_their_letter_back(
    mailing: Mailing, tmp_path: Path
) -> None:
    (tmp_path / "secret").write_text(SECRET)
    calendars = calendar_path(mailing.house.settings)
    assert calendars is not None
    command = [str(PIPE), mailing.url, str(tmp_path / "secret"), calendars.of(uuid4())]
    pipe = asyncio.subprocess.PIPE
    process = await asyncio.create_subprocess_exec(*command, stdin=pipe, stdout=pipe)
    said, _ = await process.communicate(QUESTION)
    assert process.returncode == 65
    assert b"nur Antworten von Kalendern" in said
