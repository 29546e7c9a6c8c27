"""Those who register for one gathering at the same moment share a transaction, and nothing else."""

import asyncio
import secrets
from collections.abc import AsyncGenerator, Iterator, Mapping
from contextlib import asynccontextmanager
from uuid import UUID

import pytest
from sqlalchemy import insert

from deploy.local.postgres import PostgresServer
from services.trainings.arrivals.use_cases import Arrival, Arrivals
from services.trainings.models import Registration
from services.trainings.questions.models import Question
from services.trainings.questions.values import QuestionKind
from services.trainings.registrations.values import Wish
from shared.contracts.gatherings import Place
from shared.ids import new_id
from shared.messaging.unit_of_work import UnitOfWork
from shared.web.problem import Problem
from shared.web.sessions.person import Me
from tests.house import BERGKAMEN
from tests.trainings.hall import Hall, me, opened


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.real)], scope="module")
def hall(request: pytest.FixtureRequest) -> Iterator[Hall]:
    url = ""
    if request.param == "postgres":
        server: PostgresServer = request.getfixturevalue("postgres")
        name = f"arrivals_{secrets.token_hex(4)}"
        server.create(name)
        url = server.owner_url(name)
    with opened(url) as hall:
        yield hall


class Door:
    """Where people arrive; counts the transactions that it took, and who was recorded."""

    def __init__(self, hall: Hall) -> None:
        self._hall = hall
        self._arrivals = Arrivals(self._begin)
        self.begun = 0
        self.recorded: list[UUID] = []

    @asynccontextmanager
    async def _begin(self) -> AsyncGenerator[UnitOfWork]:
        self.begun += 1
        async with self._hall.database.transaction() as uow:
            yield uow

    async def arrive(
        self, key: UUID, who: Me, *, waits: bool = True, given: Mapping[str, str] | None = None
    ) -> Registration | Problem:
        async def record(_: UnitOfWork) -> None:
            self.recorded.append(who.person_id)

        wish = Wish(who, who.person_id, {who.role}, waits)
        try:
            return await self._arrivals.submit(Arrival(key, wish, record, given or {}))
        except Problem as problem:
            return problem


async def _crowd(hall: Hall, door: Door) -> tuple[list[Place | str], list[Place]]:
    """Eight for three seats, of whom the fifth and the last will not wait."""
    key = await hall.convene(capacity=3)
    people = [me(new_id()) for _ in range(8)]
    wishes = [door.arrive(key, each, waits=n not in (4, 7)) for n, each in enumerate(people)]
    found = await asyncio.gather(*wishes)
    told = [each.code if isinstance(each, Problem) else each.place for each in found]
    rows = await hall.entries(key)
    stored = [people[n].person_id for n in (0, 1, 2, 3, 5, 6)]
    assert [each.person_id for each in rows] == stored == door.recorded
    return told, [each.place for each in rows]


def test_each_has_what_they_would_have_alone_in_the_order_in_which_they_came(hall: Hall) -> None:
    door = Door(hall)
    told, places = hall.run(_crowd(hall, door))
    line = [*[Place.CONFIRMED] * 3, *[Place.WAITING] * 3]
    assert places == line
    assert told == [*line[:4], "full-meanwhile", *line[4:], "full-meanwhile"]
    assert door.begun == 1


async def _twice(hall: Hall, door: Door) -> list[Registration | Problem]:
    key = await hall.convene(capacity=3)
    who = me(new_id())
    found = await asyncio.gather(*(door.arrive(key, each) for each in [me(new_id()), who, who]))
    assert len(await hall.entries(key)) == 2
    return found[1:]


def test_whoever_presses_the_button_twice_at_once_has_one_seat(hall: Hall) -> None:
    one, same = hall.run(_twice(hall, Door(hall)))
    assert isinstance(one, Registration)
    assert isinstance(same, Registration)
    assert one.id == same.id


async def _asked(hall: Hall, door: Door) -> list[Registration | Problem]:
    """The second of three does not say what has to be said."""
    key, question = await hall.convene(), new_id()
    named = {"tenant": BERGKAMEN, "id": question, "gathering_id": key, "required": True}
    told = {"kind": QuestionKind.TEXT, "text": "Essen?", "hint": "", "choices": []}
    await hall.execute(insert(Question).values(**named, **told, decisive=False))
    said = {f"frage-{question}": "ohne Fleisch"}
    given: list[Mapping[str, str]] = [said, {}, said]
    found = await asyncio.gather(*(door.arrive(key, me(new_id()), given=each) for each in given))
    assert len(await hall.entries(key)) == 2
    return found


def test_who_leaves_a_question_open_keeps_nobody_else_from_coming(hall: Hall) -> None:
    first, refused, third = hall.run(_asked(hall, Door(hall)))
    assert isinstance(refused, Problem)
    assert isinstance(first, Registration)
    assert isinstance(third, Registration)
