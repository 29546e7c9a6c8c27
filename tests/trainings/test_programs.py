"""A carrier's program finds gatherings and registers its own workers, and nobody else's."""

from typing import Any
from uuid import uuid4

from httpx2 import Response

from tests.conftest import OpenHouse
from tests.house import new_key
from tests.journeys.carrier import Carrier
from tests.prepared import with_sample
from tests.trainings.meeting import Meeting

PATH = "/trainings/api/v1/gatherings"


class Desk:
    """One gathering, and a carrier with a worker."""

    def __init__(self, held: Meeting, carrier: Carrier, worker: str) -> None:
        self.held, self.carrier, self.worker = held, carrier, worker
        self.path = f"{PATH}/{held.id}/registrations"
        self._own = {"Authorization": f"Bearer {carrier.token}"}

    async def register(self, key: dict[str, str] | None = None, **given: Any) -> Response:
        body = {"worker_id": self.worker} | given
        headers = self._own | (key or new_key())
        return await self.held.http.post(self.path, json=body, headers=headers)

    async def withdraw(self, key: str) -> int:
        answer = await self.held.http.delete(f"{self.path}/{key}", headers=self._own)
        return answer.status_code


async def desk(open_house: OpenHouse, **given: Any) -> Desk:
    house = await open_house("directory", "trainings", prepare=with_sample)
    carrier = await Carrier.of(house)
    receipt = await carrier.hire()
    await house.quiet()
    held = await Meeting(house).make(title="Eigens hierfür", **given)
    return Desk(held, carrier, receipt["worker_id"])


async def test_a_worker_is_registered_once_and_withdrawn_once(open_house: OpenHouse) -> None:
    at = await desk(open_house)
    key = new_key()
    first, again = await at.register(key), await at.register(key)
    assert first.status_code == 201, first.text
    assert first.json() == again.json()
    assert (first.json()["place"], first.json()["worker_id"]) == ("confirmed", at.worker)
    assert (await at.register()).json()["id"] == first.json()["id"]
    [listed] = (await at.carrier.get(at.path)).json()["items"]
    assert listed == first.json()
    assert [await at.withdraw(listed["id"]) for _ in range(2)] == [204, 204]
    assert (await at.carrier.get(at.path)).json()["items"][0]["place"] == "withdrawn"
    assert await at.withdraw(str(uuid4())) == 404


async def test_nobody_else_is_registered_nor_seen(open_house: OpenHouse) -> None:
    at = await desk(open_house, capacity="1")
    stranger = await at.held.somebody()
    await at.held.register(stranger)
    refused = await at.register(worker_id=str(stranger.id))
    assert refused.status_code == 404
    assert "worker-not-found" in refused.json()["type"]
    full = await at.register()
    assert full.status_code == 409
    assert "full-meanwhile" in full.json()["type"]
    assert (await at.register(waits=True)).json()["place"] == "waiting"
    assert len((await at.carrier.get(at.path)).json()["items"]) == 1
    assert await at.withdraw(await at.held.entry(stranger)) == 404


async def test_drafts_are_not_told_and_pages_lead_on(open_house: OpenHouse) -> None:
    at = await desk(open_house, capacity="5", days=9)
    draft = await Meeting(at.held.house).make(opened=False)
    assert (await at.carrier.get(f"{PATH}/{draft.id}")).status_code == 404
    one = (await at.carrier.get(f"{PATH}/{at.held.id}")).json()
    assert (one["free"], one["dates"][0]["starts"]) == (5, "09:00:00")
    found: list[str] = []
    address: str | None = f"{PATH}?limit=2"
    while address:
        page = (await at.carrier.get(address)).json()
        found += [each["id"] for each in page["items"]]
        address = page["next"]
    assert found.count(at.held.id) == 1
    assert draft.id not in found
