"""Everybody who walks over the pages: how they come in, begin, and are asked what they missed.

What ``test_every_page*.py`` share: they run side by side, each with a town hall of its own. The
table of ``tests/architecture/access.md`` says which pages there are, and for whom.
"""

import json
import os
import re
from pathlib import Path
from typing import Any

import pytest
from playwright.async_api import Browser, BrowserContext

from tests.architecture.test_access import TABLE, Route, read_table
from tests.browser.barriers import AXE, check
from tests.browser.conftest import CHROMIUM, complaint
from tests.browser.town_hall import (
    HOST,
    TownHall,
    announcement_link,
    consultation_link,
    survey_link,
    task_link,
    unsubscribe_link,
)
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
PARTS = frozenset({"office", "people"})
"""A file of tests each."""
UNREACHED = frozenset(
    {
        "/surveys/l/rueckmeldung/{token}",
        "/directory/konten/{person_id}/abmelden",
        "/directory/offene-anmeldungen/{key}/zuordnen/{person_id}",
        "/directory/konten/{person_id}/zweiter-schritt",
        "/directory/zweiter-schritt/passkeys/{passkey_id}/entfernen",
        "/directory/fachkraefte/{employment_id}/einsatz/{day}/zuruecknehmen",
        "/directory/mein-eintrag/sprechzeiten/neu",
        "/directory/fotos/{photo_id}/entfernen",
        "/directory/mein-eintrag/sprechzeiten/{presence_id}/entfernen",
        "/notifications/webhooks/{endpoint_id}/abschalten",
        "/trainings/veranstaltungen/{gathering_id}/reihe-absagen",
        "/trainings/veranstaltungen/{gathering_id}/reihe-aendern",
        "/trainings/veranstaltungen/{gathering_id}/teilnehmende/{registration_id}/wieder-oeffnen",
        "/trainings/veranstaltungen/{gathering_id}/reihe-oeffnen",
        "/trainings/veranstaltungen/{gathering_id}/entwurf-loeschen",
        "/notifications/meine-rundmitteilungen/{announcement_id}",
        "/trainings/veranstaltungen/{gathering_id}/sprecher",
        "/trainings/veranstaltungen/{gathering_id}/sprecher/neu",
        "/trainings/veranstaltungen/{gathering_id}/sprecher/{speaker_id}/beenden",
        "/trainings/angebote/{gathering_id}/protokoll",
        "/trainings/veranstaltungen/{gathering_id}/tagesordnung/{item_id}",
        "/trainings/veranstaltungen/{gathering_id}/tagesordnung/{item_id}/entfernen",
        "/trainings/veranstaltungen/{gathering_id}/protokoll/fassungen",
        "/trainings/veranstaltungen/{gathering_id}/protokoll/fassungen/{number}",
        "/trainings/veranstaltungen/{gathering_id}/protokoll/punkte",
        "/trainings/veranstaltungen/{gathering_id}/protokoll/veroeffentlichen",
        "/trainings/veranstaltungen/{gathering_id}/protokoll/berichtigen",
        "/trainings/veranstaltungen/{gathering_id}/protokoll/beschluesse/{decision_id}/entfernen",
        "/trainings/vorhaben/{action_id}",
        "/trainings/vorhaben/{key}/bearbeiten",
        "/trainings/einchecken/{code}",
        "/trainings/pruefen/{code}",
        "/trainings/angebote/{gathering_id}/abmelden",
        "/trainings/angebote/{gathering_id}/workshops",
        "/trainings/angebote/{gathering_id}/workshops/{slot_id}",
        "/trainings/veranstaltungen/{gathering_id}/kontingente/{quota_id}",
        "/trainings/veranstaltungen/{gathering_id}/kontingente/{quota_id}/aufheben",
        "/trainings/veranstaltungen/{gathering_id}/fragen/{question_id}/entfernen",
        "/trainings/angebote/{gathering_id}/angaben",
        "/trainings/l/einladung/{token}",
        "/trainings/veranstaltungen/{gathering_id}/workshops/{workshop_id}",
        "/trainings/veranstaltungen/{gathering_id}/workshops/{workshop_id}/bearbeiten",
        "/trainings/veranstaltungen/{gathering_id}/workshops/{workshop_id}/entfernen",
        "/trainings/veranstaltungen/{gathering_id}/workshops/zeiten/{slot_id}",
        "/trainings/veranstaltungen/{gathering_id}/workshops/zeiten/{slot_id}/neu",
        "/trainings/veranstaltungen/{gathering_id}/workshops/zeiten/{slot_id}/teilnehmende",
        "/trainings/veranstaltungen/{gathering_id}/workshops/zeiten/{slot_id}/teilnehmende"
        "/{registration_id}",
        "/notifications/postfach/{mail_id}/kalender/{number}",
        "/notifications/texte/{mail_kind}/zuruecksetzen",
        "/notifications/texte/{mail_kind}/fassungen/{number}/wiederherstellen",
        "/trainings/angebote/{gathering_id}/einlass",
        "/trainings/angebote/{gathering_id}/teilnehmende",
        "/trainings/meine-bescheinigungen/extern/{external_id}",
        "/trainings/meine-bescheinigungen/extern/{external_id}/entfernen",
        "/trainings/veranstaltungen/{gathering_id}/listen/namensschilder/datei",
        "/trainings/veranstaltungen/{gathering_id}/listen/teilnehmende/datei",
        "/trainings/l/anmeldung/{token}/workshops/{slot_id}",
        "/trainings/l/anmeldung/{token}/protokoll/datei",
        "/trainings/l/anmeldung/{token}/bescheinigung/{certificate_id}/datei",
        "/directory/schliessungen/{organization_id}/oeffnen",
        "/directory/schliessungen/{organization_id}/schulnummer",
    }
)
"""Questions that are asked only where somebody is signed in, has a second step, was looked for, or
where a change is planned; whether to take away a picture; hours at schools, which have links for
those who are at one, such as the sample's heads; what an office has told only some; seats of
whoever has one, also by a link; questions and what was answered; a series; quotas and workshops
that there are; speakers of a working group; and what follows once there are an agenda, minutes and
action items."""


