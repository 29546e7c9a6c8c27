"""Whatever people and the office do, no workshop is over its size, and nobody is passed."""

import secrets
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import time
from typing import Any, ClassVar
from uuid import UUID

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule, run_state_machine_as_test
from sqlalchemy import Update, insert, update

from deploy.local.postgres import PostgresServer
from services.trainings.models import registrations
from services.trainings.registrants import use_cases as registrants
from services.trainings.registrations import queries
from services.trainings.registrations import use_cases as registering
from services.trainings.values import GONE
from services.trainings.workshop_choices import use_cases as choices
from services.trainings.workshop_seats.models import wishes
from services.trainings.workshops import use_cases
from services.trainings.workshops.forms import WorkshopForm
from services.trainings.workshops.models import slots, workshops
from shared.contracts.gatherings import Place
from shared.contracts.seats import WorkshopSeatChanged
from shared.ids import new_id
from shared.messaging.unit_of_work import UnitOfWork
from shared.web.sessions.person import Me
from tests.house import BERGKAMEN
from tests.trainings.hall import BEGIN, Hall, me, opened

someone = st.integers(0, 5)
ROOMS = 3


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.real)])
def hall(request: pytest.FixtureRequest) -> Iterator[Hall]:
    url = ""
    if request.param == "postgres":
        server: PostgresServer = request.getfixturevalue("postgres")
        name = f"workshops_{secrets.token_hex(4)}"
        server.create(name)
        url = server.owner_url(name)
    with opened(url) as hall:
        yield hall


