"""Two real transactions about one worker: the second begins while the first is not committed."""

import asyncio
import json
import secrets
from collections.abc import AsyncGenerator, Awaitable, Callable
from datetime import date
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import NoResultFound

from services.directory.findings.use_cases import review
from services.directory.hires.schemas import NewHire
from services.directory.hires.use_cases import hire_all
from services.directory.placements.models import placements
from services.directory.schemas import NewChange, NewDeparture
from services.directory.sessions import use_cases as sessions
from services.directory.sessions.values import Proven
from services.directory.staff.use_cases import give_access
from shared.contracts.accounts import AccessRole, SignInMethod
from shared.ids import new_id
from shared.messaging.coalescing import attempt
from shared.messaging.database import Database
from shared.messaging.event import Cause
from shared.messaging.transaction import Transaction
from shared.messaging.unit_of_work import BulkUnitOfWork, UnitOfWork
from shared.web.problem import Problem
from shared.web.sessions.cookies import digest_of
from shared.web.sessions.models import sessions as signed_in
from shared.web.sessions.person import Me
from shared.web.tokens import ApiClient
from tests.directory.conftest import Desk, fresh_key, hire, intake_of, open_desk, posted
from tests.directory.test_timeline import depart, shown
from tests.house import BERGKAMEN
from tests.servers.run import SharedPostgres

pytestmark = pytest.mark.real

Work = Callable[[Transaction], Awaitable[str]]
WAITING = text(
    "SELECT count(*) FROM pg_stat_activity"
    " WHERE wait_event_type = 'Lock' AND datname = current_database()"
)


@pytest.fixture
async def desk(postgres: SharedPostgres, tmp_path: Path) -> AsyncGenerator[Desk]:
    name = f"at_once_{secrets.token_hex(4)}"
    postgres.create_for("directory", name)
    async with open_desk(tmp_path, postgres.owner_url(name)) as desk:
        yield desk


class At:
    """What a carrier's program asks, each in a transaction it is given."""

    def __init__(self, client: ApiClient) -> None:
        self.client = client

    @classmethod
    async def of(cls, desk: Desk) -> "At":
        return cls(await desk.house.context("directory").tokens.verify(desk.carrier.token))

    def change(self, valid_from: str, school: str) -> Work:
        places = [{"school_number": school, "weekly_hours": 20}]
        given = {"external_id": "P-4711", "valid_from": valid_from, "placements": places}
        body, key = NewChange.model_validate(given), fresh_key()
        return lambda transaction: posted(UnitOfWork(transaction), self.client, body, key)

    def depart(self, last_day: str) -> Work:
        given = {"external_id": "P-4711", "last_day": last_day}
        body, key = NewDeparture.model_validate(given), fresh_key()
        return lambda transaction: posted(UnitOfWork(transaction), self.client, body, key)

    def hire(self, start_date: str) -> Work:
        body = NewHire.model_validate(hire(start_date=start_date))
        intake = intake_of(self.client, body, fresh_key())

        async def work(transaction: Transaction) -> str:
            [outcome] = await hire_all(BulkUnitOfWork(transaction), [intake])
            if outcome.problem:
                raise outcome.problem
            assert outcome.answer is not None
            return outcome.answer.body

        return work


async def at_once(desk: Desk, first: Work, second: Work) -> list[Any]:
    """The receipts, or why there is none; the first commits when the second waits for it."""
    database = desk.house.context("directory").database
    async with asyncio.timeout(60):
        async with database.begin() as transaction:
            one = await first(transaction)
            other = asyncio.create_task(attempt(database.begin, second))
            await waits(database, other)
        [two] = await asyncio.gather(other, return_exceptions=True)
    assert isinstance(two, str | Problem), two
    return [json.loads(one), json.loads(two) if isinstance(two, str) else two]


async def waits(database: Database, task: "asyncio.Task[str]") -> None:
    """Until PostgreSQL says that somebody waits for a lock."""
    while True:
        async with database.reading() as session:
            if (await session.execute(WAITING)).scalar_one():
                return
        assert not task.done(), "it did not wait"
        await asyncio.sleep(0.01)


