"""A quota holds people of one carrier back, until its last day."""

from datetime import date, timedelta
from uuid import UUID

from sqlalchemy import insert

from services.trainings.models import onboardings
from services.trainings.quotas import use_cases
from shared.clock import local_date
from shared.contracts.accounts import AccessRole, Grant
from shared.contracts.directory import OrganizationKind, OrganizationRecord
from shared.ids import new_id
from tests.conftest import OpenHouse
from tests.house import BERGKAMEN, URL
from tests.trainings.meeting import CATALOGUE, HTML, OFFICE, Meeting, Somebody, meeting
from tests.trainings.test_guests import Door
from tests.trainings.test_invitations import invite, link_of


async def carrier(held: Meeting, name: str) -> UUID:
    key = new_id()
    kind = OrganizationKind.CARRIER
    await held.house.announce(
        OrganizationRecord(organization_id=key, version=1, kind=kind, name=name)
    )
    await held.house.quiet()
    return key


async def of(held: Meeting, carrier_id: UUID, *names: str) -> list[Somebody]:
    grant = Grant(role=AccessRole.CARRIER, municipality=BERGKAMEN, organization_id=carrier_id)
    return [await held.somebody(each, grant) for each in names]


async def employ(held: Meeting, who: Somebody, carrier_id: UUID) -> None:
    """As the onboarding of a worker says it."""
    keys = ("id", "employment_id", "template_id", "correlation_id", "causation_id")
    known = {"tenant": BERGKAMEN, "worker_id": who.id, "carrier_id": carrier_id}
    values = {key: new_id() for key in keys} | known | {"start_date": date(2020, 8, 1)}
    async with held.house.context("trainings").database.transaction() as uow:
        await uow.session.execute(insert(onboardings).values(values))


def in_days(held: Meeting, days: int) -> str:
    return (local_date(held.house.clock.now()) + timedelta(days=days)).isoformat()


async def test_who_exceeds_the_quota_of_their_carrier_waits_for_that_reason(
    open_house: OpenHouse,
) -> None:
    held = await meeting(open_house, capacity="5")
    awo = await carrier(held, "AWO")
    assert "Noch kein Kontingent" in await held.page("/kontingente")
    answer = await held.post("/kontingente/neu", whom=str(awo), size="1")
    assert answer.status_code == 303, answer.text
    first, second = await of(held, awo, "Nele Ahrens", "Jan Beck")
    other = await held.somebody("Ida Cors")
    await held.register(first)
    page = (await second.get(f"{CATALOGUE}/{held.id}")).text
    assert "Das Kontingent Ihres Trägers ist vergeben" in page
    assert "Noch 4 Plätze sind frei" in (await other.get(f"{CATALOGUE}/{held.id}")).text
    await held.register(second)
    await held.register(other, waits=False)
    assert [*(await held.places()).values()] == ["confirmed", "waiting", "confirmed"]
    page = (await second.get(f"{CATALOGUE}/{held.id}")).text
    assert "Warteliste, Platz 1: das Kontingent Ihres Trägers ist vergeben" in page
    assert "1 von 1 vergeben, 1 auf der Warteliste" in await held.page("/kontingente")
    await other.post(f"{CATALOGUE}/{held.id}/abmelden")
    assert (await held.places())["Jan Beck"] == "waiting"
    await first.post(f"{CATALOGUE}/{held.id}/abmelden")
    assert (await held.places())["Jan Beck"] == "offered"


async def test_whom_a_quota_keeps_waiting_gets_in_line_by_the_link_of_an_invitation(
    open_house: OpenHouse,
) -> None:
    held = await meeting(open_house, capacity="5")
    awo = await carrier(held, "AWO")
    await held.post("/kontingente/neu", whom=str(awo), size="1")
    first, second = [await held.somebody(each) for each in ("Nele Ahrens", "Jan Beck")]
    for each in (first, second):
        await employ(held, each, awo)
    await held.register(first)
    await invite(held, second.name)
    link, stranger = await link_of(held, second), HTML | {"cookie": "", "origin": URL}
    page = (await held.http.get(link, headers=stranger)).text
    assert "Das Kontingent Ihres Trägers ist vergeben" in page
    assert "Auf die Warteliste" in page
    await held.http.post(link, data={"answer": "accept", "waits": "ja"}, headers=stranger)
    assert (await held.places())["Jan Beck"] == "waiting"


async def test_a_guest_reads_that_the_rest_is_kept_for_others(open_house: OpenHouse) -> None:
    held = await meeting(open_house, capacity="2", audience="public")
    awo = await carrier(held, "AWO")
    kept = await held.post("/kontingente/neu", whom=str(awo), reserved="2")
    assert kept.status_code == 303, kept.text
    open_door = Door(held)
    await open_door.ask()
    [link] = await open_door.links()
    page = (await open_door.look(link)).text
    assert "Die übrigen Plätze sind anderen vorbehalten. Sie kämen auf Platz 1" in page
    await open_door.confirm(link, waits="ja")
    assert await open_door.places() == {"Anna": "waiting"}