ELSEWHERE = re.compile(
    r"/oauth/|/oidc/|/anmelden/(als|zweiter-schritt)|/uhr$|/angehalten/erneut$|/uebernehmen$"
    r"|/abmelden$|/zweiter-schritt$|/anmeldungen/|/offene-anmeldungen/{key}/zuordnen/|/anmeldung$"
    r"|/hochladen$|/versand/{letter_id}/|/directory/zweiter-schritt/"
    r"|/directory/bestaetigen(/code|/passkey|/klick)?$|/durchgefuehrt$|/scim/v2/"
    r"|/geklaert$|/{day}/zuruecknehmen$|/beziehungen/neu$|/mein-eintrag/sprechzeiten/"
    r"|/doppelte/|/zusammenfuehrungen/(paar/|mit/{person_id}/)|/fotos/(neu|{photo_id}/entfernen)$"
    r"|/testzugang/mails$|/mitteilungen/(gelesen|{message_id}/(offen|zur-sache))$"
    r"|/meine-zeiten/aufheben$|/webhooks/{endpoint_id}/(abschalten|einschalten)$"
    r"|/rundmitteilungen/{announcement_id}/aufnehmen$|/noch-einmal$"
    r"|/meine-rundmitteilungen/{announcement_id}$|/abonnement/beenden$|/nicht-oeffentlich$"
    r"|/reihe-(absagen|aendern|oeffnen)$|/entwurf-loeschen$|/wieder-ansetzen$"
    r"|/annehmen$|/teilnehmende/{registration_id}/(freigeben|wieder-oeffnen)$"
    r"|/tagesordnung/({item_id}|vorlage)|/protokoll|/vorhaben/|/meine-vorhaben/"
    r"|/einladung(en(/neu)?)?$|/l/(einladung/{token}$|rueckmeldung(-offen)?/)"
    r"|/fragen/{question_id}/|/angaben$|/erneut-freigeben$"
    r"|/kontingente/{quota_id}|/workshops/({workshop_id}|{slot_id}|zeiten/{slot_id})"
    r"|/veranstaltungen/{gathering_id}/(absagen|oeffnen|schliessen|termine/{date_id}(/absagen)?)$"
    r"|/teilnehmende/({registration_id}/(ablehnen|platz)|(nicht-)?freigeben|ablehnen)$"
    r"|/l/gast/{token}$|/stellungnahmen/{statement_id}/(bearbeiten|diskutieren|abstimmen|veroeffentlichen)$|/sprecher/"
    r"|/einchecken/|/anwesenheit($|/)|/bescheinigungen($|/)|/einlass$"
    r"|/angebote/{gathering_id}/teilnehmende$|/extern/{external_id}/entfernen$"
    r"|/schliessungen/{organization_id}/(oeffnen|schulnummer)$"
    r"|/texte/{mail_kind}/(zuruecksetzen|fassungen/{number}/wiederherstellen)$"
)
"""For programs; ways in and out; what needs a file, a choice, a change or a second person first;
and what another form has ended before, as a pair of people once one of them is changed."""


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
    if title := TITLES[column]:
        page = await context.new_page()
        await page.goto(f"{URL}/directory/anmelden")
        await page.get_by_role("button", name=re.compile(f"^{title}:")).first.click()
        await page.locator(".kp-account__button").wait_for()
        await hall.house.quiet()
        await page.close()
    return context


async def look_as(hall: TownHall, chromium: Browser, book: Book, column: str) -> None:
    """At every page; nothing stands in anybody's way."""
    context, walk = await visitor(hall, chromium, book, column), Walk(hall, book, column)
    await walk.look(context, [*walk.plain(), *await starts(hall, column)])
    await context.close()
    assert walk.faults == {}
    assert list(missing(walk, UNREACHED)) == []
    assert book.complaints == []


async def send_as(hall: TownHall, chromium: Browser, book: Book, column: str) -> None:
    """Every form without scripts."""
    walk = Walk(hall, book, column)
    context = await visitor(hall, chromium, book, column, java_script_enabled=False)
    await walk.send_forms(context)
    await context.close()
    assert walk.faults == {}


def left_out(run: Path, part: str, sent: set[Route]) -> list[str]:
    """The forms that no part of this run has sent; asked by the last, the others are told to skip.

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
        if method == "POST" and "/api/" not in path and not ELSEWHERE.search(path)
    }
    return sorted(forms.difference(*(json.loads(each.read_text()) for each in words)))


async def starts(hall: TownHall, column: str) -> list[str]:
    """Where no link leads from another page."""
    parked = "service=dashboard&type=directory.worker-hired.v1&cause=unserved-tenant"
    by_link = (
        task_link,
        survey_link,
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
            *(*richest, person, away, *written, *await hall.unsettled()),
            *certificate_pages(hall.town),
        ],
        "carrier": [person, away],
        "operator": [*forms, *await hall.mails()],
    }
    return by_column.get(column, [])


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
