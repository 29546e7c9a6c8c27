"""What somebody takes upon themselves is given, reminded of on each agenda, and done."""

from datetime import timedelta

from sqlalchemy import select

from services.trainings.actions.models import ActionItem
from shared.clock import local_date
from shared.contracts.meetings import ACTION_PAGE, ACTIONS, OWN_ACTIONS
from shared.contracts.merging import PersonMerged
from shared.database.tables import table_of
from shared.ids import new_id
from tests.conftest import OpenHouse
from tests.house import House
from tests.trainings.meeting import CATALOGUE, HTML, Meeting, meeting

FLYER = {"title": "Flyer entwerfen", "who": "Nele Ahrens", "version": "0"}
actions = table_of(ActionItem)


async def stored(house: House) -> list[ActionItem]:
    return list(await house.rows("trainings", select(actions).order_by(actions.c.id)))


async def give(held: Meeting, **given: str) -> str:
    address = f"{ACTIONS}/fuer/{held.id}"
    answer = await held.http.post(address, data=FLYER | given, headers=HTML)
    assert answer.status_code == 303, answer.text
    return str((await stored(held.house))[-1].id)


def in_days(held: Meeting, days: int) -> str:
    return (local_date(held.house.clock.now()) + timedelta(days=days)).isoformat()


async def page(house: House, path: str) -> str:
    answer = await house.http.get(path, headers=HTML)
    assert answer.status_code == 200, answer.text
    return answer.text


async def test_whoever_took_it_finds_it_and_says_that_it_is_done(open_house: OpenHouse) -> None:
    held = await meeting(open_house)
    nele, jan = [await held.somebody(each) for each in ("Nele Ahrens", "Jan Beck")]
    key = await give(held, due_on=in_days(held, 3))
    assert "Flyer entwerfen" in (await nele.get(OWN_ACTIONS)).text
    assert "Nichts offen" in (await jan.get(OWN_ACTIONS)).text
    done = f"{OWN_ACTIONS}/{key}/erledigt"
    assert (await jan.post(done)).status_code == 404
    for _ in range(2):
        assert (await nele.post(done)).status_code == 303
    assert "Nichts offen" in (await nele.get(OWN_ACTIONS)).text
    assert (await stored(held.house))[0].version == 2


async def test_the_office_sees_first_what_is_overdue(open_house: OpenHouse) -> None:
    held = await meeting(open_house)
    await held.somebody("Nele Ahrens")
    await give(held, title="Später", due_on=in_days(held, 9))
    await give(held, title="Irgendwann")
    await give(held, title="Bald", due_on=in_days(held, 1))
    held.house.clock.forward(timedelta(days=3))
    found = await page(held.house, ACTIONS)
    assert found.index("Bald") < found.index("Später") < found.index("Irgendwann")
    assert found.count("überfällig") == 1


async def test_nobody_or_several_are_given_nothing(open_house: OpenHouse) -> None:
    held = await meeting(open_house)
    answer = await held.http.post(f"{ACTIONS}/fuer/{held.id}", data=FLYER, headers=HTML)
    assert "So heißt im Verzeichnis niemand" in answer.text
    for _ in range(2):
        await held.somebody("Nele Ahrens")
    answer = await held.http.post(f"{ACTIONS}/fuer/{held.id}", data=FLYER, headers=HTML)
    assert "So heißen mehrere" in answer.text
    assert await stored(held.house) == []


async def test_it_stays_with_its_owner_although_somebody_comes_who_is_called_so(
    open_house: OpenHouse,
) -> None:
    held = await meeting(open_house)
    nele = await held.somebody("Nele Ahrens")
    key = await give(held)
    await held.somebody("Nele Ahrens")
    form = FLYER | {"title": "Plakat entwerfen", "version": "1"}
    answer = await held.http.post(f"{ACTIONS}/{key}/bearbeiten", data=form, headers=HTML)
    assert answer.status_code == 303, answer.text
    [row] = await stored(held.house)
    assert (row.title, row.owner_id) == ("Plakat entwerfen", nele.id)


async def test_the_next_agenda_shows_it_until_it_is_done(open_house: OpenHouse) -> None:
    held = await meeting(open_house, kind="working_group", days=10)
    nele = await held.somebody("Nele Ahrens")
    later = await Meeting(held.house).make(kind="working_group", days=90)
    await later.register(nele)
    other = await Meeting(held.house).make(kind="exchange", days=90)
    key = await give(held)
    assert "Flyer entwerfen" in await later.page("/tagesordnung")
    assert "Flyer entwerfen" in (await nele.get(f"{CATALOGUE}/{later.id}")).text
    assert "Flyer entwerfen" not in await other.page("/tagesordnung")
    jan = await held.somebody("Jan Beck")
    assert "Flyer entwerfen" not in (await jan.get(f"{CATALOGUE}/{later.id}")).text
    await held.http.post(f"{ACTIONS}/{key}", data={"state": "done"}, headers=HTML)
    assert "Flyer entwerfen" not in await later.page("/tagesordnung")


async def test_by_the_link_it_is_done_only_by_whose_it_still_is(open_house: OpenHouse) -> None:
    held = await meeting(open_house)
    for each in ("Nele Ahrens", "Jan Beck"):
        await held.somebody(each)
    key = await give(held)
    links = []
    for name in ("Jan Beck", ""):
        row = (await stored(held.house))[0]
        until = local_date(held.house.clock.now()) + timedelta(days=30)
        links.append(held.house.link(ACTION_PAGE, row.assignment_id, until))
        if name:
            change = FLYER | {"who": name, "version": "1"}
            edit = f"{ACTIONS}/{key}/bearbeiten"
            assert (await held.http.post(edit, data=change, headers=HTML)).status_code == 303
    old, new = links
    assert (await held.http.get(old, headers=HTML)).status_code == 410
    assert "Flyer entwerfen" in await page(held.house, new)
    assert (await stored(held.house))[0].state == "open"
    await held.http.post(new, headers=HTML)
    assert (await stored(held.house))[0].state == "done"


async def test_it_goes_over_to_who_somebody_is_merged_into(open_house: OpenHouse) -> None:
    held = await meeting(open_house)
    nele, known = [await held.somebody(each) for each in ("Nele Ahrens", "N. Ahrens")]
    await give(held)
    merged = PersonMerged(
        merge_id=new_id(), merged_id=nele.id, survivor_id=known.id, employment_ids=()
    )
    await held.house.announce(merged)
    await held.house.quiet()
    assert "Flyer entwerfen" in (await known.get(OWN_ACTIONS)).text


async def test_what_was_dropped_is_not_done_by_its_owner(open_house: OpenHouse) -> None:
    held = await meeting(open_house)
    nele = await held.somebody("Nele Ahrens")
    key = await give(held)
    await held.http.post(f"{ACTIONS}/{key}", data={"state": "dropped"}, headers=HTML)
    await nele.post(f"{OWN_ACTIONS}/{key}/erledigt")
    assert (await stored(held.house))[0].state == "dropped"
    await held.http.post(f"{ACTIONS}/{key}", data={"state": "open"}, headers=HTML)
    assert (await stored(held.house))[0].state == "open"
