"""Every message says whose it is: a whole story, from its first message to its last, as stored."""

from datetime import timedelta
from uuid import UUID

from deploy.access import heard
from deploy.replay import BEGINNING
from shared.clock import local_date
from shared.contracts.catalogue import topics
from shared.ids import new_id
from shared.messaging.bus.local import LocalBus
from shared.messaging.event import EVERYONE, Cause
from shared.messaging.message import Arrival
from tests.conftest import OpenHouse
from tests.dashboard.stories import a_hire
from tests.house import BERGKAMEN, House
from tests.journeys.carrier import Carrier
from tests.journeys.test_new_colleague import ALL, settled

UNNA = "05978036"
ANNOUNCERS = {"directory", "trainings", "surveys", "notifications"}


async def stored(house: House) -> list[Arrival]:
    """Everything on the bus; on a broker, what some service may read."""
    anywhere = isinstance(house.bus, LocalBus)
    read = set[str]().union(*(heard(service) for service in ALL))
    names = [topic.name for topic in topics() if anywhere or topic.name in read]
    return [a async for batch in house.bus.history(names, BEGINNING) for a in batch]


def tenant(arrival: Arrival) -> str:
    [found] = [value for name, value in arrival.headers if name == "ce_tenant"]
    return found.decode()


async def test_every_message_of_a_story_bears_the_tenant_it_began_with(
    open_house: OpenHouse,
) -> None:
    house = await open_house(*ALL)
    carrier = await Carrier.of(house)
    today = local_date(house.clock.now())
    receipt = await carrier.hire(start_date=(today - timedelta(days=20)).isoformat())
    await settled(house)
    yesterday = (today - timedelta(days=1)).isoformat()
    body = {"external_id": "P-4711", "last_day": yesterday, "reason": "resignation"}
    departure = await carrier.post("/directory/api/v1/departures", body, "departure")
    await settled(house)
    told = {UUID(receipt["correlation_id"]), UUID(departure.json()["correlation_id"])}
    story = [a for a in await stored(house) if a.message and a.message.correlation_id in told]
    assert {a.message.source for a in story if a.message} == ANNOUNCERS
    assert len(story) > 25
    assert {tenant(a) for a in story} == {BERGKAMEN}


async def test_stories_of_two_municipalities_that_mingle_keep_their_own(
    open_either_house: OpenHouse,
) -> None:
    house = await open_either_house(*ALL, municipalities={BERGKAMEN, UNNA})
    await Carrier.of(house)
    causes = [Cause(key, new_id()) for key in (BERGKAMEN, UNNA) * 3]
    for cause in causes:
        await house.announce(a_hire(new_id(), new_id(), new_id()), cause=cause)
    await house.quiet()
    log = [a for a in await stored(house) if a.message]
    for cause in causes:
        story = [a for a in log if a.message and a.message.correlation_id == cause.correlation_id]
        assert {a.message.source for a in story if a.message} == ANNOUNCERS
        assert {tenant(a) for a in story} == {cause.tenant}


async def test_no_message_on_the_bus_is_without_a_tenant(open_house: OpenHouse) -> None:
    """What belongs to nobody in particular says so."""
    house = await open_house(*ALL)
    carrier = await Carrier.of(house)
    await carrier.hire()
    await settled(house)
    log = await stored(house)
    assert all(a.message for a in log)
    assert {a.partition.topic for a in log} > {"directory.people", "directory.organizations"}
    assert {tenant(a) for a in log} <= {BERGKAMEN, EVERYONE}
