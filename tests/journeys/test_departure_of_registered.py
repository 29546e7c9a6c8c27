"""Whoever enters a last day reads how many registrations lie after it, of their own people only."""

from datetime import timedelta
from uuid import UUID

from httpx2 import AsyncClient
from sqlalchemy import select

from services.directory.employments.models import employments
from shared.clock import local_date
from shared.contracts.accounts import AccessRole, Grant
from shared.ids import new_id
from tests.asking import cookie
from tests.conftest import OpenHouse
from tests.house import BERGKAMEN, URL, House
from tests.trainings.test_programs import desk


async def clerk_of(house: House, carrier_id: UUID) -> AsyncClient:
    grant = Grant(role=AccessRole.CARRIER, municipality=BERGKAMEN, organization_id=carrier_id)
    headers = {"cookie": cookie(await house.sign_in(grant)), "origin": URL}
    return AsyncClient(transport=house.http._transport, base_url=URL, headers=headers)


async def test_registrations_after_a_last_day_are_counted(open_house: OpenHouse) -> None:
    at = await desk(open_house)
    house = at.held.house
    assert (await at.register()).status_code == 201
    query = select(employments.c.id, employments.c.carrier_id)
    [(employment_id, carrier_id)] = await house.rows(
        "directory", query.where(employments.c.worker_id == UUID(at.worker))
    )
    clerk, day = await clerk_of(house, carrier_id), local_date(house.clock.now())
    later = f"/trainings/api/v1/workers/{at.worker}/later-registrations?after="
    [meeting] = (await at.carrier.get(f"/trainings/api/v1/gatherings/{at.held.id}")).json()["dates"]
    for after, number in ((day, 1), (meeting["day"], 0), ("9999-12-31", 0)):
        assert (await clerk.get(f"{later}{after}")).json() == {"number": number}
    stranger = await clerk_of(house, new_id())
    assert (await stranger.get(f"{later}{day}")).json() == {"number": 0}
    path = f"/directory/fachkraefte/{employment_id}/austritt"
    form = {"last_day": str(day + timedelta(days=1)), "reason": "moved"}
    seen = await clerk.post(path, data=form)
    assert seen.status_code == 200, seen.text
    assert "gibt es eine Anmeldung zu einer Veranstaltung" in seen.text
    assert (await clerk.post(path, data=form | {"confirmed": "ja"})).status_code == 303
