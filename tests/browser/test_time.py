"""Weeks pass: the new colleague is asked how it goes, and links come to their end."""

from collections.abc import AsyncGenerator

import pytest
from playwright.async_api import expect

from tests.browser.carrier import CarrierSystem
from tests.browser.conftest import OpenPage
from tests.browser.visitors import choose, enter
from tests.demonstration import Demonstration

pytestmark = pytest.mark.browser

REMARK = "Die Begrüßung im Kollegium war herzlich."


@pytest.fixture
async def carrier(time_machine: Demonstration) -> AsyncGenerator[CarrierSystem]:
    async with CarrierSystem(time_machine.base, time_machine.data) as carrier:
        yield carrier


async def test_after_thirty_days_the_worker_answers_without_javascript(
    carrier: CarrierSystem, open_page: OpenPage
) -> None:
    receipt = await carrier.hire("100001", starts_in=5)
    await carrier.happened(receipt["correlation_id"], "surveys.pulse-planned.v1")
    page = await open_page(390, java_script_enabled=False)
    await enter(page, carrier.base)
    await page.goto(f"{carrier.base}/dashboard/ueberblick")
    await page.get_by_label("Tage (1 bis 200)").fill("35")
    await page.get_by_role("button", name="Vorstellen").click()
    await choose(page, carrier.base)
    await carrier.enter()
    await expect(page.get_by_text("Es sind 35 Tage vergangen")).to_be_visible()

    mail = await carrier.mail(receipt["worker_id"], "worker", "survey_invitation")
    await page.goto(mail["links"][0])
    await expect(page.get_by_role("heading", level=1)).to_have_text("Ihre ersten 30 Tage")
    await page.get_by_role("button", name="Antwort absenden").click()
    await expect(page.get_by_text("Bitte prüfen Sie Ihre Angaben")).to_be_visible()
    for question in await page.get_by_role("group").all():
        await question.get_by_role("radio").nth(3).check()
    await page.get_by_role("textbox").fill(REMARK)
    await page.get_by_role("button", name="Antwort absenden").click()
    await expect(page.get_by_role("heading", level=1)).to_have_text("Vielen Dank!")

    await page.goto(mail["links"][0])
    await expect(page.get_by_role("heading", level=1)).to_contain_text("Schon beantwortet")
    await page.goto(f"{carrier.base}/surveys/")
    row = page.get_by_role("row").filter(has_text="Nach 30 Tagen").first
    await expect(row).to_contain_text("noch keine")
    await row.get_by_role("link").click()
    await expect(page.get_by_text("wenn mindestens fünf Antworten darin liegen")).to_be_visible()
    await expect(page.get_by_text(REMARK)).to_have_count(0)


async def test_a_link_ends_and_says_whom_to_ask(
    carrier: CarrierSystem, open_page: OpenPage
) -> None:
    receipt = await carrier.hire("100002", starts_in=40)
    mail = await carrier.mail(receipt["worker_id"], "head")
    page = await open_page(390)
    await page.goto(mail["links"][0])
    await expect(page.get_by_role("button", name="Erledigt melden")).to_be_visible()
    for _ in range(3):
        await carrier.let_pass(200)
    await page.goto(mail["links"][0])
    await expect(page.get_by_role("heading", level=1)).to_have_text("Dieser Link ist abgelaufen")
    await expect(page.get_by_text("fragen Sie bei der Stelle nach")).to_be_visible()
    await expect(page.get_by_role("button")).to_have_count(0)
