"""Who speaks for a working group stands on its pages, for the time of the election."""

from datetime import timedelta
from uuid import UUID

from services.trainings.decisions.models import Decision
from shared.clock import local_date
from shared.contracts.gatherings import GATHERINGS
from shared.database.tables import table_of
from tests.conftest import OpenHouse
from tests.house import BERGKAMEN
from tests.trainings.meeting import CATALOGUE, HTML, Meeting, meeting


def term(held: Meeting, begin: int, end: int) -> dict[str, str]:
    today = local_date(held.house.clock.now())
    days = {"since": today + timedelta(days=begin), "until": today + timedelta(days=end)}
    return {name: day.isoformat() for name, day in days.items()}


async def series(held: Meeting) -> list[str]:
    """Two dates that follow one another, opened; the first one's id first."""
    form = {
        "kind": "working_group",
        "title": "Arbeitskreis",
        "audience": "everybody",
        "first": (local_date(held.house.clock.now()) + timedelta(days=30)).isoformat(),
        "rhythm": "quarterly",
        "number": "2",
        "starts": "9:00",
        "ends": "12:00",
    }
    days = [local_date(held.house.clock.now()) + timedelta(days=each) for each in (30, 120)]
    given = form | {"days": "\n".join(f"{each:%d.%m.%Y}" for each in days)}
    answer = await held.http.post(f"{GATHERINGS}/reihe", data=given, headers=HTML)
    assert answer.status_code == 303, answer.text
    first = answer.headers["location"].rpartition("/")[2]
    page = (await held.http.get(f"{GATHERINGS}/{first}", headers=HTML)).text
    link = f'href="{GATHERINGS}/'
    other = page[page.index(link, page.index("Weitere Termine")) + len(link) :][:36]
    for each in (first, other):
        await held.http.post(f"{GATHERINGS}/{each}/oeffnen", headers=HTML)
    return [first, other]


async def test_each_date_of_the_series_shows_who_speaks_until_the_last_day(
    open_house: OpenHouse,
) -> None:
    held = await meeting(open_house)
    nele = await held.somebody("Nele Ahrens")
    held.id, other = await series(held)
    table = table_of(Decision)
    async with held.house.context("trainings").database.transaction() as uow:
        row = Decision(tenant=BERGKAMEN, gathering_id=UUID(held.id), text="Wahl", at=uow.now)

        row.year, row.number = 2026, 3
        uow.session.add(row)
    key = str((await held.house.rows("trainings", table.select()))[0].id)
    answer = await held.post("/sprecher/neu", who="Nele Ahrens", decision=key, **term(held, 0, 365))
    assert answer.status_code == 303, answer.text
    for each in (held.id, other):
        page = (await nele.get(f"{CATALOGUE}/{each}")).text
        assert "Nele Ahrens, gewählt bis" in page
        assert "Beschluss 2026-3" in page
    assert "im Amt" in await held.page("/sprecher")
    held.house.clock.forward(timedelta(days=366))
    assert "gewählt bis" not in (await nele.get(f"{CATALOGUE}/{other}")).text


async def test_nobody_is_elected_twice_for_one_time_and_a_term_may_end_early(
    open_house: OpenHouse,
) -> None:
    held = await meeting(open_house, kind="working_group")
    await held.somebody("Nele Ahrens")
    given = {"who": "Nele Ahrens"}
    for begin, end, words in (
        (5, 1, "endet, bevor sie beginnt"),
        (0, 9000, "länger als fünf Jahre"),
        (0, 100, ""),
        (50, 150, "schon eingetragen"),
        (101, 150, ""),
    ):
        answer = await held.post("/sprecher/neu", **given, **term(held, begin, end))
        assert answer.status_code == (422 if words else 303)
        assert words in answer.text
    page = await held.page("/sprecher")
    links = [part.split('"')[0] for part in page.split('href="')[1:] if "/beenden" in part[:200]]
    assert len(links) == 2
    for each in links:
        assert (await held.http.post(each, headers=HTML)).status_code == 303
    page = await held.page("/sprecher")
    assert page.count("Nele Ahrens, ") == 1
    assert "im Amt" in page
