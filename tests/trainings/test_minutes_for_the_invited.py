"""Minutes are for those who were invited, too, also if they never registered."""

from datetime import timedelta

from sqlalchemy import select

from services.trainings.invitations import use_cases
from services.trainings.invitations.models import invitations
from shared.contracts.directory import PersonRecord
from shared.ids import new_id
from tests.conftest import OpenHouse
from tests.house import URL
from tests.trainings.meeting import CATALOGUE, HTML, Meeting, Somebody, meeting
from tests.trainings.test_invitations import invite, link_of
from tests.trainings.test_minutes import begin, publish


async def _held(open_house: OpenHouse) -> tuple[Meeting, list[Somebody]]:
    """Nele never answers, Ida declines, Jan waits without a seat, and Kim is not invited."""
    held = await meeting(open_house, kind="working_group", days=1, capacity="1")
    people = [await held.somebody(each) for each in ("Nele A", "Ida B", "Jan C", "Kim D", "Uwe E")]
    assert await invite(held, "Nele A", "Ida B", "Jan C") == 303
    assert (await people[1].post(f"{CATALOGUE}/{held.id}/einladung")).status_code == 303
    for each in (people[4], people[2]):
        await held.register(each)
    return held, people


async def test_who_was_invited_reads_the_minutes_as_long_as_no_registration_says_otherwise(
    open_house: OpenHouse,
) -> None:
    held, people = await _held(open_house)
    path = f"{CATALOGUE}/{held.id}"
    begin(held)
    assert (await people[0].get(f"{path}/protokoll")).status_code == 404
    await publish(held)
    answers = [(await each.get(f"{path}/protokoll")).status_code for each in people]
    assert answers == [200, 200, 404, 404, 200]
    assert f'href="{path}/protokoll"' in (await people[0].get(path)).text


async def test_the_link_of_the_invitation_leads_who_signs_in_there_and_keeps_the_paper(
    open_house: OpenHouse,
) -> None:
    held, (nele, *_) = await _held(open_house)
    link, stranger = await link_of(held, nele), HTML | {"cookie": "", "origin": URL}
    begin(held)
    await publish(held)
    page = await held.http.get(link, headers=stranger)
    assert f'href="{CATALOGUE}/{held.id}/protokoll"' in page.text
    paper = await held.http.get(f"{link}/protokoll/datei", headers=stranger)
    assert paper.status_code == 404


async def test_who_cannot_sign_in_saves_the_published_minutes_by_the_link(
    open_house: OpenHouse,
) -> None:
    held = await meeting(open_house, kind="working_group", days=1)
    rosa = PersonRecord(
        person_id=new_id(), version=1, given_name="Rosa", family_name="F", email="rosa@example.org"
    )
    await held.house.announce(rosa)
    await held.house.quiet()
    assert await invite(held, "Rosa F") == 303
    link = await link_of(held, Somebody("Rosa F", rosa.person_id, held.http))
    stranger, path = HTML | {"cookie": "", "origin": URL}, f"{link}/protokoll/datei"
    begin(held)
    assert (await held.http.get(path, headers=stranger)).status_code == 404
    await publish(held)
    assert f'href="{path}"' in (await held.http.get(link, headers=stranger)).text
    assert (await held.http.get(path, headers=stranger)).content.startswith(b"%PDF")


async def test_an_invitation_is_kept_longer_where_there_is_something_to_read(
    open_house: OpenHouse,
) -> None:
    held, _ = await _held(open_house)
    begin(held)
    await publish(held)
    for days, left in ((30, 3), (70, 0)):
        held.house.clock.forward(timedelta(days=days))
        async with held.house.context("trainings").database.transaction() as uow:
            await use_cases.forget_older(uow)
        assert len(await held.house.rows("trainings", select(invitations))) == left
