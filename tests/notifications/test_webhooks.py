"""From a committed fact to a post that an endpoint has taken."""

import json
from datetime import timedelta

import pytest
from sqlalchemy import update

from services.notifications.endpoints import use_cases
from services.notifications.endpoints.forms import RotationForm
from services.notifications.endpoints.models import endpoints
from services.notifications.endpoints.values import EventType, Keeper, Vault
from shared.contracts.directory import PersonRecord
from shared.contracts.leaves import LeaveAnnounced
from shared.ids import new_id
from shared.messaging.event import SANDBOX
from tests.house import BERGKAMEN, House
from tests.notifications.conftest import tell
from tests.notifications.hooks import (
    KAMEN,
    endpoint,
    later,
    standing,
    subscribe,
    told,
    tried,
)
from tests.notifications.receiver import OK, receiving
from tests.notifications.test_codes import erase
from tests.notifications.town import START, Town


@pytest.fixture
def house(house_that_posts: House) -> House:
    return house_that_posts


async def test_a_hire_is_posted_signed_and_thin(house: House, town: Town) -> None:
    async with receiving() as system:
        _, secret = await subscribe(house, system.url, town.carrier)
        [message] = await tell(house, town.hired())
        [sent] = await system.until(1)
    body = sent.verified(secret)
    assert body["type"] == "employment.hired"
    assert body["timestamp"] == message.time.isoformat(timespec="milliseconds")
    assert body["data"] == {
        "subject": str(town.employment),
        "sequence": body["data"]["sequence"],
        "municipality": BERGKAMEN,
        "carrier_id": str(town.carrier),
        "worker_id": str(town.worker),
        "employment_id": str(town.employment),
        "fetch": f"http://knotenpunkt.test/directory/api/v1/employments/{town.employment}",
    }
    [row] = await standing(house, "accepted")
    assert sent.headers["webhook-id"] == f"msg_{row.id}"
    assert [each.status for each in await tried(house)] == [204]


async def test_a_carrier_is_told_of_its_own_people_and_a_municipality_of_all_of_its(
    house: House, town: Town
) -> None:
    """H2: nothing of another carrier, another municipality, or what was only tried out."""
    async with receiving() as mine, receiving() as other, receiving() as office:
        await subscribe(house, mine.url, town.carrier)
        await subscribe(house, other.url, new_id())
        await subscribe(house, office.url, None)
        stranger = await subscribe(house, other.url, None, tenant=KAMEN)
        await tell(house, town.hired())
        await tell(house, Town().hired(), tenant=SANDBOX)
        await tell(house, Town().hired())
        await standing(house, "accepted", "accepted", "accepted")
        assert stranger[0] not in {each.endpoint_id for each in await told(house)}
    assert len(mine.sent) == 1
    assert other.connections == 0
    assert len(office.sent) == 2
    assert "fetch" not in json.loads(office.sent[0].body)["data"]


async def test_only_what_was_asked_for_is_sent(house: House, town: Town) -> None:
    async with receiving() as system:
        await subscribe(house, system.url, town.carrier, EventType.DEPARTED)
        await tell(house, town.hired(), town.departed())
        [sent] = await system.until(1)
    assert json.loads(sent.body)["type"] == "employment.departed"
    assert len(await told(house)) == 1


async def test_numbers_of_one_employment_tell_which_is_newer_even_in_one_batch(
    house: House, town: Town
) -> None:
    """H2.32: an old state must not overwrite a new one."""
    leave = LeaveAnnounced(
        leave_id=new_id(),
        worker_id=town.worker,
        employment_id=town.employment,
        carrier_id=town.carrier,
        first_day=START,
        last_day=None,
    )
    async with receiving() as system:
        await subscribe(house, system.url, town.carrier)
        facts = [town.hired(), town.began(START), leave, town.changed(START, town.school)]
        await tell(house, *facts, town.departed())
        await tell(house, town.changed(START, town.second_school))
        await system.until(6)
    rows = [each for each in await told(house) if each.subject_id == town.employment]
    assert [each.type for each in rows] == [
        "employment.hired",
        "employment.start-corrected",
        "employment.placements-changed",
        "employment.departed",
        "employment.placements-changed",
    ]
    assert len({each.sequence for each in rows}) == 5
    fetched = {json.loads(each.body)["data"]["fetch"].split("/v1/")[1] for each in system.sent}
    assert fetched == {f"employments/{town.employment}", f"leaves/{leave.leave_id}"}


async def test_a_fact_that_is_told_twice_is_posted_once(house: House, town: Town) -> None:
    async with receiving() as system:
        await subscribe(house, system.url, town.carrier)
        messages = await tell(house, town.hired())
        await house.bus.publish(messages)
        await house.quiet()
        await standing(house, "accepted")
    assert len(system.sent) == 1


async def test_what_failed_is_tried_again_under_the_same_id_at_another_time(
    house: House, town: Town
) -> None:
    async with receiving("500 Oops", "503 Busy\r\nretry-after: 3600", OK) as system:
        key, _ = await subscribe(house, system.url, town.carrier)
        await tell(house, town.hired())
        await system.until(1)
        await standing(house, "queued")
        since = (await endpoint(house, key)).failing_since
        assert since is not None
        await later(house, timedelta(seconds=6))
        await system.until(2)
        [row] = await standing(house, "queued")
        assert row.not_before - house.clock.now() > timedelta(minutes=59)
        assert (await endpoint(house, key)).failing_since == since
        await later(house, timedelta(hours=1))
        await standing(house, "accepted")
    assert len({each.headers["webhook-id"] for each in system.sent}) == 1
    assert len({each.body for each in system.sent}) == 1
    moments = [int(each.headers["webhook-timestamp"]) for each in system.sent]
    assert moments == sorted(set(moments))
    found = await endpoint(house, key)
    assert found.failing_since is None
    assert found.reached_at is not None
    assert [each.status for each in await tried(house)] == [500, 503, 204]


