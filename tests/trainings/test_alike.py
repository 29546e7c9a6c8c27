"""Whoever has a seat may wait for one at a gathering that stands in for it, and swaps at once."""

import asyncio
import secrets
from collections.abc import Awaitable, Callable, Iterator, Sequence
from functools import partial
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import insert

from services.trainings.alike import use_cases as alike
from services.trainings.alike.values import SWAPS
from services.trainings.gatherings import use_cases as gatherings
from services.trainings.models import people, registrations
from services.trainings.registrants import use_cases as registrants
from services.trainings.registrations import use_cases
from services.trainings.seats.models import seat_changes
from services.trainings.taken_back import use_cases as taken_back
from shared.contracts.gatherings import Place, SeatConfirmed, SeatLoss, SeatOffered, SeatReleased
from shared.ids import new_id
from shared.messaging.unit_of_work import UnitOfWork
from shared.web.sessions.person import Me
from tests.conftest import OpenHouse
from tests.house import BERGKAMEN
from tests.servers.run import SharedPostgres
from tests.trainings.hall import DAY, Hall, me, opened
from tests.trainings.meeting import CATALOGUE, OFFICE, Meeting, meeting

CONFIRMED, WITHDRAWN = Place.CONFIRMED, Place.WITHDRAWN
OFFERED, WAITING = Place.OFFERED, Place.WAITING
Deed = Callable[[UnitOfWork], Awaitable[Any]]


@pytest.fixture
def hall() -> Iterator[Hall]:
    with opened() as found:
        yield found


class Pair:
    """Two gatherings with one seat each, of which each stands in for the other."""

    def __init__(self, hall: Hall, *, approval: bool = False) -> None:
        self.hall = hall
        self.first = hall.run(hall.convene(capacity=1))
        self.second = hall.run(hall.convene(days=14, capacity=1, needs_approval=approval))
        assert self.do(alike.tie, hall.office, self.first, self.second) == ""

    def do(self, deed: Callable[..., Awaitable[Any]], *given: Any, **more: Any) -> str:
        return self.hall.run(self.hall.act(lambda uow: deed(uow, *given, **more)))

    def register(self, who: Me, key: UUID, **given: bool) -> str:
        return self.do(use_cases.register, who, key, **({"waits": True} | given))

    def places(self, who: Me) -> tuple[Place | None, Place | None]:
        """At the first and at the second."""
        rows = self.hall.run(self.hall.rows(registrations))
        found = {each.gathering_id: each for each in rows if each.person_id == who.person_id}
        known = (found.get(self.first), found.get(self.second))
        return known[0] and known[0].place, known[1] and known[1].place

    def entry(self, who: Me, key: UUID) -> UUID:
        rows = self.hall.run(self.hall.entries(key))
        found: dict[UUID, UUID] = {each.person_id: each.id for each in rows}
        return found[who.person_id]

    def crowd(self) -> tuple[Me, Me, Me]:
        """One has the first and is offered the second; another waits for the first."""
        nele, jan, ida = (me(new_id()) for _ in range(3))
        self.register(nele, self.first)
        self.register(jan, self.second)
        self.register(nele, self.second)
        self.register(ida, self.first)
        self.do(use_cases.withdraw, jan.cause, self.entry(jan, self.second))
        assert self.places(nele) == (CONFIRMED, OFFERED)
        return nele, jan, ida


def test_accepting_swaps_and_asks_the_queue_of_the_old_seat_in_the_same_commit(hall: Hall) -> None:
    pair = Pair(hall)
    nele, _, ida = pair.crowd()
    hall.run(hall.announced())
    accept = partial(pair.do, use_cases.accept, nele.cause, pair.entry(nele, pair.second))
    assert accept() == ""
    assert pair.places(nele) == (WITHDRAWN, CONFIRMED)
    assert pair.places(ida)[0] is OFFERED
    told = dict(hall.run(hall.announced()))
    lost = SeatReleased.model_validate_json(told[SeatReleased.type_name])
    assert (lost.gathering_id, lost.person_id) == (pair.first, nele.person_id)
    assert (lost.reason, lost.had_seat) == (SeatLoss.SWAPPED, True)
    won = SeatConfirmed.model_validate_json(told[SeatConfirmed.type_name])
    assert won.gathering_id == pair.second
    assert SeatOffered.model_validate_json(told[SeatOffered.type_name]).person_id == ida.person_id
    assert accept() == "", "a second tab"
    assert pair.places(nele) == (WITHDRAWN, CONFIRMED)


