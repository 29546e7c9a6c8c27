"""An invitation ends by the office, or as what it is to does; only who has not answered hears."""

import asyncio
import re
import secrets
from collections.abc import Awaitable, Callable, Sequence
from functools import partial
from typing import Any
from uuid import UUID

import pytest

from services.trainings.gatherings import queries as offered
from services.trainings.gatherings import use_cases as gatherings
from services.trainings.invitations import queries, use_cases
from services.trainings.invitations.models import Invitation
from services.trainings.invitations.values import Invitee, Preview, Standing
from services.trainings.registrations import use_cases as registering
from shared.contracts.gatherings import Place
from shared.contracts.invitations import (
    InvitationEnd,
    InvitationEnded,
    InvitationMoved,
)
from shared.ids import new_id
from shared.messaging.event import Cause
from shared.messaging.unit_of_work import UnitOfWork
from tests.conftest import OpenHouse
from tests.house import BERGKAMEN
from tests.servers.run import SharedPostgres
from tests.trainings.hall import Hall, opened
from tests.trainings.meeting import CATALOGUE
from tests.trainings.test_invitations import PAGE, called, invite, link_of, told

Deed = Callable[[UnitOfWork], Awaitable[Any]]


async def asked(hall: Hall, gathering_id: UUID, number: int) -> list[UUID]:
    """People who were invited."""
    people = [new_id() for _ in range(number)]
    async with hall.database.transaction() as uow:
        for each in people:
            entry = Invitation(
                tenant=BERGKAMEN,
                gathering_id=gathering_id,
                person_id=each,
                sent_at=uow.now,
                asked_at=uow.now,
            )
            uow.session.add(entry)
    return people


def accepts(person_id: UUID, gathering_id: UUID) -> Deed:
    me = Invitee(BERGKAMEN, person_id, Cause(BERGKAMEN, new_id()))
    return partial(registering.register, me=me, gathering_id=gathering_id, waits=True)


async def ended(hall: Hall) -> Sequence[InvitationEnded]:
    kind = InvitationEnded
    found = await hall.announced()
    return [kind.model_validate_json(data) for name, data in found if name == kind.type_name]


def test_only_who_has_not_answered_hears_that_it_moves_and_does_not_take_place() -> None:
    with opened() as hall:
        key = hall.run(hall.convene())
        comes, declines, silent = hall.run(asked(hall, key, 3))
        assert hall.run(hall.act(accepts(comes, key))) == ""
        hall.run(hall.act(lambda uow: use_cases.decline(uow, BERGKAMEN, key, declines)))
        day = hall.run(hall.day_of(key))
        form = hall.date(13, version=day.version)
        hall.run(hall.act(lambda uow: gatherings.change_date(uow, hall.office, key, day.id, form)))
        told = hall.run(hall.announced())
        moved = [data for name, data in told if name == InvitationMoved.type_name]
        assert [InvitationMoved.model_validate_json(each).person_id for each in moved] == [silent]
        hall.run(hall.act(lambda uow: gatherings.call_off(uow, hall.office, key)))
        [over] = hall.run(ended(hall))
        assert (over.person_id, over.why) == (silent, InvitationEnd.CALLED_OFF)


@pytest.mark.real
def test_of_many_who_accept_at_once_and_twice_one_has_the_last_place(
    postgres: SharedPostgres,
) -> None:
    name = f"invited_{secrets.token_hex(4)}"
    postgres.create_for("trainings", name)
    with opened(postgres.owner_url(name)) as hall:
        key = hall.run(hall.convene(capacity=1, audience="invited"))
        people = hall.run(asked(hall, key, 5))
        *coming, silent = people
        acts = [accepts(each, key) for each in coming * 2]
        off: Deed = partial(use_cases.withdraw_all, me=hall.office, gathering_id=key)

        async def at_once() -> list[str]:
            return await asyncio.gather(*(hall.act(each) for each in (*acts, off, off)))

        hall.run(at_once())
        places = [each.place for each in hall.run(hall.entries(key))]
        assert places.count(Place.CONFIRMED) == 1
        assert {each.person_id for each in hall.run(ended(hall))} >= {silent}

        async def standings() -> dict[UUID, Standing]:
            async with hall.database.reading() as session:
                row = await offered.one(session, BERGKAMEN, key)
                tally = await queries.tally(session, row, hall.watch.at)
                found = await queries.standings(session, row, people)
                assert tally.invited == len(found)
                return found

        said = hall.run(standings())
        assert {*said.values()} <= {Standing.ACCEPTED}
        assert len(places) == len(said)


async def key_of(page: Callable[[str], Awaitable[str]], name: str) -> str:
    """Of the invitation of somebody in the office's list."""
    found = re.search(rf"einladungen/([0-9a-f-]{{36}})[^>]*>[^<]*{name}", await page(PAGE))
    assert found is not None
    return found[1]


async def test_one_invitation_and_all_open_ones_are_taken_back(open_house: OpenHouse) -> None:
    held, (nele, jan, ida) = await called(open_house, audience="invited")
    await invite(held, "Nele Ahrens", "Jan Beck", "Ida Cors")
    link = await link_of(held, nele)
    await held.register(jan)
    one = f"{PAGE}/{await key_of(held.page, 'Nele Ahrens')}"
    assert "Einladung zurücknehmen" in await held.page(one)
    assert (await held.post(one)).status_code == 303
    assert await told(held) == 2
    assert (await held.post(one)).status_code == 404
    assert (await held.register(nele)).status_code == 422
    assert "Die Einladung ist zurückgenommen" in (await held.http.get(link)).text
    accepted = f"{PAGE}/{await key_of(held.page, 'Jan Beck')}"
    assert "zurücknehmen" not in await held.page(accepted)
    assert "schon beantwortet" in (await held.post(accepted)).text
    assert "eine Einladung" in await held.page(f"{PAGE}-zuruecknehmen")
    assert (await held.post(f"{PAGE}-zuruecknehmen")).status_code == 303
    again = await held.post(f"{PAGE}-zuruecknehmen")
    assert "zurückzunehmen ist nichts" in again.text
    assert "richtet sich an andere" in (await ida.get(f"{CATALOGUE}/{held.id}")).text
    assert await held.places() == {"Jan Beck": "confirmed"}


def test_a_preview_of_many_shows_some_at_a_time() -> None:
    found = Preview({new_id(): f"Person {number}" for number in range(60)}, (), (), 0)
    assert found.parts == 3
    assert [*found.names(3)] == [f"Person {number}" for number in range(50, 60)]
