"""Whoever registers, or registers somebody else, reads before the button what there is for them."""

from itertools import product

import pytest

from services.trainings.seats.rules import moving_up, open_to
from services.trainings.seats.values import NOBODY, Belonging, Claim, Quota, Room
from shared.contracts.directory import SchoolType
from shared.ids import new_id
from tests.conftest import OpenHouse
from tests.trainings.meeting import CATALOGUE, meeting
from tests.trainings.quotas import AWO, QUOTAS
from tests.trainings.test_quotas import carrier, employ

PEOPLE = (NOBODY, Belonging(AWO), Belonging(None, SchoolType.PRIMARY))
MANY = 9


@pytest.mark.parametrize("given", QUOTAS)
@pytest.mark.parametrize("one", PEOPLE)
def test_so_many_seats_are_said_to_be_free_as_people_who_belong_there_would_get(
    given: tuple[Quota, ...], one: Belonging
) -> None:
    for capacity, held in product((0, 1, 4, 6), product((0, 1, 2), repeat=len(PEOPLE))):
        room = Room(capacity, given)
        taken = dict(zip(PEOPLE, held, strict=True))
        queue = [Claim(new_id(), one) for _ in range(MANY)]
        assert open_to(room, taken, one) == len(moving_up(room, taken, queue)), (room, taken)


async def test_seats_that_are_kept_for_others_are_not_said_to_be_free(
    open_house: OpenHouse,
) -> None:
    held = await meeting(open_house, capacity="5")
    awo = await carrier(held, "AWO")
    await held.post("/kontingente/neu", whom=str(awo), reserved="3")
    theirs, other = [await held.somebody(each) for each in ("Nele Ahrens", "Jan Beck")]
    await employ(held, theirs, awo)
    path = f"{CATALOGUE}/{held.id}"
    assert "Noch 5 Plätze sind frei" in (await theirs.get(path)).text
    assert "Noch 2 Plätze sind frei" in (await other.get(path)).text
    page = (await other.get(f"{path}/andere")).text
    assert "Noch 2 Plätze sind für alle frei; 3 sind einem Träger" in page


async def test_the_quota_that_a_colleague_meets_is_named_before_they_are_put_in_line(
    open_house: OpenHouse,
) -> None:
    held = await meeting(open_house, capacity="5")
    awo = await carrier(held, "AWO")
    await held.post("/kontingente/neu", whom=str(awo), size="1")
    first, second, third = [await held.somebody(each) for each in ("Nele A", "Jan B", "Ida C")]
    for each in (first, second):
        await employ(held, each, awo)
    await held.register(first)
    path = f"{CATALOGUE}/{held.id}/andere"
    assert "Noch 4 Plätze sind frei." in (await third.get(path)).text
    asked = await third.post(path, name="Jan B")
    assert asked.status_code == 422
    assert "Das Kontingent des Trägers ist vergeben. Die Person käme auf Platz 1" in asked.text
    assert (await third.post(path, name="Jan B", waits="ja")).status_code == 303
    assert (await held.places())["Jan B"] == "waiting"