def test_an_offer_whose_time_is_over_takes_nothing_away(hall: Hall) -> None:
    pair = Pair(hall)
    nele, _, ida = pair.crowd()
    hall.watch.at += 6 * DAY
    entry = pair.entry(nele, pair.second)
    assert pair.do(use_cases.accept, nele.cause, entry) == "offer-over"
    assert pair.places(nele)[0] is CONFIRMED
    assert pair.places(ida)[0] is WAITING


def test_who_has_withdrawn_meanwhile_has_one_seat_by_accepting(hall: Hall) -> None:
    pair = Pair(hall)
    nele, _, ida = pair.crowd()
    pair.do(use_cases.withdraw, nele.cause, pair.entry(nele, pair.first))
    pair.do(use_cases.accept, nele.cause, pair.entry(nele, pair.second))
    assert pair.places(nele) == (WITHDRAWN, CONFIRMED)
    rows = hall.run(hall.rows(seat_changes))
    assert [each.place for each in rows].count(WITHDRAWN) == 2
    assert pair.places(ida)[0] is OFFERED


def test_a_free_seat_is_had_only_by_who_says_that_they_swap(hall: Hall) -> None:
    pair, nele = Pair(hall), me(new_id())
    pair.register(nele, pair.first)
    assert pair.register(nele, pair.second) == SWAPS
    assert pair.places(nele) == (CONFIRMED, None)
    given = (pair.second, nele.person_id)
    assert pair.do(use_cases.register_other, hall.office, *given, waits=True) == SWAPS
    assert pair.register(nele, pair.second, swaps=True) == ""
    assert pair.places(nele) == (WITHDRAWN, CONFIRMED)


def test_who_is_approved_elsewhere_is_offered_the_seat_and_chooses(hall: Hall) -> None:
    pair, nele = Pair(hall, approval=True), me(new_id())
    pair.register(nele, pair.first)
    pair.register(nele, pair.second)
    assert pair.places(nele) == (CONFIRMED, WAITING)
    pair.do(use_cases.approve, hall.office, pair.entry(nele, pair.second))
    assert pair.places(nele) == (CONFIRMED, OFFERED)
    pair.do(use_cases.accept, nele.cause, pair.entry(nele, pair.second))
    assert pair.places(nele) == (WITHDRAWN, CONFIRMED)


def test_the_office_swaps_for_somebody_beyond_the_seats_with_a_reason(hall: Hall) -> None:
    pair = Pair(hall)
    nele, jan, ida = (me(new_id()) for _ in range(3))
    for who, key in ((nele, pair.first), (jan, pair.second), (ida, pair.first)):
        pair.register(who, key)
    pair.register(nele, pair.second)
    entry = pair.entry(nele, pair.second)
    pair.do(use_cases.give_seat, hall.office, entry, "spricht dort")
    assert pair.places(nele) == (WITHDRAWN, CONFIRMED)
    assert pair.places(ida)[0] is OFFERED
    changes = {key: hall.run(hall.last_change(pair.entry(nele, key))) for key in (pair.first,)}
    changes[pair.second] = hall.run(hall.last_change(entry))
    assert {each.reason for each in changes.values()} == {"spricht dort"}
    assert changes[pair.second].overbooked


def test_what_takes_place_after_all_is_offered_to_who_went_elsewhere(hall: Hall) -> None:
    pair, nele = Pair(hall), me(new_id())
    named = {"person_id": nele.person_id, "given_name": "Nele", "family_name": "Ahrens"}
    hall.run(hall.execute(insert(people).values(tenant=BERGKAMEN, version=1, **named)))
    pair.register(nele, pair.first)
    pair.do(gatherings.call_off, hall.office, pair.first)
    assert pair.register(nele, pair.second) == ""
    pair.do(taken_back.take_back, hall.office, pair.first)
    assert pair.places(nele) == (OFFERED, CONFIRMED)