async def employments(desk: Desk, receipt: dict[str, Any]) -> list[dict[str, Any]]:
    answer = await desk.carrier.get(f"/directory/api/v1/workers/{receipt['worker_id']}")
    found: list[dict[str, Any]] = answer.json()["employments"]
    return found


async def test_two_changes_for_two_days_both_stand(desk: Desk) -> None:
    await desk.carrier.hire()
    at = await At.of(desk)
    one, two = await at_once(
        desk, at.change("2027-09-01", "100009"), at.change("2027-06-01", "100006")
    )
    [now] = await employments(desk, one)
    assert two["timeline"] == now["timeline"]
    assert shown(now["timeline"]) == [
        ("2027-02-01", "2027-05-31", ["100001"]),
        ("2027-06-01", "2027-08-31", ["100006"]),
        ("2027-09-01", None, ["100009"]),
    ]


async def test_of_two_changes_for_one_day_the_second_applies_and_the_first_is_kept(
    desk: Desk,
) -> None:
    await desk.carrier.hire()
    at = await At.of(desk)
    one, two = await at_once(
        desk, at.change("2027-06-01", "100009"), at.change("2027-06-01", "100006")
    )
    [now] = await employments(desk, two)
    assert shown(now["timeline"])[1:] == [("2027-06-01", None, ["100006"])]
    query = select(placements.c.id).where(placements.c.superseded_at.is_not(None))
    rows: list[Any] = await desk.house.rows("directory", query)
    assert [str(row.id) for row in rows] == one["placement_ids"]


async def test_a_change_sees_the_last_day_that_was_posted_beside_it(desk: Desk) -> None:
    await desk.carrier.hire()
    at = await At.of(desk)
    one, two = await at_once(desk, at.depart("2027-03-15"), at.change("2027-04-01", "100006"))
    assert isinstance(two, Problem)
    assert (two.status, two.errors[0].field) == (422, "valid_from")
    [now] = await employments(desk, one)
    assert shown(now["timeline"]) == [("2027-02-01", "2027-03-15", ["100001"])]


async def test_of_two_departures_the_second_applies(desk: Desk) -> None:
    await desk.carrier.hire()
    at = await At.of(desk)
    one, two = await at_once(desk, at.depart("2027-03-15"), at.depart("2027-05-31"))
    [now] = await employments(desk, one)
    assert now["last_day"] == two["last_day"] == "2027-05-31"
    days = [each["last_day"] for each in await desk.announced("directory.worker-departed.v1")]
    assert days == ["2027-03-15", "2027-05-31"]


async def test_a_change_beside_a_cancellation_is_refused(desk: Desk) -> None:
    await desk.carrier.hire()
    at = await At.of(desk)
    one, two = await at_once(desk, at.depart("2027-01-31"), at.change("2027-04-01", "100006"))
    assert one["outcome"] == "hire-cancelled"
    assert isinstance(two, Problem)
    assert (two.status, two.code) == (409, "hire-cancelled")


async def test_nobody_comes_again_before_a_last_day_that_is_moved_meanwhile(desk: Desk) -> None:
    await desk.carrier.hire()
    await depart(desk, "2027-06-30")
    at = await At.of(desk)
    one, two = await at_once(desk, at.depart("2027-12-31"), at.hire("2027-09-01"))
    assert isinstance(two, Problem)
    assert (two.status, two.code) == (409, "external-id-taken")
    assert len(await employments(desk, one)) == 1


async def test_a_last_day_is_not_moved_over_one_who_comes_again_meanwhile(desk: Desk) -> None:
    first = (await desk.carrier.hire()).json()
    await depart(desk, "2027-06-30")
    at = await At.of(desk)
    again, moved = await at_once(desk, at.hire("2027-09-01"), at.depart("2027-12-31"))
    assert again["outcome"] == "hired-again"
    assert isinstance(moved, Problem)
    assert (moved.status, moved.code) == (409, "employment-ambiguous")
    days = [each["last_day"] for each in await employments(desk, first)]
    assert days == ["2027-06-30", None]


