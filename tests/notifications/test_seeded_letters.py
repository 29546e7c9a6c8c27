"""What a seeded state says that people were told can be written, as their inbox does."""

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import select

from deploy.seed import fill
from deploy.seed.size import Size
from deploy.seed.town import town
from services.notifications.mails.use_cases import headline
from services.notifications.mails.values import Assignment
from services.notifications.messages.queries import read_owed
from services.notifications.models import deliveries
from services.notifications.recipients.queries import read_directory
from services.notifications.recipients.values import candidate
from services.notifications.writing.use_cases import Writer
from services.trainings.templates.rules import DEFAULT_TEMPLATE_ID
from shared.clock import SystemClock
from shared.contracts.notifications import LINKS
from shared.links import LinkMaker
from shared.messaging.database import Database
from tests.one_key import OneKey
from tests.prepared import with_tables


async def test_every_letter_of_a_seeded_town_can_be_written(tmp_path: Path) -> None:
    await with_tables(tmp_path, ["notifications"])
    now = datetime(2026, 11, 2, 6, tzinfo=UTC)
    made = town(0, Size(workers=6, schools=3), now)
    database = Database(
        f"sqlite+aiosqlite:///{tmp_path / 'notifications.db'}", "notifications", SystemClock()
    )
    try:
        await fill({"notifications": database}, made)
        async with database.reading() as session:
            owed = await read_owed(session, (await session.execute(select(deliveries))).all())
            known = await read_directory(session, made.key, owed)
    finally:
        await database.close()
    codes = {task["code"] for each in owed for task in each.payload.get("tasks", ())}
    known = replace(known, titles={DEFAULT_TEMPLATE_ID: dict.fromkeys(codes, "Aufgabe")})
    writer = Writer(known, LinkMaker(OneKey(LINKS), "https://example.org"), now, headline)
    for each in owed:
        to = candidate(each, known)
        assert to.person_id is not None
        assert writer.write(Assignment([each], to.person_id, to.stands_in)).content.subject
    assert {each.kind for each in owed} == {"tasks", "welcome"}
