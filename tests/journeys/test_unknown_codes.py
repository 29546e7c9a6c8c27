"""A later version of any service says codes that this one does not know."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import JSON, Table, select

from deploy.services import NAMES
from services.dashboard.events.models import organizations as shown_organizations
from services.dashboard.events.models import seen
from services.notifications.models import messages
from services.notifications.recipients.models import organizations as known_organizations
from services.surveys.pulses.models import pulses
from services.trainings.models import onboardings, organizations
from shared.codes import LONGEST_CODE
from shared.contracts.catalogue import bodies
from shared.messaging.event import Event
from shared.messaging.tables import parked
from tests.conftest import OpenHouse
from tests.contracts.codes import EVERY_PLACE, with_code, with_codes
from tests.house import House

LATER = "invented_by_a_later_version_of_us_really"
assert len(LATER) == LONGEST_CODE


async def rows(house: House, service: str, table: Table) -> Sequence[Any]:
    return await house.rows(service, select(table))


async def test_every_service_takes_in_what_it_cannot_name(open_either_house: OpenHouse) -> None:
    house = await open_either_house(*NAMES)
    stories = []
    for name, place in EVERY_PLACE:
        body = bodies()[name].model_validate(with_code(name, place, LATER))
        stories.append((body, await house.announce(body)))
    await house.quiet()

    for service in NAMES:
        assert await rows(house, service, parked) == []
    for body, cause in stories:
        if isinstance(body, Event):
            page = await house.http.get(f"/dashboard/geschichten/{cause.correlation_id}")
            assert page.status_code == 200
            assert LATER in page.text, body.type_name
    assert (await house.http.get("/dashboard/ereignisse")).status_code == 200
    for path in ("/notifications/versand", "/dashboard/ueberblick"):
        assert (await house.http.get(path)).status_code == 200


async def test_what_follows_from_an_event_follows_though_a_code_is_unknown(
    open_house: OpenHouse,
) -> None:
    house = await open_house(*NAMES)
    await house.announce(*(with_codes(name, LATER) for name in sorted(bodies())))
    await house.quiet()

    assert len(await rows(house, "trainings", onboardings)) == 1
    assert {row.occasion for row in await rows(house, "surveys", pulses)} == {
        "day_30",
        "day_100",
        "exit",
    }
    kinds = [row.kind for row in await rows(house, "notifications", messages)]
    assert {"welcome", "survey_invitation"} <= set(kinds)
    assert {row.type for row in await rows(house, "dashboard", seen)} >= {
        name for name, body in bodies().items() if issubclass(body, Event)
    }
    for service, copy in (
        ("trainings", organizations),
        ("notifications", known_organizations),
        ("dashboard", shown_organizations),
    ):
        [row] = await rows(house, service, copy)
        for column in copy.c:
            if column.name in ("kind", "school_type"):
                assert getattr(row, column.name) == LATER
            if isinstance(column.type, JSON):
                assert LATER in str(getattr(row, column.name))
