"""A calendar's answer on PostgreSQL: its owner is found by what went out, and asked once."""

from datetime import datetime

import pytest
from sqlalchemy import func, select

from deploy.local.postgres import PostgresServer
from services.notifications.gatherings import rules, use_cases
from services.notifications.gatherings.models import CalendarEntry, calendar_entries
from services.notifications.gatherings.values import Answered
from services.notifications.models import messages
from services.notifications.recipients.models import Person
from shared.clock import BERLIN, MovableClock
from shared.ids import new_id
from shared.messaging.database import Database
from tests.house import BERGKAMEN
from tests.notifications.replies import reply
from tests.notifications.test_gatherings_on_postgres import rows
from tests.prepared import tables_on

EMAIL = "kim@example.org"


@pytest.mark.real
async def test_who_declines_in_a_calendar_is_found_and_asked_once(postgres: PostgresServer) -> None:
    name = f"answers_{new_id().hex}"
    await tables_on(postgres, name, "notifications")
    clock = MovableClock()
    clock.forward(datetime(2031, 3, 25, 9, tzinfo=BERLIN) - clock.now())
    database = Database(postgres.url(name), "notifications", clock)
    gathering, seat = rows(clock.now())
    [date] = rules.dates_of(gathering)
    told = CalendarEntry(
        tenant=BERGKAMEN,
        registration_id=seat.registration_id,
        date_id=date.date_id,
        sequence=0,
        cancelled=False,
        day=date.day,
        starts=date.starts,
        ends=date.ends,
        place=date.place,
        sent_at=clock.now(),
    )
    names = {"given_name": "Kim", "family_name": "Berg", "email": "Kim@example.org"}
    kim = Person(tenant=BERGKAMEN, person_id=seat.person_id, version=1, **names)
    calendar = reply("date-1@x", EMAIL).partition(b"BEGIN:VCAL")
    body = (calendar[1] + calendar[2]).partition(b"\n\n--B")[0]
    async with database.transaction() as uow:
        uow.session.add_all([gathering, seat, told, kim])
    for outcome in (Answered.PROPOSED, Answered.KNOWN):
        async with database.transaction() as uow:
            said = await use_cases.take_answer(uow, date.date_id, "date-1@x", body, {EMAIL})
            assert said is outcome
    async with database.reading() as session:
        assert (await session.execute(select(func.count()).select_from(messages))).scalar() == 1
        [[declined]] = await session.execute(select(calendar_entries.c.declined_at))
        assert declined is not None
    await database.close()
