"""What a merge must not lose, open or overwrite, and what taking it back must not undo."""

from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import delete, select, update

from services.directory.accounts.models import AccessGrant
from services.directory.accounts.use_cases import give
from services.directory.duplicates.models import duplicates
from services.directory.duplicates.values import Standing
from services.directory.groups.models import Group, GroupPick, picks
from services.directory.merges import use_cases
from services.directory.merges.forms import MergeForm
from services.directory.merges.values import Both
from services.directory.people.models import entries, former_names, people
from services.directory.people.use_cases import call_born, entry_of, forget_people, save_people
from services.directory.people.values import SeenBy
from services.directory.relationships.models import relationships
from shared.contracts.accounts import AccessRole, Grant
from shared.messaging.event import Cause
from shared.web.problem import Problem
from shared.web.sessions.person import Me
from tests.directory.conftest import Desk
from tests.directory.test_duplicates import look, names
from tests.directory.test_merges import CHOICES, Twice, relate, twice
from tests.house import BERGKAMEN

__all__ = ["twice"]


def cause() -> Cause:
    return Cause(BERGKAMEN, uuid4())


OFFICE = Me(BERGKAMEN, AccessRole.COORDINATOR, uuid4(), None, Cause(BERGKAMEN, uuid4()), uuid4())


async def entry(desk: Desk, person_id: UUID, **values: Any) -> None:
    """They have chosen this."""
    async with desk.house.context("directory").database.transaction() as uow:
        theirs = await entry_of(uow, person_id, BERGKAMEN)
        for name, value in values.items():
            setattr(theirs, name, value)


async def entered(desk: Desk, *called: str) -> list[UUID]:
    ids = [uuid4() for _ in called]
    given = {key: names("Ida", name) for key, name in zip(ids, called, strict=True)}
    async with desk.house.context("directory").database.transaction() as uow:
        await save_people(uow, given, cause())
    return ids


async def merge(desk: Desk, survivor: UUID, merged: UUID) -> UUID:
    form = MergeForm.model_validate(dict.fromkeys(CHOICES, "first"))
    async with desk.house.context("directory").database.transaction() as uow:
        row = await use_cases.merge(uow, OFFICE, Both(BERGKAMEN, survivor, merged), form)
        return row.id


async def undo(desk: Desk, merge_id: UUID) -> str:
    try:
        async with desk.house.context("directory").database.transaction() as uow:
            await use_cases.undo(uow, OFFICE, merge_id)
    except Problem as problem:
        return problem.code
    return "undone"


async def test_a_role_that_holds_is_not_the_same_as_one_that_has_ended(twice: Twice) -> None:
    """H3.18: what one of both may do today, the survivor may."""
    today = twice.desk.today
    ended = Grant(
        role=AccessRole.COORDINATOR, municipality=BERGKAMEN, valid_to=today - timedelta(days=3)
    )
    holds = Grant(role=AccessRole.COORDINATOR, municipality=BERGKAMEN)
    async with twice.desk.house.context("directory").database.transaction() as uow:
        await give(uow, twice.entered, [ended], cause())
        await give(uow, twice.worker, [holds], cause())
    await twice.merge(twice.entered)
    theirs = select(AccessGrant.valid_to).where(AccessGrant.person_id == twice.entered)
    assert (None,) in await twice.rows(theirs)


async def test_what_one_kept_to_themselves_is_not_opened_by_the_others_choice(
    twice: Twice,
) -> None:
    await entry(
        twice.desk,
        twice.entered,
        chosen=True,
        email_seen_by=SeenBy.PUBLIC,
        languages="Deutsch",
        languages_seen_by=SeenBy.PUBLIC,
        hours="Mo",
        hours_seen_by=SeenBy.PUBLIC,
        name_seen_by=SeenBy.PUBLIC,
    )
    await entry(
        twice.desk,
        twice.worker,
        chosen=True,
        email_seen_by=SeenBy.OFFICE,
        languages="Kurdisch",
        languages_seen_by=SeenBy.SELF,
        hours="Di",
        hours_seen_by=SeenBy.NETWORK,
        name_seen_by=SeenBy.PUBLIC,
    )
    other = "first" if twice.worker < twice.entered else "second"
    address = await twice.merge(twice.entered, email=other, languages=other, hours=other)
    columns = (
        entries.c.name_seen_by,
        entries.c.email_seen_by,
        entries.c.languages_seen_by,
        entries.c.hours_seen_by,
    )
    seen = select(*columns).where(entries.c.person_id == twice.entered)
    assert await twice.rows(seen) == [(SeenBy.PUBLIC, SeenBy.OFFICE, SeenBy.SELF, SeenBy.NETWORK)]
    await twice.take_back(address)
    assert await twice.rows(seen) == [(SeenBy.PUBLIC,) * 4]


async def test_an_entry_that_was_changed_since_is_named_and_kept(twice: Twice) -> None:
    address = await twice.merge(twice.entered)
    await entry(twice.desk, twice.entered, note="ruft donnerstags zurück")
    named = await twice.take_back(address)
    assert f'href="/directory/personen/{twice.entered}">Verzeichniseintrag' in named
    kept = select(entries.c.note).where(entries.c.person_id == twice.entered)
    assert await twice.rows(kept) == [("ruft donnerstags zurück",)]


