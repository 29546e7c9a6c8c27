"""Texts on PostgreSQL: what holds is read beside the municipality, and two who publish are one."""

import asyncio
from pathlib import Path

import pytest
from pydantic import SecretStr
from sqlalchemy import select

from deploy.local.postgres import PostgresServer
from services.notifications.texts.models import editions
from shared.ids import new_id
from shared.settings import Settings
from tests.notifications.conftest import house_with, kept, settled, tell
from tests.notifications.desk import office
from tests.notifications.town import Town
from tests.prepared import tables_on

pytestmark = pytest.mark.real


async def test_an_office_writes_holds_and_goes_back_on_postgresql(
    postgres: PostgresServer, tmp_path: Path, town: Town
) -> None:
    name = f"notifications_{new_id().hex}"
    await tables_on(postgres, name, "notifications")
    settings = Settings(
        database_url=postgres.url(name),
        secret=SecretStr("s" * 32),
        mail_from="post@bergkamen.example",
        _env_file=None,
    )
    async with house_with(tmp_path, settings) as house:
        await tell(house, *town.everything())
        desk, other = await office(house, person=town.coordinator), await office(house)
        assert (await desk.save("Moin {vorname}\n\n{beratung}")).status_code == 303
        version = await desk.version()
        answers = await asyncio.gather(desk.hold(version), other.hold(version))
        assert sorted(each.status_code for each in answers) == [303, 422]
        await tell(house, town.hired_often(1)[0])
        await settled(house, "sent")
        assert (await kept(house))[0].text.startswith("Moin Jörg-Uwe")
        assert "Moin Jörg-Uwe" in await desk.see("/vorschau")
        await desk.http.post(f"{desk.page}/zuruecksetzen")
        await tell(house, town.hired_often(1)[0])
        await settled(house, "sent", "sent")
        assert (await kept(house))[-1].text.startswith("Guten Tag")
        rows = await house.rows("notifications", select(editions).order_by(editions.c.number))
        assert [(row.number, row.is_usual) for row in rows] == [(1, False), (2, True)]
