"""Figures of consultations give away nobody: nothing below five is shown, or can be worked out."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest

from services.directory.consultations.models import ConsultationRow
from services.directory.consultations.values import (
    Period,
    Quarter,
    State,
    Topic,
    period_before,
    period_of,
)
from shared.clock import local_date
from shared.contracts.accounts import AccessRole
from tests.conftest import OpenHouse
from tests.house import BERGKAMEN, House
from tests.signing_in import coordinator_of

PAGE = "/directory/beratungszahlen"
HTML = {"accept": "text/html"}
KAMEN = "05978020"


def test_quarters_follow_each_other_and_the_year() -> None:
    day = datetime(2027, 1, 3, tzinfo=UTC).date()
    assert period_before(day) == Period(2026, Quarter.FOURTH)
    assert period_of(day).begins == period_before(day).ends


@pytest.fixture
async def house(open_house: OpenHouse) -> House:
    return await open_house("directory", municipalities=frozenset({BERGKAMEN, KAMEN}))


async def ask(house: House, period: Period, *asked: tuple[Topic, AccessRole, int]) -> None:
    async with house.context("directory").database.transaction() as uow:
        uow.session.add_all(
            ConsultationRow(
                tenant=BERGKAMEN,
                asker_id=uuid4(),
                asked_as=role,
                asked_at=period.begins + timedelta(days=number),
                topic=topic,
                note="",
                state=State.CLOSED,
            )
            for topic, role, times in asked
            for number in range(times)
        )


async def test_the_office_reads_and_exports_a_quarter_that_is_over(house: House) -> None:
    last = period_before(local_date(house.clock.now()))
    await ask(
        house,
        last,
        (Topic.SCHOOL, AccessRole.WORKER, 9),
        (Topic.SCHOOL, AccessRole.HEAD, 8),
        (Topic.LAW, AccessRole.WORKER, 7),
        (Topic.LAW, AccessRole.HEAD, 6),
    )
    house.http.cookies.update(await house.sign_in(coordinator_of(BERGKAMEN)))
    file = (await house.http.get(f"{PAGE}?als=csv", headers=HTML)).text
    assert "Zusammenarbeit in der Schule;8;9;17" in file
    assert "Recht und Datenschutz;6;7;13" in file
    assert "Alle;14;16;30" in file
    page = (await house.http.get(PAGE, headers=HTML)).text
    assert "Recht und Datenschutz" in page
    house.http.cookies.update(await house.sign_in(coordinator_of(KAMEN)))
    assert "Zu wenige Anfragen" in (await house.http.get(PAGE, headers=HTML)).text


async def test_a_quarter_that_goes_on_is_not_counted_yet(house: House) -> None:
    today = local_date(house.clock.now())
    now = period_of(today)
    await ask(house, now, (Topic.LAW, AccessRole.HEAD, 20))
    house.http.cookies.update(await house.sign_in(coordinator_of(BERGKAMEN)))
    asked = f"{PAGE}?year={now.year}&quarter={now.quarter}"
    assert "Noch nicht zu Ende" in (await house.http.get(asked, headers=HTML)).text