async def test_the_inner_of_two_merges_is_taken_back_after_the_outer(desk: Desk) -> None:
    one, two, three = await entered(desk, "Vogelsang", "Vogel-Sang", "Sang")
    inner = await merge(desk, two, one)
    outer = await merge(desk, three, two)
    before = await desk.house.rows("directory", select(people.c.id, people.c.merged_into))
    assert await undo(desk, inner) == "merged-since"
    after = await desk.house.rows("directory", select(people.c.id, people.c.merged_into))
    assert sorted(after) == sorted(before)
    assert await undo(desk, outer) == "undone"
    assert await undo(desk, inner) == "undone"
    assert await desk.house.rows("directory", select(former_names.c.id)) == []


async def test_whoever_is_not_the_same_person_is_not_asked_about_again(desk: Desk) -> None:
    """H3.10: what the office has said of the other one holds for whoever stands for them."""
    one, two, three = await entered(desk, "Vogelsang", "Vogelsang", "Vogelsang")
    await look(desk)
    apart = update(duplicates).where(
        duplicates.c.first_id == min(one, three), duplicates.c.second_id == max(one, three)
    )
    async with desk.house.context("directory").database.transaction() as uow:
        await uow.session.execute(apart.values(standing=Standing.DIFFERENT, judged_by="x"))
    merged = await merge(desk, two, one)
    await look(desk)
    open_ones = select(duplicates.c.first_id, duplicates.c.second_id).where(
        duplicates.c.standing == Standing.OPEN
    )
    assert await desk.house.rows("directory", open_ones) == []
    assert await undo(desk, merged) == "undone"
    await look(desk)
    found = {frozenset(each) for each in await desk.house.rows("directory", open_ones)}
    assert found == {frozenset((one, two)), frozenset((two, three))}


async def test_what_went_over_twice_comes_back_in_two_steps(desk: Desk) -> None:
    one, two, three = await entered(desk, "Vogelsang", "Vogel-Sang", "Sang")
    await relate(desk, one, "100001")
    inner, outer = await merge(desk, two, one), await merge(desk, three, two)
    assert [await undo(desk, each) for each in (outer, inner)] == ["undone", "undone"]
    theirs = select(relationships.c.from_person_id)
    assert (one,) in await desk.house.rows("directory", theirs)


async def test_a_group_that_is_gone_since_does_not_keep_two_people_together(desk: Desk) -> None:
    one, two = await entered(desk, "Vogelsang", "Vogelsang")
    group_id = uuid4()
    async with desk.house.context("directory").database.transaction() as uow:
        uow.session.add(Group(id=group_id, tenant=BERGKAMEN, name="Kreis", description=""))
        await uow.session.flush()
        uow.session.add_all(
            GroupPick(tenant=BERGKAMEN, group_id=group_id, person_id=each) for each in (one, two)
        )
    merged = await merge(desk, two, one)
    async with desk.house.context("directory").database.transaction() as uow:
        await uow.session.execute(delete(picks).where(picks.c.group_id == group_id))
        await uow.session.execute(delete(Group).where(Group.id == group_id))
    assert await undo(desk, merged) == "undone"


async def test_whoever_they_stand_for_is_erased_with_them_however_far(desk: Desk) -> None:
    ids = await entered(desk, "Vogelsang", "Vogel-Sang", "Sang")
    await merge(desk, ids[1], ids[0])
    await merge(desk, ids[2], ids[1])
    async with desk.house.context("directory").database.transaction() as uow:
        await forget_people(uow, ids[2:], cause())
    left = select(people.c.id).where(people.c.id.in_(ids))
    assert await desk.house.rows("directory", left) == []


async def test_of_two_merges_into_one_person_the_later_is_taken_back_first(desk: Desk) -> None:
    """What the later one found there already came with the earlier one."""
    one, two, three = await entered(desk, "Vogelsang", "Vogel-Sang", "Sang")
    await relate(desk, one, "100001")
    await relate(desk, three, "100001")
    first, second = await merge(desk, two, one), await merge(desk, two, three)
    assert await undo(desk, first) == "merged-since"
    assert [await undo(desk, each) for each in (second, first)] == ["undone", "undone"]
    theirs = await desk.house.rows("directory", select(relationships.c.from_person_id))
    assert {(one,), (three,)} <= set(theirs)
    assert (two,) not in theirs


async def test_who_was_born_with_two_names_keeps_the_other_when_one_is_corrected(
    desk: Desk,
) -> None:
    one, two = await entered(desk, "Vogelsang", "Vogelsang")
    database = desk.house.context("directory").database
    async with database.transaction() as uow:
        await call_born(uow, one, "", "Amsel", cause())
        await call_born(uow, two, "", "Drossel", cause())
    await merge(desk, one, two)
    async with database.transaction() as uow:
        await call_born(uow, one, "Drossel", "Droste", cause())
    born = select(former_names.c.family_name).where(former_names.c.person_id == one)
    assert {name for (name,) in await desk.house.rows("directory", born)} == {"Amsel", "Droste"}
