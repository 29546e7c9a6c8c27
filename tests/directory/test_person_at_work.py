"""From the page of a person to what is posted of them, for whoever looks after them."""

from shared.contracts.accounts import AccessRole
from tests.directory.conftest import OTHER_CARRIER, Desk
from tests.directory.test_people import LIST, SCHOOL, at, office_of, worker_of


async def test_a_person_leads_to_their_employments_for_the_office_and_their_carrier(
    desk: Desk,
) -> None:
    worker = await worker_of(desk, external_id="P-1")
    [employment] = (await desk.carrier.get("/directory/api/v1/employments")).json()["items"]
    link = f'href="/directory/fachkraefte/{employment["employment_id"]}"'
    path = f"{LIST}/{worker.id}"
    assert link in await (await office_of(desk)).page(path)
    for asker in (worker, await at(desk, AccessRole.HEAD, SCHOOL)):
        assert link not in await asker.page(path)
    other = await at(desk, AccessRole.CARRIER, OTHER_CARRIER)
    assert link not in (await other.get(path)).text
