"""The inbox on either database: the same, behind the wall, and without a look at everything."""

import re
from pathlib import Path
from typing import Any

import pytest
from pydantic import SecretStr
from sqlalchemy import event, text

from services.notifications.counting import queries as counting
from services.notifications.inbox import queries
from services.notifications.inbox.rules import posts_of
from services.notifications.inbox.values import Desk
from services.notifications.merges.queries import every_id
from services.notifications.recipients.queries import naming
from shared.contracts.accounts import AccessRole, SignInMethod
from shared.contracts.directory import Role
from shared.contracts.merging import PersonMerged
from shared.database.paging import KeysetRequest
from shared.ids import new_id
from shared.settings import Settings
from shared.web.sessions.person import SignedIn
from tests.conftest import OpenHouse
from tests.house import BERGKAMEN, House
from tests.notifications.conftest import house_with, tell
from tests.notifications.test_inbox import API, PAGE, act, ids, unread
from tests.notifications.test_postgres import url as url
from tests.notifications.test_preferences import at, door
from tests.notifications.town import Town, task
from tests.signing_in import OPERATOR, coordinator_of

SCANS = re.compile(r"SCAN (messages|inbox_items)|Seq Scan on (messages|inbox_items)")


async def reads_and_finishes(house: House, town: Town) -> None:
    await tell(house, *town.everything(), town.hired())
    await tell(
        house,
        town.started(
            task("office", Role.HEAD, town.school),
            task("keys", Role.HEAD, town.second_school),
            task("shadowing", Role.BUDDY, town.school),
            task("computer", Role.IT, town.school),
        ),
    )
    assert await unread(await door(house, town.technician, OPERATOR)) == 1
    both = {"survivor_id": town.coordinator, "merged_id": town.head}
    await tell(house, PersonMerged(merge_id=new_id(), **both))
    http = await door(house, town.coordinator, coordinator_of(BERGKAMEN))
    listed = (await http.get(API)).json()["items"]
    assert {each["subject"] for each in listed} == {
        "Einarbeitung einer neuen Fachkraft: eine Aufgabe für Sie"
    }
    newest, *others = await ids(http)
    await act(http, others[0], "erledigt")
    assert await ids(http, "done") == [others[0]]
    assert "Guten Tag Ayşe Yıldız" in (await http.get(f"{PAGE}/{newest}")).text
    await http.post(f"{PAGE}/gelesen", data={"newest": newest})
    assert await unread(http) == 0


async def looks_at_few(house: House, town: Town) -> None:
    asked: list[tuple[str, Any]] = []

    def note(_: Any, __: Any, statement: str, parameters: Any, *___: Any) -> None:
        asked.append((statement, parameters))

    database = house.context("notifications").database
    async with database.reading() as session:
        mine = await every_id(session, town.coordinator)
        places = await naming(session, BERGKAMEN, [*mine, town.head])
        grants = [coordinator_of(BERGKAMEN), at(AccessRole.HEAD, town.school)]
        posts = posts_of(places, [*mine, town.head], grants)
        desk = Desk(town.coordinator, mine, BERGKAMEN, posts, {}, house.clock.now())
        connection = await session.connection()
        event.listen(connection.sync_connection, "before_cursor_execute", note)
        await queries.unread(session, desk)
        signed_in = SignedIn(new_id(), town.coordinator, SignInMethod.OIDC, tuple(grants), "")
        await counting.unread(session, signed_in, house.context("notifications"))
        await queries.page_of(session, desk, KeysetRequest())
        event.remove(connection.sync_connection, "before_cursor_execute", note)
        explain = "EXPLAIN QUERY PLAN " if database.engine.sqlite else "EXPLAIN "
        if not database.engine.sqlite:
            await session.execute(text("SET LOCAL enable_seqscan = off"))
        plans = [
            " ".join(str(row[-1]) for row in await connection.exec_driver_sql(explain + sql, given))
            for sql, given in asked
        ]
    assert len(plans) == 3
    assert not any(SCANS.search(each) for each in plans), plans


async def test_no_list_and_no_count_looks_at_every_message(
    open_house: OpenHouse, town: Town
) -> None:
    house = await open_house("notifications")
    await tell(house, *town.everything())
    await looks_at_few(house, town)


@pytest.mark.real
async def test_it_is_the_same_on_postgresql_behind_the_wall(
    url: str, tmp_path: Path, town: Town
) -> None:
    settings = Settings(
        database_url=url, secret=SecretStr("s" * 32), mail_from="p@b.example", _env_file=None
    )
    async with house_with(tmp_path, settings) as house:
        await reads_and_finishes(house, town)
        await looks_at_few(house, town)


async def test_it_is_the_same_where_there_is_no_server(open_house: OpenHouse, town: Town) -> None:
    await reads_and_finishes(await open_house("notifications"), town)
