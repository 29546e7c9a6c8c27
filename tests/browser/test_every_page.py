"""Every page, narrow and wide, light and dark: readable for everybody, and nothing to complain."""

import os
from collections.abc import AsyncGenerator, AsyncIterator

import pytest
from playwright.async_api import Page

from shared.web.assets import STATIC
from tests.browser.carrier import CarrierSystem
from tests.browser.conftest import WIDTHS, OpenPage
from tests.demonstration import Demonstration

AXE = STATIC / "vendor" / "axe" / "axe.min.js"
RUN_AXE = """async (ignored) => {
  const rules = Object.fromEntries(ignored.map(name => [name, {enabled: false}]));
  const found = await axe.run(document, {iframes: false, rules});
  return found.violations.map(each => each.id + ": " + each.nodes.map(node => node.html).join(" "));
}"""
OF_WHOLE_PAGES = ["landmark-one-main", "region"]
"""Rules for what lies around a text; a mail shown alone is nothing but a text."""
OPEN_DETAILS = "document.querySelectorAll('details').forEach(each => each.open = true)"
OVERFLOWS = "document.documentElement.scrollWidth > document.documentElement.clientWidth"
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
    yield "cockpit", f"{base}/dashboard/"
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


async def check(page: Page) -> list[str]:
    """What keeps somebody from using the page as it is shown now."""
    await page.evaluate(AXE.read_text())
    await page.evaluate(OPEN_DETAILS)
    ignored = OF_WHOLE_PAGES if page.url.endswith("/html") else []
    faults = []
    for width, height in WIDTHS.items():
        await page.set_viewport_size({"width": width, "height": height})
        faults += [f"{width} {each}" for each in await page.evaluate(RUN_AXE, ignored)]
        if await page.evaluate(OVERFLOWS):
            faults.append(f"{width} is too narrow")
    await page.emulate_media(color_scheme="dark")
    faults += [f"dark {each}" for each in await page.evaluate(RUN_AXE, ignored)]
    await page.emulate_media(color_scheme="light")
    return faults


async def test_nobody_is_excluded_from_any_page(
    carrier: CarrierSystem, open_page: OpenPage
) -> None:
    strict, page = await open_page(390), await open_page(390, bypass_csp=True)
    faults = {}
    async for name, address in addresses(carrier):
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
    await page.goto(f"{carrier.base}/dashboard/")
    for days, said in (("0", "Bitte prüfen Sie Ihre Angaben"), ("35", "Es sind 35 Tage vergangen")):
        await page.get_by_label("Tage (1 bis 200)").fill(days)
        await page.get_by_role("button", name="Vorstellen").click()
        await page.get_by_text(said).wait_for()
        assert await check(page) == []
    mail = await carrier.mail(hire["worker_id"], "worker", "survey_invitation")
    await page.goto(mail["links"][0])
    await page.get_by_role("button", name="Antwort absenden").click()
    await page.get_by_text("Bitte prüfen Sie Ihre Angaben").wait_for()
    assert await check(page) == []