def test_two_people_who_are_one_keep_one_seat_of_two_that_are_alike(hall: Hall) -> None:
    pair = Pair(hall)
    nele, jan, ida = (me(new_id()) for _ in range(3))
    for who, key in ((nele, pair.first), (jan, pair.second), (ida, pair.second)):
        pair.register(who, key)
    pair.do(registrants.unite, nele.cause, nele.person_id, jan.person_id)
    assert pair.places(nele) == (CONFIRMED, WITHDRAWN)
    assert pair.places(ida)[1] is OFFERED


def test_two_people_who_are_one_keep_the_seat_at_what_has_begun(hall: Hall) -> None:
    pair = Pair(hall)
    nele, jan = (me(new_id()) for _ in range(2))
    pair.register(nele, pair.second)
    pair.register(jan, pair.first)
    hall.watch.at += 13 * DAY
    pair.do(registrants.unite, nele.cause, nele.person_id, jan.person_id)
    assert pair.places(nele) == (CONFIRMED, CONFIRMED)


def test_gatherings_with_people_at_both_are_not_tied(hall: Hall) -> None:
    first, second = (hall.run(hall.convene()) for _ in range(2))
    nele = me(new_id())
    for key in (first, second):
        deed = partial(use_cases.register, me=nele, gathering_id=key, waits=True)
        assert hall.run(hall.act(deed)) == ""
    tie = partial(alike.tie, me=hall.office, gathering_id=first, other_id=second)
    assert hall.run(hall.act(tie)) == "seats-at-both"


def test_neither_itself_nor_another_kind_stands_in_for_a_gathering(hall: Hall) -> None:
    first, second = (hall.run(hall.convene(kind=each)) for each in ("training", "symposium"))
    for other in (first, second, new_id()):
        tie = partial(alike.tie, me=hall.office, gathering_id=first, other_id=other)
        assert hall.run(hall.act(tie)) == "no-such-gathering"


async def at_once(hall: Hall, acts: Sequence[Deed]) -> list[str]:
    return await asyncio.gather(*(hall.act(each) for each in acts))


@pytest.mark.real
def test_swaps_crosswise_and_calling_off_meanwhile_leave_one_seat_each(
    postgres: SharedPostgres,
) -> None:
    name = f"swaps_{secrets.token_hex(4)}"
    postgres.create_for("trainings", name)
    with opened(postgres.owner_url(name)) as hall:
        for called_off in (False, True, True):
            pair = Pair(hall)
            nele, _, ida = pair.crowd()
            entry = pair.entry(nele, pair.second)
            acts: list[Deed] = [
                partial(use_cases.accept, cause=nele.cause, registration_id=entry),
                partial(use_cases.register, me=ida, gathering_id=pair.second, waits=True),
            ]
            if called_off:
                off = gatherings.call_off
                acts.append(partial(off, me=hall.office, gathering_id=pair.first))
            assert {*hall.run(at_once(hall, acts * 2))} <= {"", "gathering-state"}
            assert pair.places(nele) == (WITHDRAWN, CONFIRMED)
            assert pair.places(ida)[0] is (WITHDRAWN if called_off else OFFERED)
            assert pair.places(ida)[1] is WAITING


async def test_the_page_says_the_rule_asks_before_a_swap_and_shows_the_way(
    open_house: OpenHouse,
) -> None:
    first = await meeting(open_house, capacity="1")
    second = await Meeting(first.house).make(days=40)
    path = f"{OFFICE}/{first.id}/ersatztermine"
    assert "Noch kein Ersatztermin" in await first.page("/ersatztermine")
    assert (await first.post("/ersatztermine", other_id=second.id)).status_code == 303
    assert f"{OFFICE}/{second.id}" in await first.page("/ersatztermine")
    nele = await first.somebody()
    await first.register(nele)
    page = await nele.get(f"{CATALOGUE}/{second.id}")
    assert "Jede Person hat nur einen Platz" in page.text
    assert "Mit dieser Anmeldung geben Sie ihn ab" in page.text
    refused = await nele.post(f"{CATALOGUE}/{second.id}")
    assert refused.status_code == 422
    assert "Mit dem Häkchen tauschen Sie ihn" in refused.text
    assert (await nele.post(f"{CATALOGUE}/{second.id}", swaps="ja")).status_code == 303
    assert "Ihr Stand dort: angemeldet" in (await nele.get(f"{CATALOGUE}/{first.id}")).text
    assert (await first.post(f"/ersatztermine/{second.id}/loesen")).status_code == 303
    assert "Noch kein Ersatztermin" in (await first.http.get(path)).text
