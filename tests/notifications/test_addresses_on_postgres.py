"""Dead addresses on PostgreSQL: counted, asked for by the office, and forgotten."""

from datetime import timedelta
from pathlib import Path

import pytest
from pydantic import SecretStr

from services.notifications.addresses import queries, use_cases
from services.notifications.delivery_log.values import Standing
from services.notifications.dispatches import queries as sent
from services.notifications.dispatches import use_cases as dispatches
from services.notifications.dispatches.values import Outcome
from tests.house import BERGKAMEN
from tests.kept_periods import keep_periods
from tests.notifications.conftest import house_with, sending, settled, tell
from tests.notifications.post import Post
from tests.notifications.test_postgres import url
from tests.notifications.town import Town

__all__ = ["url"]

pytestmark = pytest.mark.real

WORKER = "joerg.oneill@awo.example"


async def test_a_dead_address_is_noted_shown_tried_again_and_forgotten(
    url: str, tmp_path: Path, post: Post, town: Town
) -> None:
    post.refuse[WORKER] = "550 5.1.1 no such user"
    given = {"database_url": url, "secret": SecretStr("s" * 32)}
    first, second, third = town.hired_often(3)
    async with house_with(tmp_path, sending(tmp_path, post.url, **given)) as house:
        await tell(house, *town.everything(), first)
        await settled(house, "undeliverable")
        await tell(house, second, third)
        await settled(house, *["undeliverable"] * 3)
        page = (await house.http.get("/notifications/adressen")).text
        assert "Dieses Postfach gibt es nicht (550 5.1.1)" in page
        post.refuse.clear()

        again = f"/notifications/adressen/{town.worker}/wieder-versuchen"
        await house.http.post(again, data={"because": "Es gibt das Postfach wieder."})

        await settled(house, *["sent"] * 3)
        log = (await house.http.get(f"/notifications/zustellungen/{town.worker}")).text
        assert log.count("Vom Mailserver angenommen") == 3
        for each in Standing:
            search = {"address": WORKER, "standing": each.value}
            answer = await house.http.post("/notifications/zustellungen", data=search)
            found = (await house.http.get(answer.headers["location"])).text
            assert ("Vom Mailserver angenommen" in found) is (each is Standing.SENT)
        database = house.context("notifications").database
        async with database.transaction() as uow:
            await use_cases.failed_for_now(uow, WORKER)
            assert await use_cases.admits_code(uow, WORKER)
            assert await sent.introduced(uow.session, [town.worker])
            assert await sent.lost(uow.session, BERGKAMEN, town.worker, list(Outcome))
            assert await sent.against_us(uow.session, uow.now - timedelta(1)) == []
            await dispatches.forget(uow, [town.worker])
        await keep_periods(database)
        async with database.transaction() as uow:
            assert await queries.count(uow.session, BERGKAMEN) == 0
