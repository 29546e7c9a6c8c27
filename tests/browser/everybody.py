"""Everybody who walks over the pages: how they come in, begin, and are asked what they missed.

What ``test_every_page*.py`` share: they run side by side, each with a town hall of its own. The
table of ``tests/architecture/access.md`` says which pages there are, and for whom.
"""

import json
import os
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from playwright.async_api import Browser, BrowserContext, Page

from tests.architecture.test_access import TABLE, Route, read_table
from tests.browser.barriers import AXE, check
from tests.browser.conftest import CHROMIUM, complaint
from tests.browser.exceptions import ELSEWHERE, UNREACHED
from tests.browser.links import (
    announcement_link,
    consultation_link,
    questionnaire_link,
    survey_link,
    task_link,
    unsubscribe_link,
)
from tests.browser.town_hall import HOST, TownHall
from tests.browser.visitors import as_browser
from tests.browser.walk import TITLES, Book, Walk, missing
from tests.gathered import registration_link
from tests.held import certificate_pages
from tests.house import URL
from tests.signing_in import coordinator_of
from tests.towns import BERGKAMEN, KAMEN

AS_EVERYBODY = [
    pytest.mark.browser,
    pytest.mark.asyncio(loop_scope="module"),
    pytest.mark.skipif(
        (CHROMIUM is None or not AXE.exists())
        and os.environ.get("KNOTENPUNKT_REQUIRE_REAL") != "1",
        reason="Chromium or axe, which looks for barriers, is missing: "
        "make assets chromium-headless-shell.",
    ),
]
OFFICE = ("coordinator", "coordinator elsewhere")
PEOPLE = tuple(column for column in TITLES if column not in OFFICE)
OF_OFFICE = {"auskunft": "Zusammenstellen"}
OWN = {**OF_OFFICE, "loeschen": "Löschung verlangen"}
"""The office cannot confirm its own, which would stand first in its list."""
PARTS = frozenset({"office", "people"})
"""A file of tests each."""


async def visitor(
    hall: TownHall, chromium: Browser, book: Book, column: str, **more: Any
) -> BrowserContext:
    """Somebody's browser, signed in by a click."""
    elsewhere = column == "coordinator elsewhere"
    given = await hall.house.sign_in(coordinator_of(KAMEN)) if elsewhere else {}
    context = await chromium.new_context(
        locale="de-DE",
        reduced_motion="reduce",
        storage_state=as_browser(given, HOST),
        **more,
    )
    await context.add_init_script(path=AXE)
    context.on("console", lambda line: book.complaints.extend(complaint(line)))
    context.on("weberror", lambda error: book.complaints.append(str(error.error)))
    page = await context.new_page()
    if title := TITLES[column]:
        await page.goto(f"{URL}/directory/anmelden")
        await page.get_by_role("button", name=re.compile(f"^{title}:")).first.click()
        await page.locator(".kp-account__button").wait_for()
    if column not in ("nobody", "operator"):
        await want(hall, page, OF_OFFICE if column in OFFICE else OWN)
    await page.close()
    return context


async def want(hall: TownHall, page: Page, requests: Mapping[str, str]) -> None:
    """What people want with what is kept about them, each by its button."""
    for path, button in requests.items():
        await page.goto(f"{URL}/directory/meine-daten/{path}")
        await page.get_by_role("button", name=button).click()
    await hall.house.quiet()


async def look_as(hall: TownHall, chromium: Browser, book: Book, column: str) -> None:
    """At every page; nothing stands in anybody's way."""
    context, walk = await visitor(hall, chromium, book, column), Walk(hall, book, column)
    await walk.look(context, [*walk.plain(), *await starts(hall, column)])
    await context.close()
    left = {path for path, columns in UNREACHED.items() if column in columns}
    assert walk.faults == {}
    assert missing(walk) ^ left == set()
    assert book.complaints == []


async def send_as(hall: TownHall, chromium: Browser, book: Book, column: str) -> None:
    """Every form without scripts."""
    walk = Walk(hall, book, column)
    context = await visitor(hall, chromium, book, column, java_script_enabled=False)
    await walk.send_forms(context)
    await context.close()
    assert walk.faults == {}


def left_out(run: Path, part: str, sent: set[Route]) -> list[str]:
    """The forms that no part of this run has sent, and those it sent although excepted.

    Asked by the last; the others are told to skip.

    Parts run in any order or at once, so each leaves word before it looks for the others'.
    """
    word = run / f"forms-{part}.new"
    word.write_text(json.dumps(sorted(path for _, path in sent)))
    word.replace(word.with_suffix(".json"))
    words = list(run.glob("forms-*.json"))
    if len(words) < len(PARTS):
        pytest.skip("Not everybody has walked.")
    forms = {
        path
        for method, path in read_table(TABLE.read_text())
        if method == "POST" and "/api/" not in path
    }
    unsent = forms.difference(*(json.loads(each.read_text()) for each in words))
    return sorted(unsent ^ ELSEWHERE)


async def starts(hall: TownHall, column: str) -> list[str]:
    """Where no link leads from another page."""
    parked = "service=dashboard&type=directory.worker-hired.v1&cause=unserved-tenant"
    by_link = (
        task_link,
        survey_link,
        questionnaire_link,
        consultation_link,
        unsubscribe_link,
        announcement_link,
        registration_link,
    )
    links = [each(hall.town) for each in by_link]
    forms = [
        f"/dashboard/angehalten?{parked}",
        f"/dashboard/angehalten/verwerfen?{parked}&positions=1",
        f"/dashboard/angehalten/kopie?{parked}&position=1",
    ]
    richest = [
        f"/surveys/ergebnisse/{hall.town.values['answered_survey_id']}?municipality={BERGKAMEN}",
        f"/dashboard/geschichten/{hall.town.values['correlation_id']}",
    ]
    person = f"/directory/personen/{hall.town.values['worker_id']}"
    away = f"/directory/fachkraefte/{hall.town.values['away_id']}"
    written = [
        f"/notifications/rundmitteilungen/{hall.town.values[each]}"
        for each in ("draft_id", "announcement_id")
    ]
    by_column = {
        "nobody": links,
        "coordinator": [
            *(*richest, person, away, *written),
            *certificate_pages(hall.town),
        ],
        "carrier": [person, away],
        "operator": [*forms, *await hall.mails()],
    }
    return [path for each in (by_column, *hall.begins) for path in each.get(column, ())]


async def seen(context: BrowserContext, *paths: str, close: bool = True) -> dict[str, list[str]]:
    """What is wrong with these pages."""
    page, faults = await context.new_page(), {}
    for path in paths:
        await page.goto(f"{URL}{path}", wait_until="domcontentloaded")
        title = await page.title()
        if found := await check(page, f"{title}-{path[:24]}"):
            faults[path] = found
    await page.close()
    if close:
        await context.close()
    return faults
