"""Who has supported a topic is told when registration opens, and nobody else learns who that is."""

import asyncio
from html import unescape
from pathlib import Path
from typing import Any

from sqlalchemy import select

from services.notifications.mailbox.models import kept_mails
from services.notifications.models import messages
from services.notifications.topics.models import sealed_answers
from services.trainings.proposals.models import proposals, supports
from shared.contracts.topics import TOPICS
from shared.messaging.bus.local import LocalBus
from tests.conftest import OpenHouse
from tests.house import House, look
from tests.trainings.meeting import HTML, OFFICE, Meeting

FORM = {"title": "Cybermobbing", "about": "", "kind": "training", "version": "0"}


async def told(house: House, number: int) -> list[Any]:
    """The mails about topics, once what is gathered goes out."""
    owed = select(messages.c.id).where(messages.c.kind.startswith("topic_"))
    mails = select(kept_mails).where(kept_mails.c.kind.startswith("topic_"))
    async with asyncio.timeout(15):
        while len(await house.rows("notifications", owed)) < number:
            await asyncio.sleep(0.02)
        while len(rows := await house.rows("notifications", mails)) < number:
            await asyncio.sleep(0.02)
    return rows


async def test_supporters_are_told_and_stay_unknown(open_house: OpenHouse) -> None:
    house = await open_house("directory", "trainings", "notifications")
    held = Meeting(house)
    nele, jan = [await held.somebody(each) for each in ("Nele Ahrens", "Jan Kruse")]
    found = [(await nele.post(f"{TOPICS}/neu", **FORM | {"title": each})) for each in ("A", "B")]
    planned, declined = [each.headers["location"] for each in found]
    for each in (nele, jan):
        await each.post(f"{planned}/unterstuetzen")
    await jan.post(f"{declined}/unterstuetzen")
    form = f"{OFFICE}/thema/{planned.rpartition('/')[2]}"
    given = {"kind": "training", "title": "Im Netz verletzt", "version": "0"}
    made = await held.http.post(form, data=given, headers=HTML)
    held.id = made.headers["location"].rpartition("/")[2]
    await held.add_date(30)
    assert (await held.post("/oeffnen")).status_code == 303
    reason = {"reason": "Dazu gibt es schon ein Angebot."}
    await held.http.post(f"{declined}/ablehnen", data=reason, headers=HTML)
    mails = await told(house, 3)
    offered = [each for each in mails if each.kind == "topic_planned"]
    assert len(offered) == 2
    assert all(f"/trainings/angebote/{held.id}" in each.html for each in offered)
    [turned_down] = [each for each in mails if each.kind == "topic_declined"]
    assert "Dazu gibt es schon ein Angebot." in unescape(turned_down.html)
    assert "Kruse" in turned_down.recipient
    inbox = (await jan.get("/notifications/mitteilungen")).text
    assert "Antwort auf ein Thema, das Sie unterstützt haben" in inbox
    log = await held.http.get(f"/notifications/zustellungen/{jan.id}", headers=HTML)
    assert log.status_code == 200
    assert "Thema" not in log.text.partition("<main")[2].partition("</main")[0]
    assert await house.rows("trainings", select(supports)) == []
    assert await house.rows("notifications", select(sealed_answers)) == []
    numbers = await house.rows(
        "trainings", select(proposals.c.supported).order_by(proposals.c.title)
    )
    assert [each.supported for each in numbers] == [2, 1]
    assert not _on_the_bus(house, nele.id, jan.id)
    assert "Im Netz verletzt" in (await nele.get(planned)).text


def _on_the_bus(house: House, *people: Any) -> list[str]:
    """What trainings has told anybody that names one of these."""
    assert isinstance(house.bus, LocalBus)
    file = Path(str(house.bus._engine.url.database))
    values = [
        str(row[0]) for row in look(file, "SELECT value FROM log WHERE topic = 'trainings.events'")
    ]
    return [each for each in values if any(str(key) in each for key in people)]
