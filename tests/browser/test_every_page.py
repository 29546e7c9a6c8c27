"""Every page, narrow and wide, light and dark: readable for everybody, and nothing to complain."""

import os
from collections.abc import AsyncGenerator, AsyncIterator

import pytest

from tests.browser.barriers import AXE, OVERFLOWS, check
from tests.browser.carrier import CarrierSystem
from tests.browser.conftest import OpenPage
from tests.browser.visitors import choose, enter
from tests.demonstration import Demonstration

NOBODY = "00000000-0000-7000-8000-000000000000"
SENT = "notifications.letter-sent.v1"

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(
        not AXE.exists() and os.environ.get("KNOTENPUNKT_REQUIRE_REAL") != "1",
        reason="Axe, which looks for barriers, is missing: make assets.",
    ),
]


@pytest.fixture
async def carrier(time_machine: Demonstration) -> AsyncGenerator[CarrierSystem]:
    async with CarrierSystem(time_machine.base, time_machine.data) as carrier:
        yield carrier


async def addresses(carrier: CarrierSystem) -> AsyncIterator[tuple[str, str]]:
    """What each page shows, and where it is while the next one is not asked for."""
    base = carrier.base
    async for each in pages_of_the_office(carrier):
        yield each
    async for each in pages_behind_links(carrier):
        yield each
    yield "nothing there", f"{base}/dashboard/nirgends"
    yield "broken filter", f"{base}/dashboard/ereignisse?type=nothing&before=x"


async def pages_of_the_office(carrier: CarrierSystem) -> AsyncIterator[tuple[str, str]]:
    base = carrier.base
    yield "no survey yet", f"{base}/surveys/"
    hire = await carrier.hire("100001", starts_in=5)
    await carrier.happened(hire["correlation_id"], SENT, 9)
    yield "start", f"{base}/dashboard/"
    yield "cockpit", f"{base}/dashboard/ueberblick"
    yield "events", f"{base}/dashboard/ereignisse"
    yield (
        "events filtered to none",
        f"{base}/dashboard/ereignisse?type=notifications.letter-failed.v1",
    )
    yield "older events", f"{base}/dashboard/ereignisse?before=10"
    yield "journey", f"{base}/dashboard/geschichten/{hire['correlation_id']}"
    yield "unknown journey", f"{base}/dashboard/geschichten/{NOBODY}"
    yield "parked messages", f"{base}/dashboard/angehalten"
    yield "mailbox", f"{base}/notifications/postfach"
    yield "delivery", f"{base}/notifications/versand"
    for role, kind in (("worker", "welcome"), ("head", "tasks"), ("worker", "tasks")):
        mail = await carrier.mail(hire["worker_id"], role, kind)
        yield f"mail {role} {kind}", mail["url"]
        yield f"mail {role} {kind} alone", f"{mail['url']}/html"


async def pages_behind_links(carrier: CarrierSystem) -> AsyncIterator[tuple[str, str]]:
    hire = await carrier.hire("100006", "P-pages", starts_in=5)
    task = (await carrier.mail(hire["worker_id"], "head"))["links"][0]
    yield "task", task
    yield "cut off link", task[:-3]
    await carrier.let_pass(35)
    mail = await carrier.mail(hire["worker_id"], "worker", "survey_invitation")
    yield "mail worker survey", mail["url"]
    yield "mail worker survey alone", f"{mail['url']}/html"
    yield "survey", mail["links"][0]
    await carrier.answer(mail["links"][0])
    yield "survey answered just now", f"{mail['links'][0]}?danke=ja"
    yield "survey answered before", mail["links"][0]
    yield "surveys", f"{carrier.base}/surveys/"
    yield "results", await carrier.results()
    await carrier.complete(task)
    yield "task done", task
    departure = await carrier.depart("P-pages", in_days=20)
    await carrier.let_pass(21)
    await carrier.happened(departure["correlation_id"], "trainings.onboarding-closed.v1")
    other = (await carrier.mail(hire["worker_id"], "it"))["links"][0]
    yield "task not needed any more", other
    for _ in range(3):
        await carrier.let_pass(200)
    yield "expired link", other


async def test_nobody_is_excluded_from_any_page(
    carrier: CarrierSystem, open_page: OpenPage
) -> None:
    strict, page = await open_page(390), await open_page(390, bypass_csp=True)
    faults, entered = {}, -1
    async for name, address in addresses(carrier):
        if entered != carrier.moved:
            await enter(strict, carrier.base)
            await enter(page, carrier.base)
            entered = carrier.moved
        await strict.goto(address, wait_until="domcontentloaded")
        if await strict.evaluate(OVERFLOWS):
            faults[f"{name} as it comes"] = ["390 is too narrow"]
        await page.goto(address, wait_until="domcontentloaded")
        if found := await check(page):
            faults[name] = found
    assert faults == {}


async def test_nobody_is_excluded_by_a_mistake_in_a_form_or_by_what_is_said_after_it(
    carrier: CarrierSystem, open_page: OpenPage
) -> None:
    hire = await carrier.hire("100004", starts_in=5)
    await carrier.happened(hire["correlation_id"], "surveys.pulse-planned.v1")
    page = await open_page(390, bypass_csp=True)
    await enter(page, carrier.base)
    await page.goto(f"{carrier.base}/dashboard/ueberblick")
    for days, said in (("0", "Bitte prüfen Sie Ihre Angaben"), ("35", "Zum Ausprobieren")):
        await page.get_by_label("Tage (1 bis 200)").fill(days)
        await page.get_by_role("button", name="Vorstellen").click()
        await page.get_by_text(said).wait_for()
        assert await check(page) == []
    await choose(page, carrier.base)
    await carrier.enter()
    await page.get_by_text("Es sind 35 Tage vergangen").wait_for()
    assert await check(page) == []
    mail = await carrier.mail(hire["worker_id"], "worker", "survey_invitation")
    await page.goto(mail["links"][0])
    await page.get_by_role("button", name="Antwort absenden").click()
    await page.get_by_text("Bitte prüfen Sie Ihre Angaben").wait_for()
    assert await check(page) == []