async def test_a_storm_of_failures_switches_nothing_off(house: House, town: Town) -> None:
    """H2.29."""
    async with receiving("500 Oops") as system:
        key, _ = await subscribe(house, system.url, town.carrier)
        await tell(house, *town.hired_often(60))
        await system.until(60)
        await standing(house, *["queued"] * 60)
    assert (await endpoint(house, key)).state == "active"


async def test_a_slow_endpoint_keeps_no_other_waiting(house: House, town: Town) -> None:
    async with receiving("") as slow, receiving() as quick:
        await subscribe(house, slow.url, town.carrier)
        await tell(house, *town.hired_often(20))
        await slow.until(4)
        other = Town()
        await subscribe(house, quick.url, other.carrier)
        await tell(house, other.hired())
        await quick.until(1, seconds=5)
        assert len(slow.sent) < 20


async def test_no_municipality_keeps_another_waiting_however_many_endpoints_it_has(
    house: House, town: Town
) -> None:
    async with receiving("") as slow, receiving() as quick:
        for _ in range(10):
            await subscribe(house, slow.url, town.carrier)
        await tell(house, *town.hired_often(5))
        await slow.until(20)
        other = Town()
        await subscribe(house, quick.url, other.carrier, tenant=KAMEN)
        await tell(house, other.hired(), tenant=KAMEN)
        await quick.until(1, seconds=5)
        assert len(slow.sent) < 24


async def test_who_says_gone_is_sent_nothing_more_and_what_happens_is_kept(
    house: House, town: Town
) -> None:
    async with receiving("410 Gone") as system:
        key, _ = await subscribe(house, system.url, town.carrier)
        await tell(house, town.hired())
        await standing(house, "held")
        assert (await endpoint(house, key)).state == "gone"
        await tell(house, town.departed())
        await standing(house, "held", "held")
    assert len(system.sent) == 1


@pytest.mark.parametrize("again", [True, False])
async def test_what_was_kept_is_sent_on_switching_on_if_that_is_wanted(
    house: House, town: Town, again: bool
) -> None:
    async with receiving() as system:
        key, _ = await subscribe(house, system.url, town.carrier)
        keeper = Keeper(BERGKAMEN, town.carrier)
        database = house.context("notifications").database
        async with database.transaction() as uow:
            await use_cases.switch_off(uow, keeper, key)
        await tell(house, town.hired(), town.departed())
        await standing(house, "held", "held")
        async with database.transaction() as uow:
            await use_cases.switch_on(uow, keeper, key, again=again)
        await standing(house, *["accepted" if again else "skipped"] * 2)
    kinds = [json.loads(each.body)["type"] for each in system.sent]
    assert sorted(kinds) == (["employment.departed", "employment.hired"] if again else [])


async def test_a_replaced_secret_signs_beside_the_new_one_for_a_day(
    house: House, town: Town
) -> None:
    """H2.30: what is in flight stays verifiable."""
    here = house.context("notifications")
    async with receiving() as system:
        key, former = await subscribe(house, system.url, town.carrier)
        since = (await endpoint(house, key)).secret_since
        async with here.database.transaction() as uow:
            keeper, seen = Keeper(BERGKAMEN, town.carrier), RotationForm(since=since)
            secret = await use_cases.rotate(uow, keeper, key, Vault.of(here), seen)
        await tell(house, town.hired())
        [sent] = await system.until(1)
        assert sent.verified(secret) == sent.verified(former)
        await later(house, timedelta(hours=24))
        await tell(house, town.departed())
        sent = (await system.until(2))[1]
    assert len(sent.headers["webhook-signature"].split()) == 1


async def test_a_secret_lies_sealed_and_has_the_length_that_the_specification_asks_for(
    house: House, town: Town
) -> None:
    key, secret = await subscribe(house, "https://personal.awo-unna.de/", town.carrier)
    row = await endpoint(house, key)
    assert secret.startswith("whsec_")
    assert secret.encode() not in row.secret
    assert Vault.of(house.context("notifications")).decrypt(row.secret) == secret


async def test_a_secret_that_cannot_be_opened_spends_no_attempt_until_there_is_a_new_one(
    house: House, town: Town
) -> None:
    """As after the secret of the service itself was changed."""
    here = house.context("notifications")
    async with receiving() as system:
        key, _ = await subscribe(house, system.url, town.carrier)
        async with here.database.transaction() as uow:
            lost = update(endpoints).where(endpoints.c.id == key)
            await uow.session.execute(lost.values(secret=b"of another time"))
        await tell(house, town.hired())
        await standing(house, "queued")
        async with here.database.transaction() as uow:
            keeper = Keeper(BERGKAMEN, town.carrier)
            secret = await use_cases.rotate(uow, keeper, key, Vault.of(here), None)
        assert await tried(house) == []
        await later(house, timedelta(minutes=11))
        [sent] = await system.until(1)
        [row] = await standing(house, "accepted")
    assert row.attempts == 1
    assert len(sent.headers["webhook-signature"].split()) == 1
    assert secret.startswith("whsec_")


async def test_nothing_is_kept_of_who_was_erased(house: House, town: Town) -> None:
    async with receiving("500 Oops") as system:
        await subscribe(house, system.url, town.carrier)
        await tell(house, *town.people(), town.hired())
        await standing(house, "queued")
        await erase(house, PersonRecord, town.worker)
    assert await told(house) == []
    assert await tried(house) == []