class Workshops(RuleBasedStateMachine):
    """Six people with a seat each, and three workshops at the same time."""

    hall: ClassVar[Hall]
    fault: ClassVar[Update | None] = None

    @initialize(sizes=st.tuples(*[st.integers(1, 2)] * ROOMS))
    def begin(self, sizes: tuple[int, ...]) -> None:
        self.hall.watch.at = BEGIN
        run, self.before = self.hall.run, dict[tuple[UUID, UUID], Any]()
        self.id = run(self.hall.convene())
        day = run(self.hall.day_of(self.id))
        self.slot, self.rooms = new_id(), [new_id() for _ in sizes]
        common = {"tenant": BERGKAMEN, "version": 1}
        times = {"date_id": day.id, "starts": time(13), "ends": time(14)}
        at = insert(slots).values(common | times | {"id": self.slot, "gathering_id": self.id})
        run(self.hall.execute(at))
        words = {"title": "x", "speaker": "", "room": ""}
        for key, size in zip(self.rooms, sizes, strict=True):
            row = common | {"id": key, "slot_id": self.slot, "size": size}
            run(self.hall.execute(insert(workshops).values(row | words)))
        self.people: list[Me] = [me(new_id()) for _ in range(6)]
        for each in self.people:
            self.register(each)
        for number in range(5):
            self.choose_anew(number, [number % 2, 2, (number + 1) % 2])
        self.leave(0)

    def register(self, each: Me) -> None:
        self.do(lambda uow: registering.register(uow, each, self.id, waits=True))

    def choose(self, each: Me, wanted: Sequence[int]) -> None:
        named = [self.rooms[number] for number in wanted]

        async def choose(uow: UnitOfWork) -> None:
            mine = await queries.holding(uow.session, BERGKAMEN, each.person_id, self.id)
            await choices.choose(uow, mine, self.slot, named)

        self.do(choose)

    @rule(who=someone, wanted=st.lists(st.integers(0, 2), max_size=3, unique=True))
    def choose_anew(self, who: int, wanted: list[int]) -> None:
        if self.keys(who):
            self.choose(self.people[who], wanted)

    @rule(who=someone)
    def leave(self, who: int) -> None:
        for key in self.keys(who):
            self.do(lambda uow, key=key: registering.withdraw(uow, me().cause, key))

    @rule(who=someone)
    def come_back(self, who: int) -> None:
        self.register(self.people[who])

    @rule(who=someone)
    def forget(self, who: int) -> None:
        self.do(lambda uow: registrants.forget(uow, [self.people[who].person_id]))

    @rule(room=st.integers(0, 2), size=st.integers(1, 4))
    def resize(self, room: int, size: int) -> None:
        key = self.rooms[room]
        rows = self.hall.run(self.hall.rows(workshops, workshops.c.id == key))
        form = WorkshopForm(title="x", size=size, version=rows[0].version)
        self.do(lambda uow: use_cases.change(uow, self.hall.office, self.id, key, form))

    @rule(who=someone, room=st.integers(-1, 2), beyond=st.booleans())
    def move(self, who: int, room: int, beyond: bool) -> None:
        to, office = (self.rooms[room] if room >= 0 else None), self.hall.office
        for key in self.keys(who):
            place = (self.id, self.slot, key, to)
            self.do(lambda uow, at=place: use_cases.move(uow, office, *at, beyond=beyond))

    def keys(self, who: int) -> list[UUID]:
        there = (registrations.c.place.not_in([each.value for each in GONE]),)
        mine = registrations.c.person_id == self.people[who].person_id
        return [each.id for each in self.hall.run(self.hall.rows(registrations, mine, *there))]

    def do(self, deed: Any) -> None:
        run, hall = self.hall.run, self.hall
        run(hall.announced())
        run(hall.act(deed))
        kind = WorkshopSeatChanged
        said = [data for name, data in run(hall.announced()) if name == kind.type_name]
        self.told = [kind.model_validate_json(each) for each in said]
        if self.fault is not None and self.before:
            run(hall.execute(self.fault))
        mine = wishes.c.slot_id == self.slot
        found = {each.id: each for each in run(hall.rows(wishes, mine))}
        self.look([*found.values()])
        self.before = {(e.registration_id, e.workshop_id): e for e in found.values()}

    def look(self, found: Sequence[Any]) -> None:
        run, hall = self.hall.run, self.hall
        of_slot = workshops.c.slot_id == self.slot
        sizes = {each.id: each.size for each in run(hall.rows(workshops, of_slot))}
        seated = [each for each in found if each.seated]
        held = {each.registration_id: each.priority for each in seated}
        full = Counter(each.workshop_id for each in seated)
        beyond = {each.workshop_id for each in seated if each.overbooked}
        for key, size in sizes.items():
            assert full[key] <= size or key in beyond, "more people than seats"
        assert len(held) == len(seated), "in two at once"
        line = [e for e in found if e.priority < held.get(e.registration_id, 99)]
        for each in line:
            assert full[each.workshop_id] >= sizes[each.workshop_id], "free, and somebody waits"
        for each in seated:
            had = self.before.get((each.registration_id, each.workshop_id))
            new = each.priority > 0 and not (had and had.seated)
            others = [e.since for e in line if e.workshop_id == each.workshop_id]
            assert not new or all(each.since < since for since in others), "passed"
        places = {e.id: e.place for e in run(hall.entries(self.id))}
        confirmed = all(places[each.registration_id] is Place.CONFIRMED for each in found)
        assert confirmed, "without a seat"
        self.as_told(seated, places)

    def as_told(self, seated: Sequence[Any], places: Mapping[UUID, Place]) -> None:
        now = {each.registration_id: each for each in seated}
        before = {key: each.workshop_id for (key, _), each in self.before.items() if each.seated}
        moved = {
            key: now[key].priority if key in now else None
            for key in now.keys() | before.keys()
            if before.get(key) != (now[key].workshop_id if key in now else None)
        }
        there = {key: wish for key, wish in moved.items() if places[key] is Place.CONFIRMED}
        assert {each.registration_id: each.wish for each in self.told} == there, "untold"


def explore(machine: type[Workshops], hall: Hall, examples: int) -> None:
    machine.hall = hall
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=examples,
            stateful_step_count=15,
            deadline=None,
            derandomize=True,
            database=None,
            phases=(Phase.generate,),
            report_multiple_bugs=False,
            suppress_health_check=list(HealthCheck),
        ),
    )


def test_seats_in_workshops_are_given_in_order_and_within_their_size(hall: Hall) -> None:
    explore(Workshops, hall, 5 if hall.database.engine.sqlite else 1)


FAULTS = {
    "more people than seats": update(workshops).values(size=0),
    "free, and somebody waits": update(wishes).values(seated=False),
    "passed": update(wishes).values(since=BEGIN),
    "untold": update(wishes).values(priority=wishes.c.priority + 7),
    "without a seat": update(registrations).values(place=Place.LAPSED),
}


@pytest.mark.parametrize("found", FAULTS)
def test_a_workshop_given_wrongly_is_found_out(found: str) -> None:
    wrong = type("Wrong", (Workshops,), {"fault": FAULTS[found]})
    with opened() as hall, pytest.raises(AssertionError, match=found):
        explore(wrong, hall, 1)