async def test_a_guest_does_not_wait_behind_those_whom_only_a_quota_keeps_waiting(
    open_house: OpenHouse,
) -> None:
    held = await meeting(open_house, capacity="5", audience="public")
    awo = await carrier(held, "AWO")
    await held.post("/kontingente/neu", whom=str(awo), size="1")
    for each in await of(held, awo, "Nele Ahrens", "Jan Beck"):
        await held.register(each)
    open_door = Door(held)
    await open_door.ask()
    [link] = await open_door.links()
    assert "Sie kämen auf Platz" not in (await open_door.look(link)).text
    await open_door.confirm(link)
    assert (await open_door.places())["Anna"] == "confirmed"


async def test_a_colleague_is_put_in_line_once_it_was_said_that_they_wait(
    open_house: OpenHouse,
) -> None:
    held = await meeting(open_house, capacity="1")
    first, second = [await held.somebody(each) for each in ("Nele Ahrens", "Jan Beck")]
    await held.register(first)
    asked = await first.post(f"{CATALOGUE}/{held.id}/andere", name=second.name)
    assert asked.status_code == 422
    assert "Möchten Sie auf die Warteliste" in asked.text
    assert 'name="waits" value="ja"' in asked.text
    done = await first.post(f"{CATALOGUE}/{held.id}/andere", name=second.name, waits="ja")
    assert done.status_code == 303, done.text
    assert (await held.places())["Jan Beck"] == "waiting"


async def test_after_its_last_day_those_whom_it_kept_waiting_move_up_by_themselves(
    open_house: OpenHouse,
) -> None:
    held = await meeting(open_house, capacity="5")
    awo = await carrier(held, "AWO")
    until = in_days(held, 7)
    await held.post("/kontingente/neu", whom=str(awo), size="1", until=until)
    for each in await of(held, awo, "Nele Ahrens", "Jan Beck"):
        await held.register(each)
    trainings = held.house.context("trainings")
    for days, place in ((7, "waiting"), (1, "offered")):
        held.house.clock.forward(timedelta(days=days))
        async with trainings.database.transaction() as uow:
            await use_cases.end(uow)
        assert (await held.places())["Jan Beck"] == place
    async with trainings.database.transaction() as uow:
        assert not await use_cases.end(uow)
    assert "seitdem sind freie Plätze für alle da" in await held.page("/kontingente")


async def test_what_a_quota_kept_until_yesterday_may_be_kept_for_others(
    open_house: OpenHouse,
) -> None:
    held = await meeting(open_house, capacity="5")
    new, until = "/kontingente/neu", in_days(held, 1)
    await held.post(new, whom="primary", reserved="4", until=until)
    assert "So viele Plätze gibt es nicht" in (await held.post(new, whom="main", reserved="2")).text
    held.house.clock.forward(timedelta(days=2))
    assert (await held.post(new, whom="main", reserved="2")).status_code == 303


async def test_what_no_quota_can_be_is_refused_at_its_field(open_house: OpenHouse) -> None:
    held = await meeting(open_house, capacity="5")
    awo = await carrier(held, "AWO")
    for each in await of(held, awo, "Nele Ahrens", "Jan Beck"):
        await held.register(each)
    new = "/kontingente/neu"
    few = await held.post(new, whom=str(awo), size="1")
    assert (few.status_code, "mehr Plätze vergeben" in few.text) == (422, True)
    stranger = await held.post(new, whom=str(new_id()), size="3")
    assert "Bitte wählen Sie aus der Liste" in stranger.text
    assert (await held.post(new, whom=str(awo), size="0")).status_code == 422
    assert (await held.post(new, whom=str(awo), size="2")).status_code == 303
    again = await held.post(new, whom=str(awo), size="3")
    assert "gibt es schon ein Kontingent" in again.text


async def test_a_larger_quota_and_none_at_all_let_people_move_up(open_house: OpenHouse) -> None:
    held = await meeting(open_house, capacity="5")
    awo = await carrier(held, "AWO")
    await held.post("/kontingente/neu", whom=str(awo), size="1")
    for each in await of(held, awo, "Nele Ahrens", "Jan Beck", "Ole Dahl"):
        await held.register(each)
    page = await held.page("/kontingente")
    address = page.split('aria-label="ändern: Kontingent AWO"')[0].rpartition('href="')[2]
    address = address.partition('"')[0]
    assert address.startswith(f"{OFFICE}/{held.id}/kontingente/")
    answer = await held.http.post(address, data={"size": "2", "version": "1"}, headers=HTML)
    assert answer.status_code == 303, answer.text
    assert [*(await held.places()).values()] == ["confirmed", "offered", "waiting"]
    await held.http.post(f"{address}/aufheben", data={}, headers=HTML)
    assert [*(await held.places()).values()] == ["confirmed", "offered", "offered"]
    assert "Noch kein Kontingent" in await held.page("/kontingente")
