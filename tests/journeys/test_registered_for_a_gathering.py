"""Whoever registers finds a mail with an entry for their calendar, and withdraws by its link."""

import asyncio
from html import unescape
from typing import Any

from ical.calendar_stream import IcsCalendarStream
from sqlalchemy import select

from services.notifications.mailbox.models import kept_mails
from shared.contracts.gatherings import REGISTRATION_PAGE
from tests.conftest import OpenHouse
from tests.house import House
from tests.trainings.meeting import HTML, Meeting


async def kept(house: House, number: int) -> list[Any]:
    """The mails about gatherings, as soon as there are so many."""
    about = kept_mails.c.kind.startswith("gathering_")
    query = select(kept_mails).where(about).order_by(kept_mails.c.id)
    async with asyncio.timeout(15):
        while len(rows := await house.rows("notifications", query)) < number:
            await asyncio.sleep(0.02)
    return rows


async def test_from_a_registration_to_the_calendar_and_back(open_house: OpenHouse) -> None:
    house = await open_house("directory", "trainings", "notifications")
    held = await Meeting(house).make()
    nele = await held.somebody("Nele Ahrens")
    await held.register(nele)
    [mail] = await kept(house, 1)
    assert mail.subject == "Sie sind angemeldet: Kinderschutz im Ganztag"
    page = await house.http.get(f"/notifications/postfach/{mail.id}", headers=HTML)
    assert "Kalenderdatei" in page.text
    path = f"/notifications/postfach/{mail.id}/kalender/1"
    file = await house.http.get(path)
    assert file.headers["content-type"].startswith("text/calendar")
    [asked] = IcsCalendarStream.calendar_from_ics(file.text).events
    [link] = mail.links
    assert REGISTRATION_PAGE.path.partition("{")[0] in link
    where = link.removeprefix(house.context("notifications").settings.base_url)
    seen = await nele.get(where)
    assert "Sie sind angemeldet und haben einen Platz." in seen.text
    assert (await nele.post(where, answer="keep")).status_code == 303
    assert (await held.places())["Nele Ahrens"] == "confirmed"
    assert (await nele.post(where, answer="withdraw")).status_code == 303
    _, gone = await kept(house, 2)
    assert "Sie sind abgemeldet" in unescape(gone.html)
    [cancelled] = IcsCalendarStream.calendar_from_ics(gone.calendars[0]).events
    assert (cancelled.uid, cancelled.status) == (asked.uid, "CANCELLED")
    assert (asked.sequence, cancelled.sequence) == (0, 1)