async def test_who_is_hired_again_twice_at_once_comes_once(desk: Desk) -> None:
    await desk.carrier.hire()
    await depart(desk, "2027-06-30")
    at = await At.of(desk)
    one, two = await at_once(desk, at.hire("2027-09-01"), at.hire("2027-09-01"))
    assert one["outcome"] == "hired-again"
    assert isinstance(two, Problem)
    assert two.code == "external-id-taken"
    assert two.members["employment_id"] == one["employment_id"]


async def test_who_is_let_in_twice_at_once_is_told_once(desk: Desk) -> None:
    employment_id = UUID((await desk.carrier.hire()).json()["employment_id"])
    cause = Cause(BERGKAMEN, new_id())
    office = Me(BERGKAMEN, AccessRole.COORDINATOR, new_id(), None, cause, new_id())

    async def let_in(transaction: Transaction) -> str:
        return json.dumps(await give_access(UnitOfWork(transaction), office, employment_id))

    assert await at_once(desk, let_in, let_in) == [True, True]
    told = [each["notice"] for each in await desk.announced("directory.code-request.v1")]
    assert told == ["invited"]


async def test_two_reviews_of_a_town_at_once_raise_a_finding_once(desk: Desk) -> None:
    schools = ("100001", "100002", "100005")
    places = [
        {"school_number": school, "weekly_hours": 13, "funding": "land"} for school in schools
    ]
    assert (await desk.carrier.hire(placements=places)).status_code == 201

    async def reviewed(transaction: Transaction) -> str:
        await review(UnitOfWork(transaction), BERGKAMEN, date(2027, 3, 1))
        return "{}"

    await at_once(desk, reviewed, reviewed)
    raised = await desk.announced("directory.finding-raised.v1")
    assert [each["rule"] for each in raised] == ["two_schools"]


async def test_one_key_for_two_workers_at_once_is_refused_and_no_fault(desk: Desk) -> None:
    """They hold different rows; the key is what collides."""
    for number in ("A", "B"):
        await desk.carrier.hire(external_id=number)
    for n in range(10):
        bodies = [{"external_id": number, "last_day": "2027-06-30"} for number in ("A", "B")]
        answers = await asyncio.gather(
            *(desk.carrier.post("/departures", body, f"k{n}") for body in bodies)
        )
        assert sorted(answer.status_code for answer in answers) == [201, 422]


@pytest.mark.parametrize("first", ["ended", "renewed"])
async def test_a_sign_in_that_is_renewed_while_it_is_ended_has_ended(
    desk: Desk, first: str
) -> None:
    """Or whoever has stolen one keeps it by switching roles all the time."""
    database, person_id = desk.house.context("directory").database, new_id()
    async with database.transaction() as uow:
        secret = await sessions.begin(uow, Proven(person_id, SignInMethod.CODE), None)
    session_id = digest_of(secret)

    async def renew(transaction: Transaction) -> str:
        return (await sessions.renew(UnitOfWork(transaction), session_id)).secret

    async def end(transaction: Transaction) -> str:
        uow = UnitOfWork(transaction)
        return str(await sessions.end_of_person(uow, person_id, Cause(BERGKAMEN, new_id())))

    one, two = (end, renew) if first == "ended" else (renew, end)
    async with asyncio.timeout(60):
        async with database.begin() as transaction:
            await one(transaction)
            other = asyncio.create_task(attempt(database.begin, two))
            await waits(database, other)
        [became] = await asyncio.gather(other, return_exceptions=True)
    assert isinstance(became, NoResultFound) if first == "ended" else became == "1", became
    mine = select(signed_in.c.session_id).where(signed_in.c.person_id == person_id)
    assert await desk.house.rows("directory", mine) == []
