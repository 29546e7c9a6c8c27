"""A survey's people are invited and reminded by mail, and nothing keeps who that was."""

import re
from datetime import date, datetime, time, timedelta

import pytest
from sqlalchemy import select

from services.notifications.app import service as notifications
from services.notifications.mailbox.models import kept_mails
from services.notifications.unkept.models import unkept_mailings
from services.notifications.unkept.values import REMINDER
from services.surveys.urns.models import urn_invitations
from shared.clock import BERLIN
from shared.contracts.surveys import SURVEY_LOST
from shared.working_days import is_working_day
from tests.conftest import OpenHouse
from tests.house import House
from tests.surveys.conftest import Surveys, until
from tests.surveys.survey_round import TITLE, SurveyRound

LINK = re.compile(r"/surveys/l/umfrage/[\w-]+")
SHORT = ({"q_single": "b"}, {"q_scale": "a"})


@pytest.fixture
async def both(open_house: OpenHouse) -> Surveys:
    return Surveys(await open_house("surveys", "notifications"))


async def kept(surveys: Surveys) -> list[str]:
    """What the mailbox has."""
    return [str(row) for row in await surveys.house.rows("notifications", select(kept_mails))]


async def sent(surveys: Surveys) -> list[tuple[bool, int | None]]:
    columns = (unkept_mailings.c.kind, unkept_mailings.c.sent)
    rows = await surveys.house.rows("notifications", select(*columns))
    return sorted((row.kind == REMINDER.value, row.sent) for row in rows)


async def waits_for(surveys: Surveys, *wanted: tuple[bool, int | None]) -> None:
    """The house's own worker has written; it asks surveys, which is in the same process."""

    async def written() -> bool:
        return await sent(surveys) == [*wanted]

    await until(written)


def working_days_after(today: date, number: int) -> list[date]:
    later = (today + timedelta(days=ahead) for ahead in range(1, 10))
    return [day for day in later if is_working_day(day)][:number]


def forward_to(house: House, day: date) -> None:
    """At an hour at which mails go out."""
    house.clock.forward(datetime.combine(day, time(11), BERLIN) - house.clock.now())


async def test_everybody_is_invited_and_whoever_has_not_answered_reminded_once(
    both: Surveys,
) -> None:
    house = both.house
    round_ = SurveyRound(both)
    first, remind_on = working_days_after(both.today, 2)
    await round_.plan(remind_on=f"{remind_on:%d.%m.%Y}")
    assert (await round_.office(f"/{round_.id}/starten", {})).status_code == 303
    await until(round_.has_begun)
    await house.quiet()
    forward_to(house, first)
    await waits_for(both, (False, 6), (True, None))
    links = [LINK.findall(each)[0] for each in await kept(both)]
    assert len({*links}) == 6
    assert all(TITLE in each for each in await kept(both))
    await round_.answer(links[0], *SHORT)
    forward_to(house, remind_on)
    await waits_for(both, (False, 6), (True, 5))
    house.clock.forward(timedelta(days=1))
    await house.quiet()
    assert len(await kept(both)) == 11
    others = [each for each in notifications.tables.sorted_tables if "kept" not in each.name]
    stored = repr([await house.rows("notifications", select(each)) for each in others])
    assert not any(each.rpartition("/")[2] in stored for each in links)
    asked = await both.house.rows("surveys", select(urn_invitations.c.reminded))
    assert sorted(each.reminded for each in asked) == [1, 2, 2, 2, 2, 2]


async def test_the_office_reads_how_many_were_not_reached_and_only_notifications_can_say_it(
    both: Surveys,
) -> None:
    round_ = SurveyRound(both)
    await round_.ask()
    http = both.house.http
    url = both.house.link(SURVEY_LOST, round_.id, both.today)
    path = url.removeprefix(both.house.settings.base_url)
    assert (await http.post(path, json={"number": 0})).status_code == 422
    assert "nicht zugestellt werden" not in (await round_.office(f"/{round_.id}")).text
    assert (await http.post(path, json={"number": 2})).status_code == 204
    page = (await round_.office(f"/{round_.id}")).text
    assert "2 Mails konnten nicht zugestellt werden" in page
    forged = f"{path.rpartition('/')[0]}/nobody"
    assert (await http.post(forged, json={"number": 3})).status_code == 404
    assert (await http.post(forged)).status_code == 404
